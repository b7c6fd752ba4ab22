"""What one customer reads of an invoice that bills several."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm.tools.share import share_of

INVOICE = {
    "key": "account.move,15",
    "number": "INV/2031/00007",
    "type": "invoice",
    "on": "2031-05-04",
    "due_on": "2031-05-18",
    "currency": "DKK",
    "total": "1000.00",
    "residual": "1000.00",
    "state": "open",
    "down_payment": False,
}


@pytest.mark.parametrize(
    ("whole", "open_", "own", "expected"),
    [
        ("1000.00", "1000.00", "250.00", ("250.00", "250.00")),
        ("1000.00", "600.00", "250.00", ("250.00", "150.00")),
        ("1000.00", "0.00", "250.00", ("250.00", "0.00")),
        ("100.00", "33.33", "50.00", ("50.00", "16.67")),
        ("1000.00", "1000.00", "250.005", ("250.01", "250.01")),
        ("1000", "500", "333", ("333", "167")),  # yen have no decimals
        ("1.000", "0.500", "0.333", ("0.333", "0.167")),
        ("0.00", "0.00", "0.00", ("0.00", "0.00")),
        ("0.00", "0.00", "250.00", ("250.00", "0.00")),  # two that cancel out
        ("100.00", "100.00", "-20.00", ("-20.00", "-20.00")),
    ],
)
def test_total_and_rest_are_the_own_part(whole, open_, own, expected):
    share = share_of(INVOICE | {"total": whole, "residual": open_}, own)
    assert (share["total"], share["residual"]) == expected


def test_all_else_is_the_invoices():
    share = share_of(INVOICE, "250.00")
    kept = {name for name in INVOICE if share[name] == INVOICE[name]}
    assert kept == set(INVOICE) - {"total", "residual"}
    assert INVOICE["total"] == "1000.00", "it is not changed in place"


amounts = st.decimals(min_value=1, max_value=10**7, places=2)


@given(parts=st.lists(amounts, min_size=1, max_size=8), paid=st.floats(0, 1))
def test_the_parts_make_the_whole(parts, paid):
    """But for what rounding takes from each."""
    whole = sum(parts)
    open_ = (whole * Decimal(paid)).quantize(Decimal("0.01"))
    invoice = INVOICE | {"total": str(whole), "residual": str(open_)}
    shares = [share_of(invoice, part) for part in parts]
    assert sum(Decimal(share["total"]) for share in shares) == whole
    rests = sum(Decimal(share["residual"]) for share in shares)
    assert abs(rests - open_) <= Decimal("0.005") * len(parts)
    for share in shares:
        assert 0 <= Decimal(share["residual"]) <= Decimal(share["total"])
