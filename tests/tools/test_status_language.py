"""The page in the words and the forms of its reader's language."""

import itertools
import re
from datetime import datetime, timezone

import pytest
from jinja2.exceptions import UndefinedError

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.labels import status_labels
from odoo.addons.customer_status_comm.tools import status_document as tool

from .orders import make_credit_note, make_delivery, make_invoice, make_line, make_order
from .pages import (
    DOCUMENTS,
    LABELS,
    make_all_news,
    make_full_order,
    parse,
    render,
    text_in,
)


class TestLabels:
    """What the document says, and in which words."""

    def test_every_event_has_a_sentence(self):
        for event in const.EVENTS:
            assert LABELS[f"event_{event}"].endswith(".")

    def test_every_label_is_needed_and_every_need_is_met(self):
        used = set()

        class Recording(dict):
            def __getitem__(self, key):
                used.add(key)
                return super().__getitem__(key)

        labels = Recording(LABELS)
        blocks = [tool.ALL_BLOCKS, tool.ALL_BLOCKS - {"prices"}]
        for facts, shown in itertools.product(make_variants(), blocks):
            moment = datetime(2026, 11, 12, 13, 5)
            values = {"labels": labels, "updated_at": moment, "blocks": shown}
            changes = [*const.EVENTS, *make_all_news(facts)]
            render(facts, changes=changes, **values)
            wanted = {"labels": labels, "blocks": shown, "language": "en_US"}
            tool.tell(facts, changes=changes, **wanted)
            tool.tell_day(facts, **wanted)
        tool.render_missing(labels=labels, language="en_US")
        assert used == set(LABELS)

    @pytest.mark.parametrize("key", ["title", "headline_confirmed", "contact"])
    def test_a_missing_label_is_an_error(self, key):
        labels = {name: text for name, text in LABELS.items() if name != key}
        with pytest.raises((KeyError, UndefinedError)):
            render(make_order(), labels=labels)

    def test_labels_are_text_not_markup(self):
        labels = {**LABELS, "next_confirmed": "<b>100 %</b> & %(nobody)s"}
        assert "&lt;b&gt;100 %&lt;/b&gt; &amp; %(nobody)s" in render(
            make_order(), labels=labels
        )

    def test_translations_are_asked_for_once_each_and_unformatted(self):
        asked = []
        status_labels(lambda text: asked.append(text) or text)
        assert len(asked) == len(LABELS)
        for text in asked:
            assert not re.search(r"%(?!\(\w+\)s)", text), text

    def test_page_speaks_the_given_language(self):
        labels = status_labels(str.upper)
        labels = {k: re.sub(r"%\((\w+)\)S", _lower, text) for k, text in labels.items()}
        text = text_in(render(make_full_order(), labels=labels))
        assert "PART OF YOUR ORDER HAS BEEN SENT" in text


def _lower(match):
    return f"%({match[1].lower()})s"


def make_variants():
    """Return facts that between them need every label."""
    waiting = make_delivery("waiting")
    returned = make_delivery("returned", key=11)
    bare = {"expected_on": None, "deliveries": []}
    partial = {"billing": const.BILLING_PARTLY_INVOICED}
    yield from DOCUMENTS.values()
    for step in const.STEPS:
        yield make_full_order(step, **bare)
        yield make_order(step, expected_on="2026-12-24")
        yield make_order(step, lines=[make_line(deliverable=False)])
    for on in (None, "2026-11-12"):
        for carrier in (None, "PostNord"):
            sent = make_delivery(carrier=carrier, on=on)
            bells = [{"name": "Bell", "quantity": 1, "unit": ""}]
            back = make_delivery("returned", key=11, on=on, lines=bells)
            yield make_full_order(deliveries=[sent, back, waiting])
            yield make_full_order(const.STEP_DELIVERED, deliveries=[sent])
    yield make_order(const.STEP_DELIVERED, deliveries=[make_delivery(), returned])
    yield make_order(is_unplanned=True)
    for carrier in (None, "PostNord"):
        yield make_order(
            const.STEP_DELIVERED,
            lines=[make_line(5, 2, not_coming=3)],
            deliveries=[make_delivery(carrier=carrier)],
        )
    items = [{"name": f"Part {n}", "quantity": 1, "unit": ""} for n in range(11)]
    several = [{"number": n, "url": f"https://track.example/{n}"} for n in "AB"]
    sent = make_delivery(lines=items, tracking_links=several)
    for day in (None, "2026-11-12"):
        rest = make_delivery("waiting", key=12, expected_on=day, is_picked=True)
        yield make_full_order(deliveries=[sent, rest])
    for state in (const.INVOICE_OPEN, const.INVOICE_PAID, const.INVOICE_CREDITED):
        for due_on in (None, "2026-12-24"):
            bill = make_invoice(state, due_on=due_on, residual="1.00")
            credit = make_credit_note(state, due_on=due_on)
            deposit = make_invoice(state, down_payment=True, key=17)
            yield make_order(invoices=[bill, credit], **partial)
            yield make_order(invoices=[deposit], **partial)
    yield make_order(
        const.STEP_DELIVERED,
        way=[const.STEP_CONFIRMED, const.STEP_DELIVERED],
        awaits_customer=True,
        agreed="New brakes",
        related=[make_order(billing=const.BILLING_PAID)],
    )


