"""The communication panel in a real browser: SMS, note, keyboard, Danish."""

import re

from playwright.sync_api import expect

from .steps import BRITON, DANE, choose, open_panel_from_list, open_tab


def choose_type(page, name):
    badge = page.locator(".modal .o_selection_badge", has_text=name)
    badge.click()
    expect(badge).to_have_attribute("aria-checked", "true")


def test_sms_from_the_panel(live, page, login):
    """C13, B13 of docs/requirements.md.

    The counter is true while one types, and the text arrives as counted.
    """
    login(page, "counter")
    open_panel_from_list(page, BRITON)
    choose_type(page, "SMS")
    choose(page, "template_id", "Ready for pickup")
    open_tab(page, "Compose")
    text = page.locator(".modal textarea").first
    expect(text).to_have_value(re.compile("^Hi Emily,"))
    count = page.locator(".modal .o_customer_sms_count")
    expect(count).to_contain_text("1 SMS")
    expect(count).to_contain_text("standard characters")
    text.press("Control+End")
    page.keyboard.type(" – it’s done")
    expect(count).to_contain_text("Unicode")
    page.get_by_role("button", name="Replace them").click()
    expect(text).to_have_value(re.compile(r" - it's done$"))
    expect(count).to_contain_text("standard characters")
    page.locator(".modal button[name=action_send]:visible").click()
    expect(page.locator(".modal .alert-success")).to_contain_text("+45")

    message = live.wait_for_message(
        lambda m: m["kind"] == "sms" and "it's done" in m["body"], timeout=30
    )
    assert message["to"].startswith("+45")
    assert message["body"].startswith("Hi Emily,")


def test_note_from_the_panel(live, page, login):
    """C6, C11, C13: A note is saved, stands in the history, and leaves nowhere."""
    login(page, "counter")
    before = len(live.messages())
    open_panel_from_list(page, BRITON)
    choose_type(page, "Note")
    page.locator(".modal [name=subject] input").fill("Rang about the spare key")
    open_tab(page, "Compose")
    page.locator(".modal .odoo-editor-editable").click()
    page.keyboard.type("Wants it on Friday")
    save = page.locator(".modal button[name=action_send]:visible")
    expect(save).to_have_text("Save")
    save.click()
    expect(page.locator(".modal .alert-success")).to_contain_text("saved")
    open_tab(page, "Contact history")
    row = page.locator(".modal tr.o_data_row", has_text="Rang about the spare key")
    expect(row.first).to_contain_text("Saved")
    assert len(live.messages()) == before


def test_without_a_subject_the_panel_says_so(live, page, login):
    """C8 of docs/requirements.md."""
    login(page, "sales")
    open_panel_from_list(page, BRITON)
    open_tab(page, "Compose")
    page.locator(".modal .odoo-editor-editable").click()
    page.keyboard.type("Some words")
    page.locator(".modal button[name=action_send]:visible").click()
    expect(page.locator(".modal .alert-danger")).to_contain_text("subject")
    open_tab(page, "Configure")
    page.locator(".modal [name=subject] input").fill("Now with one")
    open_tab(page, "Compose")
    expect(page.locator(".modal .odoo-editor-editable")).to_contain_text("Some words")


def test_missing_data_is_put_right_from_the_panel(live, page, login):
    """Edit the customer over the panel; the panel shows the new number at once."""
    login(page, "manager")
    open_panel_from_list(page, DANE)
    page.get_by_role("button", name="Edit customer").click()
    form = page.locator(".modal").last
    form.locator(".o_field_widget[name=phone] input").fill("+45 68 00 00 99")
    form.locator(".o_form_button_save").click()
    expect(page.locator(".modal")).to_have_count(1)
    expect(page.locator(".modal .o_field_widget[name=partner_phone]")).to_contain_text(
        "68 00 00 99"
    )


