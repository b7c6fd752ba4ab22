"""What is left of facts when a customer wants to be forgotten."""

import json

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.erasure import (
    find_hidden,
    forget,
    hide_number,
    names_records,
)
from odoo.addons.customer_status_comm.tools.facts import Event, events_between

FACTS = {
    "kind": const.KIND_ORDER,
    "key": "sale.order,5",
    "reference": "S00005",
    "client_reference": "Secret",
    "ordered_on": "2026-05-03",
    "expected_on": None,
    "step": const.STEP_PARTLY_DELIVERED,
    "billing": const.BILLING_NONE,
    "currency": "DKK",
    "total": "100.00",
    "lines": [
        {
            "key": "sale.order.line,1",
            "name": "Secret",
            "unit": "",
            "ordered": 2,
            "delivered": 1,
            "invoiced": 0,
            "deliverable": True,
            "subtotal": "100.00",
        }
    ],
    "deliveries": [
        {
            "key": "stock.picking,1",
            "number": "OUT/1",
            "state": const.DELIVERY_SHIPPED,
            "on": "2026-05-04",
            "expected_on": None,
            "carrier": "Post",
            "tracking": "Secret",
            "tracking_url": "https://carrier.example/Secret",
            "tracking_links": [{"number": "Secret", "url": "https://x.example/Secret"}],
            "is_picked": True,
            "is_note_printed": False,
            "lines": [{"name": "Secret", "quantity": 1, "unit": ""}],
        }
    ],
    "invoices": [],
    "delivery_address": ["Secret"],
    "agreed": "Secret",
    "about": [{"label": "fault", "text": "Secret"}],
    "related": [
        {
            "kind": const.KIND_ORDER,
            "key": "repair.order,7",
            "reference": "RO/7",
            "step": const.STEP_CONFIRMED,
            "agreed": "Secret",
            "about": [{"label": "fault", "text": "Secret"}],
        }
    ],
}


def test_nothing_that_tells_of_a_person_is_left():
    assert "Secret" not in json.dumps(forget(FACTS))
    assert "Secret" in json.dumps(FACTS), "the facts themselves are left alone"


def test_what_was_told_is_no_news_again():
    assert events_between(forget(FACTS), forget(FACTS)) == []
    fresh = {event.event for event in events_between(forget(FACTS), FACTS)}
    assert const.EVENT_PARTLY_DELIVERED not in fresh
    assert const.EVENT_CONFIRMED not in fresh


# Tracking numbers in the ledger -------------------------------------------------------

PARCEL = FACTS["deliveries"][0]
NUMBER = Event(const.EVENT_TRACKING, "stock.picking,1,Secret")


def test_a_parcels_number_is_no_news_once_it_was_erased():
    assert PARCEL["tracking"]
    fresh = events_between(forget(FACTS), FACTS)
    assert const.EVENT_TRACKING not in {event.event for event in fresh}
    without = {**FACTS, "deliveries": [{**PARCEL, "tracking": None}]}
    assert NUMBER in events_between(forget(without), FACTS), "there was none"


def test_the_ledger_forgets_a_number_and_knows_that_it_was_told():
    hidden = hide_number(NUMBER, "key")
    assert "Secret" not in hidden.source
    assert hidden.source.startswith("stock.picking,1,")
    assert hide_number(hidden, "key") == hidden, "once is enough"
    assert hide_number(NUMBER, "another key") != hidden
    assert find_hidden([hidden], FACTS, "key") == {NUMBER}
    for facts in (
        {**FACTS, "deliveries": [{**PARCEL, "tracking": "Corrected"}]},
        {**FACTS, "deliveries": [{**PARCEL, "key": "stock.picking,2"}]},
        forget(FACTS),
        {**FACTS, "deliveries": []},
    ):
        assert find_hidden([hidden], facts, "key") == set()
    assert find_hidden([hidden], FACTS, "another key") == set()
    assert find_hidden([NUMBER], FACTS, "key") == set(), "it stands there in words"


def test_numbers_may_look_like_anything():
    for number in ("1,2", "a@b", "#1", "hidden:x", "ł", " ", "hidden:" + "g" * 64):
        event = Event(const.EVENT_TRACKING, f"stock.picking,1,{number}")
        facts = {**FACTS, "deliveries": [{**PARCEL, "tracking": number}]}
        hidden = hide_number(event, "key")
        assert hidden.source != event.source
        assert len(hidden.source) == len("stock.picking,1,hidden:") + 64
        assert find_hidden([hidden], facts, "key") == {event}


def test_what_is_no_number_stays():
    for event in (
        Event(const.EVENT_CONFIRMED, "sale.order,5@3"),
        Event(const.EVENT_DELIVERED, "stock.picking,1"),
        Event(const.EVENT_TRACKING, "stock.picking,1"),
    ):
        assert hide_number(event, "key") == event


# Odoo's bus ---------------------------------------------------------------------------


def test_notifications_that_have_values_of_a_record():
    def names(payload, *ids):
        text = json.dumps({"type": "mail.record/insert", "payload": payload})
        return names_records(text, "mail.message", ids)

    assert names({"mail.message": [{"id": 4}, {"id": 5, "body": "x"}]}, 5)
    assert names({"mail.message": {"id": 5}}, 7, 5)
    assert names({"deep": [{"mail.message": [{"id": 5}]}]}, 5)
    assert not names({"mail.message": [{"id": 4}]}, 5)
    assert not names({"res.partner": [{"id": 5}]}, 5)
    assert not names({"mail.message": [5, "5", None]}, 5)
    assert not names(["mail.message", 5], 5)
    assert names({"mail.message": [{"id": 4, "body": "x" * const.DATA_MAX}]}, 5)
    assert not names({"res.partner": [{"id": 5, "comment": "x" * const.DATA_MAX}]}, 5)
    for broken in ("", "no JSON", "5", "null", '"mail.message"', "[" * 9_000):
        assert not names_records(broken, "mail.message", [5])
