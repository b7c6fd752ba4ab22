"""Keep the addresses of pages out of logs: who has the address has the page.

Odoo's own addresses with ``access_token=`` and the like open documents as well, and are
masked beside ours. All work grows with the length of the text, and no faster.
"""

import logging
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any, Final

from odoo import netsvc

MASK: Final = "***"
#: Characters of one log record that are looked at; what is behind them is dropped.
MOST_CHARACTERS: Final = 1_000_000
#: How often a text may have been encoded upon itself.
_LEVELS: Final = 8
#: So far before ``status`` its host and language are looked for.
_BEFORE: Final = 300
#: Without one of these there is nothing to mask.
_HINT: Final = re.compile(r"[/\\%=]|&#|token|[\w-]{43}", re.IGNORECASE)
#: A character that is written as several: in an address (the sign for it encoded again,
#: ``%252F``, too), in JSON or Python, in HTML.
_ENCODED: Final = re.compile(
    r"%(?:25)*([0-9A-Fa-f]{2})"
    r"|\\(?:u00|x)([0-9A-Fa-f]{2})"
    r"|&#[xX]0{0,4}([0-9A-Fa-f]{2});"
    r"|&#0{0,4}([0-9]{2,3});"
    r"|&(amp);"
)
#: What takes the place of an encoded character that ends no address, a blank, say.
_OTHER: Final = "\1"
_KEPT: Final = re.compile(r"[A-Za-z0-9_.:;?=&#@~%/\\-]")
_WORD: Final = "[A-Za-z0-9_-]"
#: What looks like a token of ours, whatever stands before it.
_TOKEN: Final = re.compile(rf"(?<=[/\\]){_WORD}{{43}}(?!{_WORD})")
#: The same where the text speaks of a page anyway.
_LONE_TOKEN: Final = re.compile(rf"(?<!{_WORD}){_WORD}{{43}}(?!{_WORD})")
#: What is random, wherever it stands: capitals, small letters and figures, mixed, as
#: nothing else in Odoo's log has them at that length. Check sums (all small), ids of
#: assets (short), UUIDs and names of modules, tests and XML stay readable.
_RANDOM: Final = re.compile(rf"(?<!{_WORD}){_WORD}{{43,}}")
_MIXED: Final = tuple(map(re.compile, ("[A-Z]", "[a-z]", "[0-9_-]")))
_LONG: Final = re.compile(rf"[.;/\\]{{0,9}}{_WORD}{{43,}}")
#: Where the address of a page goes on with its token.
_STATUS: Final = re.compile(rf"(?<!{_WORD})status[/\\]+", re.IGNORECASE)
_BETWEEN: Final = frozenset("/\\.;")
#: Of what the part of an address before it may consist.
_PART: Final = re.compile(r"[\w.~%@+-]*")
_LANGUAGE: Final = re.compile(r"(?!my$)[a-z]{2,3}(?:[_-]\w{1,10})?", re.IGNORECASE)
#: In a line of an access log all up to the protocol is the address, blanks, too.
_PROTOCOL: Final = re.compile(r" HTTP/\d")
_END: Final = re.compile(r"[\s'\"<>)]")
#: Odoo's own: what opens a document, a login or a customer's choices.
_PARAMETER: Final = re.compile(
    r"(?:\b(?:access_token|csrf_token|auth_signup_token|signup_token|reset_token)"
    # As a list (``access_token[]``), and with what else a slip leaves behind it.
    r"(?:[\[\1]\w{0,20}[\]\1]){0,3}[^\w\s&:=;]{0,9}\s{0,3}[:=;]{1,9}\s{0,3}[\"']?"
    r"|[?&;](?:token|hash|pid|sid|session_id|signature)"
    r"(?:[\[\1]\w{0,20}[\]\1]){0,3}[^\w\s&=]{0,9}=)"
    r"([^\s&;'\"<>#)\]},]+)",
    re.IGNORECASE,
)
_FORMATTER: Final = logging.Formatter()


def mask_tokens(text: str) -> str:
    """Return ``text`` with ``***`` for what opens a page or a document in it.

    However it is written: in capitals, encoded (``%2F``, ``%252F``, ``\\/``), with
    more slashes than needed. Of a text longer than ``MOST_CHARACTERS`` the rest is
    dropped, with the word in which it is cut.
    """
    if len(text) > MOST_CHARACTERS:
        head = text[:MOST_CHARACTERS]
        text = f"{head[: max(head.rfind(' '), head.rfind(chr(10))) + 1]}{MASK}"
    if not _HINT.search(text):
        return text
    plain, places = _decode(text)
    spans = _find_spans(plain)
    for level in reversed(places):
        spans = [(_place(level, start), _place(level, end)) for start, end in spans]
    return _cover(text, spans)


# Finding ------------------------------------------------------------------------------


def _decode(text: str) -> tuple[str, list[tuple[list[int], list[int]]]]:
    """Return ``text`` as it is meant, and how to find the way back.

    :return: ``(plain text, levels)``; a level is two lists of numbers, the n-th of
        the first a place after decoding, that of the second the same before.
    """
    levels: list[tuple[list[int], list[int]]] = []
    while len(levels) < _LEVELS:
        parts: list[str] = []
        after, before, place, end = [0], [0], 0, 0
        for found in _ENCODED.finditer(text):
            parts += (text[end : found.start()], _read_character(found))
            place += found.start() - end
            end = found.end()
            after += (place, place + 1)
            before += (found.start(), end)
            place += 1
        if not parts:
            break
        levels.append((after, before))
        text = "".join([*parts, text[end:]])
    return text, levels


