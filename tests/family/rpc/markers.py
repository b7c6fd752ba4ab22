"""Secrets that stand in one record each, and how they are found in an answer."""

import base64
import binascii
import html
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_WORD = re.compile(r"mk[0-9a-z]{6}xq")
#: As languages write amounts: 739100.44, 739,100.44, 739.100,44, 739 100,44.
_AMOUNT = re.compile(r"(?<!\d)739[.,'’\s]?(1\d\d)[.,](\d\d)(?!\d)")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{12,}={0,2}")
#: The address of a page, with the token that opens it.
LINK = re.compile(r"/status/([\w-]{43})")
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Marker(NamedTuple):
    """A secret.

    :param value: how it is found: a word, eight digits, or a token.
    :param of: name of the record that it stands in.
    :param what: which part of that, for people.
    :param is_note: what never leaves the house.
    """

    value: str
    of: str
    what: str
    is_note: bool = False

    def describe(self):
        """Return it for people."""
        return f"{self.what} of {self.of}"


class Markers:
    """All secrets of a world, found again in whatever form an answer has."""

    def __init__(self):
        self.known: dict[str, Marker] = {}
        self._tokens: dict[str, Marker] = {}

    def word(self, of: str, what: str, is_note: bool = False) -> str:
        """Return a word that stands nowhere else."""
        number, digits = (len(self.known) + 1) * 7_919_333 % 32**6, ""
        for _place in range(6):
            number, rest = divmod(number, 32)
            digits += _ALPHABET[rest]
        word = f"mk{digits}xq"
        self.known[word] = Marker(word, of, what, is_note)
        return word

    def amount(self, of: str, what: str) -> float:
        """Return an amount of two decimals that stands nowhere else."""
        digits = f"7391{len(self.known):04}"
        self.known[digits] = Marker(digits, of, what)
        return int(digits) / 100

    def token(self, token: str, of: str, what: str):
        """Have ``token``, which something else has made, found as a secret."""
        self._tokens[token] = self.known[token] = Marker(token, of, what)

    def find(self, value) -> set[Marker]:
        """Return the secrets in an answer: in its texts, numbers and files."""
        text = "\n".join(_texts_of(value))
        found = set(_WORD.findall(text.lower()))
        found.update(f"739{whole}{cents}" for whole, cents in _AMOUNT.findall(text))
        found.update(token for token in self._tokens if token in text)
        return {self.known[name] for name in found & self.known.keys()}


def find_links(value) -> set[str]:
    """Return the tokens of all links to pages in an answer."""
    return set(LINK.findall("\n".join(_texts_of(value))))


def _texts_of(value) -> Iterator[str]:
    """Yield every text within a value of RPC, files and HTML in plain form too."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list | tuple | set | frozenset):
            waiting += value
        elif isinstance(value, bytes):
            yield from _texts_of_bytes(value)
        elif isinstance(value, str):
            yield value
            if "&" in value:
                yield html.unescape(value)
            if _BASE64.fullmatch(value) and (content := _decode(value)):
                yield from _texts_of_bytes(content)
        elif isinstance(value, float):
            yield f"{value:.2f}"
        elif value is not None and not isinstance(value, bool):
            yield str(value)


def _texts_of_bytes(content: bytes) -> Iterator[str]:
    text = content.decode(errors="ignore")
    yield text
    if _BASE64.fullmatch(text) and (inner := _decode(text)):
        yield inner.decode(errors="ignore")


def _decode(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=False)
    except binascii.Error:
        return None
