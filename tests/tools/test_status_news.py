"""What is new, in sentences."""

import re

import pytest
from hypothesis import given

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import facts as facts_tools
from odoo.addons.customer_status_comm.tools import status_document
from odoo.addons.customer_status_comm.tools.status_blocks import (
    ALL_BLOCKS,
    BLOCK_DELIVERIES,
)
from odoo.addons.customer_status_comm.tools.status_news import prepare_news

from .orders import (
    ORDER,
    make_credit_note,
    make_delivery,
    make_invoice,
    make_line,
    make_order,
    orders,
)
from .pages import LABELS, make_all_news, make_customer, make_news

PARCEL = "stock.picking,9"


INVOICE = "account.move,15"


CREDIT = "account.move,16"


def make_item(name, quantity, unit=""):
    return {"name": name, "quantity": quantity, "unit": unit}


#: A part is gone with a carrier, the rest is to come.
UNDER_WAY = make_order(
    const.STEP_PARTLY_DELIVERED,
    expected_on="2026-05-12",
    lines=[make_line(5, 2)],
    deliveries=[
        make_delivery(carrier="PostNord", tracking="A1", lines=[make_item("Bell", 2)]),
        make_delivery(
            "waiting", key=10, expected_on="2026-05-12", lines=[make_item("Bell", 3)]
        ),
    ],
)


#: What a message says of UNDER_WAY beside its sentence.
ITEMS = [
    "In this delivery: 2 × Bell",
    "Still to come, expected on May 12, 2026: 3 × Bell",
]


def tell(order, *news, **values):
    """Return the sentences, in English, of which all is shown but for ``values``."""
    values = {"language": "en_US", "labels": LABELS, **values}
    _headline, lines = status_document.tell(order, changes=news, **values)
    return lines


def without(*blocks):
    return status_document.ALL_BLOCKS - set(blocks)


