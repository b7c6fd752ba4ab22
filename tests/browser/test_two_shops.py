"""Two web shops of two companies on one server, each under a name of its own."""

import re

import pytest
from playwright.sync_api import expect

from devtools import postgres

from .steps import get_link
from .test_shop import GUEST, go_on, put_into_cart

#: Chromium finds every name under "localhost" on this machine.
HERE, THERE = "shop-a.localhost", "shop-b.localhost"


@pytest.fixture
def two_shops(live, new_page, login):
    """Give the demo's shop and the standard website a name each, one test long.

    :return: their two addresses.
    """
    port = live.url.rpartition(":")[2].strip("/")
    query = (
        "SELECT res_id FROM ir_model_data WHERE (module, name) IN "
        "(('customer_status_comm_website_sale', 'demo_website'), "
        "('website', 'default_website')) ORDER BY module"
    )
    ids = [int(row) for row in postgres.sql(query, live.database).split()]
    urls = [f"http://{host}:{port}" for host in (HERE, THERE)]
    page = new_page()
    login(page, "admin")

    def write(website_id, values):
        """Write as a user would: the server keeps domains in memory."""
        answer = page.request.post(
            "/web/dataset/call_kw/website/write",
            data={
                "params": {
                    "model": "website",
                    "method": "write",
                    "args": [[website_id], values],
                    "kwargs": {},
                }
            },
        )
        assert answer.json().get("result") is True, answer.text()

    for website_id, url in zip(ids, urls, strict=True):
        write(website_id, {"domain": url})
    yield urls
    for website_id in ids:
        write(website_id, {"domain": False})


def test_an_order_stays_in_its_own_shop(live, new_page, two_shops):
    """Bought in Danish in the one: its address, name and language, and no other's."""
    here, there = two_shops
    page = new_page(base_url=here, locale="da-DK")
    put_into_cart(page, "Kastanje", shop="/da/shop")
    page.goto("/da/shop/cart")
    go_on(page)
    for field, value in GUEST.items():
        page.locator(f"input[name={field}]").fill(value)
    page.locator("select[name=country_id]").select_option(label="Danmark")
    go_on(page)
    expect(page.get_by_text("Levering med cykel")).to_be_visible()
    go_on(page)
    page.locator("label.o_payment_option_label:visible").last.click()
    page.locator("button[name=o_payment_submit_button]:visible").click()
    page.wait_for_url("**/shop/confirmation")
    number = page.locator("#order_name span").last.inner_text()
    page.locator("#customer_status_shop_link").click()
    expect(page.locator("body")).to_contain_text(number)
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^da"))
    assert page.url.startswith(here)

    message = live.wait_for_message(lambda m: number in m["subject"], timeout=150)
    link = get_link(message)
    assert link.startswith(f"{here}/status/")
    assert there not in message["html"]
    reader = new_page(base_url=there)
    reader.goto(link)
    expect(reader.locator("body")).to_contain_text("Fjordby Cykler (demo)")
    expect(reader.locator("html")).to_have_attribute("lang", re.compile("^da"))
    # The other shop does not know whoever has bought here.
    assert reader.goto("/shop/confirmation/status").status == 404