def _read_character(found: re.Match[str]) -> str:
    """Return the one character that is encoded, as far as it matters here."""
    percent, code, entity, number, ampersand = found.groups()
    if ampersand:
        return "&"
    digits = percent or code or entity
    character = chr(int(digits, 16) if digits else int(number))
    return character if _KEPT.match(character) else _OTHER


def _place(level: tuple[list[int], list[int]], place: int) -> int:
    """Return where ``place`` was before this level of decoding."""
    after, before = level
    index = bisect_right(after, place) - 1
    return before[index] + place - after[index]


def _find_spans(plain: str) -> list[tuple[int, int]]:
    """Return the places of all that is to be covered, ``(start, end)`` each."""
    addresses = list(_find_addresses(plain))
    about_page = _STATUS.search(plain)
    pattern = _LONE_TOKEN if about_page else _TOKEN
    tokens = [found.span() for found in pattern.finditer(plain)]
    values = [found.span(1) for found in _PARAMETER.finditer(plain)]
    random = [found.span() for found in _RANDOM.finditer(plain) if _is_random(found[0])]
    return addresses + tokens + values + random


def _is_random(word: str) -> bool:
    """Whether a long word is made up of all that a token is."""
    if len(word) > 43 and not any(letter.isdigit() for letter in word):
        return False  # some long name in CamelCase
    return all(kind.search(word) for kind in _MIXED)


def _find_addresses(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the places of what stands behind ``/status/`` in addresses of pages."""
    done, line_end, protocol = 0, -1, -1
    for found in _STATUS.finditer(plain):
        start = found.end()
        if start <= done:
            continue
        if start > line_end:
            line_end = plain.find("\n", start)
            line_end = len(plain) if line_end < 0 else line_end
            protocol = _find_last_protocol(plain, start, line_end)
        if _leads_there(plain, found.start()):
            end = protocol
            if end <= start:
                stop = _END.search(plain, start)
                end = stop.start() if stop else len(plain)
        else:
            long = _LONG.match(plain, start)
            end = long.end() if long else start
        if end > start:
            yield start, end
            done = end


def _leads_there(plain: str, place: int) -> bool:
    """Whether what stands before ``status/`` makes it the address of a page.

    That is nothing, a host, or a language; ``/my/status/…`` asks for a login, and
    ``/payment/status/…`` is another's.
    """
    (before, part), slashes = _split_last(plain[max(0, place - _BEFORE) : place])
    if not slashes:
        return False
    if not part or _is_host(before, part):
        return True
    if not _LANGUAGE.fullmatch(part):
        return False
    (before, part), _slashes = _split_last(before)
    return not part or _is_host(before, part)


def _split_last(text: str) -> tuple[tuple[str, str], int]:
    """Return ``((what is before, last part of a path), number of slashes behind)``."""
    end = len(text)
    while end and text[end - 1] in _BETWEEN:
        end -= 1
    found = _PART.match(text[:end][::-1])
    start = end - found.end() if found else end
    return (text[:start], text[start:end]), len(text) - end


def _is_host(before: str, part: str) -> bool:
    """Whether a part of an address is a host, or the port of one."""
    if part.isdigit():
        return before.endswith(":")
    return "." in part or before.endswith(("//", "\\\\"))


def _find_last_protocol(plain: str, start: int, end: int) -> int:
    """Return where the last `` HTTP/1`` of a line begins, -1 without one."""
    last = -1
    for found in _PROTOCOL.finditer(plain, start, end):
        last = found.start()
    return last


def _cover(text: str, spans: list[tuple[int, int]]) -> str:
    """Return ``text`` with ``***`` for each of ``spans``, those that meet as one."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if end <= done:
            continue
        if start > done or not parts:
            parts += (text[done:start], MASK)
        done = end
    return "".join([*parts, text[done:]])


# In the log ---------------------------------------------------------------------------


def mask_record(record: logging.LogRecord) -> None:
    """Mask what a log record says, with its traceback; no record is dropped."""
    try:
        text = record.getMessage()
    except Exception:  # a caller's mistake, of which logging itself will complain
        record.msg = _mask_any(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_mask_any, record.args))
    else:
        masked = mask_tokens(text)
        if masked != text:
            record.msg, record.args = masked, None
    if record.exc_info and record.exc_info[0] and not record.exc_text:
        text = _FORMATTER.formatException(record.exc_info)
        masked = mask_tokens(text)
        if masked != text:
            record.exc_text = masked  # which handlers write in place of the other
    if record.stack_info:
        record.stack_info = mask_tokens(record.stack_info)


def _mask_any(value: object) -> object:
    return mask_tokens(value) if isinstance(value, str) else value


class _MaskingFactory:
    """Makes log records as ``make`` does, each masked."""

    masks_tokens: Final = True

    def __init__(self, make: Callable[..., logging.LogRecord]) -> None:
        self.make = make

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record = self.make(*args, **kwargs)
        mask_record(record)
        return record


def mask_logs() -> None:
    """Have every log record of this process masked as it is made.

    Whatever logger it is of and whoever handles it. Twice makes no difference.
    """
    if is_masking():
        return
    make = logging.getLogRecordFactory()
    make_masked = _MaskingFactory(make)
    logging.setLogRecordFactory(make_masked)
    if netsvc.LogRecord is make:
        # By this Odoo sees that it has set its log up; else it would do so once more.
        netsvc.LogRecord = make_masked


def is_masking() -> bool:
    """Tell whether log records of this process are masked as they are made."""
    return bool(getattr(logging.getLogRecordFactory(), "masks_tokens", False))
