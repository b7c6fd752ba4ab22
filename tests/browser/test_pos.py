"""Writing to customers from the point of sale, at the counter and on a phone."""

import json

import pytest
from playwright.sync_api import expect

from devtools import postgres

from .steps import BRITON, get_text, open_tab

STORE = "butikken@fjordbycykler.example"
PANEL = ".modal .o_customer_communication_panel"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
REFUSED = {"name": "odoo.exceptions.AccessError", "message": "Not for you."}


def open_till(live, page, login):
    """Log in as the one at the counter, open the demo shop's till, ring up a bell."""
    login(page, "counter")
    query = "SELECT res_id FROM ir_model_data WHERE name = 'demo_pos_config'"
    page.goto(f"/pos/ui/{postgres.sql(query, live.database)}?from_backend=True")
    page.locator(".product-list").wait_for()
    query = "SELECT count(*) FROM pos_session WHERE state = 'opening_control'"
    if postgres.sql(query, live.database) != "0":
        page.get_by_role("button", name="Open Register").click()
    page.locator(".product-list .product", has_text="Bell").click()
    page.locator(":is(.pay-order-button, .review-button):visible").first.wait_for()
    if page.locator(".review-button").is_visible():  # on a phone the order is elsewhere
        page.locator(".review-button").click()


def get_row(page, customer):
    """Open the list of customers; return the customer's row."""
    page.locator(".set-partner:visible").click()
    return page.locator(".partner-list .partner-info", has_text=customer)


def choose_customer(page, customer):
    get_row(page, customer).locator("b").click()
    expect(page.locator(".set-partner:visible")).to_have_text(customer)


def write_email(page, subject, text):
    """Write an e-mail in the panel, with the editor, and send it."""
    page.locator(f"{PANEL} [name=subject] input").fill(subject)
    open_tab(page, "Compose")
    page.locator(f"{PANEL} .odoo-editor-editable").click()
    page.keyboard.type(text)
    page.locator(".modal button[name=action_send]:visible").click()
    expect(page.locator(".modal .alert-success")).to_contain_text("Sent to")


def write_text(page, subject, text, count):
    """Write an SMS in the panel, look at its counter, and send it."""
    page.locator(f"{PANEL} [name=communication_type] button", has_text="SMS").click()
    page.locator(f"{PANEL} [name=subject] input").fill(subject)
    open_tab(page, "Compose")
    page.locator(f"{PANEL} [name=sms_text] textarea").fill(text)
    expect(page.locator(f"{PANEL} [name=sms_text]")).to_contain_text(count)
    page.locator(".modal button[name=action_send]:visible").click()
    expect(page.locator(".modal .alert-success")).to_contain_text("Sent to")


def pay(page):
    """Pay the order in cash."""
    page.locator(".pay-order-button").click()
    page.locator(".paymentmethod", has_text="Cash").click()
    page.locator(".validation-button.next").click()
    expect(page.locator(".receipt-screen, .feedback-screen").first).to_be_visible()


def test_an_email_and_an_sms_from_the_counter(live, page, login):
    """C1 of docs/requirements.md.

    Once a customer is chosen, Contact opens the panel; digits stay in the text.
    """
    open_till(live, page, login)
    expect(page.locator(".o_pos_contact")).to_have_count(0)
    choose_customer(page, BRITON)
    page.locator(".o_pos_contact").click()
    expect(page.locator(f"{PANEL} [name=store_email]")).to_have_text(STORE)
    greeting = page.locator(f"{PANEL} .o_customer_communication_greeting:visible")
    expect(greeting).to_contain_text("No template is chosen")
    write_email(page, "From the counter", "Your 7 bells are here, 123")

    message = live.wait_for_message(lambda m: m["subject"] == "From the counter")
    assert STORE in message["from"]
    assert STORE in str(message["headers"]["Reply-To"])
    assert "Your 7 bells are here, 123" in message["text"]
    open_tab(page, "Contact history")
    row = page.locator(".modal tr.o_data_row", has_text="From the counter")
    expect(row.locator("td[name=user_id]")).to_contain_text("Kasper")
    row.click()
    text = get_text(page.locator(".modal .o_customer_communication_text"))
    expect(text).to_contain_text("Your 7 bells are here, 123")

    open_tab(page, "Compose")
    page.get_by_role("button", name="Write another").click()
    expect(page.locator(f"{PANEL} [name=store_email]")).to_have_text(STORE)
    write_text(page, "Bell", "It costs 42 €", "1 SMS · 14 characters")
    text = live.wait_for_message(lambda m: m.get("body") == "It costs 42 €")
    assert text["kind"] == "sms"
    page.locator(".modal").get_by_role("button", name="Close", exact=True).last.click()
    expect(page.locator(".modal")).to_have_count(0)
    expect(page.locator(".order-container .qty")).to_have_text("1")


def test_contact_on_a_phone(live, new_page, login):
    """On the customer's row, and among the actions once a customer is chosen."""
    page = new_page(**PHONE)
    open_till(live, page, login)
    get_row(page, BRITON).locator(".o_pos_contact").tap()
    write_text(page, "Ready", "Come by before 5", "1 SMS · 16 characters")
    live.wait_for_message(lambda m: m.get("body") == "Come by before 5")
    page.locator(".modal").get_by_role("button", name="Close", exact=True).last.tap()
    expect(page.locator(PANEL)).to_have_count(0)
    page.locator(".partner-info", has_text=BRITON).locator("b").tap()

    page.locator(".mobile-more-button").tap()
    page.locator(".modal .o_pos_contact").tap()
    write_email(page, "From a phone", "Small, but complete")
    message = live.wait_for_message(lambda m: m["subject"] == "From a phone")
    assert "Small, but complete" in message["text"]
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, "the page must not scroll sideways"


