"""Whether work grows no faster than the text it is done on, and texts that hurt.

Processor time is compared, the least of several runs, so that other work on the machine
makes a test slower but not wrong.
"""

import contextlib
import gc
import re
import time
from collections.abc import Callable, Iterator

try:
    from re import _constants as sre
    from re import _parser as sre_parser
except ImportError:  # Python 3.10
    import sre_constants as sre
    import sre_parse as sre_parser

#: Characters of the shorter text, which the longer one has ten times of: first few, for
#: what grows with the square takes long, then more, for what does it slowly.
SIZES = (200, 2_000)
#: How much longer ten times as much may take.
MOST = 15
#: Seconds below which it took no time.
TRIVIAL = 0.003
#: What is endless in any text: nothing ends it, or each begins something new.
COMMON = (
    *("\n", " ", "\t", "<", ">", "&", "&amp;", "&lt;", "://", "http://", "/", "a", "1"),
    *('"', "'", "(", "[", "{", ".", ",", ", ", ";", ":", "-", "_", "@", "%", "%(", "é"),
    *("a ", "a.", "a@", "a@b.c, ", "1 ", "<a ", "<a>", "<p>", "</p>", "<!--", "<br>\n"),
    *("<div>", "<p>a</p>", "a\n", "\r", "\u2028", "\0", "\u0300\u0327", "😀", "\u200d"),
)


def take_seconds(work: Callable[[str], object], text: str, runs: int = 2) -> float:
    """Return the least processor time of some runs; errors are answers, too."""
    best = float("inf")
    gc.disable()  # what it collects is not of this text
    try:
        for _run in range(runs):
            started = time.process_time()
            with contextlib.suppress(ValueError, SyntaxError, ArithmeticError):
                work(text)
            best = min(best, time.process_time() - started)
            if best < TRIVIAL:
                break
    finally:
        gc.enable()
    return best


def find_growth(
    work: Callable[[str], object],
    make: Callable[[int], str],
    sizes: tuple[int, ...] = SIZES,
    measure: Callable = take_seconds,
    trivial: float = TRIVIAL,
) -> float:
    """Return how many times longer ``work`` takes on ten times as much text.

    :param make: gives a text of about so many characters.
    :param measure: ``(work, text) -> seconds``.
    :param trivial: seconds that are not worth measuring.
    :return: the most of all sizes; 0 when it takes no time worth measuring.
    """
    most = 0.0
    for size in sizes:
        long = measure(work, make(10 * size))
        if long < trivial:
            continue
        growth = long / measure(work, make(size))
        for _attempt in range(4):
            if growth <= MOST:
                break
            # Somebody else was at work, maybe.
            long = min(long, measure(work, make(10 * size)))
            growth = min(growth, long / measure(work, make(size)))
        most = max(most, growth)
        if growth > MOST:
            break
    return most


def repeat(piece: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return a maker of texts: ``piece`` again and again between two others."""

    def make(size: int) -> str:
        return before + piece * max(1, size // len(piece)) + after

    return make


def many_attributes(size: int) -> str:
    """Return one element with as many attributes as there is room for."""
    return f"<a {' '.join(f'x{n}' for n in range(size // 6))}>y</a>"


class Literal(str):
    """What a pattern has as it stands there, where others may have one of a class."""


def hostile_texts(pattern: re.Pattern) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Yield ``(name, maker)`` of texts that a pattern may stumble over.

    Made of the pattern itself: what it matches, cut off anywhere, again and again; each
    of its classes of characters in a long run, behind what leads up to it, with an end
    that does not fit.
    """
    parsed = sre_parser.parse(pattern.pattern, pattern.flags)
    starts, atoms = {"": None}, {}
    for branch in range(6):
        for optional in (True, False):
            pieces = _join_literals(_walk(parsed, branch, optional))
            atoms |= dict.fromkeys(filter(None, pieces))
            starts |= {"".join(pieces[:n]): None for n in range(len(pieces) + 1)}
    seen = set()
    for before in starts:
        for piece in dict.fromkeys([*atoms, before, *COMMON]):
            for after in ("", "\ufffd"):
                # Nothing before a text that repeats what would stand there.
                key = (before if piece != before else "", piece, after)
                if piece and key not in seen:
                    seen.add(key)
                    yield repr(key), repeat(piece, key[0], after)


def _walk(parsed, branch: int, optional: bool) -> list[str]:
    """Return what a parsed pattern matches, piece by piece, each as short as can be.

    :param branch: which of several that a pattern has the choice of.
    :param optional: whether what may be left out is there.
    """
    pieces = []
    for kind, value in parsed:
        inner, times = _look_into(str(kind), value, branch, optional)
        if inner is None:
            pieces.append(_write_one(str(kind), value))
        else:
            pieces += _walk(inner, branch, optional) * times
    return list(filter(None, pieces))


def _look_into(kind: str, value, branch: int, optional: bool) -> tuple:
    """Return the pattern within a part of a pattern, and how often it is there."""
    if kind == "BRANCH":
        return value[1][branch % len(value[1])], 1
    if kind == "SUBPATTERN":
        return value[3], 1
    if kind.endswith("_REPEAT"):
        least, _most, inner = value
        return inner, max(int(optional), min(least, 10))
    if kind == "ASSERT":  # what must not be there is not
        return value[1], 1
    return (value, 1) if kind == "ATOMIC_GROUP" else (None, 0)


def _write_one(kind: str, value) -> str:
    """Return a character for a part that is one, nothing for a place."""
    if kind == "LITERAL":
        return Literal(chr(value))
    if kind == "NOT_LITERAL":
        return "x" if chr(value) != "x" else "y"
    if kind == "IN":
        return _pick(value)
    return "x" if kind == "ANY" else ""


def _join_literals(pieces: list[str]) -> list[str]:
    """Return what is written out in a pattern as words, not as letters."""
    joined: list[str] = []
    for piece in pieces:
        if isinstance(piece, Literal) and joined and isinstance(joined[-1], Literal):
            joined[-1] = Literal(joined[-1] + piece)
        else:
            joined.append(piece)
    return joined


def _pick(members) -> str:
    """Return a character of a class."""
    written = "".join(_write(*member) for member in members)
    tested = re.compile(f"[{written}]")
    usual = "xX1 _-./:'\"<>()@,;\n\t#=\u0300\ufffd"
    every = (*usual, *map(chr, range(0x20, 0x3000)), *map(chr, range(0x1F000, 0x20000)))
    return next(filter(tested.match, every), "\x01")


def _write(kind, value) -> str:
    """Return one member of a class as it is written in a pattern."""
    if kind is sre.NEGATE:
        return "^"
    if kind is sre.LITERAL:
        return re.escape(chr(value))
    if kind is sre.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    names = {
        "CATEGORY_SPACE": r"\s",
        "CATEGORY_NOT_SPACE": r"\S",
        "CATEGORY_DIGIT": r"\d",
        "CATEGORY_NOT_DIGIT": r"\D",
        "CATEGORY_WORD": r"\w",
        "CATEGORY_NOT_WORD": r"\W",
    }
    return names[str(value)]
