"""What a shop hides is not there: not in the facts that are told, not in the page."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import status_blocks as tool

from .orders import make_credit_note, make_delivery, make_invoice, make_line, make_order
from .pages import make_brand, make_customer, render

ALL = tool.ALL_BLOCKS
ADDRESS = ["Mette Jensen", "Prøvevej 9", "9999 Prøveby"]


def make_full(**values):
    return make_order(
        const.STEP_PARTLY_DELIVERED,
        billing=const.BILLING_PAID,
        expected_on="2026-12-24",
        lines=[make_line(5, 2, 2)],
        deliveries=[make_delivery(tracking="T1", tracking_url="https://t.example")],
        invoices=[make_invoice("paid"), make_credit_note("credited")],
        delivery_address=ADDRESS,
        **values,
    )


def keys_of(value):
    """Return all keys of nested dicts."""
    if isinstance(value, dict):
        return set(value) | keys_of(list(value.values()))
    if isinstance(value, list):
        return set().union(*map(keys_of, value))
    return set()


class TestVisibleFacts:
    def test_all_ticked_is_all(self):
        assert tool.visible_facts(make_full(), ALL) == make_full()

    @pytest.mark.parametrize(
        ("block", "gone"),
        [
            ("lines", {"ordered", "unit", "deliverable", "subtotal"}),
            ("prices", {"total", "currency", "subtotal", "residual"}),
            ("deliveries", {"deliveries", "expected_on", "delivered"}),
            ("tracking", {"tracking", "tracking_url"}),
            ("invoices", {"invoices", "invoiced", "due_on", "residual"}),
            ("payment", {"residual", "due_on"}),
            ("addresses", {"delivery_address"}),
            ("shop", set()),
            ("introduction", set()),
            ("earlier_orders", set()),
        ],
    )
    def test_m3_nothing_of_an_unticked_block_remains(self, block, gone):
        shown = tool.visible_facts(make_full(), ALL - {block})
        assert not keys_of(shown) & gone
        if not gone:
            assert shown == make_full()

    @pytest.mark.parametrize(
        ("hidden", "billing", "states"),
        [
            ((), "paid", ["paid", "credited"]),
            (("payment",), "invoiced", [None, "credited"]),
            (("invoices",), "paid", None),
            (("payment", "invoices"), None, None),
        ],
    )
    def test_what_is_told_of_billing(self, hidden, billing, states):
        shown = tool.visible_facts(make_full(), ALL - set(hidden))
        assert shown.get("billing") == billing
        bills = shown.get("invoices")
        assert states == (bills and [bill.get("state") for bill in bills])

    def test_unknown_blocks_are_ignored(self):
        assert tool.visible_facts(make_full(), [*ALL, "weather"]) == make_full()

    def test_facts_are_left_as_they_are(self):
        facts = make_customer(make_full())
        before = copy.deepcopy(facts)
        tool.visible_facts(facts, ())
        assert facts == before


class TestEarlierOrders:
    SINCE = "2026-01-15"

    @pytest.mark.parametrize(
        ("order", "listed"),
        [
            (make_order("delivered", ordered_on="2026-01-15"), True),
            (make_order("delivered", ordered_on="2026-01-14"), False),
            (make_order("cancelled", ordered_on="2025-12-31"), False),
            (make_order("delivered", ordered_on=None), True),
            (make_order("confirmed", ordered_on="2020-01-01"), True),
            (make_order("quotation_sent", ordered_on="2020-01-01"), True),
            (
                make_order(
                    "delivered", ordered_on="2020-01-01", invoices=[make_invoice()]
                ),
                True,
            ),
        ],
    )
    def test_m_plus_1_so_many_months_back(self, order, listed):
        facts = make_customer({**order, "reference": "S00777"})
        shown = tool.visible_facts(facts, ALL, self.SINCE)
        assert [o["reference"] for o in shown["orders"]] == ["S00777"] * listed
        assert ("S00777" in render(facts, since=self.SINCE)) == listed

    def test_without_a_limit_all_are_listed(self):
        facts = make_customer(make_order("delivered", ordered_on="1999-01-01"))
        assert tool.visible_facts(facts, ALL) == facts

    def test_unticked_only_current_ones_are_listed(self):
        facts = make_customer(make_order(), make_order("delivered"))
        shown = tool.visible_facts(facts, ALL - {"earlier_orders"}, self.SINCE)
        assert [order["step"] for order in shown["orders"]] == ["confirmed"]

    def test_an_orders_own_page_shows_it_whatever_its_age(self):
        order = make_order("delivered", ordered_on="1999-01-01")
        assert tool.visible_facts(order, ALL, self.SINCE) == order


@pytest.mark.parametrize(
    ("event", "needs_one_of"),
    [
        ("confirmed", None),
        ("delivered", None),
        ("cancelled", None),
        ("returned", {"deliveries"}),
        ("rescheduled", {"deliveries"}),
        ("tracking", {"tracking"}),
        ("invoiced", {"invoices", "payment"}),
        ("credited", {"invoices", "payment"}),
        ("paid", {"payment"}),
    ],
)
def test_changes_are_told_under_their_blocks(event, needs_one_of):
    for block in ALL:
        told = tool.visible_changes([event, event], {block})
        assert told == [event] * (needs_one_of is None or block in needs_one_of)


# Facts in which every value tells where it comes from, so that it can be looked for.

#: A mark, and the blocks without any one of which it must not be told.
MARKS = {
    "Zlinename": {"lines"},
    "731.31": {"lines", "prices"},
    "Zunit": {"lines"},
    "742.42": {"prices"},
    "Zparcel": {"deliveries"},
    "Zcarrier": {"deliveries"},
    "Zcontent": {"deliveries"},
    "Ztracking": {"deliveries", "tracking"},
    "ztrack.example": {"deliveries", "tracking"},
    "2031-03-03": {"deliveries"},
    "Zinvoice": {"invoices"},
    "753.53": {"invoices", "prices"},
    "764.64": {"prices", "payment"},
    "2031-04-04": {"payment"},
    "Zstreet": {"addresses"},
    "Zearlier": {"earlier_orders"},
    "DKK": {"prices"},
    "Zshopphone": {"shop"},
    "Zwelcome": {"introduction"},
}


@st.composite
def orders(draw, earlier=False):
    some = st.integers(0, 2)
    steps = [s for s in const.STEPS if s not in ("delivered", "cancelled")]
    states = st.sampled_from(["open", "paid", "credited"])
    if earlier:
        steps, states = ["delivered", "cancelled"], st.just("paid")
    lines = [
        make_line(
            draw(st.integers(0, 5)),
            draw(st.integers(0, 5)),
            name="Zlinename",
            unit="Zunit",
            subtotal="731.31",
            deliverable=draw(st.booleans()),
        )
        for _ in range(draw(some))
    ]
    deliveries = [
        make_delivery(
            draw(st.sampled_from(["shipped", "waiting", "returned"])),
            number="Zparcel",
            carrier=draw(st.sampled_from([None, "Zcarrier"])),
            tracking=draw(st.sampled_from([None, "Ztracking"])),
            tracking_url="https://ztrack.example",
            expected_on=draw(st.sampled_from([None, "2031-03-03"])),
            lines=[{"name": "Zcontent", "quantity": 1, "unit": "Zpiece"}],
        )
        for _ in range(draw(some))
    ]
    invoices = [
        draw(st.sampled_from([make_invoice, make_credit_note]))(
            draw(states),
            number="Zinvoice",
            total="753.53",
            residual="764.64",
            due_on=draw(st.sampled_from([None, "2031-04-04"])),
            down_payment=draw(st.booleans()),
        )
        for _ in range(draw(some))
    ]
    return make_order(
        draw(st.sampled_from(steps)),
        reference="Zearlier" if earlier else "Znow",
        billing=draw(st.sampled_from(const.BILLINGS)),
        total="742.42",
        lines=lines,
        deliveries=deliveries,
        invoices=invoices,
        delivery_address=["Zstreet"],
    )


documents = st.one_of(
    orders(),
    st.builds(make_customer, orders(), orders(earlier=True)),
)
blocks = st.sets(st.sampled_from(sorted(ALL)))


@settings(deadline=None, max_examples=250)
@given(documents, blocks)
def test_m3_nothing_hidden_is_told_anywhere(facts, ticked):
    brand = make_brand(phone="Zshopphone", introduction="Zwelcome")
    told = json.dumps(tool.visible_facts(facts, ticked))
    html = render(facts, brand=brand, blocks=ticked, changes=const.EVENTS)
    for mark, needed in MARKS.items():
        if not needed <= ticked:
            assert mark not in told, (mark, "in the facts")
            assert mark not in html, (mark, "on the page")


@settings(deadline=None, max_examples=100)
@given(documents, blocks)
def test_a_tick_taken_away_never_shows_more(facts, ticked):
    whole = json.dumps(tool.visible_facts(facts, ALL))
    part = tool.visible_facts(facts, ticked)
    assert keys_of(part) <= keys_of(facts)
    assert len(json.dumps(part)) <= len(whole)
    assert tool.visible_facts(facts, ALL) == facts
