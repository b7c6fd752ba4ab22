"""The page a customer sees."""

import copy
import itertools
import re
import time
from datetime import datetime, timezone

import html5lib
import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError, TemplateNotFound, UndefinedError

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.labels import status_labels
from odoo.addons.customer_status_comm.tools import palette, wording
from odoo.addons.customer_status_comm.tools import status_document as tool
from odoo.addons.customer_status_comm.tools.status_policy import META

from .test_facts import (
    make_credit_note,
    make_delivery,
    make_invoice,
    make_line,
    make_order,
)
from .test_status_news import make_all_news

LABELS = status_labels(str)
LOGO = "data:image/png;base64,iVBORw0KGgo="
KILOBYTE = 1024
#: What a page of ours may consist of.
ELEMENTS = re.compile(
    "html|head|meta|title|link|style|body|svg|symbol|path|circle|use|header|img|bdi|main"
    "|div|p|h[1-4]|section|article|details|summary|ol|ul|li|span|strong|time|dl|dt|dd"
    "|table|thead|tbody|tfoot|tr|th|td|a|footer|address|br|"
)


def make_brand(**values):
    return {
        "name": "Nordlys",
        "email": "hello@nordlys.example",
        "phone": "+45 70 10 20 30",
        "website": "https://www.nordlys.example/",
        "address": ["Nørrebrogade 120", "2200 København N"],
        "logo": None,
        "colour": "#0b5d3b",
        "introduction": "Thank you.\nWe pack in Copenhagen.",
        **values,
    }


def make_customer(*orders, **values):
    return {
        "kind": const.KIND_CUSTOMER,
        "key": "res.partner,7",
        "reference": "Mette Jensen",
        "orders": list(orders),
        **values,
    }


def make_full_order(step=const.STEP_PARTLY_DELIVERED, **values):
    """Return an order with something in every block."""
    values = {
        "client_reference": "PO-7",
        "expected_on": "2026-12-24",
        "billing": const.BILLING_PARTLY_INVOICED,
        "total": "2222.22",
        "lines": [
            make_line(5, 2, 2, name="Lamp\nGreen", subtotal="1111.11"),
            make_line(1, deliverable=False, name="Deposit"),
        ],
        "deliveries": [
            make_delivery(
                carrier="PostNord",
                tracking="TRACK1",
                tracking_url="https://track.example/TRACK1",
                lines=[{"name": "Lamp in a box", "quantity": 2, "unit": "Units"}],
            ),
            make_delivery("waiting", key=10, expected_on="2026-12-24"),
        ],
        "invoices": [
            make_invoice(total="3333.33", residual="4444.44", due_on="2027-02-05"),
            make_credit_note(),
        ],
        "delivery_address": ["Prøvevej 9", "9999 Prøveby"],
        **values,
    }
    return make_order(step, **values)


def render(facts, **values):
    values = {"brand": make_brand(), "language": "en_US", "labels": LABELS, **values}
    return tool.render_document(facts, **values)


