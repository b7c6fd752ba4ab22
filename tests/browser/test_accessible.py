"""WCAG 2.2 AA, as far as axe can tell, of all that customers and staff look at."""

from xmlrpc.client import ServerProxy

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from devtools import postgres

from .steps import BRITON, DANE, choose, open_panel_from_list, open_tab

ADMINISTRATOR = 2
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 900}
#: The rules of WCAG 2.2 up to AA, and axe's own advice.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}
LOOKS = [
    pytest.param(PHONE, "light", id="phone light"),
    pytest.param(PHONE, "dark", id="phone dark"),
    pytest.param(DESK, "light", id="desk light"),
    pytest.param(DESK, "dark", id="desk dark"),
]
PANEL = ".modal .o_customer_communication_panel"
#: Odoo's own widgets inside our panel, left out for what they do that we cannot mend.
OF_ODOO = [
    ".o_notebook_headers",  # the tabs have no tablist around them
    ".o-we-toolbar",  # the editor's floating toolbar
    ".o_searchview",  # its combobox has no list while it is closed
    ".o_optional_columns_dropdown",  # a button without a name
    ".o_list_renderer thead",  # heads of columns of buttons are empty
    ".o_list_renderer img",  # avatars, beside the name they show
    ".o_kanban_renderer img",  # avatars
    ".o_list_renderer button[data-tooltip]",  # named by a tooltip alone
    ".o_list_record_selector",  # boxes to tick have no name
    ".o_control_panel",
    ".o-mail-Chatter",
    ".settings_tab",  # the tabs of the apps have no tablist around them
    ".o_select_menu",  # says it is folded, but not what it is
]
#: What a list shows once it is there.
ROWS = ".o_view_nocontent, .o_data_row, .o_kanban_record:not(.o_kanban_ghost)"
#: What managers look at: the action, and what it shows once it is there.
MANAGED = {
    "res_config_settings_action": ".o_customer_status_first_steps li",
    "customer_status_rule_action": ROWS,
    "mail_template_action": ROWS,
    "customer_status_page_action": ROWS,
    "customer_status_event_action": ROWS,
    "customer_status_waiting_action": ROWS,
    "customer_communication_action": ROWS,
    "customer_status_health_action_server": ROWS,
}
#: Every dialog and every list inside a form brings a "main" landmark of its own.
RULES_OF_ODOO = {
    "landmark-main-is-top-level",
    "landmark-no-duplicate-main",
    "landmark-unique",
    "aria-allowed-role",  # the cards of a kanban are articles and links
    "scrollable-region-focusable",  # an empty list has nothing to be focused
}


def find_violations(page, include=None, exclude=()):
    """Return what axe finds on a page, one line per element.

    :param include: selector of the part that is looked at.
    :param exclude: selectors of parts that are not.
    """
    context = {"exclude": [[selector] for selector in exclude]}
    if include:
        context["include"] = [[include]]
    found = Axe().run(page, context=context, options=OPTIONS)
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.fixture(scope="module")
def links(live):
    """Return the addresses of the demo shop's published pages, by what they show.

    One per step in which an order stands, one of a customer, one that leads nowhere.
    """
    rows = postgres.sql(
        "SELECT DISTINCT ON (facts->>'kind', facts->>'step') res_model, res_id, "
        "coalesce(facts->>'step', 'customer') FROM customer_status_page "
        "WHERE partner_id IS NOT NULL ORDER BY facts->>'kind', facts->>'step', id",
        live.database,
    )
    kinds = {"sale.order": "order", "res.partner": "customer", "repair.order": "repair"}
    found = {"missing": f"/status/{'x' * 43}"}
    for row in rows.splitlines():
        model, res_id, step = row.split("|")
        kind = kinds[model]
        name = f"repair {step}" if kind == "repair" else step
        found[name] = f"/my/status/{kind}/{res_id}"
    return found


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_status_pages(new_page, login, links, viewport, scheme):
    """Every kind of page, on a phone and a desk, by day and by night."""
    page = new_page(viewport=viewport, color_scheme=scheme)
    login(page, "manager")
    assert {"confirmed", "cancelled", "customer", "missing"} <= set(links)
    for name, path in links.items():
        page.goto(path)
        assert page.locator("h1").count() == 1, name
        assert find_violations(page) == [], name
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], f"{name} scrolls sideways"


