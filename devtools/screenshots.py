"""Takes the pictures of the documentation from a running demo shop.

Its addresses come in the environment: ``ODOO_URL`` and ``SINK_URL``.
"""

import json
import os
import re
import time
import urllib.request

from playwright.sync_api import Page, sync_playwright

from . import packages
from .paths import TOP

DOCS = TOP / "docs"
CUSTOMER = "Emily Spokewell"
DESKTOP = {"width": 1366, "height": 860}
PHONE = {"width": 390, "height": 844}
LINK = re.compile(r"https?://[^\"\s]+?/status/[\w-]{43}")


def take(page: Page, name: str, **options):
    """Save what a page shows as ``docs/<name>.png``, once it has settled."""
    page.wait_for_timeout(1500)
    page.screenshot(path=DOCS / f"{name}.png", **options)
    print(f"  docs/{name}.png", flush=True)


def log_in(page: Page, user: str):
    """Log a demo user in; the password is the user's name."""
    page.goto("/web/login")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", user)
    page.click(".oe_login_form button[type=submit]")
    page.wait_for_selector(".o_main_navbar")


def choose(page: Page, field: str, text: str):
    """Type into a many2one and take the first suggestion with ``text``."""
    page.locator(f".modal .o_field_widget[name={field}] input").fill(text)
    page.locator(".o-autocomplete--dropdown-item", has_text=text).first.click()
    page.wait_for_timeout(800)


def take_panel(page: Page):
    """Take the customer list and the panel's three tabs."""
    page.goto("/odoo/contacts")
    page.locator("tr.o_data_row").first.wait_for()
    take(page, "customer-list")
    row = page.locator("tr.o_data_row", has_text=CUSTOMER).first
    row.locator("button[name=action_contact]").click()
    page.locator(".modal .o_customer_communication_panel").wait_for()
    page.locator(".modal .o_selection_badge", has_text="Email").first.click()
    choose(page, "template_id", "Status e-mail")
    take(page, "panel-configure")
    page.get_by_role("tab", name="Compose").click()
    page.locator(".modal .odoo-editor-editable").wait_for()
    take(page, "panel-compose")
    page.locator(".modal button[name=action_send]:visible").click()
    page.locator(".modal .alert-success").wait_for()
    take(page, "panel-sent")
    page.get_by_role("tab", name="Contact history").click()
    page.locator(".modal .o_customer_communication_chevron").first.click()
    take(page, "panel-history")


def take_sms(page: Page):
    """Take the panel while an SMS is written."""
    page.goto("/odoo/contacts")
    row = page.locator("tr.o_data_row", has_text=CUSTOMER).first
    row.locator("button[name=action_contact]").click()
    page.locator(".modal .o_selection_badge", has_text="SMS").first.click()
    choose(page, "template_id", "Ready for pickup")
    page.get_by_role("tab", name="Compose").click()
    page.locator(".modal textarea").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" – it’s all done")
    take(page, "panel-sms")


def find_link(sink_url: str) -> str:
    """Return a customer's link from the newest e-mail that has one."""
    for _attempt in range(60):
        with urllib.request.urlopen(f"{sink_url}/messages.json") as answer:
            for message in json.load(answer):
                found = LINK.search(message.get("html") or "")
                if found:
                    return found.group()
        time.sleep(1)
    raise SystemExit("no e-mail with a link has arrived")


def take_pages(browser, shop_url: str, link: str):
    """Take a customer's page on a phone and a desktop, light and dark."""
    for name, viewport, scheme in (
        ("status-phone", PHONE, "light"),
        ("status-phone-dark", PHONE, "dark"),
        ("status-desktop", DESKTOP, "light"),
    ):
        page = browser.new_page(viewport=viewport, color_scheme=scheme)
        page.goto(link)
        take(page, name, full_page=True)
        if name == "status-phone":
            page.locator("summary").first.click()
            take(page, "status-phone-details", full_page=True)
        page.close()


def take_orders(page: Page):
    """Take the order, and its page as staff see it."""
    page.goto("/odoo/orders")
    page.locator("tr.o_data_row td[name=name]").first.click()
    page.locator(".o_form_view").wait_for()
    take(page, "order")
    page.goto(
        "/odoo/action-customer_status_comm.customer_status_rule_action",
    )
    page.locator("tr.o_data_row").first.wait_for()
    take(page, "rules")


def compose_overview(browser):
    """Lay the phone beside the panel, for the top of the README."""
    page = browser.new_page(viewport={"width": 1280, "height": 760})
    page.set_content(
        f"""
        <style>
          body {{ margin: 0; background: #ecebf3; font-family: sans-serif; }}
          div {{ display: flex; gap: 40px; padding: 40px; align-items: center; }}
          img {{ border-radius: 14px; box-shadow: 0 10px 40px #0003; }}
        </style>
        <div>
          <img src="{(DOCS / "status-phone.png").as_uri()}"
               style="width: 300px; height: 650px; object-fit: cover;
                      object-position: top; border-radius: 30px">
          <img src="{(DOCS / "panel-compose.png").as_uri()}" style="width: 840px">
        </div>"""
    )
    path = DOCS / "overview.html"
    path.write_text(page.content())
    page.goto(path.as_uri())
    take(page, "overview")
    path.unlink()


def main():
    """Take all pictures."""
    shop_url, sink_url = os.environ["ODOO_URL"], os.environ["SINK_URL"]
    DOCS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=packages.browser(), args=packages.CHROMIUM_OPTIONS
        )
        context = browser.new_context(
            base_url=shop_url, viewport=DESKTOP, locale="en-US"
        )
        page = context.new_page()
        log_in(page, "sales")
        take_panel(page)
        take_sms(page)
        log_in_again = browser.new_context(
            base_url=shop_url, viewport=DESKTOP, locale="en-US"
        ).new_page()
        log_in(log_in_again, "manager")
        take_orders(log_in_again)
        take_pages(browser, shop_url, find_link(sink_url))
        compose_overview(browser)
        browser.close()


if __name__ == "__main__":
    main()
