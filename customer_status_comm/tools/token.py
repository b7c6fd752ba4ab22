"""Unguessable addresses. Only their hash is ever stored."""

import hashlib
import re
import secrets

from .. import const

#: Random bytes of a token: 256 bits.
TOKEN_BYTES = 32
#: A link as it stands in a text, also within another address ("%2Fstatus%2F…").
_LINK = re.compile(
    r"((?:/|%2f)status(?:/|%2f))[a-z0-9_-]{43}(?![a-z0-9_-])", re.IGNORECASE
)


def new_token() -> str:
    """Return a fresh token: 43 URL-safe characters from the system's random source."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """Return the SHA-256 of ``token`` in hex, by which its link is found.

    A plain hash serves: a token carries 256 random bits, so there is nothing to guess
    and no salt or slow hash to gain from. What is longer than ``const.NAME_MAX`` is no
    token, and cut off.
    """
    return hashlib.sha256(token[: const.NAME_MAX].encode()).hexdigest()


def hide_tokens(text: str) -> str:
    """Return ``text`` with ``***`` for the token of each link in it; linear work."""
    return _LINK.sub(r"\1***", text)
