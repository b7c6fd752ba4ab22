"""Spans of time that somebody has typed in: "for ever" may be written as 99999."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from dateutil.relativedelta import relativedelta

from .. import const

Moment = TypeVar("Moment", date, datetime)


def within(number: int | None, most: int) -> int:
    """Return ``number``, but never less than 0 nor more than ``most``.

    The settings refuse what lies outside; a database may hold it from before they did.
    """
    return min(max(number or 0, 0), most)


def months_before(moment: Moment, months: int | None) -> Moment:
    """Return the day or moment so many months earlier."""
    return moment - relativedelta(months=within(months, const.MOST_MONTHS))


def months_after(moment: Moment, months: int | None) -> Moment:
    """Return the day or moment so many months later."""
    return moment + relativedelta(months=within(months, const.MOST_MONTHS))


def days(number: int | None) -> timedelta:
    """Return so many days."""
    return timedelta(days=within(number, const.MOST_DAYS))


def minutes(number: int | None) -> timedelta:
    """Return so many minutes."""
    return timedelta(minutes=within(number, const.MOST_MINUTES))


def full_minute(moment: datetime) -> datetime:
    """Return the first full minute that is not before ``moment``.

    For people, who read no seconds: at 10:07:30 it is not 10:07 any more.
    """
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + timedelta(minutes=1)