def get_overflow(page):
    """Return what of the panel is wider than the phone, or is cut."""
    return page.evaluate(
        """selector => {
            const width = document.documentElement.clientWidth;
            return [...document.querySelectorAll(selector + " *")]
                .filter((element) => element.getClientRects().length)
                .filter((element) => !element.closest(".visually-hidden"))
                .filter(
                    (element) =>
                        element.getBoundingClientRect().right > width ||
                        (element.matches("td, .o_notebook_headers") &&
                            element.scrollWidth > element.clientWidth + 1)
                )
                .map((element) => element.outerHTML.slice(0, 120));
        }""",
        PANEL,
    )


@pytest.mark.parametrize("width", [360, 390])
def test_a_long_word_stays_inside_on_a_phone(live, new_page, login, width):
    """No tab of the panel is wider than the phone, and no subject is cut."""
    page = new_page(viewport={"width": width, "height": 740}, has_touch=True)
    open_till(live, page, login)
    get_row(page, BRITON).locator(".o_pos_contact").tap()
    page.locator(f"{PANEL} [name=subject]").wait_for()
    assert get_overflow(page) == []
    word = f"Rear-wheel{'sprocket' * 9}{width}"
    write_email(page, f"Your {word}", f"Here is your {word}")
    assert get_overflow(page) == []
    open_tab(page, "Contact history")
    row = page.locator(".modal tr.o_data_row", has_text=word)
    expect(row.locator("td[name=subject]")).to_be_visible()
    assert get_overflow(page) == []
    row.tap()
    text = get_text(page.locator(".modal .o_customer_communication_text"))
    expect(text).to_contain_text(word)
    assert text.evaluate("body => body.scrollWidth <= innerWidth"), "within its frame"
    assert get_overflow(page) == []


def test_the_customers_form_has_no_contact_of_its_own(live, page, login):
    """A button there would save the form, and so close the panel it has opened."""
    open_till(live, page, login)
    get_row(page, BRITON).locator("button:has(.fa-bars)").click()
    page.get_by_text("Edit Details").click()
    form = page.locator(".modal .o_form_view")
    expect(form.locator("[name=contact_preference]").first).to_be_visible()
    expect(form.locator("button[name=action_contact]")).to_have_count(0)
    expect(form.locator("button[name=action_view_status_page]")).to_have_count(0)


def test_selling_goes_on_when_contact_fails(live, page, login):
    """No network, a server that refuses: a word of why, and the order is paid."""
    answer = json.dumps({"error": {"code": 0, "message": "", "data": REFUSED}})
    failures = {
        "**/web/bundle/customer_status_comm_pos.*": None,
        "**/action_contact*": answer,
        "**/get_views*": answer,
        "**/customer.communication.panel/onchange*": answer,
    }
    open_till(live, page, login)
    choose_customer(page, BRITON)
    notification = page.locator(".o_notification")
    for pattern, body in failures.items():
        page.route(
            pattern,
            lambda route, _request, body=body: (
                route.fulfill(body=body, content_type="application/json")
                if body
                else route.abort()
            ),
        )
        page.locator(".o_pos_contact").click()
        expect(notification.first).to_contain_text(
            "Not for you." if body else "while there is no connection"
        )
        expect(page.locator(".modal")).to_have_count(0)
        page.unroute(pattern)
        page.locator(".o_notification_close").first.click()
        expect(notification).to_have_count(0)
    pay(page)


def test_selling_goes_on_offline(live, page, login):
    """Before and after the panel was loaded once; what is sold then is kept."""
    open_till(live, page, login)
    choose_customer(page, BRITON)
    notification = page.locator(".o_notification", has_text="there is no connection")
    page.context.set_offline(True)
    page.locator(".o_pos_contact").click()
    expect(notification).to_have_count(1)
    expect(page.locator(".modal")).to_have_count(0)

    page.context.set_offline(False)
    page.locator(".o_pos_contact").click()
    expect(page.locator(f"{PANEL} [name=subject] input")).to_be_visible()
    page.locator(".modal").get_by_role("button", name="Close", exact=True).last.click()
    expect(page.locator(".modal")).to_have_count(0)
    for close in page.locator(".o_notification_close").all():
        close.click()

    page.context.set_offline(True)
    page.locator(".o_pos_contact").click()
    expect(notification).to_have_count(1)
    pay(page)
    page.context.set_offline(False)


def test_the_stores_address_is_set_in_the_settings(live, new_page, login):
    """Set, saved, and the next message from the till has it, session open or not."""
    page = new_page()
    login(page, "manager")
    field = page.locator("#pos_customer_service_email input")

    def save(address):
        page.goto("/odoo/action-point_of_sale.action_pos_configuration")
        field.fill(address)
        with page.expect_event("load"):  # once saved, the settings load anew
            page.get_by_role("button", name="Save", exact=True).click()
        page.goto("/odoo/action-point_of_sale.action_pos_configuration")
        expect(field).to_have_value(address)

    save("kajen@fjordbycykler.example")
    try:
        till = new_page()
        open_till(live, till, login)
        choose_customer(till, BRITON)
        till.locator(".o_pos_contact").click()
        sender = till.locator(f"{PANEL} [name=store_email]")
        expect(sender).to_have_text("kajen@fjordbycykler.example")
        write_email(till, "From the quay", "It has come")
        message = live.wait_for_message(lambda m: m["subject"] == "From the quay")
        assert "kajen@fjordbycykler.example" in message["from"]
    finally:
        save(STORE)
