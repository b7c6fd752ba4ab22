"""Styles and pictures in a message reach neither the back office nor anybody else.

Staff open each place that shows a text which somebody else has written.
"""

import re
import threading
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from .steps import BRITON, choose, get_text, open_panel_from_list, open_tab
from .test_accessible import find_violations
from .test_hostile import call
from .test_pos import choose_customer, open_till

#: A picture of one pixel.
PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==")
#: Would hide Odoo, cover it, and lead away whoever clicks.
HOSTILE = """
<p class="first">Words of Mallory</p>
<style>.o_web_client, .o_main_navbar, .modal, .pos {{ display: none }}</style>
<style>@import "{outside}/import.css"; p {{ background: url({outside}/c.png) }}</style>
<svg><style>.o_action_manager {{ visibility: hidden !important }}</style></svg>
<link rel="stylesheet" href="{outside}/link.css"/>
<div style="position: fixed; inset: 0; z-index: 99999">
  <a href="{outside}/away" target="_top" ping="{outside}/ping">Go on</a>
</div>
<div class="modal d-block show position-fixed top-0 start-0 w-100 h-100">over</div>
<p style="margin-top: -4000px; opacity: 0"><a href="{outside}/up">{filler}</a></p>
<img src="{outside}/picture.png" srcset="{outside}/set.png 2x" alt="A map"/>
<img src="/web/session/logout" alt=""/>
<table background="{outside}/table.png"><tr><td>c</td></tr></table>
<p style="background: url({outside}/paragraph.png)">Last words of Mallory</p>
<video poster="{outside}/poster.png" src="{outside}/film.mp4"></video>
"""
#: The same in short; nothing of the text itself is seen either.
BLANK = "<p class='first'>Words of Mallory</p><style>*{{display:none}}</style>"
#: What one may write and mean well by: a picture, and nothing else.
PICTURE = '<p>Our map</p><p><img src="{outside}/map.png" alt="A map"/></p>'


class Outside:
    """A server of somebody else's, which notes what it is asked for."""

    def __init__(self):
        self.asked = asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "image/gif")
                self.end_headers()
                self.wfile.write(PIXEL)

            def log_message(self, *_args):
                """Keep the test's output clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def fill(self, text):
        return text.format(outside=self.url, filler="x" * 4000)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def outside():
    server = Outside()
    yield server
    server.stop()


def get_customer(page):
    [customer] = call(page, "res.partner", "search", [["name", "=", BRITON]], limit=1)
    return customer


def send(page, body, **values):
    """Send the Briton an e-mail over RPC; return its row's id."""
    values = {
        "partner_id": get_customer(page),
        "subject": "From Mallory",
        "communication_type": "email",
        "body": body,
        **values,
    }
    [panel] = call(page, "customer.communication.panel", "create", [values])
    call(page, "customer.communication.panel", "action_send", [panel])
    [panel] = call(
        page, "customer.communication.panel", "read", [panel], ["communication_id"]
    )
    return panel["communication_id"][0]


def assert_usable(page, outside, where):
    """Odoo can be seen and clicked, and nobody else was asked for anything."""
    page.wait_for_timeout(500)  # for what would be fetched late
    assert outside.asked == [], where
    assert "/web/login" not in page.url, where
    button = page.locator(".o_main_navbar button:visible").first
    expect(button, where).to_be_visible()
    target = button
    if page.locator(".modal").count():
        target = page.locator(".modal-dialog .modal-header").last
        expect(target, where).to_be_visible()
    target.click(trial=True, timeout=5_000)


def unfold(page, subject, within=""):
    """Show the text of a row of the history by keyboard; return what unfolds."""
    row = page.locator(f"{within} tr.o_data_row", has_text=subject).first
    row.get_by_role("button", name="Show the text").press("Enter")
    unfolded = page.locator(f"{within} .o_customer_communication_unfolded").first
    expect(unfolded.locator("iframe")).to_be_visible()
    return unfolded


def assert_shown(page, container, outside, where):
    """The text stands in its frame, whole; its pictures come when one asks."""
    assert_usable(page, outside, where)
    text = get_text(container)
    expect(text.locator("p.first")).to_have_text("Words of Mallory")
    button = container.get_by_role("button", name="Show pictures")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_count(0)
    page.wait_for_timeout(1000)
    assert "/picture.png" in outside.asked or "/set.png" in outside.asked, where
    for path in ("/link.css", "/import.css", "/film.mp4", "/ping", "/away"):
        assert path not in outside.asked, where
    outside.asked.clear()
    assert_usable(page, outside, where)


def test_in_the_history_and_on_its_form(page, login, outside):
    login(page, "sales")
    row = send(page, outside.fill(HOSTILE))
    send(page, outside.fill(BLANK), subject="Nothing to see")
    action = "/odoo/action-customer_status_comm.customer_communication_action"
    page.goto(action)
    unfolded = unfold(page, "From Mallory")
    assert find_violations(page, ".o_customer_communication_unfolded") == []
    assert_shown(page, unfolded, outside, "list")

    page.goto(action)
    unfold(page, "Nothing to see")
    assert_usable(page, outside, "list, blank")

    page.goto(f"/odoo/customer.communication/{row}")
    body = page.locator(".o_field_widget[name=body]")
    assert_shown(page, body, outside, "form")
    assert find_violations(page, ".o_field_widget[name=body]") == []


def test_in_the_customers_chatter(page, login, outside):
    login(page, "sales")
    send(page, outside.fill(HOSTILE))
    page.goto(f"/odoo/contacts/{get_customer(page)}")
    message = page.locator(".o-mail-Message", has_text="Last words").first
    message.wait_for()
    assert_usable(page, outside, "chatter")
    expect(message.locator(".o-mail-Message-body img")).to_have_count(0)
    link = message.get_by_role("link", name="[A map]")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("href", f"{outside.url}/picture.png")


