"""The pictures of the user guide, in one language, from a running demo shop."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

from .pictures import DESKTOP, DOCS, PHONE, Visitor, save

GUIDE = DOCS / "guide"
ACTION = "action-customer_status_comm."
PANEL = ".modal .o_customer_communication_panel"
ROW = "tr.o_data_row"


class Cast(NamedTuple):
    """Who and what a language's pictures show: customers who speak it.

    :param waiting: a quotation, confirmed and not yet told. ``told``: one confirmed
        and told. ``shown``: an order whose page is shown. ``repair``: ready.
    """

    customer: str
    waiting: str
    told: str
    shown: str
    repair: str


CASTS = {
    "en": Cast("Emily Spokewell", "S00002", "S00005", "S00022", "FJ/RO/00005"),
    "da": Cast("Anna Kædeby", "S00001", "S00004", "S00011", "FJ/RO/00004"),
}
#: The quotation of somebody with no address, and who orders by import.
NOBODY, IMPORTED = "S00003", ("Clara von der Nabe", "Silja")


def confirm(manager: Visitor, *names: str):
    """Confirm quotations by their numbers."""
    orders = manager.find("sale.order", ["name", "in", names])
    manager.call("sale.order", "action_confirm", orders)


def prepare_shop(browser: Browser):
    """Have something told and something held back in the demo shop.

    Its own rules, which hardly wait, give way to those that every shop begins with.
    """
    manager = Visitor(browser, "manager", "en")
    long_ago = datetime.now() - timedelta(days=40)
    [bell] = manager.find("product.product", ["name", "ilike", "bell"])[:1]
    for name in IMPORTED:
        [partner] = manager.find("res.partner", ["name", "=", name])
        order = {
            "partner_id": partner,
            "state": "sale",
            "date_order": long_ago.strftime("%Y-%m-%d %H:%M:%S"),
            "order_line": [[0, 0, {"product_id": bell, "product_uom_qty": 1}]],
        }
        manager.call("sale.order", "create", [order])
    names = [cast.repair for cast in CASTS.values()]
    repairs = manager.find("repair.order", ["name", "in", names])
    manager.call("repair.order", "write", repairs, {"customer_price": 349})
    confirm(manager, NOBODY, *(cast.told for cast in CASTS.values()))
    waiting = manager.find("customer.status.waiting")
    manager.call("customer.status.waiting", "publish_batch", waiting)
    rules = manager.find("customer.status.rule", ["company_id", "!=", False])
    manager.call("customer.status.rule", "unlink", rules)


def take_guide(browser: Browser, language: str):
    """Take all pictures of the guide in a language."""
    cast, folder = CASTS[language], GUIDE / language
    manager = Visitor(browser, "manager", language)
    confirm(manager, cast.waiting)
    take_orders(manager, cast, folder)
    take_lists(manager, folder)
    take_template(manager, folder)
    take_settings(manager, folder)
    take_rules(manager, folder)
    take_workshop(manager, cast, folder)
    take_erasure(manager, cast, folder)
    sales = Visitor(browser, "sales", language)
    take_panel(sales, cast, folder)
    take_sms(sales, cast, folder)
    take_till(Visitor(browser, "counter", language), cast, folder)
    take_status(browser, find_link(manager, cast), folder)


# Writing ------------------------------------------------------------------------------


def open_panel(sales: Visitor, customer: str, kind: int):
    """Open the panel on a customer's row; choose the ``kind``-th type of message."""
    page = sales.open("contacts", ROW)
    row = page.locator(ROW, has_text=customer).first
    row.locator("button[name=action_contact]").click()
    page.locator(PANEL).wait_for()
    page.locator(f"{PANEL} [name=communication_type] button").nth(kind).click()


def take_panel(sales: Visitor, cast: Cast, folder: Path):
    """Take the customer list, and the panel's three tabs."""
    page = sales.open("contacts", ROW)
    save(
        page,
        folder / "contact.png",
        clip={"x": 0, "y": 0, "width": 1366, "height": 520},
    )
    open_panel(sales, cast.customer, 0)
    dialog = page.locator(".modal-content")
    sales.choose("template_id", sales.word("Status e-mail"))
    sales.settle()
    save(dialog, folder / "panel-configure.png")
    sales.press(f"{PANEL} .nav-link[name=compose]", ".modal .odoo-editor-editable")
    save(dialog, folder / "panel-compose.png")
    sales.press(".modal button[name=action_send]", ".modal .alert-success")
    save(dialog, folder / "panel-sent.png")
    chevron = ".modal .o_customer_communication_chevron"
    sales.press(f"{PANEL} .nav-link[name=history]", chevron)
    page.locator(chevron).first.click()
    sales.settle()
    save(dialog, folder / "panel-history.png")


def take_sms(sales: Visitor, cast: Cast, folder: Path):
    """Take the panel while an SMS is written."""
    open_panel(sales, cast.customer, 1)
    sales.choose("template_id", sales.word("Ready for pickup"))
    text = sales.press(f"{PANEL} .nav-link[name=compose]", ".modal textarea")
    text.click()
    sales.page.keyboard.press("Control+End")
    sales.page.keyboard.type(" – “10–17”")
    sales.settle()
    save(sales.page.locator(".modal-content"), folder / "panel-sms.png")


def take_template(manager: Visitor, folder: Path):
    """Take a template."""
    page = manager.open(f"{ACTION}mail_template_action", ROW)
    name = manager.word("Ready for pickup")
    page.locator(ROW, has_text=name).first.locator("[name=name]").click()
    page.locator(".o_form_view .odoo-editor-editable").wait_for()
    manager.settle()
    save(page, folder / "template.png")


