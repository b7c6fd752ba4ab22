"""What a text message is billed as, and which characters make it dearer."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from .. import const

# The place in the string is the character's code (3GPP TS 23.038 §6.2.1). 0x1B only
# announces a character of the extension table.
GSM7_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# The code that follows 0x1B (3GPP TS 23.038 §6.2.1.1).
GSM7_EXTENSION = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
# Septets that each character takes.
GSM7 = {char: 1 for char in GSM7_BASIC if char != "\x1b"} | dict.fromkeys(
    GSM7_EXTENSION, 2
)

# A message is 140 octets. In parts, each gives six to the concatenation header
# (3GPP TS 23.040 §9.2.3.24.1).
_ROOM = {"gsm7": (160, 153), "ucs2": (70, 67)}

_WRITTEN_AS = {
    "'": "’‘‚‛‹›′`´ʼ",
    '"': "“”„‟«»″",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043•‣▪◦●",
    "/": "\u2044\u2215",
    " ": "\t",
    "\n": "\v\x85\u2028\u2029",
    # Soft hyphen, zero-width, joiners, marks of direction, variation, keycap.
    "": "\u00ad\u034f\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff\u20e3",
}
# What Unicode itself does not decompose (NFKD) into characters of GSM-7.
_REPLACEMENTS = {
    char: replacement for replacement, chars in _WRITTEN_AS.items() for char in chars
} | {
    "©": "(c)",
    "®": "(R)",
    "×": "x",
    "≤": "<=",
    "≥": ">=",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "Th",
    "ħ": "h",
    "Ħ": "H",
    "ŧ": "t",
    "Ŧ": "T",
    "ŋ": "ng",
    "Ŋ": "Ng",
    "ı": "i",
    "œ": "oe",
    "Œ": "OE",
    "ẞ": "SS",
}
_BY_CATEGORY = {"Zs": " ", "Cc": ""}
# "2½" is not "21/2", nor "10²" "102".
_AFTER_DIGIT = {"<fraction>": " ", "<super>": "^"}

_JOINER = "\u200d"
# They shape the character before them: joiners, variation, skin tones, tags of flags.
_FOLLOWER = re.compile(
    "[\u200c\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
# A character with the accents that are typed apart from it, as macOS writes names.
_PIECE = re.compile("(.)([\u0300-\u034e\u0350-\u036f]*)", re.DOTALL)
#: A character and its accents: more than thirty are no writing (Unicode UAX #15,
#: Stream-Safe Text Format), and to put them in order takes the square of their number.
_PIECE_MAX = 31


class Segments(NamedTuple):
    """What a text is sent as.

    :param encoding: "gsm7", or "ucs2" when one character at least is not in GSM-7.
    :param units: septets for gsm7, 16-bit units for ucs2; of the text alone, without
        headers and filling.
    :param parts: messages that are billed; 0 for no text.
    :param left: units that still fit in the last part. One more may turn a single
        message into two parts with less room each.
    """

    encoding: Literal["gsm7", "ucs2"]
    units: int
    parts: int
    left: int


class Offender(NamedTuple):
    """A character that forces a text into ucs2.

    :param char: as it stands in the text; several code points when they show as one,
        a letter with a loose accent or a family of emoji.
    :param count: how often it stands there.
    :param replacement: the GSM-7 text to write instead, "" to leave it out, ``None``
        when nothing says the same.
    """

    char: str
    # The method of tuples by this name is not needed.
    count: int  # type: ignore[assignment]
    replacement: str | None


def count_segments(text: str) -> Segments:
    r"""Count the SMS parts that ``text`` is billed as.

    Neither an extension character nor a surrogate pair is split over two parts, so a
    part may stay one unit short.

    :param text: message as typed; a line break counts one character, "\r\n" too. It is
        counted up to ``const.TEXT_MAX`` characters.
    :return: for no text ``Segments("gsm7", 0, 0, 160)``.
    Source: 3GPP TS 23.038 §6.2.1 (160 septets or 70 units), 3GPP TS 23.040 §9.2.3.24.1
    (153 or 67 in parts).
    """
    text = text[: const.TEXT_MAX].replace("\r\n", "\n")
    encoding: Literal["gsm7", "ucs2"] = "gsm7"
    if all(char in GSM7 for char in text):
        sizes = [GSM7[char] for char in text]
    else:
        encoding, sizes = "ucs2", [2 if ord(char) > 0xFFFF else 1 for char in text]
    single, each = _ROOM[encoding]
    units = sum(sizes)
    if units <= single:
        return Segments(encoding, units, 1 if text else 0, single - units)
    parts, left = _pack(sizes, each)
    return Segments(encoding, units, parts, left)


def find_unicode(text: str) -> list[Offender]:
    """List the characters that force ``text`` into ucs2, by first appearance.

    :param text: looked through up to ``const.TEXT_MAX`` characters.
    :return: each once; empty when the text is sent as gsm7.
    """
    counts: dict[str, int] = {}
    replacements: dict[str, str | None] = {}
    for piece, replacement in _pieces(text[: const.TEXT_MAX]):
        if piece != replacement:
            counts[piece] = counts.get(piece, 0) + 1
            replacements[piece] = replacement
    return [Offender(char, counts[char], replacements[char]) for char in counts]


def replace_unicode(text: str) -> str:
    """Write ``text`` with GSM-7 characters wherever one says the same.

    A fraction or power right after a digit is set off from it ("2½" → "2 1/2").

    :return: what has no replacement stays. The whole text stays as it is when the
        replacements would cost a part ("…" is three characters then, which does not
        pay beside an emoji at the edge of a part), and when it is longer than
        ``const.TEXT_MAX``. Doing it twice changes nothing.
    """
    if len(text) > const.TEXT_MAX:
        return text
    written = []
    before = ""
    for piece, replacement in _pieces(text):
        if replacement is None:
            written.append(piece)
        else:
            written.append(_set_off(piece, replacement, before) + replacement)
        before = piece[-1]
    replaced = "".join(written)
    dearer = count_segments(replaced).parts > count_segments(text).parts
    return text if dearer else replaced


def _pack(sizes: Iterable[int], room: int) -> tuple[int, int]:
    """Fill parts of ``room`` units in order.

    :return: the number of parts, and the units left in the last one.
    """
    parts, left = 0, 0
    for size in sizes:
        if size > left:
            parts, left = parts + 1, room
        left -= size
    return parts, left


def _pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """Split ``text`` into what shows as one character, each with its replacement.

    Joiners are left out, except where they shape what stays, as in emoji.

    :return: pairs that join to ``text``; a piece of GSM-7 is its own replacement,
        ``None`` stands for no replacement.
    """
    staying = ""
    for match in _PIECE.finditer(text):
        piece = match[0]
        if staying and _FOLLOWER.match(piece):
            staying += piece
            continue
        replacement = _find_replacement(piece)
        if replacement is None and staying.endswith(_JOINER):
            staying += piece
            continue
        if staying:
            yield staying, None
            staying = ""
        if replacement is None:
            staying = piece
        else:
            yield piece, replacement
    if staying:
        yield staying, None


def _find_replacement(piece: str) -> str | None:
    """Return the GSM-7 text for one match of ``_PIECE``, ``None`` if there is none."""
    known = _find_plain(piece)
    if known is not None:
        return known
    written = ""
    decomposed = unicodedata.normalize("NFKD", piece[:_PIECE_MAX])
    for base, marks in _PIECE.findall(decomposed):
        nearest = _find_nearest(base, marks)
        if nearest is None:
            return None
        written += nearest
    return written


def _find_plain(char: str) -> str | None:
    """Look one character up, without taking it apart."""
    if char in GSM7:
        return char
    if len(char) != 1:
        return None
    by_category = _BY_CATEGORY.get(unicodedata.category(char))
    return _REPLACEMENTS.get(char, by_category)


def _find_nearest(base: str, marks: str) -> str | None:
    """Drop the accents that GSM-7 lacks: "ǻ" becomes "å", "ế" becomes "é".

    Only letters keep their meaning without: "≠" is no "=".

    :param base: a decomposed character, ``marks`` its accents.
    """
    plain = _find_plain(base)
    if plain is None or not marks:
        return plain
    if not plain.isalpha():
        return None
    composed = (unicodedata.normalize("NFC", base + mark) for mark in marks)
    return next((char for char in composed if char in GSM7), plain)


def _set_off(piece: str, replacement: str, before: str) -> str:
    """Return what keeps a replacement from running into a digit ``before`` it."""
    if not (len(piece) == 1 and before.isdecimal() and replacement[:1].isdecimal()):
        return ""
    kind = unicodedata.decomposition(piece).partition(" ")[0]
    return _AFTER_DIGIT.get(kind, "")
