"""What of a document is news."""

import copy
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import facts as tool

from .orders import (
    ORDER,
    make_credit_note,
    make_delivery,
    make_invoice,
    make_order,
    orders,
)

ON_THE_WAY = (
    const.STEP_QUOTATION,
    const.STEP_QUOTATION_SENT,
    const.STEP_CONFIRMED,
    const.STEP_PARTLY_DELIVERED,
    const.STEP_DELIVERED,
)


def told(before, after):
    """Return the names of the events between two facts."""
    return [event.event for event in tool.events_between(before, after)]


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
