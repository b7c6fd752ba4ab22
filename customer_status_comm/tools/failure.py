"""Why a message failed: what Odoo, mail servers and SMS services say, as one code."""

import re
from typing import Final, NamedTuple

from .. import const
from .token import hide_tokens

#: What Odoo's failure types of mails, SMS and their notifications mean.
_CODE_OF_TYPE: Final = {
    "mail_bounce": const.FAILURE_BOUNCED,
    "mail_spam": const.FAILURE_SPAM,
    "mail_email_invalid": const.WHY_INVALID_EMAIL,
    "mail_email_missing": const.WHY_NO_EMAIL,
    "mail_from_invalid": const.FAILURE_SENDER,
    "mail_from_missing": const.FAILURE_SENDER,
    "mail_smtp": const.FAILURE_MAIL_SERVER,
    "mail_bl": const.WHY_EMAIL_BLACKLISTED,
    "mail_optout": const.FAILURE_UNSUBSCRIBED,
    "mail_dup": const.FAILURE_DUPLICATE,
    "sms_number_missing": const.WHY_NO_PHONE,
    "sms_number_format": const.WHY_INVALID_PHONE,
    "sms_invalid_destination": const.WHY_INVALID_PHONE,
    "sms_credit": const.FAILURE_SMS_CREDIT,
    "sms_country_not_supported": const.FAILURE_SMS_COUNTRY,
    "sms_registration_needed": const.FAILURE_SMS_COUNTRY,
    "sms_server": const.FAILURE_SMS_SERVICE,
    "sms_acc": const.FAILURE_SMS_SETUP,
    "sms_expired": const.FAILURE_SMS_NOT_DELIVERED,
    "sms_not_delivered": const.FAILURE_SMS_NOT_DELIVERED,
    "sms_not_allowed": const.FAILURE_SMS_REJECTED,
    "sms_rejected": const.FAILURE_SMS_REJECTED,
    "sms_blacklist": const.WHY_PHONE_BLACKLISTED,
    "sms_optout": const.FAILURE_UNSUBSCRIBED,
    "sms_duplicate": const.FAILURE_DUPLICATE,
}
#: A mail server's answer, as Python's ``smtplib`` prints its exceptions.
_ANSWER: Final = re.compile(
    r"""\(([2-5]\d\d), b?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\)""", re.DOTALL
)
#: Python's name of the exception that says the same as the answer after it.
_EXCEPTION: Final = re.compile(r"\b(?:smtplib\.)?SMTP\w+: ")


class Failure(NamedTuple):
    """Why a message failed.

    :param code: ``const.FAILURE_*`` or one of ``const.WHYS_UNREACHABLE``.
    :param detail: what a server or service answered, for those who look after them;
        ``None`` when that says no more than the code.
    """

    code: str
    detail: str | None = None


def explain(failure_type: str | None, status: str, reason: str | None) -> Failure:
    """Return what Odoo's failure of a message means.

    :param failure_type: of a ``mail.notification``; one this addon does not know (of
        another SMS service, say) keeps its name in the detail.
    :param status: ``notification_status``: bounce, exception or canceled.
    :param reason: Odoo's technical reason, in whatever language it was written; of its
        first ``const.REASON_MAX`` characters.
    """
    reason = (reason or "")[: const.REASON_MAX]
    answer = _ANSWER.search(reason)
    # Filters name the address that they dislike.
    detail = hide_tokens(_read_detail(reason, answer) or "") or None
    if failure_type in _CODE_OF_TYPE:
        return Failure(_CODE_OF_TYPE[failure_type], detail)
    if status == "bounce":
        return Failure(const.FAILURE_BOUNCED, detail)
    if not failure_type or failure_type == "unknown":
        if answer:
            return Failure(_read_answer(reason, answer), detail)
        is_stopped = status == "canceled" and not reason
        code = const.FAILURE_STOPPED if is_stopped else const.FAILURE_UNKNOWN
        return Failure(code, detail)
    return _name_unknown(failure_type, detail)


def _name_unknown(failure_type: str, detail: str | None) -> Failure:
    """Return a failure of a type that this addon does not know."""
    named = f"{failure_type} {detail or ''}".strip()
    is_setup = failure_type.startswith("twilio")
    code = const.FAILURE_SMS_SETUP if is_setup else const.FAILURE_UNKNOWN
    return Failure(code, named)


def _read_answer(reason: str, answer: re.Match[str]) -> str:
    """Return the code of a mail server's answer (RFC 5321 §4.2.1: 4xx, later; 5xx)."""
    if answer[1].startswith("4"):
        return const.FAILURE_MAIL_BUSY
    if "SMTPRecipientsRefused" in reason:
        return const.FAILURE_ADDRESS_REFUSED
    return const.FAILURE_MAIL_REFUSED


def _read_detail(reason: str, answer: re.Match[str] | None) -> str | None:
    """Return the server's own words, or the last line of what Odoo wrote."""
    if answer:
        words = (answer[2] or answer[3] or "").replace("\\n", " ").split()
        return " ".join((answer[1], *words))
    lines = [line.strip() for line in reason.splitlines() if line.strip()]
    return _EXCEPTION.sub("", lines[-1]) if lines else None