def test_the_panel_by_keyboard_alone(live, page, login):
    """From the open panel to a sent e-mail and its unfolded row, without a mouse."""
    login(page, "sales")
    open_panel_from_list(page, BRITON)
    keys = page.keyboard

    def reach(selector, limit=40):
        """Press Tab until the focus is on ``selector``."""
        for _press in range(limit):
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            keys.press("Tab")
        raise AssertionError(f"Tab does not reach {selector}")

    reach("[name=template_id] input")  # the first thing to fill in
    keys.press("Shift+Tab")
    badge = page.locator(".modal .o_selection_badge:focus")
    expect(badge).to_have_text("Email")
    for key, name in (("ArrowRight", "SMS"), ("End", "SMS"), ("ArrowLeft", "Email")):
        keys.press(key)
        expect(badge).to_have_text(name)
        expect(badge).to_have_attribute("aria-checked", "true")
    reach("[name=template_id] input")
    keys.type("Status")
    page.locator(".o-autocomplete--dropdown-item", has_text="Status e-mail").wait_for()
    keys.press("Enter")
    expect(page.locator(".modal [name=subject] input")).to_have_value(
        re.compile("stand")
    )
    reach("[name=subject] input")
    keys.press("Control+a")
    keys.type("By keyboard alone")
    tabs = page.locator(".modal a.nav-link")
    tabs.nth(1).focus()
    keys.press("Enter")
    expect(page.locator(".modal .odoo-editor-editable")).to_be_visible()
    keys.press("Alt+s")  # the editor keeps Tab for itself, as Odoo's own does
    expect(page.locator(".modal .alert-success")).to_be_visible()
    tabs.nth(2).focus()
    keys.press("Enter")
    page.locator(".modal tr.o_data_row", has_text="By keyboard alone").first.wait_for()
    reach(".o_searchview_input")
    keys.press("ArrowDown")  # to the list's head
    keys.press("ArrowDown")  # to its first row
    keys.press("Enter")
    text = page.locator(".modal .o_customer_communication_text")
    expect(text).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(text).to_have_count(2)
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(text).to_have_count(1)
    live.wait_for_message(lambda m: m.get("subject") == "By keyboard alone")


def test_each_tab_opens_on_what_is_still_to_be_filled_in(live, page, login):
    login(page, "sales")
    open_panel_from_list(page, BRITON)
    choose_type(page, "Note")
    focus = "document.activeElement.closest('.o_field_widget')?.getAttribute('name')"

    def expect_focus(name):
        page.wait_for_function(f"{focus} === {name!r}")

    open_tab(page, "Compose")
    expect_focus("body")
    page.keyboard.type("Some words")
    open_tab(page, "Configure")
    expect_focus("template_id")
    choose_type(page, "SMS")
    open_tab(page, "Compose")
    expect(page.locator(".modal textarea").first).to_have_value("Some words")
    page.locator(".modal textarea").first.fill("")
    open_tab(page, "Contact history")
    page.locator(".modal .o_list_renderer").wait_for()
    open_tab(page, "Compose")
    expect_focus("sms_text")


def test_the_dialog_keeps_its_height_and_its_button_in_sight(live, new_page, login):
    """From tab to tab, on a small laptop and on a phone."""
    page = new_page(viewport={"width": 1366, "height": 768})
    login(page, "sales")
    open_panel_from_list(page, BRITON)
    choose_type(page, "Email")
    choose(page, "template_id", "Status e-mail")
    measure = "document.querySelector('.modal-content').getBoundingClientRect().height"
    heights = set()
    for name in ("Configure", "Compose", "Contact history"):
        open_tab(page, name)
        page.wait_for_timeout(500)
        heights.add(page.evaluate(measure))
    assert len(heights) == 1, heights
    open_tab(page, "Compose")
    expect(page.locator(".modal button[name=action_send]:visible")).to_be_in_viewport(
        ratio=1
    )


