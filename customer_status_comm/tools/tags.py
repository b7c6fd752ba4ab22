"""HTML whose tags have no more attributes than anybody would write."""

import re
from typing import Final

#: Attributes that a tag may have; a parser compares each with all before it.
_MOST: Final = 500
#: What an attribute takes at least, with what parts it from the next.
_SHORTEST: Final = 2
_BEGINNING: Final = re.compile(r"<[a-zA-Z][^\s/<>]*")
#: Where a tag ends, or a value begins that may hold anything.
_END_OR_VALUE: Final = re.compile(r">|=\s*([\"'])")
#: May hold anything, and is no attribute.
_VALUE: Final = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"'][^\s>]*)")
#: What parts attributes, also without a space: ``<a b/c d=""e>``.
_BETWEEN: Final = re.compile(r"[\s/\"']+")


def limit_attributes(html: str) -> str:
    """Return ``html``, with bare tags in place of those that have too many attributes.

    A parser takes the square of their number.
    """
    pieces = []
    done = 0
    while tag := _BEGINNING.search(html, done):
        end = _find_end(html, tag.end())
        is_bare = _has_too_many(html, tag.end(), end)
        pieces.append(html[done : tag.end() if is_bare else end])
        if is_bare:
            pieces.append(">")
        done = end
    return "".join((*pieces, html[done:]))


def _has_too_many(html: str, place: int, end: int) -> bool:
    """Whether there are too many attributes between ``place`` and ``end``."""
    if end - place <= _SHORTEST * _MOST:
        return False
    bare = _VALUE.sub("= ", html[place:end])
    return len(_BETWEEN.split(bare, _MOST + 1)) > _MOST


def _find_end(html: str, place: int) -> int:
    """Return where a tag ends whose attributes begin at ``place``."""
    while found := _END_OR_VALUE.search(html, place):
        if not found[1]:
            return found.end()
        place = html.find(found[1], found.end()) + 1
        if not place:
            break
    return len(html)
