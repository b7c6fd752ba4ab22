"""How much of a batch fits into the time there is."""

from collections.abc import Sequence
from typing import Final

#: So many times as much as before is tried at once, however fast that went: what comes
#: next may be slower.
MOST_GROWTH: Final = 5


def count_fitting(weights: Sequence[int], budget: float) -> int:
    """Return how many of the first fit into ``budget`` together; at least one."""
    count = total = 0
    for weight in weights:
        total += weight
        if count and total > budget:
            break
        count += 1
    return count


def find_budget(weight: int, seconds: float, left: float) -> float:
    """Return the weight that can be worked off in the time that is left.

    :param weight: what was worked off just now, in ``seconds``.
    :param left: seconds; none or less when the time is over.
    """
    if left <= 0:
        return 0
    most = weight * MOST_GROWTH
    return min(most, weight * left / seconds) if seconds > 0 else most
