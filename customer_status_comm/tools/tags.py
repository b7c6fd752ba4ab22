"""HTML whose tags have no more attributes than anybody would write."""

import re
from typing import Final

#: Words that a tag may have; a parser compares each attribute with all before it.
_MOST: Final = 500
_BEGINNING: Final = re.compile(r"<[a-zA-Z][^\s/<>]*")
#: Where a tag ends, or a value begins that may hold anything.
_END_OR_VALUE: Final = re.compile(r">|=\s*([\"'])")


def limit_attributes(html: str) -> str:
    """Return ``html``, with bare tags in place of those that have too many attributes.

    A parser takes the square of their number.
    """
    pieces = []
    done = 0
    while tag := _BEGINNING.search(html, done):
        end = _find_end(html, tag.end())
        is_bare = len(html[tag.start() : end].split()) > _MOST
        pieces.append(html[done : tag.end() if is_bare else end])
        if is_bare:
            pieces.append(">")
        done = end
    return "".join((*pieces, html[done:]))


def _find_end(html: str, place: int) -> int:
    """Return where a tag ends whose attributes begin at ``place``."""
    while found := _END_OR_VALUE.search(html, place):
        if not found[1]:
            return found.end()
        place = html.find(found[1], found.end()) + 1
        if not place:
            break
    return len(html)
