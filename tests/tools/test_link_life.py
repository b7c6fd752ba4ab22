"""When a link ends."""

from datetime import datetime

import pytest

from odoo.addons.customer_status_comm.tools.link_life import find_end

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