def test_the_status_link_goes_to_the_cursor_and_only_once(live, page, login):
    """Above the signature while nobody has written, then where one writes."""
    login(page, "sales")
    open_panel_from_list(page, BRITON)
    choose_type(page, "Email")
    choose(page, "template_id", "Blank")
    page.locator(".modal [name=subject] input").fill("Your status")
    open_tab(page, "Compose")
    editor = page.locator(".modal .odoo-editor-editable")
    button = page.get_by_role("button", name="Insert status link")
    again = page.locator(".o_notification", has_text="in the text already")
    button.click()
    expect(editor).to_have_text(
        re.compile(r"Hi Emily,\s*\W*See how it stands\W*\s*Signe Salgsrud")
    )
    expect(page.locator(".o_customer_communication_link_hint")).to_be_visible()
    button.click()
    expect(again).to_be_visible()
    expect(editor.locator("a")).to_have_count(1)

    # At the cursor: after a word in the middle of a line.
    open_panel_from_list(page, BRITON)
    choose_type(page, "Email")
    choose(page, "template_id", "Blank")
    page.locator(".modal [name=subject] input").fill("Your status")
    open_tab(page, "Compose")
    editor.locator("p").first.click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("Look here or call")
    for _letter in " or call":
        page.keyboard.press("ArrowLeft")
    button.click()
    expect(editor).to_have_text(re.compile(r"Look here\W+See how it stands\W+or call"))

    # In an SMS, at the caret.
    open_tab(page, "Configure")
    choose_type(page, "SMS")
    open_tab(page, "Compose")
    text = page.locator(".modal textarea").first
    text.fill("Look and call")
    text.press("Home")
    for _letter in "Look":
        text.press("ArrowRight")
    button.click()
    expect(text).to_have_value(re.compile(r"^Look http\S+/my/status/\S+ and call$"))
    button.click()
    expect(again.first).to_be_visible()
    page.locator(".modal button[name=action_send]:visible").click()
    expect(page.locator(".modal .alert-success")).to_be_visible()
    message = live.wait_for_message(
        lambda m: m["kind"] == "sms" and m["body"].startswith("Look http")
    )
    assert re.search(r"/status/[\w-]{43} and call$", message["body"])


def test_a_danish_customer_is_written_to_in_danish(live, page, login):
    """The user works in English; text, greeting and link are Danish."""
    login(page, "sales")
    open_panel_from_list(page, DANE)
    choose_type(page, "Email")
    choose(page, "template_id", "Status e-mail")
    open_tab(page, "Compose")
    editor = page.locator(".modal .odoo-editor-editable")
    expect(editor).to_contain_text("Hej Anna,")
    expect(editor).to_contain_text("Se dine ordrer")
    page.locator(".modal button[name=action_send]:visible").click()
    expect(page.locator(".modal .alert-success")).to_be_visible()
    message = live.wait_for_message(
        lambda m: "anna@" in str(m["to"]) and "dine ordrer" in m.get("subject", "")
    )
    assert "Hej Anna," in message["text"]


def test_closing_asks_before_it_throws_text_away(live, page, login):
    """B27: Escape and Close ask when something was typed, and only then."""
    login(page, "sales")
    open_panel_from_list(page, BRITON)
    choose_type(page, "Email")
    open_tab(page, "Compose")
    page.locator(".modal .odoo-editor-editable").click()
    page.keyboard.type("Typed with care")
    page.keyboard.press("Escape")
    question = page.locator(".modal", has_text="Throw the text away?")
    expect(question).to_be_visible()
    question.get_by_role("button", name="Go on writing").click()
    expect(page.locator(".modal .odoo-editor-editable")).to_contain_text(
        "Typed with care"
    )
    page.locator(".modal-footer").get_by_role("button", name="Close").click()
    question.get_by_role("button", name="Throw away").click()
    expect(page.locator(".modal")).to_have_count(0)

    open_panel_from_list(page, BRITON)
    page.locator(".modal-footer").get_by_role("button", name="Close").click()
    expect(page.locator(".modal")).to_have_count(0)


def test_the_status_link_goes_to_the_cursor_after_replacing(live, page, login):
    """Replacing characters leaves the cursor behind the words it stood behind."""
    login(page, "counter")
    open_panel_from_list(page, BRITON)
    choose_type(page, "SMS")
    open_tab(page, "Compose")
    text = page.locator(".modal textarea").first
    text.click()
    page.keyboard.type("It’s done… and more")
    for _letter in " and more":
        text.press("ArrowLeft")
    page.get_by_role("button", name="Replace them").click()
    expect(text).to_have_value("It's done... and more")
    page.get_by_role("button", name="Insert status link").click()
    expect(text).to_have_value(re.compile(r"^It's done\.\.\. http\S+ and more$"))
