"""The contact history in a real browser: what a row shows, its files, its failure."""

import re

import pytest
from playwright.sync_api import expect

from devtools import postgres

from .steps import BRITON, open_panel_from_list, open_tab


def write(page, subject, text, attachment=None):
    """Fill the open panel with an e-mail, and press Send."""
    page.locator(".modal [name=subject] input").fill(subject)
    open_tab(page, "Compose")
    page.locator(".modal .odoo-editor-editable").click()
    page.keyboard.type(text)
    if attachment:
        page.locator(".modal input[type=file]").first.set_input_files(attachment)
        expect(page.locator(".modal .o_attachment").first).to_be_visible()
    page.locator(".modal button[name=action_send]:visible").click()


def reach(page, selector, limit=15):
    """Press Tab until the focus is on ``selector``."""
    for _press in range(limit):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def test_c15_an_unfolded_row_shows_details_and_its_file(live, page, login):
    """By keyboard: unfold, go to the file, download it; then use the row as new."""
    login(page, "sales")
    open_panel_from_list(page, BRITON)
    page.locator(".modal .o_selection_badge", has_text="Email").click()
    file = {"name": "way.txt", "mimeType": "text/plain", "buffer": b"Go left"}
    write(page, "How to find us", "See the file.", file)
    expect(page.locator(".modal .alert-success")).to_be_visible()
    open_tab(page, "Contact history")
    row = page.locator(".modal tr.o_data_row", has_text="How to find us").first
    for name in ("Use as new", "Send again"):
        expect(row.get_by_role("button", name=name)).to_be_visible()
    row.get_by_role("button", name="Show the text").press("Enter")
    details = page.locator(".modal .o_customer_communication_details")
    expect(details).to_contain_text("emily@spokewell.example")
    link = ".o_customer_communication_file"
    reach(page, link)
    expect(page.locator(link)).to_have_text("way.txt")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.path().read_bytes() == b"Go left"

    row.get_by_role("button", name="Use as new").click()
    panel = page.locator(".modal").last
    expect(panel.locator("[name=subject] input")).to_have_value("How to find us")
    panel.get_by_role("tab", name="Compose").click()
    expect(panel.locator(".o_attachment")).to_contain_text("way.txt")


def test_c15_the_document_opens_beside_the_panel(live, page, login):
    """What is typed in the panel is not lost by looking at the order."""
    login(page, "sales")
    page.goto("/odoo/sales")
    page.locator("tr.o_data_row").first.click()
    page.locator(".o_form_view button[name=action_contact]").click()
    page.locator(".modal .o_selection_badge", has_text="Note").click()
    write(page, "About this order", "They rang.")
    expect(page.locator(".modal .alert-success")).to_be_visible()
    open_tab(page, "Contact history")
    row = page.locator(".modal tr.o_data_row", has_text="About this order").first
    row.get_by_role("button", name="Show the text").click()
    with page.expect_popup() as popup:
        page.locator(".o_customer_communication_document").click()
    name = page.locator(".o_customer_communication_document").inner_text()
    expect(popup.value.locator(".o_form_view")).to_contain_text(name)
    expect(page.locator(".modal .o_customer_communication_panel")).to_be_visible()


def test_c11_a_failure_says_why_and_is_over_once_it_was_sent(live, page, login):
    """The state's icon says why; after trying again the chatter has one message."""
    login(page, "manager")
    page.goto("/odoo/contacts/new")
    name = ".o_field_widget[name=name]"
    page.locator(f"{name} textarea, {name} input").first.fill("Nils Nowhere")
    page.locator(".o_field_widget[name=email] input").fill("bounce@nowhere.example")
    page.locator(".o_form_button_save").click()
    page.locator(".o_form_view button[name=action_contact]").click()
    write(page, "Your bicycle", "Come and get it")
    reason = re.compile(r"refused the address \(550 .*\)")
    expect(page.locator(".modal .alert-danger")).to_contain_text(reason)
    open_tab(page, "Contact history")
    why = page.locator(".modal tr.o_data_row .o_customer_communication_why")
    expect(why).to_have_attribute("aria-label", reason)

    open_tab(page, "Configure")
    page.get_by_role("button", name="Edit customer").click()
    form = page.locator(".modal").last
    form.locator(".o_field_widget[name=email] input").fill("nils@nowhere.example")
    form.locator(".o_form_button_save").click()
    expect(page.locator(".modal")).to_have_count(1)
    open_tab(page, "Compose")
    page.locator(".modal button[name=action_send]:visible").click()
    expect(page.locator(".modal .alert-success")).to_contain_text("nils@")
    open_tab(page, "Contact history")
    row = page.locator(".modal tr.o_data_row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Sent")
    expect(row.locator(".o_customer_communication_why")).to_have_count(0)
    page.locator(".modal-footer").get_by_role("button", name="Close").click()
    expect(page.locator(".modal")).to_have_count(0)
    bubble = page.locator(".o-mail-Message", has_text="Come and get it")
    expect(bubble).to_have_count(1)
    expect(bubble.locator(".o-mail-Message-notification.text-danger")).to_have_count(0)
    live.wait_for_message(lambda m: m.get("subject") == "Your bicycle")


