"""What is an id of a record, and what is not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm.tools.record_id import DIGITS, MOST, to_id

WHOLE = re.compile(DIGITS)


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("1", 1),
        ("0012", 12),
        ("0", None),
        (str(MOST), MOST),
        (str(MOST + 1), None),
        ("9" * 10, None),
    ],
)
def test_an_id_is_what_a_record_can_have(digits, expected):
    assert WHOLE.fullmatch(digits)
    assert to_id(digits) == expected


@pytest.mark.parametrize("text", ["5" * 11, "5" * 5000, "-1", "", "１２"])
def test_nothing_else_is_taken_for_digits(text):
    assert not WHOLE.fullmatch(text)


@given(st.integers(0, 10**10 - 1))
def test_no_number_of_that_length_is_an_error(number):
    found = to_id(str(number))
    assert found is None or 0 < found <= MOST
