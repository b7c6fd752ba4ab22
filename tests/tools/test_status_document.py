"""The page a customer sees: one valid document, whatever stands in it."""

import copy
import itertools
import re
import time
from datetime import datetime, timezone

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError, TemplateNotFound, UndefinedError

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import status_document as tool
from odoo.addons.customer_status_comm.tools import wording
from odoo.addons.customer_status_comm.tools.status_policy import META

from .orders import make_delivery, make_invoice, make_line, make_order
from .pages import (
    DOCUMENTS,
    ELEMENTS,
    LABELS,
    find,
    make_brand,
    make_customer,
    make_full_order,
    name_of,
    parse,
    render,
    text_in,
    text_of,
)

KILOBYTE = 1024


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


class TestLayout:
    """A shop's own layout has the values, and nothing else."""

    def test_extends_ours(self):
        """D2 of docs/requirements.md."""
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
