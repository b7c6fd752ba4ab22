"""M+1: the administrator sees what customers will see, before it is saved."""

from playwright.sync_api import expect

from .conftest import TIMEOUT

expect.set_options(timeout=TIMEOUT)

SETTINGS = "/odoo/action-customer_status_comm.res_config_settings_action"
FRAME = ".o_customer_status_frame iframe"


def open_settings(page, login):
    login(page, "manager")
    page.goto(SETTINGS)
    return page.frame_locator(FRAME).locator("body")


def tick(page, block):
    return page.locator(f"[name=customer_status_show_{block}] input")


def test_the_preview_follows_what_is_ticked_and_typed(live, page, login):
    """Untick and type; the page beside the ticks follows, and nothing is saved."""
    body = open_settings(page, login)
    expect(body).to_contain_text("DKK")
    expect(page.locator(FRAME)).to_have_attribute("sandbox", "")
    tick(page, "prices").click()
    expect(body).not_to_contain_text("DKK")
    page.locator("[name=customer_status_introduction] textarea").fill("Look & see")
    page.locator("[name=customer_status_months] input").click()
    expect(body).to_contain_text("Look & see")
    page.get_by_role("button", name="All orders of a customer").click()
    expect(body.get_by_role("heading", level=1)).to_contain_text("Your orders")
    expect(body).to_contain_text("Look & see")
    phone = page.locator(FRAME).evaluate("frame => frame.offsetWidth")
    page.get_by_role("button", name="Computer").click()
    wide = page.locator(FRAME).evaluate("frame => frame.offsetWidth")
    assert phone < 400 < 900 < wide
    page.get_by_role("button", name="Discard").click()
    page.goto(SETTINGS)
    expect(tick(page, "prices")).to_be_checked()


def test_a_layout_that_does_not_work_is_not_saved(live, page, login):
    """Write an own layout with a mistake: preview and dialog tell the line."""
    body = open_settings(page, login)
    expect(body).to_contain_text("DKK")
    page.get_by_role("button", name="Start from the standard layout").click()
    page.locator(".ace_text-input").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("{{ nothing }}\n")
    page.locator("[name=customer_status_months] input").click()
    alert = page.locator(".o_customer_status_preview .alert-danger")
    expect(alert).to_contain_text("line 1")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".modal")).to_contain_text("line 1")
    expect(page.locator(".modal")).to_contain_text("'nothing' is undefined")
    page.locator(".modal .btn-primary").click()
    page.get_by_role("button", name="Back to the standard layout").click()
    expect(alert).to_have_count(0)
