"""What a page shows while its document is a draft, or passes to another customer."""

import pytest
from hypothesis import given

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.facts import events_between
from odoo.addons.customer_status_comm.tools.shown import (
    conceal_draft,
    conceal_related,
    is_draft,
    pass_on,
)

from .orders import make_delivery, make_invoice, make_line, make_order, orders


@pytest.mark.parametrize("step", const.STEPS)
def test_a_quotation_that_was_not_sent_is_a_draft(step):
    assert is_draft({"step": step}) == (step == const.STEP_QUOTATION)


def test_a_customers_own_page_is_no_draft():
    assert not is_draft({"kind": "customer", "orders": []})


def test_a_draft_changes_nothing_of_what_is_being_written():
    shown = make_order(const.STEP_CANCELLED, delivery_address=["Anna", "Road 1"])
    draft = make_order(
        const.STEP_QUOTATION,
        lines=[make_line(9, name="Secret")],
        total="900.00",
        client_reference="PO-9",
        invoices=[make_invoice()],
    )
    page = conceal_draft(shown, draft)
    assert page == {
        **shown,
        "step": const.STEP_QUOTATION,
        "invoices": draft["invoices"],
    }
    assert draft["total"] == "900.00", "it is not changed in place"


@given(orders(), orders())
def test_all_else_shows_as_it_is(shown, now):
    page = conceal_draft(shown, now)
    if is_draft(now):
        assert page["lines"] == shown["lines"]
        assert page["step"] == const.STEP_QUOTATION
    else:
        assert page == now


def test_what_is_passed_on_tells_of_nobody():
    known = make_order(
        client_reference="PO-7",
        expected_on="2026-12-07",
        deliveries=[make_delivery(const.DELIVERY_WAITING, expected_on="2026-12-07")],
        delivery_address=["Anna Test", "Road 1"],
        about=[{"name": "about_serial", "text": "SN-4711"}],
        agreed="New pads",
        related=[make_order(reference="S00041")],
    )
    left = pass_on(known)
    for word in ("PO-7", "2026-12-07", "Anna", "SN-4711", "New pads", "S00041"):
        assert word not in str(left)
    assert known["client_reference"] == "PO-7", "it is not changed in place"


@given(orders())
def test_what_is_old_news_stays_old(known):
    """But for a day: whoever hears of it heard of no other."""
    news = {event.event for event in events_between(pass_on(known), known)}
    assert news <= {const.EVENT_RESCHEDULED}


@given(orders(), orders())
def test_what_is_new_is_news_for_the_new_customer_too(known, now):
    for before in (known, pass_on(known)):
        told = events_between(before, now)
        told = [event for event in told if event.event != const.EVENT_RESCHEDULED]
        if before is known:
            expected = told
    assert told == expected


def test_what_belongs_to_it_and_is_not_published_stays_as_it_was():
    def page(**steps):
        related = [{"key": key, "step": step} for key, step in steps.items()]
        return make_order(related=related)

    now = page(one="ready", two="ready", three="ready")
    shown = page(one="received", two="received")
    for hidden, expected in (
        ({}, {"one": "ready", "two": "ready", "three": "ready"}),
        ({"one": None}, {"one": "received", "two": "ready", "three": "ready"}),
        ({"two": None, "three": None}, {"one": "ready", "two": "received"}),
        (
            {"two": {"key": "two", "step": "in_work", "related": [{"key": "x"}]}},
            {"one": "ready", "two": "in_work", "three": "ready"},
        ),
    ):
        told = conceal_related(shown, now, hidden)["related"]
        assert {one["key"]: one["step"] for one in told} == expected
        assert not any("related" in one for one in told)
    assert conceal_related(None, now, {"one": None})["related"] == now["related"][1:]
    assert conceal_related(shown, make_order(), {"one": None}) == make_order()