# Setting up ---------------------------------------------------------------------------


def take_settings(manager: Visitor, folder: Path):
    """Take the settings: their top, and what customers see."""
    page = manager.open(f"{ACTION}res_config_settings_action", ".o_setting_container")
    save(page, folder / "settings.png")
    title = page.locator("h2", has_text=manager.word("What customers see"))
    title.evaluate("title => title.scrollIntoView()")
    page.wait_for_timeout(2500)
    save(page, folder / "settings-page.png")


def take_rules(manager: Visitor, folder: Path):
    """Take the list of rules, one of them, and its dry run."""
    page = manager.open(f"{ACTION}customer_status_rule_action", ROW)
    save(page, folder / "rules.png")
    row = page.locator(ROW, has_text=manager.word("Order confirmed"))
    row.locator("[name=event]").first.click()
    page.locator(".o_form_view button[name=action_dry_run]").wait_for()
    manager.settle()
    save(page, folder / "rule.png", clip={"x": 0, "y": 0, "width": 1366, "height": 620})
    dialog = manager.press("button[name=action_dry_run]", ".modal-content")
    dialog.locator(".modal-title").click()
    save(dialog, folder / "dry-run.png")


# Telling ------------------------------------------------------------------------------


def open_order(manager: Visitor, name: str):
    """Open an order by its number."""
    [order] = manager.find("sale.order", ["name", "=", name])
    return manager.open(f"sales/{order}", ".o_form_view .oe_stat_button")


def take_orders(manager: Visitor, cast: Cast, folder: Path):
    """Take an order whose message waits, and the status page as staff see it."""
    page = open_order(manager, cast.waiting)
    save(page, folder / "order.png")
    open_order(manager, cast.told)
    manager.press(
        "button[name=action_open_status_page]", "button[name=action_copy_link]"
    )
    page.wait_for_timeout(1500)
    save(page, folder / "page.png")


def take_lists(manager: Visitor, folder: Path):
    """Take what waits, what is held back, what was told, and the health."""
    top = {"x": 0, "y": 0, "width": 1366, "height": 420}
    for name, action in (
        ("publish", "customer_status_waiting_action"),
        ("held", "customer_status_event_held_action"),
        ("told", "customer_status_event_action"),
    ):
        page = manager.open(ACTION + action, ROW)
        if name == "publish":  # what is ticked has one button more
            page.locator(f"{ROW} input[type=checkbox]").first.click()
            manager.settle()
        save(page, folder / f"{name}.png", clip=top)
    manager.open(f"{ACTION}customer_status_health_action_server", f".o_form_view {ROW}")
    save(manager.page, folder / "health.png")


def take_workshop(manager: Visitor, cast: Cast, folder: Path):
    """Take a repair, and the calendar of jobs."""
    [repair] = manager.find("repair.order", ["name", "=", cast.repair])
    action = "action-repair.action_repair_order_tree"
    page = manager.open(f"{action}/{repair}", "button[name=action_hand_over]")
    save(page, folder / "repair.png")
    manager.open(action, ".o_control_panel")
    manager.press(".o_switch_view.o_calendar", ".fc-event")
    save(page, folder / "calendar.png")


def take_erasure(manager: Visitor, cast: Cast, folder: Path):
    """Take the question before a customer is erased; nothing is erased."""
    [partner] = manager.find("res.partner", ["name", "=", cast.customer])
    page = manager.open(f"contacts/{partner}", ".o_form_view .oe_stat_button")
    page.locator(".o_cp_action_menus .dropdown-toggle").first.click()
    page.get_by_text(manager.word("Erase what they were told"), exact=True).click()
    dialog = page.locator(".modal-content")
    dialog.wait_for()
    manager.settle()
    save(dialog, folder / "erase.png")


def take_till(counter: Visitor, cast: Cast, folder: Path):
    """Take the point of sale, with a customer chosen."""
    [config] = counter.find("pos.config", ["name", "ilike", "Fjordby"])
    page = counter.page
    page.goto(f"/pos/ui/{config}?from_backend=True")
    page.locator(".product-list, .opening-control").first.wait_for()
    counter.settle()
    opening = page.locator(".modal .btn-primary:visible")
    if opening.count():
        opening.last.click()
    page.locator(".product-list .product").first.click()
    page.locator(".set-partner:visible").click()
    page.locator(".partner-list .partner-info b", has_text=cast.customer).click()
    page.locator(".o_pos_contact:visible").wait_for()
    counter.settle()
    save(page, folder / "pos.png")


# What the customer sees ---------------------------------------------------------------


def find_link(manager: Visitor, cast: Cast) -> str:
    """Make a link to the page of the order that is shown."""
    [order] = manager.find("sale.order", ["name", "=", cast.shown])
    [page] = manager.find(
        "customer.status.page", ["res_model", "=", "sale.order"], ["res_id", "=", order]
    )
    action = manager.call("customer.status.page", "action_copy_link", [page])
    return action["params"]["url"]


def take_status(browser: Browser, link: str, folder: Path):
    """Take a customer's page on a phone and on a computer."""
    for name, viewport, height in (
        ("status-phone", PHONE, 900),
        ("status-desktop", DESKTOP, 900),
    ):
        page = browser.new_page(viewport={**viewport, "height": height})
        page.goto(link)
        page.wait_for_timeout(1000)
        save(page, folder / f"{name}.png")
        page.close()
