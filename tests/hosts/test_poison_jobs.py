"""Jobs: a row that fails holds up no other, of whichever company it is.

What runs by itself without jobs: tests/family/test_poison.py.
"""

from xml.etree import ElementTree

import pytest

from devtools.paths import TOP

from .test_jobs import ask  # noqa: F401

DATA = TOP / "customer_status_comm_queue_job" / "data" / "queue_job_data.xml"
#: Refuses some rows of a table, as a real one with a fault in it would be.
FORBID = """
def forbid(table, condition):
    env.flush_all()
    env.cr.execute(f'''
        CREATE OR REPLACE FUNCTION poison_{table}() RETURNS trigger
        LANGUAGE plpgsql AS $$ BEGIN
            IF {condition} THEN RAISE EXCEPTION 'Poisoned'; END IF;
            RETURN NEW;
        END $$;
        CREATE OR REPLACE TRIGGER poison_{table} BEFORE INSERT OR UPDATE ON {table}
           FOR EACH ROW EXECUTE FUNCTION poison_{table}();
    ''')

def write_messages(kind):
    other = env["res.company"].create(
        {"name": f"Poison {kind}", "customer_service_email": "x@poison.example"}
    )
    [customer] = make_customers(1)
    customer.phone = "+45 20 12 34 56"
    rows = env["customer.communication"].create(
        [
            {
                "partner_id": customer.id,
                "company_id": company.id,
                "communication_type": kind,
                "subject": "Hello",
                "body": "<p>Text</p>",
                "sms_text": "Text",
            }
            for company in (other, shop)
        ]
    )
    rows._send()
    return rows
"""
PUBLISH = """
orders = make(2)
bad, good = orders
forbid("customer_status_page", f"NEW.res_id = {bad.id}")
changes._publish_in_job(1)
result["told"] = [bool(told(order)) for order in orders]
result["failed"] = changes.search([("failure", "!=", False)]).res_id == bad.id
env.cr.rollback()
"""
MAILS = """
from aiosmtpd.controller import Controller
from odoo.tools import config
from devtools.server import free_port

class Sink:
    recipients = []
    async def handle_DATA(self, server, session, envelope):
        self.recipients += envelope.rcpt_tos
        return "250 OK"

server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
server.start()
config["smtp_server"], config["smtp_port"] = "127.0.0.1", server.port
env["ir.mail_server"].search([]).active = False
rows = write_messages("email")
forbid(
    "customer_communication",
    f"NEW.id = {rows[0].id} AND NEW.handed_over_at IS NOT NULL",
)
rows.mail_message_id.mail_ids._send_in_job()
server.stop()
result["states"] = rows.mapped("state")
"""
TEXTS = """
nowhere = "http://127.0.0.1:9"
env["ir.config_parameter"].set_param("sms.endpoint", nowhere)
rows = write_messages("sms")
notification = rows[0].mail_message_id.notification_ids
forbid(
    "mail_notification",
    f"NEW.id = {notification.id} AND NEW.notification_status <> 'ready'",
)
texts = env["sms.sms"].search([("mail_message_id", "in", rows.mail_message_id.ids)])
texts._send_in_job()
result["states"] = rows.mapped("state")
result["tries"] = rows.mapped("tries")
result["waiting"] = texts.exists().filtered_domain([("state", "=", "outgoing")]).ids
"""
#: What committing has left behind.
CLEAN = """
for table in ("customer_communication", "mail_notification"):
    env.cr.execute(f"DROP TRIGGER IF EXISTS poison_{table} ON {table}")
env["queue.job"].search([]).unlink()
env["mail.mail"].search([("state", "=", "outgoing")]).state = "cancel"
env.cr.commit()
"""
#: The function of a job: its script, and what comes of it.
CASES = {
    ("customer_status_change", "_publish_in_job"): (
        PUBLISH,
        {"told": [False, True], "failed": True},
    ),
    ("mail_mail", "_send_in_job"): (MAILS, {"states": ["failed", "sent"]}),
    ("sms_sms", "_send_in_job"): (
        TEXTS,
        # Nobody is there, so both are tried again, by and by.
        {"states": ["queued", "queued"], "tries": [1, 1], "waiting": []},
    ),
}


def test_every_function_of_a_job_has_its_case():
    found = set()
    for record in ElementTree.parse(DATA).iter("record"):
        if record.get("model") == "queue.job.function":
            fields = {field.get("name"): field for field in record.iter("field")}
            model = fields["model_id"].get("ref").partition(".model_")[2]
            found.add((model, fields["method"].text))
    assert found == set(CASES)


@pytest.mark.parametrize("case", CASES.values(), ids=map(".".join, CASES))
def test_one_that_fails_holds_up_no_other(ask, case):  # noqa: F811
    script, expected = case
    try:
        assert ask(FORBID + script, "poison") == expected
    finally:
        ask(CLEAN, "clean")
