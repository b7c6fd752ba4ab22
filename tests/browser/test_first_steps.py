"""M+1: the settings lead a new shop through its first steps."""

from playwright.sync_api import expect

from .conftest import TIMEOUT
from .test_page_settings import SETTINGS

expect.set_options(timeout=TIMEOUT)


def get_step(page, code):
    return page.locator(f".o_customer_status_first_steps li[data-code={code}]")


def test_each_step_leads_to_its_place(live, page, login):
    """Go to a setting and to the rules, and have a test sent: that line is ticked."""
    login(page, "manager")
    page.goto(SETTINGS)
    expect(get_step(page, "sender")).to_contain_text("Done:")
    expect(get_step(page, "test")).to_contain_text("To do:")
    get_step(page, "sender").get_by_role("button", name="Set the address").press(
        "Enter"
    )
    expect(page.locator("[name=customer_service_email] input")).to_be_focused()
    get_step(page, "rules").get_by_role("button", name="Open the rules").click()
    expect(page.locator(".o_breadcrumb")).to_contain_text("Status rules")
    page.goto(SETTINGS)
    # When it was the last one, the list folds.
    get_step(page, "test").get_by_role("button", name="Send me a test").click()
    expect(page.locator(".o_notification")).to_contain_text("mie@fjordbycykler.example")
    expect(get_step(page, "test")).to_contain_text("Done:")
    message = live.wait_for_message(
        lambda message: (message.get("subject") or "").startswith("[Test] ")
    )
    assert "/my/status/order/" in message["html"]
