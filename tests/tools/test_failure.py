"""Why a message failed, from what Odoo, mail servers and SMS services say."""

import pytest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.failure import Failure, explain

REFUSED = (
    "Mail Delivery Failed\nMail delivery failed via SMTP server 'mail.example'.\n"
    "SMTPDataError: (554, b'5.7.1 go\\n away')"
)
RECIPIENT = (
    "Levering mislykkedes\n"
    "SMTPRecipientsRefused: {'x@y.example': (550, b\"5.1.1 who's that\")}"
)


@pytest.mark.parametrize(
    ("failure_type", "status", "reason", "expected"),
    [
        # A mail server's own answer, whatever language is around it.
        (
            "unknown",
            "exception",
            REFUSED,
            Failure(const.FAILURE_MAIL_REFUSED, "554 5.7.1 go away"),
        ),
        (
            "unknown",
            "exception",
            RECIPIENT,
            Failure(const.FAILURE_ADDRESS_REFUSED, "550 5.1.1 who's that"),
        ),
        (
            "unknown",
            "exception",
            "SMTPDataError: (451, b'4.3.0 later')",
            Failure(const.FAILURE_MAIL_BUSY, "451 4.3.0 later"),
        ),
        (
            "mail_smtp",
            "exception",
            "[Errno 111] Connection refused",
            Failure(const.FAILURE_MAIL_SERVER, "[Errno 111] Connection refused"),
        ),
        ("mail_smtp", "exception", False, Failure(const.FAILURE_MAIL_SERVER)),
        ("mail_bounce", "bounce", "full", Failure(const.FAILURE_BOUNCED, "full")),
        (False, "bounce", "full", Failure(const.FAILURE_BOUNCED, "full")),
        # SMS.
        ("sms_credit", "exception", False, Failure(const.FAILURE_SMS_CREDIT)),
        ("sms_number_format", "exception", "", Failure(const.WHY_INVALID_PHONE)),
        (
            "twilio_callback",
            "exception",
            "Url",
            Failure(const.FAILURE_SMS_SETUP, "twilio_callback Url"),
        ),
        # What nobody has heard of.
        ("new", "exception", False, Failure(const.FAILURE_UNKNOWN, "new")),
        (
            "unknown",
            "exception",
            "Boom\nValueError: it is late\n",
            Failure(const.FAILURE_UNKNOWN, "ValueError: it is late"),
        ),
        (False, "canceled", False, Failure(const.FAILURE_STOPPED)),
        ("sms_credit", "canceled", False, Failure(const.FAILURE_SMS_CREDIT)),
    ],
)
def test_explain(failure_type, status, reason, expected):
    assert explain(failure_type, status, reason) == expected