class TestSentences:
    """Each event says what it knows."""

    @pytest.mark.parametrize(
        ("order", "news", "sentence"),
        [
            (
                make_order("quotation_sent"),
                make_news("quotation_sent"),
                "We have sent you a quotation.",
            ),
            (
                make_order(expected_on="2026-05-12"),
                make_news("confirmed"),
                "Your order has been confirmed. We expect to deliver it on"
                " May 12, 2026.",
            ),
            (
                make_order(),
                make_news("confirmed"),
                "Your order has been confirmed.",
            ),
            (
                UNDER_WAY,
                make_news("partly_delivered", PARCEL),
                "Part of your order has been sent: 2 of 5. We expect to deliver the"
                " rest on May 12, 2026. Tracking number: A1.",
            ),
            (
                make_order("partly_delivered", lines=[make_line(5, 2)]),
                make_news("partly_delivered"),
                "Part of your order has been delivered: 2 of 5. The rest follows as"
                " soon as it is ready.",
            ),
            (
                make_order(
                    "partly_delivered",
                    lines=[make_line(5, 2), make_line(3, unit="m", key=2)],
                ),
                make_news("partly_delivered"),
                "Part of your order has been delivered. The rest follows as soon as"
                " it is ready.",
            ),
            (
                make_order("delivered", deliveries=[make_delivery(tracking="A1")]),
                make_news("delivered", PARCEL),
                "Your order has been sent. Tracking number: A1.",
            ),
            (
                make_order("delivered", deliveries=[make_delivery()]),
                make_news("delivered", PARCEL),
                "Your order has been delivered.",
            ),
            (
                make_order("delivered", deliveries=[make_delivery(tracking="B2")]),
                make_news("tracking", f"{PARCEL},A1"),
                "Your parcel has a new tracking number: B2.",
            ),
            (
                make_order(expected_on="2026-05-12"),
                make_news("rescheduled", was="2026-05-04"),
                "We now expect to deliver on May 12, 2026, not on May 4, 2026.",
            ),
            (
                make_order(expected_on="2026-05-12"),
                make_news("rescheduled"),
                "We now expect to deliver on May 12, 2026.",
            ),
            (
                make_order(expected_on="2026-05-12"),
                make_news("rescheduled", was="2026-05-12"),
                "The expected date has changed.",
            ),
            (
                make_order(invoices=[make_invoice(total="1234.50")]),
                make_news("invoiced", INVOICE),
                "Invoice INV/2026/00015 of DKK 1,234.50 has been made out."
                " Please pay by November 26, 2026.",
            ),
            (
                make_order(invoices=[make_invoice("paid", down_payment=True)]),
                make_news("invoiced", INVOICE),
                "Down payment invoice INV/2026/00015 of DKK 100.00 has been made out.",
            ),
            (
                make_order(invoices=[make_invoice("paid")]),
                make_news("paid", INVOICE),
                "Invoice INV/2026/00015 has been paid. Thank you.",
            ),
            (
                make_order(invoices=[make_invoice(), make_credit_note()]),
                make_news("credited", CREDIT),
                "Credit note INV/2026/00016 of DKK 100.00 has been made out.",
            ),
            (
                make_order("cancelled"),
                make_news("cancelled"),
                "Your order has been cancelled.",
            ),
        ],
    )
    def test_of_an_event(self, order, news, sentence):
        assert tell(order, news)[0] == sentence

    def test_in_the_customers_language(self):
        order = make_order(
            expected_on="2026-05-12", invoices=[make_invoice(total="1234.50")]
        )
        news = [make_news("confirmed"), make_news("invoiced", INVOICE)]
        confirmed, invoiced = tell(order, *news, language="da_DK")
        assert "12. maj 2026" in confirmed
        assert "1.234,50 kr." in invoiced

    def test_the_same_is_said_once(self):
        parcels = [make_delivery(lines=[make_item("Bell", 2)]), make_delivery(key=10)]
        order = make_order("delivered", deliveries=parcels)
        news = [make_news("delivered", parcel["key"]) for parcel in parcels]
        said = tell(order, *news)
        assert said.count("Your order has been delivered.") == 1

    def test_each_invoice_is_told(self):
        order = make_order(invoices=[make_invoice(), make_invoice(key=17)])
        news = [make_news("invoiced", bill["key"]) for bill in order["invoices"]]
        assert len(tell(order, *news)) == 2


class TestTruth:
    """What the facts know no more is not said."""

    @pytest.mark.parametrize(
        ("order", "news"),
        [
            (make_order(), make_news("invoiced", INVOICE)),
            (make_order(), make_news("credited", CREDIT)),
            (make_order(invoices=[make_invoice()]), make_news("paid", INVOICE)),
            (make_order(), make_news("tracking", f"{PARCEL},A1")),
            (make_order("cancelled"), make_news("confirmed")),
            (make_order("confirmed"), make_news("cancelled")),
            (make_order("confirmed"), make_news("quotation_sent")),
            (make_order(deliveries=[make_delivery()]), make_news("picked", PARCEL)),
            (make_order("partly_delivered"), make_news("delivered", PARCEL)),
            (make_order("delivered"), make_news("rescheduled")),
        ],
    )
    def test_what_was_taken_back(self, order, news):
        """B28 of docs/requirements.md."""
        assert tell(order, news) == []

    @given(orders(), orders())
    def test_what_has_just_happened_is_said(self, before, after):
        news = prepare_news(facts_tools.events_between(before, after), before)
        for item in news:
            assert tell(after, item), item


