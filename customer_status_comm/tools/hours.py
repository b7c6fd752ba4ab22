"""Sending hours: when a message may leave, in the shop's time."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

import pytz


class Hours(NamedTuple):
    """Part of every day, in minutes after midnight; the end does not belong to it.

    ``start == end``: the whole day. ``start > end``: over midnight.
    """

    start: int
    end: int


ANY_TIME = Hours(0, 0)
#: 23:59; what rounds to midnight would be the next day's.
_LAST_MINUTE = 24 * 60 - 1


def read_hours(start: float | None, end: float | None) -> Hours:
    """Return the ``Hours`` between two times as Odoo keeps them: 9.5 is 9:30."""
    return Hours(_read_minute(start), _read_minute(end))


def _read_minute(hours: float | None) -> int:
    return min(max(round((hours or 0) * 60), 0), _LAST_MINUTE)


def next_moment(moment: datetime, hours: Hours, timezone: str) -> datetime:
    """Return ``moment`` if it lies within ``hours``, else when they begin again.

    :param moment: naive UTC.
    :param timezone: as ``Europe/Copenhagen``; an unknown one counts as UTC.
    :return: naive UTC.
    """
    if hours.start == hours.end:
        return moment
    zone = _find_zone(timezone)
    local = pytz.utc.localize(moment).astimezone(zone)
    minute = local.hour * 60 + local.minute
    if _is_within(minute, hours):
        return moment
    day = local.date() + timedelta(days=1 if minute >= hours.start else 0)
    opening = datetime.combine(day, time(hours.start // 60 % 24, hours.start % 60))
    return zone.localize(opening).astimezone(pytz.utc).replace(tzinfo=None)


def _is_within(minute: int, hours: Hours) -> bool:
    if hours.start < hours.end:
        return hours.start <= minute < hours.end
    return minute >= hours.start or minute < hours.end


def _find_zone(name: str) -> pytz.BaseTzInfo:
    try:
        return pytz.timezone(name)
    except pytz.UnknownTimeZoneError:
        return pytz.utc
