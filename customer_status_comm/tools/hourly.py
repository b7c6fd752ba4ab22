"""A bound on how many leave within an hour, whenever the hour begins."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

HOUR: Final = timedelta(hours=1)


def find_room(moments: Iterable[datetime], limit: int, moment: datetime) -> datetime:
    """Return from when on one more may leave, so that no hour has more than ``limit``.

    Two leave in one hour when less than an hour lies between them.

    :param moments: when the others leave, past and future, in any order.
    :param limit: at least 1.
    :param moment: when it is to leave.
    :return: ``moment`` itself when there is room; otherwise the first one after it.
    """
    taken = sorted(moments)
    for first, last in zip(taken, taken[limit - 1 :], strict=False):
        # Those that fill an hour let none more leave within an hour of all of them.
        if last - first < HOUR and last - HOUR < moment < first + HOUR:
            moment = first + HOUR
    return moment
