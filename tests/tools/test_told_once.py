"""Whatever happens in whatever order: told once, and nothing lost.

A small publisher of plain values stands for the real one: it keeps what the customer
knows and a ledger, and asks the same pure functions. The tests of the addon's room
``publishing`` show that the real one does the same.
"""

import copy
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import decision
from odoo.addons.customer_status_comm.tools import facts as facts_tools
from odoo.addons.customer_status_comm.tools.channel import Customer

from .orders import make_delivery, make_invoice, make_order
from .orders import orders as _orders

START = datetime(2026, 5, 1)
REASONS = (
    const.REASON_STATE,
    const.REASON_CHANGED,
    const.REASON_INVOICE,
    const.REASON_PAYMENT,
    const.REASON_DELIVERY,
)
CUSTOMER = Customer(email="a@b.example", has_email=True)


def make_rules(events=const.EVENTS):
    return [
        decision.Rule(
            id=place,
            event=event,
            company_id=None,
            audience=const.AUDIENCE_ALL,
            channel=const.EMAIL,
            possible=frozenset({const.EMAIL}),
            settle_minutes=10,
            active_since=START,
        )
        for place, event in enumerate(events)
    ]


class Publisher:
    """What one document's customer knows, and what the ledger holds."""

    def __init__(self, born_at=START):
        self.born_at = born_at
        self.known = None
        self.revision = 0
        self.ledger = {}  # (event, source) → told or not
        self.messages = []  # [[Event]], as they were sent

    def publish(self, facts, rules, reasons=REASONS):
        """Do as ``customer.status.page._publish_company`` does for one document."""
        events = facts_tools.events_between(self.known, facts)
        if self.known is None and not events:
            return
        touch = decision.Touch(self.born_at, START, frozenset(reasons))
        case = decision.Situation(
            company_id=7,
            customer=CUSTOMER,
            touch=touch,
            since=START,
            first=self.known is None,
            told=frozenset(self.ledger),
        )
        decisions = decision.decide(events, facts, rules, case)
        if facts != self.known:
            self.revision += 1
        self.known = copy.deepcopy(facts)
        self.messages.append([made.event for made in decisions if made.channels])
        for made in decisions:
            if made.why == const.WHY_ALREADY_TOLD:
                continue
            event, source = made.event
            if facts_tools.is_of_document(made.event, facts):
                source += f"@{self.revision}"
            key = facts_tools.Event(event, source)
            assert key not in self.ledger, "the ledger's index would refuse it"
            self.ledger[key] = bool(made.channels)

    def get_told(self):
        """Return the events of outside sources that were told, as a list."""
        return [e for news in self.messages for e in news if e.source != make_key()]


def make_key():
    return make_order()["key"]


@st.composite
def histories(draw):
    """Return facts of one order as they follow each other in a shop.

    A record keeps its kind, its total and its number; what is done to it may be undone.
    """
    history = draw(st.lists(_orders(), min_size=1, max_size=6))
    for order in history:
        for bill in order["invoices"]:
            is_note = bill["key"].endswith("4")
            bill["type"] = const.CREDIT_NOTE if is_note else const.INVOICE
            bill["total"] = "0.00" if bill["key"].endswith("3") else "100.00"
    return history


class TestOnce:
    """Telling twice is impossible."""

    @given(histories(), st.data())
    def test_each_source_at_most_once(self, history, data):
        """B1: With rules that come and go, as an administrator ticks them."""
        publisher = Publisher()
        for facts in history * 2:
            names = data.draw(st.sets(st.sampled_from(const.EVENTS)))
            publisher.publish(facts, make_rules(names))
        told = publisher.get_told()
        assert len(told) == len(set(told))

    @given(histories())
    def test_the_documents_own_at_most_once_a_revision(self, history):
        publisher = Publisher()
        for facts in history:
            for _again in range(2):
                publisher.publish(facts, make_rules())
        for news in publisher.messages:
            assert len(news) == len(set(news))
        # That the ledger takes them all is checked in publish().

    @given(histories(), st.data())
    def test_a_crash_before_the_commit_tells_nothing_twice(self, history, data):
        steady, shaky = Publisher(), Publisher()
        for facts in history:
            steady.publish(facts, make_rules())
            if data.draw(st.booleans()):
                copy.deepcopy(shaky).publish(facts, make_rules())  # rolled back
            shaky.publish(facts, make_rules())
        assert shaky.messages == steady.messages

    def test_switching_a_rule_on_tells_no_old_news(self):
        """B5 of docs/requirements.md."""
        publisher = Publisher()
        billed = make_order(invoices=[make_invoice()])
        publisher.publish(billed, make_rules([const.EVENT_CONFIRMED]))
        publisher.publish(make_order(), make_rules())
        publisher.publish(billed, make_rules())
        assert publisher.get_told() == []


