"""M2: the page is valid HTML, whatever stands on it."""

import itertools

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import status_document as tool

from ..nu_html import find_errors
from .pages import LABELS, LOGO, make_brand, make_customer, make_full_order, render


def test_the_checker_finds_what_is_wrong():
    """A checker that lets everything pass would prove nothing."""
    [error] = find_errors(
        {
            "good": "<!DOCTYPE html><html lang=en><title>x</title><p>x</p></html>",
            "bad": "<!DOCTYPE html><html lang=en><title>x</title><ul><p>x</p></ul>",
        }
    )
    assert error.startswith("bad: ")
    assert "not allowed as child" in error


def test_m2_every_page_is_valid():
    """Each step, each block alone, both kinds of page, and the one for no link."""
    hostile = make_full_order(reference='<b>"S1"&', client_reference="</main><i>")
    documents = {
        "customer": render(make_customer(*map(make_full_order, const.STEPS))),
        "customer without orders": render(make_customer()),
        "missing": tool.render_missing(labels=LABELS, language="en_US"),
        "right to left": render(make_full_order(), language="he_IL"),
        "logo": render(make_full_order(), brand=make_brand(logo=LOGO)),
        "bare shop": render(
            make_full_order(),
            brand=make_brand(
                name="", email=None, phone=None, website=None, address=[], colour=None
            ),
        ),
        "hostile": render(hostile),
    }
    for step, news in itertools.product(const.STEPS, ([], const.EVENTS)):
        order = make_full_order(step)
        documents[f"{step}, {len(news)} news"] = render(order, changes=news)
    for block in sorted(tool.ALL_BLOCKS):
        documents[f"only {block}"] = render(make_full_order(), blocks=[block])
    assert find_errors(documents) == []
