"""What an error says of a customer does not stand in lists."""

import pytest

from odoo.addons.customer_status_comm.tools.wording import conceal_addresses

CASES = {
    "KeyError: 'otto@odd.example'": "KeyError: '***'",
    "No partner Otto <otto.odd+1@odd.example>, sorry": "No partner Otto <***>, sorry",
    "KeyError: '+45 20 12 34 56'": "KeyError: '***'",
    "KeyError: '20123456'": "KeyError: '***'",
    "ZeroDivisionError: float division by zero": None,
    "'sale.order' object has no attribute 'colour'": None,
    "Order S00042 of 2026-11: line 17, column 1200": None,
    "": None,
}


@pytest.mark.parametrize(("said", "shown"), CASES.items(), ids=range(len(CASES)))
def test_addresses_and_numbers_are_left_out(said, shown):
    assert conceal_addresses(said) == (said if shown is None else shown)


def test_a_long_text_takes_no_time():
    assert (
        len(conceal_addresses("a" * 99_999 + "a@" * 9_999 + "1 " * 9_999)) < 99_999 * 2
    )
