"""What a page shows of an order: how far it is, and its parts."""

import re

import pytest

from odoo.addons.customer_status_comm.tools import status_document as tool
from odoo.addons.customer_status_comm.tools import wording

from .orders import make_credit_note, make_delivery, make_invoice, make_line, make_order
from .pages import (
    DOCUMENTS,
    LOGO,
    find,
    get_steps,
    make_brand,
    make_customer,
    make_full_order,
    name_of,
    parse,
    render,
    text_in,
    text_of,
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
