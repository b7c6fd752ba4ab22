"""What waits in jobs is not lost when the addon of many hosts is uninstalled."""

import pytest

from devtools import databases, odoo_source, packages, postgres
from devtools.odoo_command import odoo, write_config

from . import test_lifecycle

ADDON = "customer_status_comm_queue_job"
#: An order whose news is a mail in a job, and one that a job is to publish.
WAITING = """
import json
import time
changes, jobs = env["customer.status.change"], env["queue.job"]
changes.search([]).unlink()
env["mail.mail"].search([("state", "=", "outgoing")]).state = "cancel"
env["customer.status.rule"].write(
    {"settle_minutes": 0, "send_from": 0, "send_until": 0}
)
shop = env.ref("customer_status_comm.demo_company")
env = env(context={"allowed_company_ids": shop.ids})
changes = changes.with_env(env)
bell = env.ref("customer_status_comm.demo_product_bell").product_variant_id
def confirm(name, **values):
    customer = env["res.partner"].create(
        {"name": name, "email": f"{name}@jobs.example", "lang": "en_US", **values}
    )
    line = {"product_id": bell.id, "product_uom_qty": 1}
    order = env["sale.order"].create(
        {"partner_id": customer.id, "order_line": [(0, 0, line)]}
    )
    order.action_confirm()
    changes.flush_model()
    return order
orders = confirm("mailed") + confirm(
    "texted", contact_preference="sms", phone="+45 20 12 34 56"
)
env.flush_all()
changes._publish_now(orders)
confirm("waiting")
env.cr.commit()
time.sleep(1.1)
changes._cron_publish()
# Nothing but what comes after wakes the crons.
env["ir.cron.trigger"].search([]).unlink()
env.cr.commit()
waiting = jobs.search([("state", "=", "pending")])
print("RESULT " + json.dumps(sorted(waiting.mapped("method_name"))))
"""
#: Runs what is woken, with a mail server that keeps what it is given.
RUN = """
import json
from aiosmtpd.controller import Controller
from odoo import fields
from odoo.tools import config
from devtools.server import free_port

class Sink:
    recipients = []
    async def handle_DATA(self, server, session, envelope):
        self.recipients += envelope.rcpt_tos
        return "250 OK"

port = free_port()
server = Controller(Sink(), hostname="127.0.0.1", port=port)
server.start()
config["smtp_server"], config["smtp_port"] = "127.0.0.1", port
env["ir.mail_server"].search([]).active = False
env.cr.commit()
left = []
if "queue.job" in env:
    left = env["queue.job"].search([("state", "!=", "cancelled")]).mapped("state")
texts = env["sms.sms"].search_count([("state", "=", "outgoing")])
woken = set()
for xmlid in (
    "customer_status_comm.ir_cron_publish",
    "mail.ir_cron_mail_scheduler_action",
    "sms.ir_cron_sms_scheduler_action",
):
    cron = env.ref(xmlid)
    now = fields.Datetime.now()
    due = env["ir.cron.trigger"].search(
        [("cron_id", "=", cron.id), ("call_at", "<=", now)]
    )
    if due:
        woken.add(xmlid.partition(".")[2])
    if not xmlid.startswith("sms."):  # its gateway is out of reach here
        cron.method_direct_trigger()
        env.cr.rollback()
env.ref("mail.ir_cron_mail_scheduler_action").method_direct_trigger()
env.cr.rollback()
server.stop()
cr = env.cr
def note(query):
    cr.execute(query)
    return [row[0] for row in cr.fetchall()]
print("RESULT " + json.dumps({
    "jobs": left,
    "woken": sorted(woken),
    "texts": texts,
    "recipients": sorted(Sink.recipients),
    "outbox": env["customer.status.change"].search_count([]),
    "states": sorted(env["customer.communication"].search(
        [("partner_id.email", "like", "@jobs.example")]).mapped("state")),
    "xmlids": note("SELECT name FROM ir_model_data WHERE module = '%(addon)s' "
                   "AND model != 'ir.module.module'"),
    "tables": note("SELECT relname FROM pg_class WHERE relname = 'queue_job'"),
}))
"""


@pytest.fixture(scope="module")
def waiting():
    """Return a shop in which two messages and a document wait in jobs."""
    packages.ensure_venv()
    odoo_source.ensure_odoo()
    postgres.ensure_postgres()
    write_config()
    database = databases.fresh_copy("life-jobs", databases.ensure_full)
    try:
        databases.install(database, [ADDON], log="life-jobs-install.log")
        found = test_lifecycle.run(database, WAITING, "life-jobs-waiting")
        assert found == ["_publish_in_job", "_send_in_job", "_send_in_job"]
        yield database
    finally:
        databases.drop(database)


@pytest.mark.parametrize("uninstalled", [ADDON, "queue_job"])
def test_what_waits_in_jobs_leaves_by_the_crons(waiting, uninstalled):
    """Ours alone, or with the jobs: no error, nothing lost, nothing twice."""
    database = databases.database_name(f"life-without-{uninstalled}")
    databases.copy(waiting, database)
    try:
        command = ("module", "uninstall", "-d", database, uninstalled)
        said = odoo(*command, log=f"life-uninstall-{uninstalled}.log")
        test_lifecycle.assert_quiet(said)
        script = RUN.replace("%(addon)s", ADDON)
        result = test_lifecycle.run(database, script, f"life-after-{uninstalled}")
    finally:
        databases.drop(database)
    assert result["jobs"] == [], "a runner would look for a method that is gone"
    assert result["xmlids"] == []
    assert bool(result["tables"]) == (uninstalled == ADDON)
    assert result["woken"] == [
        "ir_cron_mail_scheduler_action",
        "ir_cron_publish",
        "ir_cron_sms_scheduler_action",
    ]
    assert result["recipients"] == ["mailed@jobs.example", "waiting@jobs.example"]
    assert result["texts"] == 1
    assert result["outbox"] == 0
    assert result["states"] == ["queued", "sent", "sent"]
