"""Whether what a shop's own layout lays out is a page that only shows itself.

It is judged by what comes out, for a template can write a word in many ways. A browser
that heeds the page's policy (``status_policy.py``) does none of it anyway, but for what
``http-equiv`` orders. What the parser cannot look through is refused: a browser does.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import Final

from lxml import etree
from lxml.html import HTMLParser

from .layout_budget import LayoutLimitError, spend
from .status_policy import META
from .tags import limit_attributes

#: What a page that needs no script and asks for nothing outside has no use for, what
#: changes an address later, and what swallows the rest of the page.
#: Texts of users come out escaped, and cannot look like it.
_ELEMENT: Final = re.compile(
    r"<(?:script|iframe|frame|frameset|object|embed|applet|portal|fencedframe|form|base"
    r"|animate|set|plaintext)(?![\w-])",
    re.IGNORECASE,
)
#: Wherever it stands: browsers find tags where no parser of ours would.
_ORDER: Final = re.compile(
    r"http-equiv\s*=\s*(?:\"([^\"]{0,99})|'([^']{0,99})|([^\s\"'>]{0,99}))",
    re.IGNORECASE,
)
_HANDLER: Final = "on"
_FORM_ADDRESS: Final = "formaction"
_ADDRESSES: Final = frozenset(
    {"href", "src", "action", "data", "poster", "background", "xlink:href"}
)
#: What browsers leave out of an address.
_IGNORED: Final = re.compile(r"[\x00-\x20]+")
#: Characters that are parsed before what is found in them is counted.
_PIECE: Final = 20_000
#: How deep tags may stand in each other: each end is looked for in all that are open.
_MOST_DEPTH: Final = 200
#: Steps that it takes to get past a ``<``, to look at a tag, and at an attribute.
_MARK, _TAG, _ATTRIBUTE = 6, 10, 6


def find_unwanted(html: str) -> str | None:
    """Return the words in ``html`` that may not stand there; ``None``: there are none.

    Takes from the budget; see ``layout_budget.page_budget``.

    :param html: with the policy that ``status_policy.guard`` puts in.
    :return: ``<script``, ``onclick=`` or ``http-equiv=refresh``, say.
    :raise LayoutLimitError: it is too much to look at, too deeply nested, or has more
        attributes in one tag than anybody would write.
    """
    spend(_MARK * html.count("<"), len(html))
    found = _ELEMENT.search(html)
    if found:
        return found[0]
    order = _ORDER.search(html.replace(META, "", 1))
    if order:
        value = unescape(order[1] or order[2] or order[3] or "").strip().lower()
        return f"http-equiv={value}"
    if limit_attributes(html) != html:
        raise LayoutLimitError
    return _parse(html)


def _parse(html: str) -> str | None:
    judge = _Judge()
    # lxml calls those of a target's methods that it has.
    parser = HTMLParser(target=judge)  # type: ignore[arg-type]
    for place in range(0, len(html), _PIECE):
        parser.feed(html[place : place + _PIECE])
        if judge.unwanted:
            return judge.unwanted
    try:
        parser.close()
    except etree.LxmlError as error:
        if judge.tags:
            raise LayoutLimitError from error
    if parser.error_log.filter_from_fatals():  # it went no further
        raise LayoutLimitError
    return judge.unwanted


class _Judge:
    """What a parser tells of each tag.

    ``unwanted``: the first that may not stand there. ``tags``: how many there were.
    ``depth``: how many of them are still open.
    """

    def __init__(self) -> None:
        self.unwanted: str | None = None
        self.tags = self.depth = 0

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        """Count a tag, and look at its attributes."""
        self.tags += 1
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise LayoutLimitError
        spend(_TAG + _ATTRIBUTE * len(attributes))
        for name, value in attributes.items():
            if name.startswith(_HANDLER) or name == _FORM_ADDRESS:
                self.unwanted = self.unwanted or f"{name}="
            elif name in _ADDRESSES:
                address = _IGNORED.sub("", (value or "")[:100]).lower()
                if address.startswith("javascript:"):
                    self.unwanted = self.unwanted or "javascript:"

    def end(self, _tag: str) -> None:
        """Note that a tag has come to its end."""
        self.depth -= 1

    def close(self) -> None:
        """Return nothing: there is no tree."""
