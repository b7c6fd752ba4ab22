"""The addons over the years: uninstalled, installed again, updated, restored."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from devtools import databases, odoo_source, packages, postgres
from devtools.odoo_command import odoo, write_config
from devtools.paths import DEV_ADDONS, TOP
from devtools.postgres import sql

from . import test_subsets

MAIN = "customer_status_comm"
ADDONS = databases.own_addons()
#: A commit or tag: the update begins at that version, instead of the present one.
UPGRADE_FROM = os.environ.get("UPGRADE_FROM", "")
#: A line of Odoo's log that somebody should look at.
TROUBLE = re.compile(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) .*", re.MULTILINE)
#: Odoo says so of every uninstallation and restored copy.
HARMLESS = re.compile(r"Skipping database .*|.*unaccent.*")

#: Lists what of the addons is in a database.
LEFTOVERS = f"""
import json
from odoo.tools import file_open
cr = env.cr
names = {tuple(ADDONS)!r}
found = {{}}
def note(key, query, *params):
    cr.execute(query, params)
    rows = [str(row[0]) for row in cr.fetchall()]
    if rows:
        found[key] = rows[:20]
note("xmlids", "SELECT module || '.' || name FROM ir_model_data WHERE module IN %s "
     "AND model != 'ir.module.module'", names)
note("tables", "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'S') "
     "AND relname LIKE 'customer\\\\_%%'")
note("columns", "SELECT table_name || '.' || column_name "
     "FROM information_schema.columns WHERE column_name LIKE 'customer_status%%' "
     "OR column_name LIKE 'customer_service%%' OR column_name IN ("
     "'communication_type', 'gets_status_messages', "
     "'communication_company_id', 'contact_preference')")
note("models", "SELECT model FROM ir_model WHERE model LIKE 'customer.%%'")
note("crons", "SELECT cron_name FROM ir_cron "
     "WHERE cron_name ILIKE '%%customer status%%' "
     "OR cron_name ILIKE '%%customer communication%%'")
note("parameters", "SELECT key FROM ir_config_parameter WHERE key LIKE 'customer_%%'")
note("views", "SELECT name FROM ir_ui_view "
     "WHERE key LIKE 'customer\\\\_status\\\\_comm%%' OR model LIKE 'customer.%%'")
note("attachments", "SELECT name FROM ir_attachment WHERE res_model LIKE 'customer.%%'")
note("activities", "SELECT summary FROM mail_activity "
     "WHERE res_model LIKE 'customer.%%'")
note("messages", "SELECT id FROM mail_message WHERE model LIKE 'customer.%%'")
note("templates", "SELECT name->>'en_US' FROM mail_template "
     "WHERE model LIKE 'customer.%%' OR body_html::text LIKE '%%customer_status%%'")
models = tuple(env.registry)
note("windows", "SELECT name->>'en_US' FROM ir_act_window "
     "WHERE res_model NOT IN %s", models)
note("servers", "SELECT a.name->>'en_US' FROM ir_act_server a "
     "LEFT JOIN ir_model m ON m.id = a.model_id "
     "WHERE m.model NOT IN %s OR a.code LIKE '%%customer.status%%'", models)
note("bindings", "SELECT a.name->>'en_US' FROM ir_actions a "
     "JOIN ir_model m ON m.id = a.binding_model_id WHERE m.model NOT IN %s", models)
note("menus", "SELECT m.name->>'en_US' FROM ir_ui_menu m "
     "WHERE m.action IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ir_actions a "
     "WHERE a.id = split_part(m.action, ',', 2)::int)")
"""

FOUND = """
print("RESULT " + json.dumps(found))
"""
#: Has the managers woken; follows the journey.
ALARM = """
env["customer.status.change"]._append(order, "state")
env["customer.status.change"].flush_model()
env.cr.execute("UPDATE customer_status_change SET touched_at = '2020-01-01'")
env.ref("customer_status_comm.group_customer_status_manager").user_ids |= env.user
env["customer.status.health"]._cron_check()
env.cr.commit()
"""

#: Uses Odoo as a shop does that never had the addons: opens every menu, sells.
USE_ODOO = """
opened = 0
for menu in env["ir.ui.menu"].with_context(**{"ir.ui.menu.full_list": True}).search([]):
    action = menu.action
    if action and action._name == "ir.actions.act_window" and action.res_model in env:
        modes = [[view or False, mode] for view, mode in action.views]
        env[action.res_model].get_views(modes)
        opened += 1
for model in ("res.partner", "sale.order", "account.move", "mail.template"):
    env[model].get_views([[False, "form"], [False, "list"], [False, "search"]])
