"""The table that ``make bench`` prints: one row for each piece of work."""

import dataclasses
import json
import sys


@dataclasses.dataclass(frozen=True)
class Row:
    """One measured piece of work.

    :param work: what was done, as in the table of goals.
    :param against: what it is compared with.
    :param unit: of ``stock`` and ``ours``: ms, requests/s, bytes, statements, …
    :param stock: median of what it is compared with; None where there is no such thing.
    :param ours: median of ours.
    :param value: what the goal is about: usually a ratio of the two.
    :param goal: the goal in words.
    :param met: whether ``value`` meets it.
    :param note: what a reader must know besides: rounds, spread, records.
    """

    work: str
    against: str
    unit: str
    stock: float | None
    ours: float
    value: float
    goal: str
    met: bool
    note: str = ""


def hand_over(rows: list[Row]):
    """Write a program's rows to standard output, one JSON object a line.

    Whatever else a program has to say goes to standard error.
    """
    for row in rows:
        print(json.dumps(dataclasses.asdict(row)), flush=True)


def taken_from(line: str) -> Row:
    """Return the row another program handed over.

    :raises ValueError, TypeError: if the line is none.
    """
    return Row(**json.loads(line))


def progress(text: str):
    """Tell whoever waits how far a program has come."""
    print(text, file=sys.stderr, flush=True)
