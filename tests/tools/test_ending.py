"""When nothing more is to come of a document."""

import pytest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.ending import has_ended

from .orders import (
    make_credit_note,
    make_delivery,
    make_invoice,
    make_line,
    make_order,
)

FREE = make_line(deliverable=False, subtotal="0.00")
FEE = make_line(deliverable=False)
GOODS = make_line()
PART = make_line(10, 4)
WAITS = make_delivery(const.DELIVERY_WAITING)


def down(share="100.00", state="paid", **values):
    return make_invoice(state, total=share, down_payment=True, **values)


def order(*lines, step="confirmed", **values):
    return make_order(step, lines=list(lines), **values)


ENDED = {
    "only a section or a note": order(total="0.00"),
    "a free service": order(FREE, total="0.00"),
    "free and invoiced": order(FREE, total="0.00", invoices=[make_invoice("paid")]),
    "a quantity set to nought": order(make_line(0), total="0.00"),
    "paid in advance": order(FEE, invoices=[down()]),
    "in two halves": order(
        FEE, invoices=[down("50.01"), down("49.97", key=16)], billing="partly_invoiced"
    ),
    "goods that have come, and a fee": order(make_line(2, 2), FEE, invoices=[down()]),
    "what will not come does not wait": order(
        make_line(3, 1, not_coming=2), FEE, invoices=[down()], step="partly_delivered"
    ),
    "closed below what was ordered": order(
        PART,
        step="partly_delivered",
        invoices=[make_invoice("paid")],
        billing="partly_invoiced",
        is_closed=True,
    ),
    "credited before it came": order(
        GOODS, invoices=[make_invoice("credited")], billing="credited"
    ),
    "credited after a part came": order(
        PART,
        step="partly_delivered",
        invoices=[make_invoice("credited"), make_credit_note()],
        billing="credited",
    ),
    "taken back": order(
        make_line(-1, deliverable=False), total="-100.00", invoices=[make_credit_note()]
    ),
    "delivered": order(make_line(1, 1), step="delivered"),
    "cancelled after a part came": order(PART, step="cancelled"),
}
GOES_ON = {
    "ordered": order(GOODS),
    "a fee that is not invoiced": order(FEE),
    "a part in advance": order(FEE, invoices=[down("99.00")]),
    "in advance, and owed": order(FEE, invoices=[down(state="open")]),
    "in advance, and credited in part": order(
        FEE, invoices=[down(), make_credit_note(total="20.00")]
    ),
    "in another currency": order(FEE, invoices=[down(currency="JPY")]),
    "an invoice that may bill other orders": order(FEE, invoices=[make_invoice()]),
    "one that is paid": order(FEE, invoices=[make_invoice("paid", total="900.00")]),
    "paid in advance, and goods to come": order(GOODS, invoices=[down()]),
    "a rest to come": order(PART, step="partly_delivered", invoices=[down()]),
    "free goods": order(GOODS, total="0.00"),
    "closed and not invoiced": order(PART, step="partly_delivered", is_closed=True),
    "closed and owed": order(
        PART, step="partly_delivered", invoices=[make_invoice()], is_closed=True
    ),
    "credited, and on its way all the same": order(
        GOODS,
        deliveries=[WAITS],
        invoices=[make_invoice("credited")],
        billing="credited",
    ),
    "to be taken back": order(make_line(-1, deliverable=False), total="-100.00"),
    "cancelled and owed": order(step="cancelled", invoices=[make_invoice()]),
    "without a price": order(FEE, total=None),
    "an offer of nothing": order(FREE, step="quotation_sent", total="0.00"),
    "an unpaid web order": order(FREE, step="awaiting_payment", total="0.00"),
}


@pytest.mark.parametrize("case", ENDED)
def test_has_ended(case):
    assert has_ended(ENDED[case])


@pytest.mark.parametrize("case", GOES_ON)
def test_goes_on(case):
    assert not has_ended(GOES_ON[case])


@pytest.mark.parametrize(
    ("step", "ended"), [("received", False), ("fetched", True), ("cancelled", True)]
)
def test_a_way_of_its_own(step, ended):
    job = make_order(step, total="0.00", lines=[], way=["received", "fetched"])
    assert has_ended(job) == ended