anna = env["res.partner"].create({"name": "Anna", "email": "anna@customer.example"})
company = env["res.company"].search([("chart_template", "!=", False)], limit=1)
sales = env["sale.order"].with_company(company).with_context(
    allowed_company_ids=company.ids
)
bell = env["product.product"].create({"name": "Bell", "taxes_id": False})
order = sales.create(
    {"partner_id": anna.id, "company_id": company.id,
     "order_line": [(0, 0, {"product_id": bell.id, "product_uom_qty": 1})]}
)
order.action_confirm()
order._create_invoices().action_post()
template = env["mail.template"].search([("model", "=", "sale.order")], limit=1)
order.message_post_with_source(template, subtype_xmlid="mail.mt_comment")
env.flush_all()
print("RESULT " + json.dumps({"found": found, "opened": opened, "state": order.state}))
env.cr.rollback()
"""

#: Publishes an order, and changes what a shop changes. Remembers what is so.
YEARS = """
import json
company = env.ref("customer_status_comm.demo_company")
env = env(context={"allowed_company_ids": company.ids})
rules = env["customer.status.rule"]
def ledger():
    rows = env["customer.status.event"].search([], order="id")
    return rows.mapped(lambda row: [row.id, row.event, row.source, row.state])
def get_state():
    env.flush_all()
    cron = env.ref("customer_status_comm.ir_cron_publish")
    rule = env.ref("customer_status_comm.customer_status_rule_invoiced")
    template = env.ref("customer_status_comm.mail_template_confirmed")
    pages = env["customer.status.page"].search([], order="id")
    links = env["customer.status.link"].search([], order="id")
    values = rule.read(["settle_minutes", "channel", "active"])
    return {
        "ledger": ledger(),
        "pages": [[p.id, p.reference, p.revision, p.known_facts] for p in pages],
        "links": links.mapped(lambda link: [link.id, link.state]),
        "messages": env["customer.communication"].search_count([]),
        "rule": values,
        "template": [template.subject, str(template.body_html)],
        "cron": [cron.interval_number, cron.interval_type],
        "company": [company.customer_status_mode, company.customer_status_hold_days,
                    company.customer_status_alarm_minutes,
                    company.customer_service_email,
                    str(company.customer_status_since)],
        "waiting": env["customer.status.change"].search_count([]),
    }
def finish(**values):
    print("RESULT " + json.dumps(values))
"""
CHANGE = """
order = env["sale.order"].search([("company_id", "=", company.id),
                                  ("state", "=", "draft")], limit=1)
order.action_confirm()
env.flush_all()
env["customer.status.change"]._publish_now(order)
[path] = env["customer.status.link"].sudo()._create_links(
    env["customer.status.page"].search([("res_id", "=", order.id),
                                        ("res_model", "=", "sale.order")]),
    order.partner_id,
)
env.ref("customer_status_comm.customer_status_rule_invoiced").write(
    {"settle_minutes": 77, "channel": "sms", "active": False})
env.ref("customer_status_comm.mail_template_confirmed").write(
    {"subject": "Our own words", "body_html": "<p>Our own text</p>"})
env.ref("customer_status_comm.ir_cron_publish").interval_number = 3
company.write({"customer_status_hold_days": 99, "customer_status_alarm_minutes": 12})
env.cr.commit()
finish(path=path, order=order.id, state=get_state())
"""
LOOK = """
before = get_state()
token = {token!r}
order = env["sale.order"].browse({order})
opened = env["customer.status.link"]._find_page(token)
order._status_touch("changed")
mails = env["mail.mail"].search_count([])
env["customer.status.change"]._publish_now(order)
finish(
    state=before,
    opens=bool(opened) and opened.facts["reference"] == order.name,
    news=len(ledger()) - len(before["ledger"]),
    mails=env["mail.mail"].search_count([]) - mails,
)
env.cr.rollback()
"""
BACKUP = """
from odoo.service import db
from odoo.tools import config
config["list_db"] = True
with open({path!r}, "wb") as stream:
    db.dump_db(env.cr.dbname, stream)
db.restore_db({name!r}, {path!r}, copy={copy})
print("RESULT {{}}")
"""


@pytest.fixture(scope="module", autouse=True)
def ready():
    """Have Odoo, its packages and a database server."""
    packages.ensure_venv()
    odoo_source.ensure_odoo()
    postgres.ensure_postgres()
    write_config()


@pytest.fixture(scope="module")
def copy():
    """Return a function that copies a level of databases; dropped at the end."""
    made = []

    def make(name, level):
        with databases.building():
            database = databases.database_name(f"life-{name}")
            databases.copy(level(), database)
        made.append(database)
        return database

    yield make
    for database in made:
        databases.drop(database)


def run(database, script, log, *options):
    """Run Python in Odoo's shell; return what it printed as its result."""
    arguments = ("shell", "-d", database, "--no-http", *options)
    said = odoo(*arguments, log=f"{log}.log", script=script)
    assert_quiet(said)
    results = re.findall(r"^RESULT (.*)$", said, re.MULTILINE)
    assert results, said[-3000:]
    return json.loads(results[-1])


