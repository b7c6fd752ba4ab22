"""Addresses in the HTML of a message that lack the host: a mailbox knows none."""

import re
from collections.abc import Callable
from html import unescape
from typing import Final

from .. import const
from .wording import clean_line

#: A tag, and its values, which may hold anything. It matches whatever follows, so that
#: no text is looked through twice.
_TAG: Final = re.compile(r"<([a-zA-Z][\w:-]*)(?:[^\"'<>]|\"[^\"]*\"?|'[^']*'?)*")
_VALUE: Final = re.compile(r"(\s(src|href|background|style)=\")([^\"]*)")
_URL: Final = re.compile(r"(\burl\((?:&\#34;|'|&quot;|&\#39;)?)(/[^'\")]*)")
#: Tags whose value is an address, as Odoo has it; ``None``: of all tags.
_TAGS: Final = {
    "src": frozenset({"img", "v:fill", "v:image"}),
    "href": frozenset({"a"}),
    "background": None,
    "style": None,
}


class RefusedAddressError(ValueError):
    """An address that cannot be put behind a host.

    :param address: its beginning, as people read it: plain text on one line.
    """

    def __init__(self, address: str):
        super().__init__(address)
        self.address = clean_line(unescape(address[: const.ADDRESS_SHOWN]))


def make_absolute(html: str, join: Callable[[str], str]) -> str:
    """Return ``html`` with a whole address for each that begins with a slash.

    Those of pictures, links and backgrounds, as Odoo does, and each of a style. One
    that names its host but not how it is asked, ``//host``, is asked by ``https``: a
    message is not read on a page that says so.

    :param join: returns the whole address of one of this server's.
    :raise RefusedAddressError: for one that ``join`` refuses by ``ValueError``.
    """

    def complete(address: str) -> str:
        if address[:2] == "//" and address[2:3] not in ("", "/", "\\"):
            return f"https:{address}"
        try:
            return join(address)
        except ValueError as error:
            raise RefusedAddressError(address) from error

    def in_tag(tag: re.Match[str]) -> str:
        def in_value(found: re.Match[str]) -> str:
            before, name, value = found[1], found[2], found[3]
            tags = _TAGS[name]
            if tags is not None and tag[1] not in tags:
                return found[0]
            if name == "style":
                return before + _URL.sub(lambda one: one[1] + complete(one[2]), value)
            return before + (complete(value) if value[:1] == "/" else value)

        return _VALUE.sub(in_value, tag[0])

    return _TAG.sub(in_tag, html)
