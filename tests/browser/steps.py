"""What the journeys share: customers of the demo shop, and how to reach the panel."""

import re

from playwright.sync_api import Page, expect

from devtools import postgres

#: Customers of the demo shop.
DANE, BRITON = "Anna Kædeby", "Emily Spokewell"
expect.set_options(timeout=20_000)
LINK = re.compile(r"https?://[^\"\s]+?/status/[\w-]{43}")
#: Counts what a page has asked of the server; each context of the browser has it.
COUNT_REQUESTS = """(() => {
    const send = XMLHttpRequest.prototype.send;
    window.__open = 0;
    window.__last = performance.now();
    XMLHttpRequest.prototype.send = function (body) {
        window.__open++;
        this.addEventListener("loadend", () => {
            window.__open--;
            window.__last = performance.now();
        });
        return send.call(this, body);
    };
})();"""
#: Nothing is under way, and what came last has had the time to be drawn.
SETTLED = "() => window.__open === 0 && performance.now() - window.__last > 100"


def settle(page: Page):
    """Return when nothing is asked of the server, and what was answered is drawn.

    A page that moves between the press of the button and its release swallows the
    click: the browser gives it to nobody. So whatever makes the web client ask the
    server (an onchange, a search) is settled before the next press.
    """
    page.wait_for_function(SETTLED)


def get_link(message: dict) -> str:
    """Return the one status link of an e-mail."""
    [link] = set(LINK.findall(message["html"]))
    return link


def choose(page: Page, field: str, text: str):
    """Type into a many2one and take the first suggestion with ``text``."""
    page.locator(f".o_field_widget[name={field}] input:visible").first.fill(text)
    page.locator(".o-autocomplete--dropdown-item", has_text=text).first.click()
    settle(page)  # its onchange may put in lines above what is pressed next


def find_in_list(page: Page, text: str):
    """Search a list for ``text``; return its rows when no other is shown any more."""
    rows = page.locator("tr.o_data_row")
    rows.first.wait_for()
    page.locator(".o_searchview_input").fill(text)
    page.locator(".o_searchview_autocomplete").wait_for()
    page.keyboard.press("Enter")
    page.locator(".o_searchview_facet", has_text=text).wait_for()
    expect(rows.filter(has_not_text=text)).to_have_count(0)
    settle(page)
    return rows


def confirm_quotation(page: Page, customer: str) -> str:
    """Make a quotation in the browser and confirm it; return its number."""
    page.goto("/odoo/sales/new")
    choose(page, "partner_id", customer)
    page.get_by_role("button", name="Add a product").click()
    choose(page, "product_template_id", "Bell")
    # The line is complete when its price is there.
    expect(page.locator(".o_selected_row [name=price_unit] input")).not_to_have_value(
        "0.00"
    )
    expect(page.locator(".o_selected_row [name=tax_ids] .badge")).to_be_visible()
    settle(page)
    page.locator("button[name=action_confirm]:visible").first.click()
    current = page.locator(".o_arrow_button_current")
    expect(current).to_have_text("Sales Order")
    return page.locator("h1 .o_field_widget[name=name]").inner_text()


def open_panel_from_list(page: Page, customer: str):
    """Press Contact on a customer's row of the list."""
    page.goto("/odoo/contacts")
    row = find_in_list(page, customer).first
    row.locator("button[name=action_contact]").click()
    page.locator(".modal .o_customer_communication_panel").wait_for()


def get_text(container):
    """Return what stands in the frame in which a message is shown."""
    return container.frame_locator("iframe.o_customer_message_frame").locator("body")


def open_tab(page: Page, name: str):
    page.locator(".modal").get_by_role("tab", name=name).click()


def set_mode(live, mode: str):
    """Have every shop publish ``automatic`` or ``on_demand``."""
    query = f"UPDATE res_company SET customer_status_mode = '{mode}'"
    postgres.sql(query, live.database)


def set_rules(live, settle_minutes: int):
    """Have every rule wait that long."""
    query = f"UPDATE customer_status_rule SET settle_minutes = {settle_minutes}"
    postgres.sql(query, live.database)