def parse(html):
    """Return the tree of a document; a parse error fails the test."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(html)


def name_of(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def find(tree, name, **attributes):
    """Return the elements of a name; ``class_`` is one of the classes."""
    kind = attributes.pop("class_", None)
    return [
        element
        for element in tree.iter()
        if name_of(element) == name
        and (kind is None or kind in element.get("class", "").split())
        and all(element.get(key) == value for key, value in attributes.items())
    ]


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def text_in(html):
    """Return what a reader reads, without the style sheet, on one line."""
    return text_of(find(parse(html), "body")[0])


def get_steps(html):
    """Return ``[(name, state)]`` of the first progress list."""
    steps = find(parse(html), "ol", class_="steps")[0]
    return [
        (text_of(find(step, "strong")[0]), step.get("class"))
        for step in find(steps, "li")
    ]


DOCUMENTS = {
    **{
        f"{step}-{billing}": make_full_order(step, billing=billing)
        for step in const.STEPS
        for billing in const.BILLINGS
    },
    "empty": make_order(lines=[]),
    "returned": make_order(
        const.STEP_DELIVERED,
        lines=[make_line(2)],
        deliveries=[make_delivery(), make_delivery("returned", key=11)],
    ),
    "customer": make_customer(
        make_full_order(),
        make_full_order(reference="S00041"),
        make_order(const.STEP_DELIVERED, reference="S00030"),
        make_order(const.STEP_CANCELLED, reference="S00020"),
    ),
    "customer without orders": make_customer(),
}


@pytest.fixture(params=DOCUMENTS)
def html(request):
    """Every document there is, one after the other."""
    moment = datetime(2026, 11, 12, 13, 5, tzinfo=timezone.utc)
    return render(DOCUMENTS[request.param], updated_at=moment, changes=const.EVENTS)


@pytest.fixture
def missing():
    return tool.render_missing(labels=LABELS, language="en_US")


class TestMarkup:
    """One valid document that asks nothing of anybody."""

    def test_is_valid(self, html):
        tree = parse(html)
        assert all(ELEMENTS.fullmatch(name_of(element)) for element in tree.iter())
        ids = [e.get("id") for e in tree.iter() if e.get("id")]
        assert len(ids) == len(set(ids))
        assert {use.get("href")[1:] for use in find(tree, "use")} <= set(ids)

    def test_headings_form_an_outline(self, html):
        tree = parse(html)
        levels = [
            int(e.tag[1]) for e in tree.iter() if e.tag in ("h1", "h2", "h3", "h4")
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))

    def test_has_landmarks_and_table_headers(self, html):
        tree = parse(html)
        assert [len(find(tree, n)) for n in ("header", "main", "footer")] == [1, 1, 1]
        assert all(head.get("scope") in ("col", "row") for head in find(tree, "th"))
        assert all(image.get("alt") for image in find(tree, "img"))
        assert all(e.get("aria-hidden") for e in find(tree, "svg"))

    def test_asks_for_nothing_outside(self, html):
        tree = parse(html)
        style = text_of(find(tree, "style")[0])
        assert "@import" not in style
        assert "url(" not in style
        for element in tree.iter():
            assert not any(name.startswith("on") for name in element.attrib)
            assert "srcset" not in element.attrib
            assert element.get("src", "data:").startswith("data:")
        assert [link.get("href") for link in find(tree, "link")] == ["data:,"]

    def test_links_tell_nothing_about_the_page(self, html):
        for link in find(parse(html), "a"):
            assert link.get("rel") == "noopener noreferrer nofollow"
            assert re.match("(https?://|mailto:|tel:)", link.get("href"))

    def test_is_kept_from_search_engines_and_previews(self, html):
        tree = parse(html)
        meta = {e.get("name"): e.get("content") for e in find(tree, "meta")}
        assert meta["robots"] == "noindex,nofollow,noarchive"
        assert meta["referrer"] == "no-referrer"
        assert "width=device-width" in meta["viewport"]
        assert meta["color-scheme"] == "light dark"
        head = html[: html.index("<body>")]
        assert "og:" not in head
        assert not re.search("S000|PO-7|Mette|Lamp", head)
        assert find(tree, "title")[0].text == "Nordlys – Order status"

    def test_has_a_style_for_darkness_and_for_paper(self, html):
        assert "@media (prefers-color-scheme:dark)" in html
        assert "@media print" in html
        assert ":focus-visible" in html
        assert "animation" not in html
        assert "transition" not in html

    def test_leaves_nothing_unfilled(self, html):
        text = text_in(html)
        assert not re.search(r"%\(|\{\{|\bNone\b|<|&\w+;", text)

    def test_missing_page_is_valid_and_says_no_more(self, missing):
        tree = parse(missing)
        assert text_of(find(tree, "main")[0]) == " ".join(
            LABELS[key] for key in ("missing_title", "missing_text", "missing_help")
        )
        assert find(tree, "title")[0].text == "Order status"
        assert not find(tree, "a") + find(tree, "header") + find(tree, "footer")


class TestSize:
    """A page for phones on a bad line."""

    @staticmethod
    def measure(count):
        name = "Trekking bicycle with a name as long as such names are, 54 cm"
        contents = [{"name": name, "quantity": 2, "unit": "Units"}] * count
        order = make_full_order(
            lines=[make_line(5, 2, name=name) for _ in range(count)],
            deliveries=[
                make_delivery(carrier="PostNord", tracking="1" * 20, lines=contents),
                make_delivery("waiting", key=10),
            ],
        )
        return len(render(order).encode())

    def test_twenty_lines(self):
        assert self.measure(20) <= 30 * KILOBYTE

    def test_grows_by_the_line(self):
        assert (self.measure(60) - self.measure(20)) / 40 <= 0.6 * KILOBYTE

    def test_a_thousand_lines_take_no_time(self):
        started = time.process_time()
        self.measure(1000)
        assert time.process_time() - started < 1

    @pytest.mark.parametrize("count", [1, 5, 9, 30, 300])
    def test_customer_with_many_orders(self, count):
        """First the details go, from the oldest on; then the oldest finished orders."""
        orders = [
            make_full_order(reference=f"S{number:05}")
            if number % 3 == 0 and number < 12
            else make_order(const.STEP_DELIVERED, reference=f"S{number:05}")
            for number in range(count)
        ]
        html = render(make_customer(*orders))
        assert len(html.encode()) <= const.PAGE_MAX_BYTES
        assert "S00000" in html
        if count <= 30:
            assert all(order["reference"] in html for order in orders)


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


class TestProgress:
    """Where the order stands, in words and steps."""

    @pytest.mark.parametrize(
        ("order", "headline", "steps"),
        [
            (
                make_order("quotation"),
                "Your quotation is being prepared",
                "Quotation:current Confirmed:upcoming Delivered:upcoming",
            ),
            (
                make_order("quotation_sent"),
                "Your quotation is ready",
                "Quotation sent:current Confirmed:upcoming Delivered:upcoming",
            ),
            (
                make_order(),
                "Your order is confirmed",
                "Confirmed:current Delivered:upcoming",
            ),
            (
                make_order(lines=[make_line(deliverable=False)]),
                "Your order is confirmed",
                "Confirmed:done",
            ),
            (
                make_order("partly_delivered"),
                "Part of your order has been delivered",
                "Confirmed:done Partly delivered:current Delivered:upcoming",
            ),
            (
                make_full_order(),
                "Part of your order has been sent",
                "Confirmed:done Partly sent:current Sent:upcoming",
            ),
            (
                make_order("delivered", deliveries=[make_delivery()]),
                "Your order has been delivered",
                "Confirmed:done Delivered:done",
            ),
            (
                make_order("delivered", deliveries=[make_delivery(carrier="GLS")]),
                "Your order has been sent",
                "Confirmed:done Sent:done",
            ),
            (
                DOCUMENTS["returned"],
                "Your order has been returned",
                "Confirmed:done Delivered:done Returned:done",
            ),
            (make_order("cancelled"), "Your order is cancelled", "Cancelled:cancelled"),
        ],
    )
    def test_headline_and_steps(self, order, headline, steps):
        html = render(order)
        assert text_of(find(parse(html), "h1")[0]) == headline
        assert re.findall(r"(\S[^:]*):(\w+)", steps) == get_steps(html)

    def test_states_are_told_in_words_too(self):
        steps = find(
            parse(render(make_order("partly_delivered"))), "ol", class_="steps"
        )
        assert [text_of(step) for step in find(steps[0], "li")] == [
            "Confirmed (Done)",
            "Partly delivered (Now) 0 of 1",
            "Delivered (Still to come)",
        ]
        current = find(steps[0], "li", **{"aria-current": "step"})
        assert [step.get("class") for step in current] == ["current"]

    def test_counts_only_what_can_be_added(self):
        lines = [make_line(5, 2), make_line(2, 3)]
        order = make_order("partly_delivered", lines=lines)
        assert "4 of 7" in text_in(render(order))
        lines[0]["unit"] = "kg"
        assert "4 of 7" not in text_in(render(order))

    @pytest.mark.parametrize(
        ("order", "sentence"),
        [
            (make_order(), "We are getting your order ready."),
            (
                make_order(expected_on="2026-11-30"),
                "We expect to deliver it on November 30, 2026.",
            ),
            (make_full_order(), "We expect to deliver the rest on December 24, 2026."),
            (
                make_order(
                    deliveries=[
                        make_delivery("waiting", expected_on=day)
                        for day in ("2026-12-01", "2026-12-03", None)
                    ]
                ),
                "We expect to deliver it on December 3, 2026.",
            ),
            (
                make_order("cancelled", expected_on="2026-11-30"),
                "Nothing more will be delivered on this order.",
            ),
            (
                make_order("delivered", deliveries=[make_delivery(carrier="GLS")]),
                "The goods are on their way to you, or have already arrived.",
            ),
        ],
    )
    def test_what_comes_next(self, order, sentence):
        text = text_of(find(parse(render(order)), "p", class_="next")[0])
        assert text.endswith(sentence)

    def test_nothing_is_expected_of_what_is_over(self):
        for step in ("delivered", "cancelled"):
            order = make_full_order(step, deliveries=[make_delivery()])
            assert "December 24" not in text_in(render(order))

    @pytest.mark.parametrize(
        ("billing", "invoices", "words"),
        [
            ("none", [], "Not invoiced yet"),
            ("invoiced", [make_invoice()], "Invoiced DKK 100.00 to pay by November 26"),
            (
                "invoiced",
                [make_invoice(due_on=None), make_invoice(key=17, due_on=None)],
                "Invoiced DKK 200.00 to pay",
            ),
            (
                "invoiced",
                [make_invoice(), make_invoice(currency="EUR", due_on="2026-11-20")],
                "Invoiced To pay by November 20",
            ),
            ("paid", [make_invoice("paid")], "Paid"),
            ("credited", [make_invoice("credited")], "Credited"),
        ],
    )
    def test_billing_stands_on_its_own_line(self, billing, invoices, words):
        html = render(make_order(billing=billing, invoices=invoices))
        line = text_of(find(parse(html), "p", class_="billing")[0])
        assert line.startswith(f"Invoice and payment {words}")

    @pytest.mark.parametrize("step", ["quotation", "quotation_sent", "cancelled"])
    def test_nobody_waits_for_an_invoice_of_what_is_no_order(self, step):
        assert "Not invoiced yet" not in text_in(render(make_order(step)))

    def test_changes_are_told_in_words_once_each(self):
        changes = ["invoiced", "partly_delivered", "invoiced"]
        news = find(parse(render(make_full_order(), changes=changes)), "section")[0]
        assert [text_of(item) for item in find(news, "li")] == [
            "An invoice has been made out.",
            "Part of your order has been sent.",
        ]
        assert "What is new" not in render(make_full_order())


class TestParts:
    """Lines, parcels and invoices."""

    @staticmethod
    def rows(html):
        table = find(parse(html), "table")[0]
        return [
            [text_of(cell) for cell in row if name_of(cell) in ("th", "td")]
            for row in find(table, "tr")
        ]

    def test_lines_of_an_order_on_its_way(self):
        assert self.rows(render(make_full_order())) == [
            ["Item", "Ordered", "Sent", "To come", "Price"],
            ["Lamp Green", "5 Units", "2", "3", "DKK 1,111.11"],
            ["Deposit", "1 Units", "–", "–", "DKK 100.00"],
            ["Total", "DKK 2,222.22"],
        ]

    @pytest.mark.parametrize(
        ("step", "heads"),
        [
            ("quotation", ["Item", "Ordered", "Price"]),
            ("confirmed", ["Item", "Ordered", "Price"]),
            ("partly_delivered", ["Item", "Ordered", "Delivered", "To come", "Price"]),
            ("delivered", ["Item", "Ordered", "Delivered", "Price"]),
            ("cancelled", ["Item", "Ordered", "Price"]),
        ],
    )
    def test_columns_that_say_something(self, step, heads):
        assert self.rows(render(make_order(step)))[0] == heads

    def test_parcels_are_numbered_and_returns_come_last(self):
        back = make_delivery("returned", key=11)
        wait = make_delivery("waiting", key=12)
        sent = make_delivery(carrier="GLS")
        html = render(make_order("partly_delivered", deliveries=[back, wait, sent]))
        rows = find(parse(html), "ul", class_="rows")[0]
        assert [text_of(find(row, "p")[0]) for row in rows] == [
            "Delivery 1 of 2 · GLS Sent on November 12, 2026",
            "Delivery 2 of 2 Being prepared",
            "Return Received back on November 12, 2026",
        ]

    def test_numbers_of_the_shop_are_not_the_customers(self):
        assert "WH/OUT" not in render(make_full_order())

    def test_a_plain_count_needs_no_unit(self):
        order = make_order(lines=[make_line(4, unit=""), make_line(3, unit="m")])
        [_head, count, length] = self.rows(render(order))[:3]
        assert (count[1], length[1]) == ("4", "3 m")

    def test_cancelled_order_promises_no_parcel(self):
        html = render(make_order("cancelled", deliveries=[make_delivery("waiting")]))
        assert "Being prepared" not in html

    def test_tracking_link_names_its_parcel(self):
        (link,) = find(parse(render(make_full_order())), "a", class_="button")
        assert link.get("href") == "https://track.example/TRACK1"
        assert text_of(link) == "Follow the parcel TRACK1"

    @pytest.mark.parametrize(
        "url",
        [
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            " java\nscript:alert(1)",
            "data:text/html,x",
            "//evil.example/x",
            "https:evil",
            "http://[",
            "track.example/1",
            "",
            None,
        ],
    )
    def test_only_web_addresses_become_links(self, url):
        assert wording.web_link(url) is None
        parcel = make_delivery(tracking="TRACK1", tracking_url=url)
        html = render(make_order("delivered", deliveries=[parcel]))
        assert not find(parse(html), "a", class_="button")
        assert "TRACK1" in html

    def test_invoices_and_credit_notes(self):
        order = make_order(
            invoices=[
                make_invoice(residual="40.00"),
                make_invoice("paid", key=14, down_payment=True),
                make_credit_note(),
                make_credit_note("open", total="-50.00", key=18),
            ],
        )
        rows = find(parse(render(order)), "ul", class_="rows")[0]
        assert [text_of(row) for row in rows] == [
            "Nov 12, 2026 Invoice INV/2026/00015 DKK 100.00"
            " To be paid Due November 26, 2026 DKK 40.00 left to pay",
            "Nov 12, 2026 Down payment invoice INV/2026/00014 DKK 100.00 Paid",
            "Nov 12, 2026 Credit note INV/2026/00016 -DKK 100.00 Settled",
            "Nov 12, 2026 Credit note INV/2026/00018 -DKK 50.00 Not settled yet",
        ]

    def test_shop_can_be_reached(self):
        links = find(find(parse(render(make_order())), "footer")[0], "a")
        assert [(link.get("href"), text_of(link)) for link in links] == [
            ("tel:+4570102030", "+45 70 10 20 30"),
            ("mailto:hello@nordlys.example", "hello@nordlys.example"),
            ("https://www.nordlys.example/", "www.nordlys.example"),
        ]

    def test_what_is_no_address_is_text(self):
        brand = make_brand(email="ask us", phone="–", website="javascript:1")
        html = render(make_order(), brand=brand)
        assert not find(parse(html), "a")
        assert "ask us" in html

    def test_bare_shop(self):
        nothing = dict.fromkeys(("email", "phone", "website", "logo", "colour"))
        brand = make_brand(**nothing, introduction=None, address=[])
        parse(render(make_full_order(), brand=brand))

    @pytest.mark.parametrize(
        "logo",
        ["https://shop.example/logo.png", 'x" onerror="alert(1)', "data:text/html,x"],
    )
    def test_logo_is_an_image_within_the_page(self, logo):
        html = render(make_order(), brand=make_brand(logo=logo))
        assert not find(parse(html), "img")
        html = render(make_order(), brand=make_brand(logo=LOGO))
        (image,) = find(parse(html), "img")
        assert (image.get("src"), image.get("alt")) == (LOGO, "Nordlys")


class TestCustomer:
    """All orders of one customer."""

    def test_orders_lie_on_two_shelves(self):
        current, earlier = find(
            find(parse(render(DOCUMENTS["customer"])), "main")[0], "h2"
        )
        assert [text_of(current), text_of(earlier)] == [
            "Current orders",
            "Earlier orders",
        ]
        sections = find(parse(render(DOCUMENTS["customer"])), "main")[0]
        shelves = [e for e in sections if name_of(e) == "section"]
        numbers = [re.findall(r"Order (S\d+)", text_of(s)) for s in shelves]
        assert [list(dict.fromkeys(n)) for n in numbers] == [
            ["S00042", "S00041"],
            ["S00030", "S00020"],
        ]

    def test_names_nobody(self):
        assert "Mette" not in render(DOCUMENTS["customer"])

    def test_without_orders(self):
        html = render(make_customer())
        assert "You have no orders under way right now." in html
        assert "Earlier orders" not in html

    @pytest.mark.parametrize(
        ("order", "earlier"),
        [
            (make_order(), False),
            (make_order("quotation_sent"), False),
            (make_order("partly_delivered"), False),
            (make_order("delivered"), True),
            (make_order("cancelled"), True),
            (make_order("delivered", invoices=[make_invoice()]), False),
            (make_order("delivered", invoices=[make_invoice("paid")]), True),
            (make_order("cancelled", invoices=[make_credit_note("open")]), False),
        ],
    )
    def test_earlier_is_what_nobody_waits_for(self, order, earlier):
        assert tool.is_earlier(order) == earlier


class TestBlocks:
    """What the shop hides is not in the document."""

    #: A text in ``make_full_order`` or ``make_brand``, and the blocks it needs.
    TEXTS = (
        ("Lamp Green", {"lines"}),
        ("Deposit", {"lines"}),
        ("1,111.11", {"lines", "prices"}),
        ("2,222.22", {"prices"}),
        ("3,333.33", {"invoices", "prices"}),
        ("4,444.44", {"payment", "prices"}),
        ("February 5, 2027", {"payment"}),
        ("INV/2026/00015", {"invoices"}),
        ("Credit note", {"invoices"}),
        ("To be paid", {"invoices", "payment"}),
        ("Lamp in a box", {"deliveries"}),
        ("PostNord", {"deliveries"}),
        ("December 24, 2026", {"deliveries"}),
        ("2 of 5", {"deliveries"}),
        ("To come", {"lines", "deliveries"}),
        ("TRACK1", {"deliveries", "tracking"}),
        ("https://track.example", {"deliveries", "tracking"}),
        ("Your parcel has a new tracking number.", {"tracking"}),
        ("The expected date has changed.", {"deliveries"}),
        ("Your payment has been received.", {"payment"}),
        ("+45 70 10 20 30", {"shop"}),
        ("hello@nordlys.example", {"shop"}),
        ("www.nordlys.example", {"shop"}),
        ("Prøvevej 9", {"addresses"}),
        ("Nørrebrogade 120", {"shop"}),
        ("We pack in Copenhagen.", {"introduction"}),
        ("S00030", {"earlier_orders"}),
    )
    #: Told under either of two blocks.
    EITHER = ("Partly invoiced", "An invoice has been made out.")

    @pytest.mark.parametrize("kind", ["order", "customer"])
    def test_every_choice_of_blocks(self, kind):
        earlier = make_order("delivered", reference="S00030", lines=[])
        for count in range(len(tool.ALL_BLOCKS) + 1):
            for blocks in map(set, itertools.combinations(tool.ALL_BLOCKS, count)):
                facts = make_full_order()
                if kind == "customer":
                    facts = make_customer(facts, earlier)
                html = render(facts, blocks=blocks, changes=const.EVENTS)
                for text, needed in self.TEXTS:
                    if text == "S00030" and kind == "order":
                        continue
                    words = re.sub(r"</bdi>\s<bdi[^>]*>", " ", html).replace(
                        "\xa0", " "
                    )
                    assert (text in words) == (needed <= blocks), (text, blocks)
                for text in self.EITHER:
                    assert (text in html) == bool(blocks & {"invoices", "payment"})

    def test_paid_is_not_told_without_payment(self):
        order = make_order(billing="paid", invoices=[make_invoice("paid")])
        html = render(order, blocks=tool.ALL_BLOCKS - {"payment"})
        assert "Paid" not in html
        assert "Invoiced" in html

    def test_unknown_blocks_are_ignored(self):
        parse(render(make_full_order(), blocks=["lines", "weather"]))


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


HOSTILE = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</style></title><svg/onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "%(date)s %s %",
    "\u202egnp.exe\u2066x\u2069",
    "a\x00b\x1bc\ud800d\ufffee",
    "<!--",
    "&lt;b&gt; & &amp;",
    "\n\r\n\u2028\t",
)


def fill_in(text):
    """Return facts and brand with ``text`` in every place a user may write."""
    order = make_full_order(reference=text, client_reference=text, currency="DKK")
    order["lines"][0] |= {"name": text, "unit": text}
    order["deliveries"][0] |= {
        **dict.fromkeys(("number", "carrier", "tracking"), text),
        "tracking_url": f"https://track.example/{text}",
        "lines": [{"name": text, "quantity": 1, "unit": text}],
    }
    order["invoices"][0] |= {"number": text}
    brand = make_brand(
        name=text,
        email=text + "@x.example",
        phone=text,
        website=text,
        address=[text],
        colour=text,
        logo=text,
        introduction=text,
    )
    return order, brand


class TestHostileText:
    """Whatever is written in Odoo, it is text on the page."""

    def check(self, text):
        order, brand = fill_in(text)
        html = render(order, brand=brand)
        html.encode("utf-8")
        tree = parse(html)
        assert all(ELEMENTS.fullmatch(name_of(element)) for element in tree.iter())
        for element in tree.iter():
            assert not any(name.startswith("on") for name in element.attrib)
        for link in find(tree, "a"):
            assert re.match("(https?://|mailto:|tel:)", link.get("href"))
        body = html[html.index("<body>") :]
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", body)
        expected = wording.clean_line(text)
        assert f"Invoice {expected}".strip() in text_of(find(tree, "body")[0])

    @pytest.mark.parametrize("text", HOSTILE)
    def test_known_tricks(self, text):
        self.check(text)

    @settings(deadline=None, max_examples=60)
    @given(st.text(max_size=40))
    def test_any_text(self, text):
        self.check(text)

    @pytest.mark.parametrize("text", HOSTILE[:5])
    def test_words_of_a_translator(self, text):
        labels = {key: label + text for key, label in LABELS.items()}
        parse(render(make_full_order(), labels=labels, changes=const.EVENTS))

    def test_line_breaks_are_kept_where_they_mean_something(self):
        brand = make_brand(introduction="One\r\nTwo\n\nThree")
        html = render(make_order(), brand=brand)
        assert ">One\nTwo\n\nThree</p>" in html


class TestColours:
    """Readable, whatever the brand's colour is (WCAG 2.2, level AA)."""

    PAIRS = (
        ("text", "page"),
        ("text", "card"),
        ("text", "tint"),
        ("muted", "page"),
        ("muted", "card"),
        ("danger", "card"),
        ("accent", "page"),
        ("accent", "card"),
        ("accent", "tint"),
        ("on_accent", "accent"),
    )
    colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")

    def check(self, colour):
        for scheme in palette.palette(colour).values():
            for ink, ground in self.PAIRS:
                ratio = palette.contrast(scheme[ink], scheme[ground])
                assert ratio >= 4.5, (colour, ink, ground, ratio)

    @pytest.mark.parametrize(
        "colour",
        [None, "#000000", "#ffffff", "#ffd400", "#00ff00", "#808080", "#714B67"],
    )
    def test_of_well_known_colours(self, colour):
        self.check(colour)

    @settings(deadline=None, max_examples=300)
    @given(colours)
    def test_of_any_colour(self, colour):
        self.check(colour)

    def test_contrast_is_that_of_wcag(self):
        assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
        assert palette.contrast("#ffffff", "#000000") == pytest.approx(21)
        assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)

    def test_a_readable_colour_is_the_brands_own(self):
        assert palette.palette("#0b5d3b")["light"]["accent"] == "#0b5d3b"
        assert palette.palette("#ffd400")["dark"]["accent"] == "#ffd400"
        assert "--accent:#0b5d3b" in render(make_order())

    @pytest.mark.parametrize(
        "colour", ["red", "#fff", "#12345g", "#123456;}", "#1234567", "", None]
    )
    def test_what_is_no_colour_is_not_used(self, colour):
        assert palette.palette(colour) == palette.palette(None)

    def test_every_colour_of_the_style_is_in_the_palette(self, missing):
        style = text_of(find(parse(missing), "style")[0])
        own = {c for scheme in palette.palette(None).values() for c in scheme.values()}
        plain = {"#fff", "#000", "#444", "#bbb"}  # paper, and the plate of a logo
        assert set(re.findall(r"#[0-9a-fA-F]{3,6}\b", style)) <= own | plain


