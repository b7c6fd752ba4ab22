"""When a link ends."""

from datetime import date, datetime

import pytest

from odoo.addons.customer_status_comm.tools.link_life import end_of_day, find_end

JAN, MAR, JUN = (datetime(2026, month, 30) for month in (1, 3, 6))


@pytest.mark.parametrize(
    ("expires", "finished", "months", "end"),
    [
        (None, None, 6, None),
        (None, MAR, 0, None),
        (None, MAR, None, None),
        (None, MAR, 6, datetime(2026, 9, 30)),
        (None, MAR, 11, datetime(2027, 2, 28)),
        (JUN, None, 6, JUN),
        (JUN, MAR, 6, JUN),
        (JUN, MAR, 1, datetime(2026, 4, 30)),
    ],
)
def test_end(expires, finished, months, end):
    assert find_end(JAN, expires, finished, months) == end


def test_a_link_made_after_the_end_lives_from_its_making():
    assert find_end(JUN, None, MAR, 6) == datetime(2026, 12, 30)


@pytest.mark.parametrize(
    ("made", "valid", "end"),
    [
        (JAN, JUN, JUN),  # while the offer is valid, whatever the shop's months
        (JAN, MAR, MAR),
        (MAR, None, datetime(2026, 9, 30)),  # six months, from the last of both
        (JUN, None, datetime(2026, 12, 30)),
        (None, None, datetime(2026, 9, 30)),
        (JUN, MAR, datetime(2026, 7, 14)),  # made for one that has run out: a last look
        (None, JAN, datetime(2026, 4, 13)),
    ],
)
def test_of_an_offer_that_nobody_answers(made, valid, end):
    for months in (0, 6):
        assert find_end(made, None, None, months, MAR, valid) == end


def test_what_was_valid_once_does_not_count_when_it_is_no_offer():
    assert find_end(JAN, None, None, 6, None, MAR) is None
    assert find_end(JAN, None, MAR, 6, None, MAR) == datetime(2026, 9, 30)


@pytest.mark.parametrize(
    ("made", "published", "months", "end"),
    [
        (JAN, MAR, 12, datetime(2027, 3, 30)),  # from the last news
        (JUN, MAR, 12, datetime(2027, 6, 30)),  # or from its making
        (None, MAR, 1, datetime(2026, 4, 30)),
        (JAN, MAR, 0, None),  # for ever
        (JAN, MAR, None, None),
        (JAN, None, 12, None),
    ],
)
def test_without_news(made, published, months, end):
    dates = {"published_at": published, "quiet_months": months}
    assert find_end(made, None, None, 6, **dates) == end


def test_without_news_does_not_count_where_another_end_does():
    dates = {"published_at": JAN, "quiet_months": 1}
    assert find_end(JAN, JUN, None, 6, **dates) == JUN
    assert find_end(JAN, None, MAR, 6, **dates) == datetime(2026, 9, 30)
    assert find_end(JAN, None, MAR, 0, **dates) is None
    assert find_end(JAN, None, None, 6, MAR, JUN, **dates) == JUN


@pytest.mark.parametrize(
    ("day", "timezone", "end"),
    [
        (date(2026, 5, 4), "UTC", datetime(2026, 5, 5)),
        (date(2026, 5, 4), "Europe/Copenhagen", datetime(2026, 5, 4, 22)),
        (date(2026, 12, 31), "Europe/Copenhagen", datetime(2026, 12, 31, 23)),
        (date(2026, 10, 24), "Europe/Copenhagen", datetime(2026, 10, 24, 22)),
        (date(9999, 12, 31), "Pacific/Honolulu", datetime(9999, 12, 31, 10)),
        (date(2026, 10, 25), "Europe/Copenhagen", datetime(2026, 10, 25, 23)),
    ],
)
def test_a_day_ends_at_midnight_in_the_shop(day, timezone, end):
    assert end_of_day(day, timezone) == end
