"""Which day a customer should expect."""

import pytest

from odoo.addons.customer_status_comm.tools.expected import expected_day

DAYS = {
    "ordered_on": "2026-11-02",
    "shipped_on": None,
}


@pytest.mark.parametrize(
    ("promised", "planned", "case", "expected"),
    [
        (None, None, {}, None),
        ("2026-11-10", None, {}, "2026-11-10"),
        (None, "2026-11-12", {}, "2026-11-12"),
        # The shop plans to be early, or late.
        ("2026-11-10", "2026-11-08", {}, "2026-11-10"),
        ("2026-11-10", "2026-11-12", {}, "2026-11-12"),
        # A new promise was made since then.
        ("2026-11-10", "2026-11-12", {"is_promise_newest": True}, "2026-11-10"),
        ("2026-11-14", "2026-11-12", {"is_promise_newest": True}, "2026-11-14"),
        # Planned by nobody.
        (None, "2026-11-02", {}, None),
        (None, "2026-11-01", {}, None),
        (None, "2026-11-01", {"ordered_on": None}, "2026-11-01"),
        ("2026-11-02", "2026-11-02", {}, "2026-11-02"),
        # A part left on the day, or after it: that day says nothing of the rest.
        ("2026-11-10", "2026-11-10", {"shipped_on": "2026-11-10"}, None),
        ("2026-11-10", "2026-11-08", {"shipped_on": "2026-11-12"}, None),
        ("2026-11-10", "2026-11-14", {"shipped_on": "2026-11-12"}, "2026-11-14"),
        ("2026-11-10", "2026-11-08", {"shipped_on": "2026-11-09"}, "2026-11-10"),
        (
            "2026-11-10",
            "2026-11-14",
            {"shipped_on": "2026-11-12", "is_promise_newest": True},
            "2026-11-14",
        ),
    ],
)
def test_expected_day(promised, planned, case, expected):
    assert expected_day(promised, planned, **{**DAYS, **case}) == expected
