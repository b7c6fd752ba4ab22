"""The page's form in the browser: preview, links and archive of an order."""

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from .steps import BRITON, confirm_quotation, get_link


def status_of(url: str) -> int:
    """Return the HTTP status a stranger's request is answered with."""
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def order_page(live, login, new_page):
    """Confirm an order, wait for its message, and open its page's form.

    :return: ``(page, order's number, the customer's link)``.
    """
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    login(page, "sales")
    number = confirm_quotation(page, BRITON)
    message = live.wait_for_message(lambda m: number in m["subject"])
    page.locator("button[name=action_open_status_page]").click()
    expect(page.locator("iframe.o_customer_status_shown")).to_be_visible()
    return page, number, get_link(message)


def test_b9_copy_a_link_and_take_all_links_back(order_page):
    page, number, sent = order_page
    preview = page.frame_locator("iframe.o_customer_status_shown")
    expect(preview.locator("body")).to_contain_text(number)
    expect(preview.locator("h1")).to_have_text("Your order is confirmed")

    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".o_notification")).to_contain_text("is copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied != sent
    assert status_of(copied) == status_of(sent) == 200

    page.get_by_role("button", name="Take back all links").click()
    page.locator(".modal-footer .btn-primary").click()
    expect(page.get_by_role("button", name="Take back all links")).to_have_count(0)
    assert status_of(copied) == status_of(sent) == 404
    page.get_by_role("tab", name="Links").click()
    expect(page.locator(".o_field_widget[name=state]", has_text="Taken")).to_have_count(
        2
    )


def test_the_address_is_shown_where_the_clipboard_is_closed(order_page):
    page, _number, _sent = order_page
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard',"
        " {value: {writeText: () => Promise.reject(new Error('closed'))}})"
    )
    page.get_by_role("button", name="Copy link").click()
    shown = page.locator("#customer_status_link")
    expect(shown).to_be_visible()
    assert status_of(shown.input_value()) == 200
    page.locator(".modal-footer button").click()
    expect(page.locator(".modal")).to_have_count(0)


def test_b4_what_the_customer_saw_opens_from_the_ledger(order_page):
    page, number, _sent = order_page
    page.get_by_role("tab", name="What was told").click()
    with page.context.expect_page() as opening:
        page.locator("button[name=action_view_told]").first.click()
    told = opening.value
    expect(told.locator("aside")).to_contain_text("As told on")
    expect(told.locator("body")).to_contain_text(number)
    assert told.title().endswith("Order status")
