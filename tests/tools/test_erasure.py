"""What is left of facts when a customer wants to be forgotten."""

import json

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.erasure import forget
from odoo.addons.customer_status_comm.tools.facts import events_between

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
