"""Pages as the tests lay them out and read them, and the news they may tell."""

import re

import html5lib

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.labels import status_labels
from odoo.addons.customer_status_comm.tools import status_document as tool

from .orders import (
    ORDER,
    make_credit_note,
    make_delivery,
    make_invoice,
    make_line,
    make_order,
)

LABELS = status_labels(str)


LOGO = "data:image/png;base64,iVBORw0KGgo="


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


def make_news(event, source=ORDER, was=None):
    return {"event": event, "source": source, "was": was}


def make_all_news(facts):
    """Return news of every event, for every record that ``facts`` know."""
    parcels = [parcel["key"] for parcel in facts.get("deliveries", ())]
    bills = [bill["key"] for bill in facts.get("invoices", ())]
    sources = [ORDER, *parcels, *(f"{parcel},A1" for parcel in parcels), *bills]
    return [
        make_news(event, source, was)
        for event in const.EVENTS
        for source in sources
        for was in (None, "2026-01-31")
    ]