class TestHidden:
    """What the shop hides on the page is not in its messages either."""

    BILLED = make_order(invoices=[make_invoice(total="1234.50")])

    @pytest.mark.parametrize(
        ("order", "news", "hidden", "sentences"),
        [
            (
                BILLED,
                make_news("invoiced", INVOICE),
                ["prices"],
                [
                    "Invoice INV/2026/00015 has been made out."
                    " Please pay by November 26, 2026."
                ],
            ),
            (
                BILLED,
                make_news("invoiced", INVOICE),
                ["payment"],
                ["Invoice INV/2026/00015 of DKK 1,234.50 has been made out."],
            ),
            (BILLED, make_news("invoiced", INVOICE), ["payment", "invoices"], []),
            (
                BILLED,
                make_news("invoiced", INVOICE),
                ["invoices"],
                ["An invoice has been made out. Please pay by November 26, 2026."],
            ),
            (
                make_order(invoices=[make_invoice(state="paid")]),
                make_news("paid", INVOICE),
                ["invoices"],
                ["Your payment has been received."],
            ),
            (
                UNDER_WAY,
                make_news("partly_delivered", PARCEL),
                ["deliveries"],
                ["Part of your order has been sent."],
            ),
            (
                UNDER_WAY,
                make_news("partly_delivered", PARCEL),
                ["tracking"],
                [
                    "Part of your order has been sent: 2 of 5."
                    " We expect to deliver the rest on May 12, 2026.",
                    *ITEMS,
                ],
            ),
            (
                make_order(expected_on="2026-05-12"),
                make_news("confirmed"),
                ["deliveries"],
                ["Your order has been confirmed."],
            ),
        ],
    )
    def test_with_a_block(self, order, news, hidden, sentences):
        assert tell(order, news, blocks=without(*hidden)) == sentences

    @given(orders())
    def test_amounts_are_a_price(self, order):
        text = " ".join(tell(order, *make_all_news(order), blocks=without("prices")))
        assert "DKK" not in text


class TestPlainText:
    """Messages hold the words alone."""

    def test_of_what_looks_like_markup(self):
        order = make_order(
            "delivered", deliveries=[make_delivery(tracking="<A&1>", carrier="P")]
        )
        [line] = tell(order, make_news("delivered", PARCEL))
        assert line == "Your order has been sent. Tracking number: <A&1>."

    @given(orders())
    def test_has_no_markup_and_no_odd_spaces(self, order):
        for line in tell(order, *make_all_news(order), language="fr_FR"):
            assert not re.search(r"[<>\xa0\u202f\n]", line)

    def test_headline(self):
        headline, _lines = status_document.tell(
            UNDER_WAY, language="en_US", labels=LABELS
        )
        assert headline == "Part of your order has been sent"

    def test_of_a_customer(self):
        facts = {"kind": "customer", "key": "res.partner,7", "orders": [UNDER_WAY]}
        told = status_document.tell(
            facts, language="en_US", labels=LABELS, changes=["invoiced"]
        )
        assert told == ("Order status", ["An invoice has been made out."])


def test_news_keeps_the_day_that_was_promised():
    events = [
        facts_tools.Event(const.EVENT_RESCHEDULED, ORDER),
        facts_tools.Event(const.EVENT_INVOICED, INVOICE),
    ]
    before = make_order(expected_on="2026-05-04")
    assert prepare_news(events * 2, before) == [
        make_news("rescheduled", was="2026-05-04"),
        make_news("invoiced", INVOICE),
    ]
    assert prepare_news(events[:1], None) == [make_news("rescheduled")]


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en_US", "Aug 5, 2026"),
        ("da_DK", "5. aug. 2026"),
        ("fr_FR", "5 aout 2026"),  # a circumflex would cost a part
    ],
)
def test_the_expected_day_as_an_sms_says_it(language, day):
    order = make_order(expected_on="2026-08-05")
    values = {"language": language, "labels": LABELS}
    assert status_document.tell_day(order, **values) == day


@pytest.mark.parametrize(
    ("facts", "blocks"),
    [
        (make_order(), ALL_BLOCKS),
        (make_order(const.STEP_CANCELLED, expected_on="2026-08-05"), ALL_BLOCKS),
        (make_order(expected_on="2026-08-05"), ALL_BLOCKS - {BLOCK_DELIVERIES}),
        (make_customer(), ALL_BLOCKS),
    ],
)
def test_without_an_expected_day_it_points_to_the_page(facts, blocks):
    values = {"language": "en_US", "labels": LABELS, "blocks": blocks}
    assert status_document.tell_day(facts, **values) == "see your page"
