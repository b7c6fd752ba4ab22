"""A mail server or SMS service that is not there: what it surely has not, and when to
try again.
"""

import errno
import select
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from socket import gaierror
from typing import Any, Final

from .. import const
from .span import minutes

#: Minutes until it is tried again, one after the other; then the last one.
_PAUSES: Final = (1, 2, 5, 10, 30, 60)
#: The network says that nobody is there.
_UNREACHABLE: Final = frozenset(
    {errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH}
    | {errno.ENETDOWN, errno.EHOSTDOWN}
)
#: How a library says that it has not even connected. It is not asked for its types:
#: which one a service uses is its own affair.
_NOT_CONNECTED: Final = frozenset({"ConnectTimeout", "ConnectTimeoutError"})
#: From here on an e-mail may have been taken.
_MAYBE_TAKEN: Final = (SMTPDataError, SMTPServerDisconnected)
#: What comes up before any e-mail is spoken of, where a connection begins.
_GREETING: Final = (
    SMTPConnectError,
    SMTPHeloError,
    SMTPAuthenticationError,
    ssl.SSLError,
)
#: Errors that are looked at of those that led to one another.
_DEEPEST: Final = 20


def was_surely_not_taken(error: BaseException | None, *, connecting: bool) -> bool:
    """Whether no mail server can have the e-mail that ``error`` came up with.

    It has not before DATA (RFC 5321 §3.3), and will not be told why when it says so
    with 4xx, later, (§4.2.1) and not 5xx, never. From DATA on, or when it hangs up,
    nobody knows.

    :param connecting: whether no e-mail was handed over yet: what went wrong then went
        wrong with the server.
    """
    if connecting:
        return isinstance(error, OSError)
    causes = list(_causes(error))
    if any(isinstance(cause, _MAYBE_TAKEN) for cause in causes):
        return False
    return any(_is_of_no_server(cause) for cause in causes)


def was_not_reached(error: BaseException | None) -> bool:
    """Whether an SMS service cannot have what it was to be sent over HTTP."""
    return any(
        _is_unreachable(cause) or type(cause).__name__ in _NOT_CONNECTED
        for cause in _causes(error)
    )


def next_try(since: datetime, tries: int, now: datetime) -> datetime | None:
    """Return when to try again; ``None``: it has been tried for long enough.

    :param since: when it was first tried in vain.
    :param tries: how often it has been tried since, that one not counted.
    """
    if now - since >= timedelta(hours=const.RETRY_HOURS):
        return None
    return now + minutes(_PAUSES[min(tries, len(_PAUSES) - 1)])


def is_closed(session: Any) -> bool:
    """Whether a connection is of no use any more.

    Nothing was asked, so what there is to read says that the server ends it.

    :param session: ``smtplib.SMTP``, or ``None``.
    """
    if not session or not session.sock:
        return True
    poll = select.poll()
    poll.register(session.sock, select.POLLIN)
    return bool(poll.poll(0))


def _is_of_no_server(error: BaseException) -> bool:
    """Whether an e-mail was refused before it was handed over, for now."""
    if isinstance(error, SMTPRecipientsRefused):
        answers = error.recipients.values()
        return bool(answers) and all(_is_for_now(code) for code, _words in answers)
    if isinstance(error, SMTPSenderRefused):
        return _is_for_now(error.smtp_code)
    if isinstance(error, _GREETING):
        return True
    is_smtp = isinstance(error, SMTPException)
    return not is_smtp and (_is_unreachable(error) or isinstance(error, TimeoutError))


def _is_for_now(code: int) -> bool:
    return 400 <= code < 500


def _is_unreachable(error: BaseException) -> bool:
    if isinstance(error, (ConnectionRefusedError, gaierror)):
        return True
    return isinstance(error, OSError) and error.errno in _UNREACHABLE


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what led to it."""
    for _step in range(_DEEPEST):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
