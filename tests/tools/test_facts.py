"""Where a document stands, and what of it is news."""

import copy
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import facts as tool

ORDER = "sale.order,42"
ON_THE_WAY = (
    const.STEP_QUOTATION,
    const.STEP_QUOTATION_SENT,
    const.STEP_CONFIRMED,
    const.STEP_PARTLY_DELIVERED,
    const.STEP_DELIVERED,
)


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


def told(before, after):
    """Return the names of the events between two facts."""
    return [event.event for event in tool.events_between(before, after)]


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


class TestStepEvents:
    """What the step itself tells, with no parcels to tell it."""

    @pytest.mark.parametrize(
        ("was", "now", "events"),
        [
            ("quotation", "quotation_sent", ["quotation_sent"]),
            ("quotation", "confirmed", ["confirmed"]),
            ("quotation_sent", "confirmed", ["confirmed"]),
            ("quotation", "partly_delivered", ["confirmed", "partly_delivered"]),
            ("quotation", "delivered", ["confirmed", "delivered"]),
            ("confirmed", "partly_delivered", ["partly_delivered"]),
            ("confirmed", "delivered", ["delivered"]),
            ("partly_delivered", "delivered", ["delivered"]),
            ("quotation_sent", "cancelled", ["cancelled"]),
            ("confirmed", "cancelled", ["cancelled"]),
            ("delivered", "cancelled", ["cancelled"]),
            ("cancelled", "quotation_sent", ["reopened"]),
            ("cancelled", "confirmed", ["reopened", "confirmed"]),
            ("cancelled", "delivered", ["reopened", "confirmed", "delivered"]),
            ("cancelled", "quotation", ["reopened"]),
            # Nobody knows of a draft.
            ("quotation", "cancelled", []),
        ],
    )
    def test_from_step_to_step(self, was, now, events):
        assert told(make_order(was), make_order(now)) == events

    @pytest.mark.parametrize(
        ("later", "earlier"), list(itertools.combinations(reversed(ON_THE_WAY), 2))
    )
    def test_going_back_tells_nothing(self, later, earlier):
        assert told(make_order(later), make_order(earlier)) == []

    @pytest.mark.parametrize("step", const.STEPS)
    def test_staying_tells_nothing(self, step):
        assert told(make_order(step), make_order(step)) == []

    def test_the_whole_way_tells_each_step_once(self):
        events = [
            event
            for was, now in itertools.pairwise(ON_THE_WAY)
            for event in told(make_order(was), make_order(now))
        ]
        assert events == [
            "quotation_sent",
            "confirmed",
            "partly_delivered",
            "delivered",
        ]

    @pytest.mark.parametrize(
        ("step", "events"),
        [
            ("quotation", []),
            ("quotation_sent", ["quotation_sent"]),
            ("confirmed", ["confirmed"]),
            ("delivered", ["confirmed", "delivered"]),
            ("cancelled", []),
        ],
    )
    def test_of_a_document_never_published(self, step, events):
        assert told(None, make_order(step)) == events

    def test_come_from_the_document(self):
        (event,) = tool.events_between(make_order("quotation"), make_order())
        assert event == tool.Event(const.EVENT_CONFIRMED, ORDER)
        assert tool.is_of_document(event, make_order())


