"""Ids of records, as they stand in texts and addresses."""

from typing import Final

#: PostgreSQL's ``integer``; there is no record beyond.
MOST: Final = 2**31 - 1
#: For regular expressions: longer ones are no ids, and Python refuses to read them.
DIGITS: Final = r"[0-9]{1,10}"


def to_id(digits: str) -> int | None:
    """Return the id that ``digits`` (as of ``DIGITS``) say; ``None``: no record's."""
    number = int(digits)
    return number if 0 < number <= MOST else None
