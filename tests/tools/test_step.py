"""Where a document stands: on the way of its goods, and on that of the money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import facts as tool

from .orders import (
    deliveries,
    invoices,
    lines,
    make_credit_note,
    make_delivery,
    make_invoice,
    make_line,
    make_order,
    orders,
    quantities,
)


class TestStep:
    """Where an order stands."""

    @pytest.mark.parametrize(
        ("state", "step"),
        [
            ("draft", const.STEP_QUOTATION),
            ("sent", const.STEP_QUOTATION_SENT),
            ("sale", const.STEP_CONFIRMED),
            ("cancel", const.STEP_CANCELLED),
        ],
    )
    def test_before_anything_is_delivered(self, state, step):
        assert tool.step_of(state, [make_line(5)]) == step

    @pytest.mark.parametrize("state", ["draft", "sent", "cancel"])
    def test_goods_count_only_for_an_order(self, state):
        assert tool.step_of(state, [make_line(1, 1)]) not in const.STEPS_ORDERED

    @pytest.mark.parametrize(
        ("lines", "step"),
        [
            ([], const.STEP_CONFIRMED),
            ([(5, 0)], const.STEP_CONFIRMED),
            ([(5, 2)], const.STEP_PARTLY_DELIVERED),
            ([(5, 5)], const.STEP_DELIVERED),
            ([(5, 6)], const.STEP_DELIVERED),
            ([(5, 5), (1, 0)], const.STEP_PARTLY_DELIVERED),
            ([(5, 5), (1, 1)], const.STEP_DELIVERED),
            ([(5, 5), (0, 0)], const.STEP_DELIVERED),
            ([(0, 0)], const.STEP_CONFIRMED),
            ([(-1, -1)], const.STEP_CONFIRMED),
            ([(0.3, 0.1 + 0.1 + 0.1)], const.STEP_DELIVERED),
            ([(0.8, 0.7 + 0.1)], const.STEP_DELIVERED),
        ],
    )
    def test_by_quantities(self, lines, step):
        assert tool.step_of("sale", [make_line(*line) for line in lines]) == step

    @pytest.mark.parametrize(
        ("delivered", "states", "step"),
        [
            # No backorder: less came, and nothing waits.
            (2, ["shipped"], const.STEP_DELIVERED),
            (2, ["shipped", "waiting"], const.STEP_PARTLY_DELIVERED),
            (5, ["shipped", "waiting"], const.STEP_DELIVERED),
            (2, ["waiting"], const.STEP_PARTLY_DELIVERED),
            (0, ["waiting"], const.STEP_CONFIRMED),
            # Part of a kit, which counts as delivered only when whole.
            (0, ["shipped", "waiting"], const.STEP_PARTLY_DELIVERED),
            # All came back, and then a replacement waits.
            (0, ["shipped", "returned"], const.STEP_DELIVERED),
            (0, ["shipped", "returned", "waiting"], const.STEP_CONFIRMED),
            (3, ["shipped", "returned"], const.STEP_DELIVERED),
            (0, ["returned"], const.STEP_CONFIRMED),
        ],
    )
    def test_by_parcels(self, delivered, states, step):
        parcels = [make_delivery(state) for state in states]
        assert tool.step_of("sale", [make_line(5, delivered)], parcels) == step

    def test_what_is_never_delivered_does_not_hold_the_order_up(self):
        down_payment = make_line(1, 0, deliverable=False)
        assert tool.step_of("sale", [make_line(1, 1), down_payment]) == "delivered"
        assert tool.step_of("sale", [down_payment]) == "confirmed"

    def test_lines_and_parcels_may_be_generators(self):
        lines = (make_line(5, 2) for _ in range(2))
        parcels = (make_delivery(state) for state in ("shipped", "waiting"))
        assert tool.step_of("sale", lines, parcels) == const.STEP_PARTLY_DELIVERED

    @given(lines, deliveries, st.integers(0, 3), quantities)
    def test_more_goods_never_lead_back(self, lines, deliveries, place, more):
        before = tool.step_of("sale", lines, deliveries)
        if lines:
            line = lines[place % len(lines)]
            line["delivered"] += more
        after = tool.step_of("sale", lines, deliveries)
        assert const.STEPS.index(after) >= const.STEPS.index(before)


class TestBilling:
    """What is invoiced, paid and credited."""

    @pytest.mark.parametrize(
        ("invoiced", "states", "billing"),
        [
            (0, [], const.BILLING_NONE),
            (2, ["open"], const.BILLING_PARTLY_INVOICED),
            (2, ["paid"], const.BILLING_PARTLY_INVOICED),
            (5, ["open"], const.BILLING_INVOICED),
            (5, ["paid", "open"], const.BILLING_INVOICED),
            (5, ["paid"], const.BILLING_PAID),
            (5, ["paid", "paid"], const.BILLING_PAID),
            (5, ["credited", "paid"], const.BILLING_PAID),
            (5, ["credited", "open"], const.BILLING_INVOICED),
            (0, ["credited"], const.BILLING_CREDITED),
            (0, ["credited", "credited"], const.BILLING_CREDITED),
            (2, ["credited", "paid"], const.BILLING_PARTLY_INVOICED),
        ],
    )
    def test_by_invoices(self, invoiced, states, billing):
        lines = [make_line(5, 0, invoiced)]
        invoices = [make_invoice(state) for state in states]
        assert tool.billing_of(lines, invoices) == billing

    def test_dust_of_floats_is_no_open_rest(self):
        lines = [make_line(0.8, 0, 0.7 + 0.1)]
        assert tool.billing_of(lines, [make_invoice("paid")]) == const.BILLING_PAID

    def test_credit_note_alone_is_no_invoice(self):
        assert tool.billing_of([make_line()], [make_credit_note()]) == "none"

    def test_what_was_given_up_need_not_be_invoiced(self):
        lines = [make_line(5, 2, 2, not_coming=3)]
        assert tool.billing_of(lines, [make_invoice()]) == const.BILLING_INVOICED
        lines = [make_line(5, 2, 2)]
        assert tool.billing_of(lines, [make_invoice()]) == const.BILLING_PARTLY_INVOICED

    def test_down_payment_line_need_not_be_invoiced_again(self):
        """Odoo orders nothing on such a line."""
        lines = [make_line(1, 1, 1), make_line(0, 0, 1, deliverable=False)]
        assert tool.billing_of(lines, [make_invoice("paid")]) == const.BILLING_PAID

    def test_what_is_credited_in_part_stays_invoiced(self):
        invoices = [make_invoice("open"), make_credit_note()]
        billing = tool.billing_of([make_line(4, 4, 4)], invoices)
        assert billing == const.BILLING_INVOICED

    def test_work_counts_as_billed_though_it_is_never_delivered(self):
        lines = [make_line(1, 1, 1), make_line(2, 0, 0, deliverable=False)]
        billing = tool.billing_of(lines, [make_invoice("paid")])
        assert billing == const.BILLING_PARTLY_INVOICED

    @pytest.mark.parametrize("state", ["open", "paid"])
    def test_down_payment_alone_is_a_part(self, state):
        invoices = [make_invoice(state, down_payment=True)]
        for line in (make_line(), make_line(deliverable=False)):
            assert tool.billing_of([line], invoices) == const.BILLING_PARTLY_INVOICED

    @given(lines, invoices)
    def test_nothing_open_is_called_paid(self, lines, invoices):
        billing = tool.billing_of(lines, invoices)
        bills = [i for i in invoices if i["type"] == const.INVOICE]
        assert billing in const.BILLINGS
        assert (billing == const.BILLING_NONE) == (not bills)
        if billing in (const.BILLING_PAID, const.BILLING_CREDITED):
            assert all(bill["state"] != const.INVOICE_OPEN for bill in bills)


class TestFingerprint:
    """A short name of exactly these facts."""

    def test_does_not_depend_on_the_order_of_keys(self):
        order = make_order()
        turned = dict(reversed(order.items()))
        assert tool.fingerprint(turned) == tool.fingerprint(order)

    @given(orders(), orders())
    def test_differs_when_facts_differ(self, one, other):
        same = tool.fingerprint(one) == tool.fingerprint(other)
        assert same == (one == other)