def test_tables_stay_tables_on_a_phone(new_page, login, links):
    """Laid out as cards, the lines of an order are read out as a table."""
    page = new_page(viewport=PHONE)
    login(page, "manager")
    page.goto(links["confirmed"])
    tree = page.locator("table.lines").aria_snapshot()
    for role in ("table", "columnheader", "row", "rowheader", "cell"):
        assert f"- {role}" in tree, tree


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS[:3:2])
def test_portal_messages(new_page, reader, viewport, scheme):
    """The messages of a customer who logs in; Odoo's own frame around is left out."""
    page = new_page(viewport=viewport, color_scheme=scheme)
    login_to_portal(page, reader)
    page.goto("/my/messages")
    assert find_violations(page, "main", [".o_portal_navbar"]) == []
    page.locator("main a[href*='/my/messages/']").first.click()
    page.locator("main h1, main h2, main h3, main h4").first.wait_for()
    assert find_violations(page, "main", [".o_portal_navbar"]) == []


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_what_managers_look_at(new_page, login, viewport):
    """Settings with the first steps, rules, templates, pages, ledger and health."""
    page = new_page(viewport=viewport)
    login(page, "manager")
    for name, shown in MANAGED.items():
        page.goto(f"/odoo/action-customer_status_comm.{name}")
        page.locator(shown).first.wait_for()
        found = [
            violation
            for violation in find_violations(page, ".o_content", OF_ODOO)
            if violation.partition(":")[0] not in RULES_OF_ODOO
        ]
        assert not found, f"{name}: " + "\n".join(found)


def test_a_rule(page, login):
    """The form of a rule, with what is only a word beside a field named, too."""
    login(page, "manager")
    page.goto("/odoo/action-customer_status_comm.customer_status_rule_action")
    page.locator("tr.o_data_row td[name=event]").first.click()
    page.locator("button[name=action_send_test]").wait_for()
    assert find_violations(page, ".o_form_renderer", OF_ODOO) == []


@pytest.fixture(scope="module")
def reader(live):
    """Return the log-in, also the password, of a customer of the demo shop."""
    login, server = "anna.reads", f"{live.url}/xmlrpc/2"
    known = (live.database, ADMINISTRATOR, "admin")
    call = ServerProxy(f"{server}/object", allow_none=True).execute_kw
    query = [[("name", "=", DANE), ("email", "!=", False)]]
    [partner] = call(*known, "res.partner", "search", query, {"limit": 1})
    [portal] = call(
        *known, "ir.model.data", "search_read",
        [[("module", "=", "base"), ("name", "=", "group_portal")]],
        {"fields": ["res_id"]},
    )  # fmt: skip
    values = {
        "login": login,
        "password": login,
        "partner_id": partner,
        "group_ids": [(6, 0, [portal["res_id"]])],
    }
    call(*known, "res.users", "create", [values])
    return login


def login_to_portal(page, reader):
    page.goto("/web/login")
    page.fill("input[name=login]", reader)
    page.fill("input[name=password]", reader)
    page.click("button[type=submit]:has-text('Log in')")
    page.wait_for_url("**/my**")


def test_panel(page, login):
    """The three tabs of the panel."""
    login(page, "sales")
    open_panel_from_list(page, BRITON)
    choose(page, "template_id", "Status e-mail")
    expect(page.locator(".modal [name=subject] input")).to_have_value(
        "How your orders stand"
    )
    for name in ("Configure", "Compose", "Contact history"):
        open_tab(page, name)
        page.locator(f"{PANEL} .tab-pane.active").wait_for()
        if name == "Contact history":
            page.locator(f"{PANEL} tr.o_data_row").first.wait_for()
        found = [
            violation
            for violation in find_violations(page, PANEL, OF_ODOO)
            if violation.partition(":")[0] not in RULES_OF_ODOO
        ]
        assert not found, f"{name}: " + "\n".join(found)