def assert_quiet(said):
    """Nothing stands in Odoo's log that somebody should look at."""
    trouble = [line for line in TROUBLE.findall(said) if not HARMLESS.search(line)]
    assert trouble == []


def update(database, *options, log):
    """Run Odoo once with these options; it must have nothing to complain about."""
    arguments = ("-d", database, *options, "--stop-after-init", "--no-http")
    assert_quiet(odoo(*arguments, log=f"{log}.log"))


# Uninstalled


@pytest.fixture(scope="module")
def uninstalled(copy):
    """Return a shop that has worked with the addons and uninstalled them."""
    database = copy("uninstalled", databases.ensure_base)
    # Demo data that is in use would stay, and Odoo complain of it; shops have none.
    sql("UPDATE ir_module_module SET demo = FALSE", database)
    update(database, "-i", MAIN, "--without-demo", log="life-install")
    run(database, test_subsets.JOURNEY + ALARM, "life-journey")
    before = run(database, LEFTOVERS + FOUND, "life-before")
    # What is looked for afterwards must be there before, or the search finds nothing.
    assert set(before) >= {
        *("xmlids", "tables", "columns", "models", "crons", "views", "activities"),
        *("messages", "templates"),
    }
    said = odoo("module", "uninstall", "-d", database, MAIN, log="life-uninstall.log")
    assert_quiet(said)
    return database


def test_uninstalled_nothing_is_left_and_odoo_works(uninstalled):
    result = run(uninstalled, LEFTOVERS + USE_ODOO, "life-uninstalled")
    assert result["found"] == {}
    assert result["opened"] > 50
    assert result["state"] == "sale"


def test_it_can_be_installed_again(uninstalled):
    update(uninstalled, "-i", MAIN, "--without-demo", log="life-again")
    script = test_subsets.JOURNEY.replace("anna@", "anna.again@")
    result = run(uninstalled, script, "life-journey-again")
    assert ["confirmed", "told"] in result["events"]
    assert set(ADDONS) <= set(result["installed"])


# Updated and restored


@pytest.fixture(scope="module")
def former(tmp_path_factory):
    """Return the options by which Odoo takes the addons of the version before."""
    if not UPGRADE_FROM:
        return ()
    folder = tmp_path_factory.mktemp("former")
    archive = ("git", "-C", TOP, "archive", UPGRADE_FROM)
    with subprocess.Popen(archive, stdout=subprocess.PIPE) as files:
        subprocess.run(("tar", "-x", "-C", folder), stdin=files.stdout, check=True)
    return ("--addons-path", f"{folder},{DEV_ADDONS}")


@pytest.fixture(scope="module")
def years(copy, former):
    """Return a shop that has changed what shops change, and told a customer."""
    if not former:
        return copy("years", databases.ensure_full)
    database = copy("years", databases.ensure_base)
    folder = Path(former[1].partition(",")[0])
    there = [addon for addon in ADDONS if (folder / addon).is_dir()]
    for addon in set(ADDONS) - set(there):  # it did not know of them
        sql(f"DELETE FROM ir_module_module WHERE name = '{addon}'", database)
        sql(f"DELETE FROM ir_model_data WHERE name = 'module_{addon}'", database)
    # That version is what it is: nobody looks whether Odoo complains of it.
    arguments = ("-d", database, *former, "-i", ",".join(there), "--stop-after-init")
    odoo(*arguments, "--no-http", log="life-former.log")
    return database


@pytest.fixture(scope="module")
def before(years, former):
    """Return what is so in the shop."""
    return run(years, YEARS + CHANGE, "life-change", *former)


def look(database, before):
    """Return what is so now, and whether the customer is told anything again."""
    values = {"token": before["path"].split("/")[-1], "order": before["order"]}
    return run(database, YEARS + LOOK.format(**values), "life-look")


def assert_same(before, after):
    """What the shop has changed and its customers know is as it was."""
    for name, value in before["state"].items():
        assert after["state"][name] == value, name
    assert after["opens"], "the customer's link works no more"
    assert (after["news"], after["mails"]) == (0, 0), "it was told twice"


def test_an_update_changes_nothing_of_the_shops(years, before):
    update(years, "-u", ",".join(ADDONS), log="life-update")
    assert_same(before, look(years, before))


def test_a_restored_backup_knows_all_and_tells_nothing_twice(years, before, tmp_path):
    """The links need no secret beside the database."""
    name = databases.database_name("life-restored")
    databases.drop(name)
    script = BACKUP.format(path=str(tmp_path / "backup.zip"), name=name, copy=True)
    try:
        run(years, script, "life-backup")
        assert_same(before, look(name, before))
    finally:
        databases.drop(name)
