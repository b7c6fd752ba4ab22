"""Facts of orders, as the tests of the tools make them up."""

from hypothesis import strategies as st

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import facts as tool

ORDER = "sale.order,42"


def make_line(ordered=1, delivered=0, invoiced=0, *, key=1, **values):
    return {
        "key": f"sale.order.line,{key}",
        "name": "Lamp",
        "ordered": ordered,
        "delivered": delivered,
        "invoiced": invoiced,
        "unit": "Units",
        "subtotal": "100.00",
        "deliverable": True,
        **values,
    }


def make_delivery(state=const.DELIVERY_SHIPPED, *, key=9, **values):
    return {
        "key": f"stock.picking,{key}",
        "number": f"WH/OUT/{key:05}",
        "state": state,
        "on": None if state == const.DELIVERY_WAITING else "2026-11-12",
        "expected_on": None,
        "carrier": None,
        "tracking": None,
        "tracking_url": None,
        "lines": [],
        **values,
    }


def make_invoice(state=const.INVOICE_OPEN, *, key=15, **values):
    return {
        "key": f"account.move,{key}",
        "number": f"INV/2026/{key:05}",
        "type": const.INVOICE,
        "on": "2026-11-12",
        "due_on": "2026-11-26",
        "currency": "DKK",
        "total": "100.00",
        "residual": "100.00" if state == const.INVOICE_OPEN else "0.00",
        "state": state,
        "down_payment": False,
        **values,
    }


def make_credit_note(state=const.INVOICE_PAID, *, key=16, **values):
    return make_invoice(state, key=key, **{"type": const.CREDIT_NOTE, **values})


def make_order(step=const.STEP_CONFIRMED, **values):
    return {
        "kind": const.KIND_ORDER,
        "key": ORDER,
        "reference": "S00042",
        "client_reference": None,
        "ordered_on": "2026-11-02",
        "expected_on": None,
        "step": step,
        "billing": const.BILLING_NONE,
        "currency": "DKK",
        "total": "100.00",
        "lines": [make_line()],
        "deliveries": [],
        "invoices": [],
        **values,
    }


# Facts as they come, for what must hold whatever they are.
quantities = st.floats(0, 1000, allow_nan=False).map(lambda number: round(number, 3))


lines = st.lists(
    st.builds(make_line, quantities, quantities, quantities, deliverable=st.booleans()),
    max_size=4,
)


deliveries = st.lists(
    st.builds(
        make_delivery,
        st.sampled_from(
            [const.DELIVERY_SHIPPED, const.DELIVERY_WAITING, const.DELIVERY_RETURNED]
        ),
        key=st.integers(1, 4),
        tracking=st.sampled_from([None, "A1", "B2"]),
        is_picked=st.booleans(),
        is_note_printed=st.booleans(),
    ),
    max_size=3,
    unique_by=lambda delivery: delivery["key"],
)


invoices = st.lists(
    st.builds(
        make_invoice,
        st.sampled_from(
            [const.INVOICE_OPEN, const.INVOICE_PAID, const.INVOICE_CREDITED]
        ),
        key=st.integers(1, 4),
        type=st.sampled_from([const.INVOICE, const.CREDIT_NOTE]),
        total=st.sampled_from(["100.00", "0.00"]),
        down_payment=st.booleans(),
    ),
    max_size=3,
    unique_by=lambda invoice: invoice["key"],
)


@st.composite
def orders(draw):
    values = {
        "lines": draw(lines),
        "deliveries": draw(deliveries),
        "invoices": draw(invoices),
        "expected_on": draw(st.sampled_from([None, "2026-11-30", "2026-12-07"])),
    }
    state = draw(st.sampled_from(["draft", "sent", "sale", "cancel"]))
    step = tool.step_of(state, values["lines"], values["deliveries"])
    billing = tool.billing_of(values["lines"], values["invoices"])
    return make_order(step, billing=billing, **values)
