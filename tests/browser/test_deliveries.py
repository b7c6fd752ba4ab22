"""The stock room hands over a part of an order, in a real browser."""

from playwright.sync_api import expect

from devtools import postgres

from .steps import BRITON, confirm_quotation, get_link, set_rules


def test_partial_delivery_says_what_is_missing(live, page, new_page, login):
    """Two of five leave: the e-mail names both parts, and so does the page."""
    counter = page
    login(counter, "counter")
    number = confirm_quotation(counter, BRITON)
    order_five(counter, live, number)
    live.wait_for_message(lambda m: number in m["subject"], timeout=150)
    set_rules(live, settle_minutes=0)
    picking = find_picking(live, number)
    counter.goto(f"/odoo/action-stock.action_picking_tree_all/{picking}")
    set_quantity(counter)

    counter.locator("button[name=button_validate]:visible").first.click()
    counter.locator(".modal button[name=process]").click()

    message = live.wait_for_message(
        lambda m: number in m["subject"] and "Part of" in m["subject"], timeout=150
    )
    assert "In this delivery: 2 × Bell" in message["text"]
    assert "3 × Bell" in message["text"]
    phone = new_page(viewport={"width": 390, "height": 844})
    assert phone.goto(get_link(message)).status == 200
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "Part of your order has been delivered"
    )
    deliveries = phone.locator("section", has_text="Deliveries")
    expect(deliveries.locator(".shipped")).to_contain_text("2 × Bell")
    expect(deliveries.locator(".waiting")).to_contain_text("3 × Bell")


def find_picking(live, number):
    """Return the id of an order's one delivery."""
    query = f"SELECT id FROM stock_picking WHERE origin = '{number}'"
    return int(postgres.sql(query, live.database))


def order_five(page, live, number):
    """Have the order's one line ask for five."""
    query = (
        "SELECT line.id FROM sale_order_line line JOIN sale_order sale "
        f"ON sale.id = line.order_id WHERE sale.name = '{number}'"
    )
    line = int(postgres.sql(query, live.database))
    call = {
        "model": "sale.order.line",
        "method": "write",
        "args": [[line], {"product_uom_qty": 5}],
        "kwargs": {},
    }
    answer = page.request.post("/web/dataset/call_kw", data={"params": call})
    assert answer.json()["result"] is True, answer.text()


def set_quantity(page):
    """Type that two are handed over."""
    page.locator("tr.o_data_row td[name=quantity]").first.click()
    field = page.locator("tr.o_selected_row td[name=quantity] input")
    field.fill("2")
    field.press("Tab")
    expect(page.locator("tr.o_data_row td[name=quantity]").first).to_contain_text("2")
