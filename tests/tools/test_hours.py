"""When a message may leave."""

from datetime import datetime, timedelta

import pytest
import pytz
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm.tools.hours import (
    ANY_TIME,
    Hours,
    next_moment,
    read_hours,
)

SHOP = "Europe/Copenhagen"
DAY, NIGHT = Hours(9 * 60, 17 * 60), Hours(22 * 60, 6 * 60)


@pytest.mark.parametrize(
    ("hours", "moment", "leaves"),
    [
        (DAY, "2026-07-01 08:00", "2026-07-01 08:00"),  # ten in the morning
        (DAY, "2026-07-01 05:00", "2026-07-01 07:00"),
        (DAY, "2026-07-01 14:59", "2026-07-01 14:59"),
        (DAY, "2026-07-01 15:00", "2026-07-02 07:00"),  # the end is too late
        (DAY, "2026-01-01 05:00", "2026-01-01 08:00"),  # winter time
        (DAY, "2026-03-28 20:00", "2026-03-29 07:00"),  # the clock goes forward
        (NIGHT, "2026-07-01 21:00", "2026-07-01 21:00"),
        (NIGHT, "2026-07-01 02:00", "2026-07-01 02:00"),
        (NIGHT, "2026-07-01 10:00", "2026-07-01 20:00"),
        (ANY_TIME, "2026-07-01 01:23", "2026-07-01 01:23"),
    ],
)
def test_next_moment(hours, moment, leaves):
    moment, leaves = map(datetime.fromisoformat, (moment, leaves))
    assert next_moment(moment, hours, SHOP) == leaves


def test_an_unknown_time_zone_counts_as_utc():
    early = datetime(2026, 7, 1, 8)
    assert next_moment(early, DAY, "Nowhere/Land") == datetime(2026, 7, 1, 9)


MINUTES = st.integers(0, 24 * 60 - 1)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    st.builds(Hours, MINUTES, MINUTES),
)
def test_never_earlier_never_outside_at_most_a_day(moment, hours):
    leaves = next_moment(moment, hours, "UTC")
    assert moment <= leaves <= moment + timedelta(days=1)
    assert next_moment(leaves, hours, "UTC") == leaves


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))
def test_the_shops_clock_counts(moment):
    leaves = pytz.utc.localize(next_moment(moment, DAY, SHOP))
    local = leaves.astimezone(pytz.timezone(SHOP))
    assert 9 <= local.hour < 17


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (9.0, 17.5, Hours(540, 1050)),
        (0.0, 0.0, ANY_TIME),
        (None, None, ANY_TIME),
        # The last minute of the day is 23:59, however little is missing.
        (23.9999, 8.0, Hours(1439, 480)),
        (8.0, 23.9999, Hours(480, 1439)),
        (-0.001, 24.5, Hours(0, 1439)),
    ],
)
def test_hours_as_they_are_typed(start, end, hours):
    assert read_hours(start, end) == hours


@given(st.floats(0, 24), st.floats(0, 24), st.datetimes(datetime(2020, 1, 1)))
def test_whatever_is_typed_opens_not_before_now(start, end, moment):
    hours = read_hours(start, end)
    moment = min(moment, datetime(2030, 1, 1))
    assert moment <= next_moment(moment, hours, "UTC") <= moment + timedelta(days=1)