class TestLayout:
    """A shop's own layout has the values, and nothing else."""

    def test_extends_ours(self):
        layout = (
            '{% extends "status_document.html.jinja" %}'
            "{% block footer %}"
            "<footer>{{ shop }} {{ order.number }}</footer>"
            "{% endblock %}"
        )
        html = render(make_order(), layout=layout)
        footer = find(parse(html), "footer")[0]
        assert text_of(footer) == "Nordlys Order S00042"
        assert text_of(find(parse(html), "h1")[0]) == "Your order is confirmed"

    def test_escapes(self):
        html = render(make_order(), layout="{{ shop }}", brand=make_brand(name="<b>"))
        assert html.removeprefix(META) == "&lt;b&gt;"

    @pytest.mark.parametrize(
        ("layout", "error"),
        [
            ("{{ ''.__class__.__mro__ }}", SecurityError),
            ("{{ t.__init__.__globals__ }}", SecurityError),
            ("{{ current.append(1) }}", SecurityError),
            ("{{ t.update({}) }}", SecurityError),
            ("{% include '../tools/token.py' %}", TemplateNotFound),
            ("{% include '/etc/passwd' %}", TemplateNotFound),
            ("{{ nothing }}", UndefinedError),
            ("{% if %}", jinja2.TemplateSyntaxError),
        ],
    )
    def test_is_kept_in_its_box(self, layout, error):
        with pytest.raises(error):
            render(make_order(), layout=layout)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_facts_are_left_as_they_are(name):
    facts = copy.deepcopy(DOCUMENTS[name])
    assert render(facts) == render(facts)
    assert facts == DOCUMENTS[name]
