"""Keep the addresses of pages out of logs: who has the address has the page."""

import logging
import re
from typing import Final

#: Loggers that write addresses: the access log of Odoo's own servers (with and without
#: gevent), warnings about a request, and what every thread was doing.
LOGGERS: Final = ("werkzeug", "longpolling", "odoo.http", "odoo.tools.misc")
#: ``/status/…`` where an address begins, maybe after a host or a language.
_START: Final = r"(?:^|(?<=[\s'\"])|(?<=://)[^/\s]+)(?!/+my/)(?:/+[a-z]{2,3}(?:[_-]\w+)?)?/+status/+"
#: In a line of an access log all up to the protocol; elsewhere one word.
_ADDRESS: Final = re.compile(rf"({_START})(?:[^\n]+(?= HTTP/\d)|[^\s'\"<>)]+)")
#: What looks like a token, whatever stands before it: "%73tatus" opens a page, too.
_TOKEN: Final = re.compile(r"(?<=/)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")


def mask_tokens(text: str) -> str:
    """Return ``text`` with ``***`` for the token in each address of a page."""
    if "/status/" in text:
        text = _ADDRESS.sub(r"\1***", text)
    return _TOKEN.sub("***", text)


class TokenFilter(logging.Filter):
    """Masks tokens in log records, right and wrong ones alike; drops no record."""

    def filter(self, record):
        """Mask message and arguments; arguments that are no text stay as they are."""
        if isinstance(record.msg, str):
            record.msg = mask_tokens(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(
                mask_tokens(value) if isinstance(value, str) else value
                for value in record.args
            )
        return True


def mask_logs() -> None:
    """Have all of ``LOGGERS`` mask tokens; more than once makes no difference."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(kept, TokenFilter) for kept in logger.filters):
            logger.addFilter(TokenFilter())