class TestDeliveryEvents:
    """What parcels tell."""

    def test_each_parcel_tells_that_it_is_sent(self):
        waiting = make_delivery("waiting", key=10)
        before = make_order(deliveries=[make_delivery("waiting"), waiting])
        after = make_order("partly_delivered", deliveries=[make_delivery(), waiting])
        assert tool.events_between(before, after) == [
            tool.Event(const.EVENT_PARTLY_DELIVERED, "stock.picking,9")
        ]

    def test_the_last_parcel_tells_that_all_is_sent(self):
        first, last = make_delivery(), make_delivery(key=10)
        before = make_order("partly_delivered", deliveries=[first])
        after = make_order("delivered", deliveries=[first, last])
        (event,) = tool.events_between(before, after)
        assert event == tool.Event(const.EVENT_DELIVERED, "stock.picking,10")
        assert not tool.is_of_document(event, after)

    def test_a_parcel_that_waits_is_no_news(self):
        after = make_order(deliveries=[make_delivery("waiting", tracking="A1")])
        assert told(make_order(), after) == []

    def test_goods_without_a_parcel_are_told_though_others_had_one(self):
        parcels = [make_delivery()]
        before = make_order("partly_delivered", deliveries=parcels)
        after = make_order("delivered", deliveries=parcels)
        assert told(before, after) == ["delivered"]

    def test_what_came_before_the_order_was_cancelled_is_not_told_again(self):
        parcels = [make_delivery()]
        before = make_order("cancelled", deliveries=parcels)
        after = make_order("delivered", deliveries=parcels)
        assert told(before, after) == ["reopened", "confirmed"]

    @pytest.mark.parametrize(
        ("was", "now", "events"),
        [
            (None, "A1", ["tracking"]),
            ("A1", "B2", ["tracking"]),
            ("A1", "A1", []),
            ("A1", None, []),
        ],
    )
    def test_tracking_number_of_a_parcel_on_its_way(self, was, now, events):
        before = make_order("delivered", deliveries=[make_delivery(tracking=was)])
        after = make_order("delivered", deliveries=[make_delivery(tracking=now)])
        assert told(before, after) == events

    def test_tracking_number_given_at_once_is_told_with_the_parcel(self):
        after = make_order("delivered", deliveries=[make_delivery(tracking="A1")])
        assert told(make_order(), after) == ["delivered"]

    def test_each_tracking_number_is_an_event_of_its_own(self):
        sources = set()
        for was, now in [(None, "A1"), ("A1", "B2"), ("B2", "A1")]:
            before = make_order("delivered", deliveries=[make_delivery(tracking=was)])
            after = make_order("delivered", deliveries=[make_delivery(tracking=now)])
            sources |= {event.source for event in tool.events_between(before, after)}
        assert sources == {"stock.picking,9,A1", "stock.picking,9,B2"}

    @pytest.mark.parametrize("event", ["note_printed", "picked"])
    def test_how_far_a_waiting_parcel_has_come_is_told_once(self, event):
        waiting = make_delivery("waiting")
        come = {**waiting, f"is_{event}": True}
        before = make_order(deliveries=[waiting])
        after = make_order(deliveries=[come])
        assert told(before, after) == [event]
        assert told(after, after) == []
        assert told(None, after) == ["confirmed", event]
        assert event in tool.events_that_fit(after)
        assert event not in tool.events_that_fit(before)

    def test_what_left_at_once_is_only_delivered(self):
        sent = make_delivery(is_picked=True, is_note_printed=True)
        assert told(make_order(), make_order("delivered", deliveries=[sent])) == [
            "delivered"
        ]

    @pytest.mark.parametrize(
        ("back", "events"),
        [
            ([("Bell", 2)], []),
            ([("Bell", 1), ("Bell", 1)], []),
            ([("Bell", 1)], ["delivered", "returned"]),
            ([("Horn", 2)], ["delivered", "returned"]),
            ([], ["delivered", "returned"]),
        ],
    )
    def test_what_came_back_before_anybody_heard_of_it(self, back, events):
        bells = [{"name": "Bell", "quantity": 2, "unit": ""}]
        back = [{"name": n, "quantity": q, "unit": ""} for n, q in back]
        sent = make_delivery(lines=bells)
        returned = make_delivery("returned", key=10, lines=back)
        waiting = {**sent, "state": "waiting"}
        after = make_order("delivered", deliveries=[sent, returned])
        assert told(make_order(deliveries=[waiting]), after) == events
        # Who knows that it left hears that it is back, and what leaves anew is news.
        known = make_order("delivered", deliveries=[sent])
        assert told(known, after) == ["returned"]
        again = make_delivery(key=11, lines=bells)
        later = make_order("delivered", deliveries=[sent, returned, again])
        assert told(after, later) == ["delivered"]

    def test_return_is_told_once(self):
        returned = make_delivery("returned", key=11)
        before = make_order("delivered", deliveries=[make_delivery()])
        after = make_order("delivered", deliveries=[make_delivery(), returned])
        assert told(before, after) == ["returned"]
        assert told(after, copy.deepcopy(after)) == []
        assert told(after, before) == []


class TestInvoiceEvents:
    """What invoices and credit notes tell."""

    @pytest.mark.parametrize(
        ("was", "now", "events"),
        [
            ([], [make_invoice()], ["invoiced"]),
            ([], [make_invoice("paid")], ["invoiced", "paid"]),
            ([], [make_invoice("paid", total="0.00")], ["invoiced"]),
            ([make_invoice()], [make_invoice("paid")], ["paid"]),
            ([make_invoice("paid")], [make_invoice()], []),
            ([make_invoice()], [], []),
            ([make_invoice()], [make_invoice("credited")], []),
            ([make_invoice()], [make_invoice(), make_credit_note()], ["credited"]),
            ([make_credit_note("open")], [make_credit_note("paid")], []),
            ([make_invoice()], [make_invoice(), make_invoice(key=17)], ["invoiced"]),
        ],
    )
    def test_from_invoices_to_invoices(self, was, now, events):
        before, after = make_order(invoices=was), make_order(invoices=now)
        assert told(before, after) == events

    def test_invoice_posted_again_is_the_same_event(self):
        before, after = make_order(), make_order(invoices=[make_invoice()])
        first = tool.events_between(before, after)
        assert tool.events_between(after, before) == []
        assert tool.events_between(before, after) == first
        assert first == [tool.Event(const.EVENT_INVOICED, "account.move,15")]