class TestLanguage:
    """Dates, numbers and money as the customer's language writes them."""

    @pytest.mark.parametrize(
        ("language", "texts"),
        [
            ("da_DK", ["1.111,11 kr.", "24. december 2026", "2,5 Units", "14.05"]),
            ("en_US", ["DKK 1,111.11", "December 24, 2026", "2.5 Units", "2:05 PM"]),
            ("en_GB", ["DKK 1,111.11", "24 December 2026", "2.5 Units", "14:05"]),
            ("de_DE", ["1.111,11 DKK", "24. Dezember 2026", "2,5 Units", "14:05"]),
            ("sv_SE", ["1 111,11 Dkr", "24 december 2026", "2,5 Units", "14:05"]),
            ("nb_NO", ["1 111,11 DKK", "24. desember 2026", "2,5 Units", "14:05"]),
            ("fr_FR", ["1 111,11 DKK", "24 décembre 2026", "2,5 Units", "14:05"]),
            ("he_IL", ["\u200f1,111.11 \u200fDKK", "24 בדצמבר 2026", "2.5 Units"]),
            ("ar_001", ["\u200f1,111.11 DKK", "24 ديسمبر 2026", "2.5 Units"]),
        ],
    )
    def test_forms(self, language, texts):
        order = make_full_order()
        order["lines"].append(make_line(2.5))
        moment = datetime(2026, 11, 12, 13, 5, tzinfo=timezone.utc)
        words = text_in(render(order, language=language, updated_at=moment))
        for text in texts:
            assert text in words

    @pytest.mark.parametrize(
        ("code", "lang", "direction"),
        [
            ("da_DK", "da-DK", "ltr"),
            ("da_XX", "da", "ltr"),
            ("sr@latin", "sr-Latn", "ltr"),
            ("sr@Cyrl", "sr-Cyrl", "ltr"),
            ("zh_CN", "zh-Hans-CN", "ltr"),
            ("ar_001", "ar-001", "rtl"),
            ("he_IL", "he-IL", "rtl"),
            ("tlh_KX", "en", "ltr"),
            ("", "en", "ltr"),
            ("../../x", "en", "ltr"),
        ],
    )
    def test_language_of_the_document(self, code, lang, direction):
        root = parse(render(make_full_order(), language=code))
        assert (root.get("lang"), root.get("dir")) == (lang, direction)

    @pytest.mark.parametrize(
        ("quantity", "text"),
        [
            (2, "2"),
            (2.0, "2"),
            (1.5, "1,5"),
            (0, "0"),
            (-0.0, "0"),
            (0.1 + 0.2, "0,3"),
            (1234.5, "1.234,5"),
            (1e-7, "0"),
            (1e22, "10.000.000.000.000.000.000.000"),
        ],
    )
    def test_quantities_have_no_needless_decimals(self, quantity, text):
        order = make_order(lines=[make_line(quantity, unit="kg")])
        assert f"{text} kg" in text_in(render(order, language="da_DK"))

    @pytest.mark.parametrize(
        ("amount", "currency", "text"),
        [
            ("1234.50", "DKK", "1.234,50 kr."),
            ("-5.00", "DKK", "-5,00 kr."),
            ("1234", "JPY", "1.234 JP¥"),
            ("0.00", "XYZ", "0,00 XYZ"),
            ("free", "DKK", "free DKK"),
            ("NaN", "DKK", "NaN DKK"),
            ("1.00", "<b>", "1,00 <b>"),
        ],
    )
    def test_money(self, amount, currency, text):
        order = make_order(total=amount, currency=currency)
        assert text in text_in(render(order, language="da_DK"))

    @pytest.mark.parametrize(
        ("moment", "zone"),
        [
            (datetime(2026, 7, 1, 22, 30, tzinfo=timezone.utc), "Europe/Copenhagen"),
            (datetime(2026, 7, 1, 22, 30), "Europe/Copenhagen"),
            (datetime(2026, 7, 2, 0, 30, tzinfo=timezone.utc), "Mars/Base"),
            (datetime(2026, 7, 2, 0, 30, tzinfo=timezone.utc), ""),
        ],
    )
    def test_updated_on_the_clock_of_the_shop(self, moment, zone):
        html = render(make_order(), updated_at=moment, timezone=zone)
        assert "Updated July 2, 2026 at 12:30 AM" in text_in(html)
        assert '<time datetime="2026-07-02">' in html
