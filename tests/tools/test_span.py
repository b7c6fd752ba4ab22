"""Spans of time, whatever somebody has typed in."""

from datetime import date, datetime, timedelta

import pytest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import span

NOW = datetime(2026, 5, 31, 12, 0)
#: What a column of the database can hold, and what people type for "for ever".
WILD = (-(2**31), -1, None, 0, 99_999, 999_999, 2**31 - 1)


def test_months_of_the_calendar():
    assert span.months_before(NOW, 3) == datetime(2026, 2, 28, 12, 0)
    assert span.months_after(NOW.date(), 1) == date(2026, 6, 30)
    assert span.days(30) == timedelta(days=30)
    assert span.minutes(10) == timedelta(minutes=10)


@pytest.mark.parametrize("number", WILD)
def test_no_number_is_too_large_or_too_small(number):
    far = timedelta(days=366 * 100)
    assert NOW - far < span.months_before(NOW, number) <= NOW
    assert NOW <= span.months_after(NOW, number) < NOW + far
    assert timedelta() <= span.days(number) <= timedelta(days=const.MOST_DAYS)
    assert timedelta() <= span.minutes(number) <= timedelta(days=366)


@pytest.mark.parametrize(
    ("number", "result"), [(-1, 0), (None, 0), (0, 0), (7, 7), (10, 10), (11, 10)]
)
def test_within(number, result):
    assert span.within(number, 10) == result


def test_people_who_read_no_seconds_are_not_told_too_early():
    assert span.full_minute(NOW) == NOW
    for moment in (NOW + timedelta(seconds=1), NOW + timedelta(microseconds=5)):
        assert span.full_minute(moment) == NOW + timedelta(minutes=1)
