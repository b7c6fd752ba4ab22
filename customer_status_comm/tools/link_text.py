"""Links and addresses of pages as they stand in texts."""

import re
from collections.abc import Mapping
from typing import Final

_SLASH: Final = "(?:/|%(?:25)*2[fF])"
#: A customer's own link, also within another address, as mail programs rewrite them.
_LINK: Final = re.compile(
    rf"({_SLASH})status{_SLASH}([A-Za-z0-9_-]{{43}})(?![A-Za-z0-9_-])"
)


def has_address(text: str | bool | None) -> bool:
    """Whether a text has the address of a page that asks for a login."""
    return isinstance(text, str) and "/my/status/" in text


def has_link(text: str | bool | None) -> bool:
    """Whether a text has what looks like a customer's own link to a page."""
    return isinstance(text, str) and bool(_LINK.search(text))


def find_tokens(text: str) -> set[str]:
    """Return the tokens of all links in a text."""
    return {token for _slash, token in _LINK.findall(text)}


def put_paths(text: str, paths: Mapping[str, str]) -> str:
    """Return a text with another path for each link; the host before it stays.

    :param paths: ``{token: path}`` for each of ``find_tokens``; a path begins with "/".
    """
    return _LINK.sub(lambda found: paths[found[2]].replace("/", found[1]), text)