def test_in_the_panel_and_as_the_beginning_of_a_new_message(page, login, outside):
    login(page, "sales")
    send(page, outside.fill(HOSTILE))
    open_panel_from_list(page, BRITON)
    open_tab(page, "Contact history")
    unfolded = unfold(page, "From Mallory", ".modal")
    assert_shown(page, unfolded, outside, "panel's history")

    row = page.locator(".modal tr.o_data_row", has_text="From Mallory").first
    row.get_by_role("button", name="Use as new").click()
    panel = page.locator(".modal").last
    expect(panel.locator("[name=subject] input")).to_have_value("From Mallory")
    panel.get_by_role("tab", name="Compose").click()
    body = panel.locator(".o_field_widget[name=body]")
    expect(get_text(body).locator("p.first")).to_have_text("Words of Mallory")
    expect(body.locator(".odoo-editor-editable")).to_have_count(0)
    assert_usable(page, outside, "panel's editor")
    body.get_by_role("button", name="Edit the HTML").click()
    expect(body.locator("textarea")).to_have_value(re.compile("Words of Mallory"))
    assert_usable(page, outside, "panel's code")


def test_a_picture_can_be_asked_for_and_then_the_text_be_edited(
    live, page, login, outside
):
    login(page, "sales")
    send(page, outside.fill(PICTURE), subject="With a map")
    open_panel_from_list(page, BRITON)
    open_tab(page, "Contact history")
    row = page.locator(".modal tr.o_data_row", has_text="With a map").first
    row.get_by_role("button", name="Use as new").click()
    panel = page.locator(".modal").last
    expect(panel.locator("[name=subject] input")).to_have_value("With a map")
    panel.get_by_role("tab", name="Compose").click()
    body = panel.locator(".o_field_widget[name=body]")
    expect(get_text(body).locator("p").first).to_have_text("Our map")
    assert_usable(page, outside, "before")
    button = body.get_by_role("button", name="Show pictures")
    button.focus()
    page.keyboard.press("Enter")
    editor = body.locator(".odoo-editor-editable")
    expect(editor.locator("img")).to_be_visible()
    editor.locator("p").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" of the way")
    # While Odoo's editor looks at pictures, for mail programs, the page moves.
    with page.expect_response(re.compile("panel/onchange")):
        panel.get_by_text("Subject:").click()
    panel.locator("button[name=action_send]:visible").click()
    expect(panel.locator(".alert-success")).to_be_visible()
    assert outside.asked[:1] == ["/map.png"]
    message = live.wait_for_message(
        lambda m: m.get("subject") == "With a map" and "of the way" in m["html"]
    )
    assert f'src="{outside.url}/map.png"' in message["html"]


def test_in_a_template_and_its_preview(page, login, outside):
    login(page, "sales")
    [template] = call(
        page,
        "mail.template",
        "create",
        [
            {
                "name": "Of Mallory",
                "communication_type": "email",
                "communication_model": "res.partner",
                "subject": "Of Mallory",
                "body_html": outside.fill(HOSTILE),
            }
        ],
    )
    page.goto("/odoo/action-customer_status_comm.mail_template_action")
    row = page.locator(".o_data_row", has_text="Of Mallory").first
    row.locator("td").nth(1).click()
    body = page.locator(".o_field_widget[name=body_html]")
    expect(get_text(body).locator("p.first")).to_have_text("Words of Mallory")
    assert_usable(page, outside, "template")
    assert find_violations(page, ".o_field_widget[name=body_html]") == []

    action = "/odoo/action-mail.mail_template_preview_action?active_id="
    page.goto(f"{action}{template}")
    shown = page.locator(".o_field_widget[name=body_html]:visible")
    expect(shown.locator("iframe")).to_be_visible()  # the dialog has opened
    assert_shown(page, shown, outside, "preview")

    # Whoever picks it in the panel.
    open_panel_from_list(page, BRITON)
    choose(page, "template_id", "Of Mallory")
    open_tab(page, "Compose")
    body = page.locator(".modal .o_field_widget[name=body]")
    expect(get_text(body).locator("p.first")).to_have_text("Words of Mallory")
    assert_usable(page, outside, "panel with the template")
    page.locator(".modal button[name=action_send]:visible").click()
    expect(page.locator(".modal .alert-success")).to_be_visible()
    assert_usable(page, outside, "panel, sent")


def test_at_the_till(live, page, new_page, login, outside):
    seller = new_page()
    login(seller, "sales")
    send(seller, outside.fill(HOSTILE))
    open_till(live, page, login)
    choose_customer(page, BRITON)
    page.locator(".o_pos_contact").click()
    page.locator(".modal .o_customer_communication_panel").wait_for()
    open_tab(page, "Contact history")
    unfolded = unfold(page, "From Mallory", ".modal")
    expect(get_text(unfolded).locator("p.first")).to_have_text("Words of Mallory")
    page.wait_for_timeout(500)
    assert outside.asked == []
    page.locator(".modal .modal-header").last.click(trial=True, timeout=5_000)


def test_the_customer_gets_it_as_it_was_written(live, page, login, outside):
    login(page, "sales")
    send(page, outside.fill(HOSTILE), subject="As it was written")
    message = live.wait_for_message(lambda m: m.get("subject") == "As it was written")
    for part in (".o_web_client, ", f"{outside.url}/picture.png", "position: fixed"):
        assert part in message["html"], part
