"""What a run of the publisher has done, in numbers alone."""

from collections import Counter
from typing import NamedTuple


class Tally(NamedTuple):
    """Documents by what became of them.

    :param published: ``Counter`` of documents by the id of their company.
    :param deferred: documents left waiting.
    :param failed: documents that could not be published.
    :param stuck: documents of which not even that could be noted.
    :param released: documents that there was no time for.
    """

    published: Counter[int] = Counter()
    deferred: int = 0
    failed: int = 0
    stuck: int = 0
    released: int = 0

    def add(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(
            self.published + other.published,
            self.deferred + other.deferred,
            self.failed + other.failed,
            self.stuck + other.stuck,
            self.released + other.released,
        )
