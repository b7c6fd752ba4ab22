"""What a newcomer does first, in a real browser, with real e-mails."""

import re

from playwright.sync_api import expect

from .steps import (
    BRITON,
    DANE,
    choose,
    confirm_quotation,
    get_link,
    get_text,
    open_panel_from_list,
    open_tab,
    set_mode,
    set_rules,
)


def test_confirmed_order_reaches_the_customer(live, page, new_page, login):
    """Confirm an order; its e-mail arrives by itself; its link opens on a phone."""
    login(page, "sales")
    number = confirm_quotation(page, DANE)

    message = live.wait_for_message(lambda m: number in m["subject"], timeout=150)

    assert message["kind"] == "mail"
    assert "Hej Anna," in message["text"]
    assert "fjordby" in message["from"].lower()
    phone = new_page(viewport={"width": 390, "height": 844}, locale="da-DK")
    answer = phone.goto(get_link(message))
    assert answer.status == 200
    expect(phone.locator("html")).to_have_attribute("lang", re.compile("^da"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Din ordre er bekræftet")
    expect(phone.locator("body")).to_contain_text(number)
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, "the page must not scroll sideways"


def test_b2_stop_and_send_now(live, page, login):
    """The order shows what goes out; the first message is stopped, the next sent."""
    login(page, "sales")
    set_rules(live, settle_minutes=45)
    try:
        number = confirm_quotation(page, BRITON)
        page.reload()
        line = page.locator(".o_customer_status_countdown")
        expect(line).to_contain_text(re.compile(r"E-mail to \S+ goes out in 4[45] min"))
        line.get_by_role("button", name="Stop").click()
        expect(line).to_have_count(0)

        page.locator("button[name=action_cancel]:visible").click()
        page.locator(".modal .btn-primary").click()
        expect(page.locator(".o_arrow_button_current")).to_have_text("Cancelled")
        page.reload()
        expect(line).to_be_visible()
        colleague = page.context.new_page()
        colleague.goto(page.url)
        late = colleague.locator(".o_customer_status_countdown")
        expect(late).to_be_visible()
        line.get_by_role("button", name="Send now").click()
        expect(line).to_have_count(0)
        late.get_by_role("button", name="Send now").click()
        notice = colleague.locator(".o_notification")
        expect(notice).to_contain_text("It has already been sent.")
        expect(late).to_have_count(0)
        expect(colleague.locator(".modal")).to_have_count(0)
        colleague.close()
    finally:
        set_rules(live, settle_minutes=0)

    message = live.wait_for_message(lambda m: number in m["subject"], timeout=60)
    assert "cancelled" in message["subject"]
    page.goto(get_link(message))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your order is cancelled")


def test_m7_publishing_on_demand(live, page, login):
    """Nothing leaves before the manager has looked at the list and pressed Publish."""
    login(page, "manager")
    set_mode(live, "on_demand")
    try:
        number = confirm_quotation(page, BRITON)
        page.goto("/odoo/action-customer_status_comm.customer_status_waiting_action")
        row = page.locator("tr.o_data_row", has_text=number)
        expect(row).to_contain_text("Confirmed")
        expect(row).to_contain_text("E-mail to")
        assert not [m for m in live.messages() if number in m["subject"]]
        row.locator("input[type=checkbox]").click()
        page.get_by_role("button", name="Publish", exact=True).click()
        page.locator(".modal .btn-primary").click()
        expect(page.locator(".o_notification")).to_contain_text("Published: 1")
        expect(page.locator("tr.o_data_row", has_text=number)).to_have_count(0)
    finally:
        set_mode(live, "automatic")
    message = live.wait_for_message(lambda m: number in m["subject"], timeout=60)
    assert "confirm" in message["html"].lower()


def test_m7_publishing_on_a_phone(live, page, new_page, login):
    """Cards say what waits; Publish says how many it means, or that nothing waits."""
    phone = new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    outbox = "/odoo/action-customer_status_comm.customer_status_waiting_action"
    login(page, "manager")
    login(phone, "manager")
    set_mode(live, "on_demand")
    try:
        number = confirm_quotation(page, BRITON)
        phone.goto(outbox)
        card = phone.locator(".o_kanban_record", has_text=number)
        for words in ("Emily Spokewell", "Confirmed", "E-mail to"):
            expect(card).to_contain_text(words)
        publish = phone.get_by_role("button", name="Publish", exact=True)
        publish.click()
        question = phone.locator(".modal")
        expect(question).to_contain_text(re.compile(r"everything that waits \(\d+\)"))
        question.get_by_role("button", name="Publish", exact=True).click()
        expect(phone.locator(".o_notification")).to_contain_text("Published: 1")
        expect(card).to_have_count(0)
        publish.click()
        nothing = phone.locator(".o_notification", has_text="There is nothing to do.")
        expect(nothing).to_be_visible()
        expect(question).to_have_count(0)
    finally:
        set_mode(live, "automatic")


def test_writing_to_a_customer_from_the_list(live, page, login):
    """M1, C1, C3, C15 of docs/requirements.md.

    Contact → template → Send: the mail arrives, and stands in the history.
    """
    login(page, "sales")
    open_panel_from_list(page, BRITON)
    choose(page, "template_id", "Status e-mail")
    expect(page.locator(".modal [name=subject] input")).to_have_value(
        "How your orders stand"
    )
    open_tab(page, "Compose")
    editor = page.locator(".modal .o_customer_communication_body .odoo-editor-editable")
    expect(editor).to_contain_text("Hi Emily,")
    editor.locator("p").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" good to see you.")
    page.locator(".modal button[name=action_send]:visible").click()
    expect(page.locator(".modal .alert-success")).to_contain_text(
        "emily@spokewell.example"
    )
    expect(page.locator(".modal button[name=action_send]:visible")).to_have_count(0)

    message = live.wait_for_message(
        lambda m: m["subject"] == "How your orders stand", timeout=30
    )
    assert "emily@spokewell.example" in str(message["to"])
    assert "good to see you" in message["text"]
    [attachment] = message["attachments"]
    assert attachment["name"] == "status-Emily-Spokewell.html"

    open_tab(page, "Contact history")
    row = page.locator(".modal tr.o_data_row", has_text="How your orders stand").first
    expect(row).to_contain_text("Sent")
    row.locator(".o_customer_communication_chevron").press("Enter")
    text = get_text(page.locator(".modal .o_customer_communication_text").first)
    expect(text).to_contain_text("good to see you")
    page.goto(get_link(message))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_failure_is_shown_and_nothing_is_lost(live, page, login):
    """The mail server refuses the address: the panel says so and keeps the text."""
    login(page, "manager")
    page.goto("/odoo/contacts/new")
    page.locator(
        ".o_field_widget[name=name] textarea, .o_field_widget[name=name] input"
    ).first.fill("Nobody Home")
    page.locator(".o_field_widget[name=email] input").fill("bounce@nowhere.example")
    page.locator(".o_form_button_save").click()
    page.locator(".o_form_view button[name=action_contact]").click()
    page.locator(".modal [name=subject] input").fill("Hello")
    open_tab(page, "Compose")
    page.locator(".modal .odoo-editor-editable").click()
    page.keyboard.type("Typed with care")
    page.locator(".modal button[name=action_send]:visible").click()
    expect(page.locator(".modal .alert-danger")).to_contain_text("Not sent")
    expect(page.locator(".modal .odoo-editor-editable")).to_contain_text(
        "Typed with care"
    )
    expect(page.locator(".modal button[name=action_send]:visible")).to_have_text(
        "Try again"
    )