def test_c15_the_menu_of_groups_offers_what_people_know(live, page, login):
    login(page, "sales")
    page.goto("/odoo/action-customer_status_comm.customer_communication_action")
    page.locator(".o_searchview_dropdown_toggler").click()
    groups = page.locator(".o_add_custom_group_menu option").all_inner_texts()
    assert {"Customer", "State", "Type", "Recipient"} <= set(groups)
    assert not {"Document model", "Last Updated on", "Created by"} & set(groups)


def test_c15_use_as_new_asks_before_it_throws_text_away(live, page, login):
    """Typed text stays until it is given up; what was put in was not typed."""
    login(page, "sales")
    open_panel_from_list(page, BRITON)
    page.locator(".modal .o_selection_badge", has_text="Email").click()
    write(page, "An old one", "Old words.")
    expect(page.locator(".modal .alert-success")).to_be_visible()

    open_panel_from_list(page, BRITON)
    page.locator(".modal .o_selection_badge", has_text="Email").click()
    open_tab(page, "Compose")
    editor = page.locator(".modal .odoo-editor-editable")
    editor.click()
    page.keyboard.type("Typed with care")
    open_tab(page, "Contact history")
    row = page.locator(".modal tr.o_data_row", has_text="An old one").first
    again = row.get_by_role("button", name="Use as new")
    again.click()
    question = page.locator(".modal", has_text="Throw the text away?")
    stay = question.get_by_role("button", name="Go on writing")
    expect(stay).to_be_focused()
    stay.click()
    open_tab(page, "Compose")
    expect(editor).to_contain_text("Typed with care")
    open_tab(page, "Contact history")
    again.click()
    question.get_by_role("button", name="Throw away").click()
    subject = page.locator(".modal [name=subject] input")
    expect(subject).to_have_value("An old one")
    open_tab(page, "Compose")
    expect(editor).to_contain_text("Old words.")
    page.keyboard.press("Escape")
    expect(page.locator(".modal")).to_have_count(0)


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["desktop", "phone"])
def test_an_empty_history_says_what_to_do(live, new_page, login, size):
    """Odoo would shrink the dialog, and cut the words off."""
    page = new_page(viewport={"width": size[0], "height": size[1]})
    login(page, "manager")
    page.goto("/odoo/contacts/new")
    name = ".o_field_widget[name=name]"
    page.locator(f"{name} textarea, {name} input").first.fill("Nobody Wrotesofar")
    page.locator(".o_form_button_save").click()
    page.locator(".o_form_view button[name=action_contact]").click()
    open_tab(page, "Contact history")
    help_text = page.locator(".modal .o_nocontent_help")
    expect(help_text).to_contain_text("No messages to show")
    words = help_text.get_by_text("Write an e-mail, an SMS or a note")
    expect(words).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_history_of_the_panel_fits(live, new_page, login):
    """Nothing is cut: text wraps, and a row's buttons stand in what unfolds."""
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    login(page, "sales")
    page.goto("/odoo/contacts")
    card = page.locator(".o_kanban_record", has_text=BRITON).first
    card.locator("button[name=action_contact]").click()
    page.locator(".modal .o_selection_badge", has_text="Note").click()
    write(page, "Rang from the other side of town", "A long way. " * 20)
    expect(page.locator(".modal .alert-success")).to_be_visible()
    open_tab(page, "Contact history")
    row = page.locator(".modal tr.o_data_row", has_text="the other side").first
    row.locator(".o_customer_communication_chevron").click()
    expect(page.get_by_role("button", name="Use as new")).to_be_in_viewport(ratio=1)
    expect(row.locator("td[name=state]")).to_be_in_viewport(ratio=1)
    widths = "e => [e.scrollWidth, e.clientWidth]"
    content, room = page.locator(".modal .o_list_renderer").evaluate(widths)
    assert content <= room


