"""B10: the workshop, in a real browser, with a real SMS at the end."""

import re

import pytest
from playwright.sync_api import expect

from devtools import postgres

from .steps import BRITON, DANE, choose, open_tab

PHONE = {"width": 390, "height": 844}


def set_preference(live, customer, preference):
    """Have a customer reached by ``email`` or ``sms``."""
    query = f"UPDATE res_partner SET contact_preference = '{preference}'"
    postgres.sql(f"{query} WHERE name = '{customer}'", live.database)


def receive_job(page, customer):
    """Make a job in the browser and confirm it; return its number."""
    page.goto("/odoo/repairs/new")
    choose(page, "partner_id", customer)
    choose(page, "product_id", "Cargo bicycle")
    page.locator("[name=customer_agreement] textarea").fill("New brake pads.")
    page.locator("button[name=action_validate]:visible").click()
    current = page.locator(".o_arrow_button_current")
    expect(current).to_have_text("Confirmed")
    return page.locator("h1 .o_field_widget[name=name]").inner_text()


def press(page, name):
    page.locator(f"button[name={name}]:visible").first.click()


@pytest.mark.parametrize(
    ("customer", "thing", "ready", "place"),
    [
        (BRITON, "Cargo bicycle", "Ready for pickup", "through the gate"),
        (DANE, "Ladcykel", "Klar til afhentning", "ind gennem porten"),
    ],
    ids=["english", "danish"],
)
def test_b10_job_ready_is_told_by_sms_and_its_page_says_so(
    live, page, new_page, login, customer, thing, ready, place
):
    """Work on a job; its customer's phone rings; the page says where to fetch it."""
    set_preference(live, customer, "sms")
    try:
        login(page, "counter")
        number = receive_job(page, customer)
        press(page, "action_repair_start")
        expect(page.locator(".o_arrow_button_current")).to_have_text("Under Repair")
        press(page, "action_repair_end")
        expect(page.locator(".o_arrow_button_current")).to_have_text("Repaired")
        message = live.wait_for_message(
            lambda m: (
                m["kind"] == "sms"
                and number in m["body"]
                and m["body"].startswith(thing)
            ),
            timeout=150,
        )
    finally:
        set_preference(live, customer, "email")
    [link] = re.findall(r"https?://\S+/status/[\w-]{43}", message["body"])
    phone = new_page(viewport=PHONE)
    assert phone.goto(link).status == 200
    heading = phone.get_by_role("heading", level=1)
    expect(heading).to_have_text(ready)
    assert heading.bounding_box()["y"] < PHONE["height"] / 2, "seen without scrolling"
    expect(phone.locator("body")).to_contain_text(place)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    page.reload()
    press(page, "action_hand_over")
    expect(page.locator("button[name=action_hand_over]")).to_have_count(0)
    expect(page.locator("[name=handed_over_at]:visible")).not_to_be_empty()


@pytest.mark.parametrize("view", ["list", "kanban", "calendar"])
def test_b10_contact_from_where_the_jobs_are(page, login, view):
    """C1 of docs/requirements.md.

    Contact on a row, on a card and in the calendar opens the panel on the job.
    """
    login(page, "counter")
    page.goto("/odoo/repairs")
    page.locator(".o_data_row").first.wait_for()
    if view != "list":
        page.locator(f".o_switch_view.o_{view}").click()
    if view == "list":
        row = page.locator("tr.o_data_row", has_text=DANE).first
        number = row.locator("[name=name]").inner_text()
        row.locator("button[name=action_contact]").click()
    elif view == "kanban":
        card = page.locator(".o_kanban_record", has_text=DANE).first
        number = card.locator(".fw-bolder").inner_text()
        card.locator("button[name=action_contact]").click()
    else:
        job = page.locator(".fc-event", has_text=DANE).first
        expect(job).to_contain_text(re.compile("bicycle", re.IGNORECASE))
        job.click()
        popover = page.locator(".o_cw_popover")
        number = re.search(r"\S+/RO/\d+", popover.inner_text())[0]
        popover.get_by_role("button", name="Contact").click()
    panel = page.locator(".modal .o_customer_communication_panel")
    expect(panel).to_be_visible()
    expect(page.locator(".o_cw_popover")).to_have_count(0)
    choose(page, "template_id", "Status e-mail for a repair")
    subject = page.locator(".modal [name=subject] input")
    expect(subject).to_have_value(re.compile(re.escape(number.strip())))
    open_tab(page, "Compose")
    expect(page.locator(".modal .odoo-editor-editable")).to_contain_text(number.strip())


def test_b10_the_calendar_tells_where_jobs_stand_by_colour(page, login):
    """What is ready has another colour than what was fetched or waits for its turn."""
    login(page, "counter")
    page.goto("/odoo/repairs")
    page.locator(".o_data_row").first.wait_for()
    page.locator(".o_switch_view.o_calendar").click()
    page.locator(".fc-event").first.wait_for()
    colours = {
        label: page.locator(".o_calendar_filter_item", has_text=label)
        .locator("input")
        .evaluate("e => getComputedStyle(e).backgroundColor")
        for label in ("Received", "Confirmed", "In work", "Ready for pickup")
    }
    assert len(set(colours.values())) == len(colours), colours


def test_b10_the_list_tells_waiting_from_handed_over(page, login):
    """To Odoo both are repaired."""
    login(page, "counter")
    page.goto("/odoo/repairs")
    rows = page.locator(".o_data_row")
    rows.first.wait_for()
    for step in ("Ready for pickup", "Handed over"):
        expect(rows.filter(has_text=step).first).to_be_visible()
    expect(rows.filter(has_text="Repaired")).to_have_count(0)