class TestThereAndBack:
    """What is undone before it is published was never there."""

    @given(_orders())
    def test_tells_nothing(self, order):
        """Whatever came between: the publisher never sees it."""
        publisher = Publisher()
        publisher.publish(order, make_rules())
        ledger, revision = dict(publisher.ledger), publisher.revision
        publisher.publish(copy.deepcopy(order), make_rules())
        assert publisher.messages[1:] in ([], [[]])
        assert (publisher.ledger, publisher.revision) == (ledger, revision)

    @given(_orders(), _orders())
    def test_published_there_and_back_tells_sources_only_on_the_way_there(self, a, b):
        """Back at ``a``, its sources are old news; its own steps may be news again."""
        publisher = Publisher()
        publisher.publish(a, make_rules())
        publisher.publish(b, make_rules())
        known = set(publisher.get_told())
        publisher.publish(a, make_rules())
        again = publisher.get_told()
        assert len(again) == len(set(again))
        assert known <= set(again)


class TestSteps:
    """Publishing often, or seldom."""

    @given(histories())
    def test_at_once_tells_of_nothing_that_steps_would_not(self, history):
        often, seldom = Publisher(), Publisher()
        for publisher in (often, seldom):
            publisher.publish(make_order(const.STEP_QUOTATION_SENT), make_rules())
        for facts in history:
            often.publish(facts, make_rules())
        seldom.publish(history[-1], make_rules())
        assert {e.source for e in seldom.get_told()} <= {
            e.source for e in often.get_told()
        }

    @given(histories())
    def test_every_invoice_on_the_page_was_told(self, history):
        """Nothing is lost, however often the publisher ran."""
        publisher = Publisher()
        publisher.publish(make_order(const.STEP_QUOTATION_SENT), make_rules())
        for facts in history:
            publisher.publish(facts, make_rules())
        told = {event.source for event in publisher.get_told()}
        assert {bill["key"] for bill in history[-1]["invoices"]} <= told


class TestTouches:
    """The order of touches does not matter, nor who else is touched."""

    @given(
        st.lists(st.tuples(st.integers(0, 2), _orders()), min_size=1, max_size=8),
        st.data(),
    )
    def test_order_within_a_window(self, changes, data):
        """Documents change in a row; of each the last facts count."""
        shuffled = data.draw(st.permutations(range(3)))
        results = []
        for documents in (range(3), shuffled):
            last = dict(changes)
            publishers = {place: Publisher() for place in documents}
            for place, publisher in publishers.items():
                if place in last:
                    publisher.publish(last[place], make_rules())
            results.append({p: publishers[p].messages for p in range(3)})
        assert results[0] == results[1]

    @given(_orders(), st.permutations(REASONS), st.data())
    def test_order_of_reasons(self, order, reasons, data):
        some = data.draw(st.lists(st.sampled_from(reasons), unique=True))
        old = START - timedelta(days=90)
        forth, back = Publisher(old), Publisher(old)
        forth.publish(order, make_rules(), some)
        back.publish(order, make_rules(), [*reversed(some), *some])
        assert forth.messages == back.messages


@pytest.mark.parametrize(
    ("history", "told"),
    [
        (
            [
                make_order(invoices=[make_invoice()]),
                make_order(invoices=[make_invoice("paid")]),
                make_order(invoices=[make_invoice()]),
                make_order(invoices=[make_invoice("paid")]),
            ],
            [["confirmed", "invoiced"], ["paid"], [], []],
        ),
        (
            [
                make_order(),
                make_order("cancelled"),
                make_order("quotation"),
                make_order(),
            ],
            [["confirmed"], ["cancelled"], ["reopened"], ["confirmed"]],
        ),
        (
            [
                make_order(deliveries=[make_delivery("waiting")]),
                make_order("delivered", deliveries=[make_delivery()]),
                make_order("cancelled", deliveries=[make_delivery()]),
                make_order("delivered", deliveries=[make_delivery()]),
            ],
            [
                ["confirmed"],
                ["delivered"],
                ["cancelled"],
                ["reopened", "confirmed"],
            ],
        ),
    ],
    ids=["payment undone", "taken up again", "cancelled after delivery"],
)
def test_the_course_of_an_order(history, told):
    publisher = Publisher()
    for facts in history:
        publisher.publish(facts, make_rules())
    assert [[e.event for e in news] for news in publisher.messages] == told
