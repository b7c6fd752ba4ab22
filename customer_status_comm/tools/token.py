"""Unguessable addresses. Only their hash is ever stored."""

import hashlib
import secrets

#: Random bytes of a token: 256 bits.
TOKEN_BYTES = 32


def new_token() -> str:
    """Return a fresh token: 43 URL-safe characters from the system's random source."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """Return the SHA-256 of ``token`` in hex, by which its link is found.

    A plain hash serves: a token carries 256 random bits, so there is nothing to guess
    and no salt or slow hash to gain from.
    """
    return hashlib.sha256(token.encode()).hexdigest()