def test_the_history_says_when_what_waits_will_leave(live, page, login):
    """After scheduling, and until it is taken back, which leaves the text writable."""
    login(page, "sales")
    open_panel_from_list(page, BRITON)
    expect(page.locator(".modal [name=subject] input")).to_be_visible()
    page.locator(".modal .o_selection_badge", has_text="Email").click()
    page.locator(".modal [name=subject] input").fill("For Christmas")
    open_tab(page, "Compose")
    editor = page.locator(".modal .odoo-editor-editable")
    editor.click()
    page.keyboard.type("Closed on Thursday.")
    page.locator(".modal [name=scheduled_at] :is(input, button)").first.click()
    later = page.locator(".modal [name=scheduled_at] input")
    later.fill("12/24/2099 10:00:00")
    later.press("Tab")
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.locator(".modal .alert-success")).to_contain_text("It will be sent")
    open_tab(page, "Configure")
    expect(page.locator(".modal [name=subject] input")).to_have_count(0)
    open_tab(page, "Contact history")
    row = page.locator(".modal tr.o_data_row", has_text="For Christmas").first
    expect(row).to_contain_text(re.compile("Dec 24, 2099, 10:00"))
    open_tab(page, "Compose")
    page.get_by_role("button", name="Do not send it").click()
    expect(page.locator(".modal .alert-info")).to_contain_text("not be sent")
    expect(editor).to_have_attribute("contenteditable", "true")


def fail(live, subject, code):
    """Have the message with that subject be one that failed; ``const.FAILURE_*``."""
    query = f"""
        UPDATE customer_communication
           SET state = 'failed', failure_code = '{code}',
               write_date = now() AT TIME ZONE 'UTC'
         WHERE subject = '{subject}'"""
    postgres.sql(query, live.database)


def test_18_6_many_are_sent_again_by_keyboard(live, page, login):
    """What was sent, or may have arrived, is left out; nothing opens by itself."""
    # Whatever else has failed in this shop did so long ago.
    postgres.sql(
        """
        UPDATE customer_communication
           SET write_date = write_date - interval '9 days' WHERE state = 'failed'""",
        live.database,
    )
    login(page, "manager")
    for subject in ("Arrived well", "Lost in the outage"):
        open_panel_from_list(page, BRITON)
        page.locator(".modal .o_selection_badge", has_text="Email").click()
        write(page, subject, "Dear customer.")
        expect(page.locator(".modal .alert-success")).to_be_visible()
    fail(live, "Lost in the outage", "interrupted")
    page.goto("/odoo/action-customer_status_comm.customer_communication_action")
    since = page.get_by_role("button", name="Failed since…")
    since.press("Enter")
    dialog = page.locator(".modal", has_text="Messages that have failed")
    expect(dialog.locator("p[tabindex='0']")).to_be_focused()
    expect(page.locator(".o_datetime_picker")).to_have_count(0)
    expect(dialog.locator("[name=uncertain_count]")).to_have_text("1")
    expect(dialog).to_contain_text("No other message has failed since then.")
    expect(dialog.get_by_role("button", name="Send again")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    fail(live, "Lost in the outage", "mail_given_up")
    since.press("Enter")
    again = dialog.get_by_role("button", name="Send again")
    expect(again).to_be_visible()
    expect(dialog.locator("[name=uncertain_count]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    for subject in ("Arrived well", "Lost in the outage"):
        row = page.locator("tr.o_data_row", has_text=subject).first
        row.locator(".o_list_record_selector input").press("Space")
    page.locator("button[name=action_resend_many]:visible").press("Enter")
    question = page.locator(".modal", has_text="Send 1 message that failed")
    expect(question).to_contain_text("1 other is left out.")
    question.get_by_role("button", name="Send again").press("Enter")
    told = page.locator(".o_notification", has_text="Sent again: 1")
    expect(told).to_contain_text("Not failed: 1")
