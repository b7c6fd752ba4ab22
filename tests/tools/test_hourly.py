"""No hour, whenever it begins, has more than so many messages."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm.tools.hourly import HOUR, find_room

NOON = datetime(2026, 12, 1, 12)


def at(*minutes):
    return [NOON + timedelta(minutes=minute) for minute in minutes]


@pytest.mark.parametrize(
    ("taken", "limit", "minute", "expected"),
    [
        ((), 1, 0, 0),
        ((0,), 2, 0, 0),
        ((0,), 1, 0, 60),
        ((0,), 1, 60, 60),
        ((30,), 1, 0, 90),  # one that waits already counts before its time
        ((60,), 1, 0, 0),
        ((-50, -10), 2, 0, 10),
        ((-50, 30), 2, 0, 0),  # more than an hour lies between those
        ((-20, 30), 2, 0, 40),
        ((0, 0, 0), 3, 0, 60),
        ((0, 0, 60, 60), 2, 0, 120),
        ((60, 0, 59, 1), 2, 30, 119),
    ],
)
def test_17_11_where_there_is_room(taken, limit, minute, expected):
    assert find_room(at(*taken), limit, at(minute)[0]) == at(expected)[0]


@given(
    st.lists(st.integers(-90, 200), max_size=30),
    st.integers(1, 4),
    st.integers(-60, 120),
)
def test_17_11_no_hour_has_more_than_the_limit(wishes, limit, minute):
    """Whatever was asked for, and in whatever order."""
    taken = []
    for wish in [*wishes, minute]:
        [asked] = at(wish)
        moment = find_room(taken, limit, asked)
        assert moment >= asked
        taken.append(moment)
    taken.sort()
    for first, last in zip(taken, taken[limit:], strict=False):
        assert last - first >= HOUR
