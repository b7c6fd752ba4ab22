"""Whether what a shop's own layout lays out is a page that only shows itself.

It is judged by what comes out, for a template can write a word in many ways. A browser
that heeds the page's policy (``status_policy.py``) does none of it anyway, but for what
``http-equiv`` orders.
"""

import re
from html import unescape
from typing import Final

from lxml import etree
from lxml.html import document_fromstring

from .tags import limit_attributes

#: What a page that needs no script and asks for nothing outside has no use for.
#: Texts of users come out escaped, and cannot look like it.
_ELEMENT: Final = re.compile(
    r"<(?:script|iframe|object|embed|form|base)(?![\w-])", re.IGNORECASE
)
#: Wherever it stands: browsers find tags where no parser of ours would.
_ORDER: Final = re.compile(
    r"http-equiv\s*=\s*(?:\"([^\"]{0,99})|'([^']{0,99})|([^\s\"'>]{0,99}))",
    re.IGNORECASE,
)
_HARMLESS_ORDERS: Final = frozenset(
    {"content-language", "content-security-policy", "content-type", "x-ua-compatible"}
)
_HANDLERS: Final = etree.XPath("//@*[starts-with(name(), 'on')]")
_ADDRESSES: Final = etree.XPath(
    "//@*[contains('|href|src|action|formaction|data|poster|background|xlink:href|', "
    "concat('|', name(), '|'))]"
)
#: What browsers leave out of an address.
_IGNORED: Final = re.compile(r"[\x00-\x20]+")


def find_unwanted(html: str) -> str | None:
    """Return the words in ``html`` that may not stand there; ``None``: there are none.

    :return: ``<script``, ``onclick=`` or ``http-equiv=refresh``, say.
    """
    found = _ELEMENT.search(html)
    if found:
        return found[0]
    for order in _ORDER.finditer(html):
        value = unescape(order[1] or order[2] or order[3] or "").strip().lower()
        if value not in _HARMLESS_ORDERS:
            return f"http-equiv={value}"
    try:
        page = document_fromstring(limit_attributes(html))
    except etree.ParserError:  # there is no element at all
        return None
    for handler in _HANDLERS(page):
        return f"{handler.attrname}="
    for address in _ADDRESSES(page):
        if _IGNORED.sub("", address[:100]).lower().startswith("javascript:"):
            return "javascript:"
    return None
