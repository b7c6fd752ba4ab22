"""Any of the addons installs alone, beside nothing but what it depends on."""

import json
import re
from collections import Counter

import pytest

from devtools import contents, databases, odoo_source, packages, postgres
from devtools.odoo_command import odoo, write_config
from devtools.paths import TOP, addon_folders

MAIN = "customer_status_comm"
ADDONS = [*contents.own_addons(), *sorted(contents.APART)]
#: What the main addon itself stands on.
BELOW = set(contents.manifest(TOP / MAIN)["depends"]) & set(ADDONS)
#: What a shop may use beside sales; the main addon works without each of them.
OTHERS = {"sale_stock", "stock", "website_sale", "website", "point_of_sale", "repair"}
#: A line of Odoo's log that somebody should look at.
TROUBLE = re.compile(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) .*", re.MULTILINE)

#: Opens the panel on a customer, confirms an order of theirs and publishes it.
JOURNEY = """
import json
company = env.company
company.partner_id.email = company.customer_service_email = "shop@testby.example"
if not company.chart_template:
    env["account.chart.template"]._load("generic_coa", company, False)
company.customer_status_active = True
anna = env["res.partner"].create({"name": "Anna", "email": "anna@customer.example"})
bell = env["product.product"].create({"name": "Bell", "type": "consu"})
action = anna.action_contact()
panel = env[action["res_model"]].with_context(**action["context"])
panel = panel.browse(action["res_id"]) if action.get("res_id") else panel.create({})
order = env["sale.order"].create(
    {"partner_id": anna.id, "order_line": [(0, 0, {"product_id": bell.id})]}
)
order.action_confirm()
env.flush_all()
env["customer.status.change"]._publish_now(order)
page = env["customer.status.page"].search([("res_id", "=", order.id)])
print("RESULT " + json.dumps({
    "panel": panel.partner_id.name,
    "events": page.event_ids.mapped(lambda event: [event.event, event.state]),
    "mails": env["mail.mail"].search_count([("recipient_ids", "=", anna.id)]),
    "page": order.name in order._render_status(page.facts),
    "installed": list(env.registry._init_modules),
}))
"""


def get_depends(addon):
    """Return what an addon of ours depends on."""
    return set(contents.manifest(TOP / addon)["depends"])


@pytest.fixture(scope="module", autouse=True)
def ready():
    """Have Odoo, its packages and a database server."""
    packages.ensure_venv()
    odoo_source.ensure_odoo()
    postgres.ensure_postgres()
    write_config()


@pytest.mark.parametrize("addon", sorted({*ADDONS} - BELOW))
def test_installs_alone_and_works(addon):
    """Nothing in the log; the panel opens; an order is published, its customer told."""
    name = f"alone-{addon}"
    with databases.building():
        database = databases.database_name(name)
        databases.copy(databases.ensure_bare(), database)
    try:
        said = odoo(
            *("-d", database, "-i", addon, "--without-demo"),
            *("--stop-after-init", "--no-http"),
            log=f"{name}.log",
        )
        assert TROUBLE.findall(said) == []
        said = odoo(
            *("shell", "-d", database, "--no-http"),
            log=f"{name}-journey.log",
            script=JOURNEY,
        )
    finally:
        databases.drop(database)
    assert TROUBLE.findall(said) == []
    [result] = re.findall(r"^RESULT (.*)$", said, re.MULTILINE)
    result = json.loads(result)
    assert result["panel"] == "Anna"
    assert ["confirmed", "told"] in result["events"]
    assert result["mails"] == Counter(map(tuple, result["events"]))["confirmed", "told"]
    assert result["page"]
    installed = set(result["installed"])
    # Odoo itself brings sale_stock along with Inventory, and so our part for it.
    expected = {name for name in ADDONS if get_depends(name) <= installed}
    assert installed & set(ADDONS) == expected
    assert {MAIN, addon} <= expected
    if addon == MAIN:
        assert not OTHERS & set(result["installed"])


def test_a_glue_addon_comes_by_itself():
    """Each is told to, and depends on the main addon and one more."""
    for addon in set(ADDONS) - BELOW - {MAIN}:
        [folder] = [f for f in addon_folders() if f.name == addon]
        manifest = contents.manifest(folder)
        assert manifest["auto_install"], addon
        assert MAIN in manifest["depends"], addon


@pytest.mark.parametrize("addon", sorted(BELOW))
def test_what_the_main_addon_stands_on_needs_none_of_ours(addon):
    """So that it can be loaded before any database is."""
    assert not get_depends(addon) & set(ADDONS)
    for path in (TOP / addon).rglob("*.py"):
        used = re.findall(r"odoo\.addons\.(customer_status_comm\w*)", path.read_text())
        assert set(used) <= {addon}, path