class TestRescheduled:
    """A moved date is news while something is still to come."""

    @pytest.mark.parametrize(
        ("was", "now", "events"),
        [
            ("2026-11-30", "2026-12-07", ["rescheduled"]),
            ("2026-12-07", "2026-11-30", ["rescheduled"]),
            ("2026-11-30", "2026-11-30", []),
            ("2026-11-30", None, []),
        ],
    )
    @pytest.mark.parametrize("step", ["confirmed", "partly_delivered"])
    def test_of_an_order_on_its_way(self, step, was, now, events):
        before, after = (
            make_order(step, expected_on=was),
            make_order(step, expected_on=now),
        )
        assert told(before, after) == events

    def test_the_first_day_of_all_is_no_moved_one(self):
        assert told(make_order(), make_order(expected_on="2026-11-30")) == []

    def test_a_rest_without_a_day_gets_one(self):
        """Who was told that it follows some day wants to know which."""
        before = make_order("partly_delivered")
        after = make_order("partly_delivered", expected_on="2026-11-30")
        assert told(before, after) == ["rescheduled"]

    def test_the_next_parcels_date_is_no_moved_one(self):
        before = make_order(expected_on="2026-11-30")
        after = make_order(
            "partly_delivered",
            expected_on="2026-12-07",
            deliveries=[make_delivery(), make_delivery("waiting", key=10)],
        )
        assert told(before, after) == ["partly_delivered"]

    @pytest.mark.parametrize("step", ["quotation", "delivered", "cancelled"])
    def test_of_no_other(self, step):
        before = make_order(step, expected_on="2026-11-30")
        after = make_order(step, expected_on="2026-12-07")
        assert told(before, after) == []


class TestEvents:
    """What holds for all facts."""

    @given(orders())
    def test_the_same_facts_tell_nothing(self, order):
        assert tool.events_between(order, copy.deepcopy(order)) == []

    @given(st.none() | orders(), orders())
    def test_events_are_known_in_order_and_told_once(self, before, after):
        events = tool.events_between(before, after)
        places = [const.EVENTS.index(event.event) for event in events]
        assert places == sorted(places)
        assert len(set(events)) == len(events)
        known = {after["key"]}
        known |= {record["key"] for record in after["deliveries"] + after["invoices"]}
        assert all(",".join(e.source.split(",")[:2]) in known for e in events)

    @given(orders(), orders())
    def test_telling_changes_no_facts(self, before, after):
        kept = copy.deepcopy((before, after))
        tool.events_between(before, after)
        assert (before, after) == kept

    @given(orders(), orders())
    def test_drafts_are_told_of_no_step(self, before, after):
        """But for the customer who was told that it is cancelled."""
        after["step"] = const.STEP_QUOTATION
        own = [e.event for e in tool.events_between(before, after) if e.source == ORDER]
        was_cancelled = before["step"] == const.STEP_CANCELLED
        assert own == ([const.EVENT_REOPENED] if was_cancelled else [])


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


SHIPPED = make_delivery(tracking="T1")
RETURNED = make_delivery(const.DELIVERY_RETURNED, key=10)
PAID = make_invoice(const.INVOICE_PAID)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (make_order(const.STEP_QUOTATION), set()),
        (
            make_order(const.STEP_QUOTATION_SENT),
            {const.EVENT_QUOTATION_SENT, const.EVENT_REOPENED},
        ),
        (
            make_order(const.STEP_CONFIRMED),
            {const.EVENT_CONFIRMED},
        ),
        (
            make_order(const.STEP_CONFIRMED, expected_on="2026-11-20"),
            {const.EVENT_CONFIRMED, const.EVENT_RESCHEDULED},
        ),
        (
            make_order(const.STEP_PARTLY_DELIVERED, deliveries=[SHIPPED]),
            {
                const.EVENT_CONFIRMED,
                const.EVENT_PARTLY_DELIVERED,
                const.EVENT_TRACKING,
            },
        ),
        (
            make_order(const.STEP_DELIVERED, deliveries=[RETURNED]),
            {const.EVENT_CONFIRMED, const.EVENT_DELIVERED, const.EVENT_RETURNED},
        ),
        (
            make_order(
                const.STEP_DELIVERED, billing=const.BILLING_PAID, invoices=[PAID]
            ),
            {
                const.EVENT_CONFIRMED,
                const.EVENT_DELIVERED,
                const.EVENT_INVOICED,
                const.EVENT_PAID,
            },
        ),
        (
            make_order(
                const.STEP_CANCELLED,
                billing=const.BILLING_CREDITED,
                invoices=[make_invoice(const.INVOICE_CREDITED), make_credit_note()],
            ),
            {const.EVENT_CANCELLED, const.EVENT_CREDITED},
        ),
    ],
)
def test_events_that_fit(order, expected):
    assert tool.events_that_fit(order) == expected


@given(st.deferred(lambda: orders()))
def test_events_that_fit_are_of_the_one_step(order):
    fits = tool.events_that_fit(order)
    assert fits <= set(const.EVENTS)
    assert not {const.EVENT_CANCELLED, const.EVENT_CONFIRMED} <= fits
    assert not {const.EVENT_PARTLY_DELIVERED, const.EVENT_DELIVERED} <= fits
