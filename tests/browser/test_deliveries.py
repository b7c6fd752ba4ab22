"""The stock room hands over a part of an order, in a real browser."""

from playwright.sync_api import expect

from devtools import postgres

from .steps import BRITON, confirm_quotation, get_link, set_rules


def test_partial_delivery_says_what_is_missing(live, page, new_page, login):
    """Two of five leave: the e-mail names both parts, and so does the page."""
    login(page, "sales")
    set_rules(live, settle_minutes=0)
    number = confirm_quotation(page, BRITON)
    live.wait_for_message(lambda m: number in m["subject"], timeout=150)
    counter = new_page()
    login(counter, "counter")
    picking = find_picking(live, number)
    counter.goto(f"/odoo/action-stock.action_picking_tree_all/{picking}")
    set_quantities(counter, live, picking)

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


def set_quantities(page, live, picking):
    """Type that two are handed over."""
    cell = page.locator("tr.o_data_row td[name=quantity]").first
    cell.click()
    field = page.locator("tr.o_selected_row td[name=quantity] input")
    field.fill("2")
    field.press("Tab")
    page.locator(".o_form_button_save").click()
    expect(page.locator(".o_form_button_save")).to_be_hidden()
