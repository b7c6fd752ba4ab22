"""How work is shared out as jobs, before any host runs them."""

import json
import re

import pytest

from devtools import postgres
from devtools.odoo_command import odoo

#: Touches 120 orders, then wakes the publisher as often as busy shops do.
SHARE_OUT = """
import json
import time
from odoo import api, fields
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import Job

changes, jobs = env["customer.status.change"], env["queue.job"]
changes.search([]).unlink()
env["customer.status.rule"].write(
    {"settle_minutes": 0, "send_from": 0, "send_until": 0}
)
env.cr.commit()
shop = env.ref("customer_status_comm.demo_company")
env = env(context={"allowed_company_ids": [shop.id]})
changes, jobs = changes.with_env(env), jobs.with_env(env)
bell = env.ref("customer_status_comm.demo_product_bell").product_variant_id

def make_customers(number):
    return env["res.partner"].create(
        [{"name": f"J {n}", "email": f"j{n}@jobs.example"} for n in range(number)]
    )

def make(number, customers=None):
    customers = customers or make_customers(number)
    line = {"product_id": bell.id, "product_uom_qty": 1}
    orders = env["sale.order"].create(
        [{"partner_id": c.id, "order_line": [(0, 0, line)]} for c in customers]
    )
    orders.action_confirm()
    changes.flush_model()  # writes down what was touched
    time.sleep(1.1)  # what happens within the very second of its touch has to wait
    return orders

def told(orders):
    pages = env["customer.status.page"].search(
        [("res_model", "=", "sale.order"), ("res_id", "in", orders.ids)]
    )
    return pages.event_ids.mapped(lambda event: [event.event, event.state])

def keys():
    return sorted(
        jobs.search([("method_name", "=", "_publish_in_job")]).mapped("identity_key")
    )

def run(wanted):
    of_kind = [("method_name", "=", wanted), ("state", "=", "pending")]
    for record in jobs.search(of_kind):
        job = Job.load(env, record.uuid)
        job.set_started()
        job.store()
        job.perform()
        job.set_done()
        job.store()

result = {}
"""


@pytest.fixture
def ask(database):
    """Return a function that runs a script on the shop and returns its result."""

    def run(script, name):
        said = odoo(
            *("shell", "-d", database, "--no-http"),
            log=f"hosts-{name}.log",
            script=f'{SHARE_OUT}\n{script}\nprint("RESULT " + json.dumps(result))\n',
        )
        found = re.findall(r"^RESULT (.*)$", said, re.MULTILINE)
        assert found, said[-3000:]
        return json.loads(found[0])

    return run


def test_batches_become_jobs_with_identities(ask):
    """As many jobs as batches, however often woken; each publishes its part."""
    result = ask(
        """
orders = make(120)
changes._cron_publish()
changes._cron_publish()
result["keys"] = keys()
result["channels"] = jobs.search([]).mapped("channel")
run("_publish_in_job")
result["waiting"] = len(changes.search([]))
result["told"] = told(orders)
result["successors"] = keys()
sends = jobs.search([("method_name", "=", "_send_in_job")])
result["sends"] = len(sends)
result["send_channels"] = sends.mapped("channel")
result["mails"] = sum(len(job.records) for job in sends)
env.cr.rollback()
""",
        "share-out",
    )
    names = [f"customer_status_publish:{number}" for number in (1, 2, 3)]
    assert result["keys"] == names
    assert set(result["channels"]) == {"root.customer_status"}
    assert result["told"] == [["confirmed", "told"]] * 120
    assert result["waiting"] == 0
    # Those whose batch was full look whether there is more.
    assert set(result["successors"]) == set(names)
    assert result["mails"] == 120
    assert result["sends"] >= 120 / 25
    assert set(result["send_channels"]) == {"root.customer_status_send"}


def test_a_job_whose_rows_another_took_tries_again(ask):
    """It sees the past, so it ends and is begun anew; nobody is told twice."""
    result = ask(
        """
orders = make(3)
env.cr.commit()
env.cr.execute("SELECT 1 FROM res_users LIMIT 1")  # from here on it sees the past
with env.registry.cursor() as cr:
    api.Environment(cr, env.uid, {})["customer.status.change"]._publish_in_job(1)
try:
    changes._publish_in_job(2)
except RetryableJobError as error:
    result["pause"] = error.seconds
    result["counts_as_killed"] = not error.ignore_retry
env.cr.rollback()
result["rest"] = changes._publish_in_job(2)
result["told"] = told(orders)
env.cr.rollback()
more = make(2)
env.cr.commit()
env.cr.execute("SELECT 1 FROM res_users LIMIT 1")
with env.registry.cursor() as cr:
    api.Environment(cr, env.uid, {})["customer.status.change"]._publish_in_job(1)
# What a scheduled action without jobs does: it begins anew by itself.
result["by_cron"] = changes._publish_next(fields.Datetime.now())[0]
result["more"] = told(more)
""",
        "past",
    )
    assert result["by_cron"] == 0
    assert result["more"] == [["confirmed", "told"]] * 2
    assert result["pause"] == [1, 3]
    assert not result["counts_as_killed"]
    assert result["rest"].startswith("0 ")
    assert result["told"] == [["confirmed", "told"]] * 3


def test_two_jobs_at_one_customers_page_lose_nothing(ask):
    """The page of all their orders is written by one; the other sees it and adds."""
    result = ask(
        """
import threading
customer = make_customers(1)
env["customer.status.page"]._ensure(customer)
orders = make(2, [customer] * 2)
env.cr.commit()
env.cr.execute("SELECT 1 FROM res_users LIMIT 1")
cr = env.registry.cursor()
other = api.Environment(cr, env.uid, {})["customer.status.change"]
claimed = other._claim(1)
claimed._publish_each()
other.env.flush_all()
threading.Timer(2, cr.commit).start()  # until then the page is locked
try:
    changes._publish_in_job(2)
except RetryableJobError as error:
    result["pause"] = error.seconds
env.cr.rollback()
result["rest"] = changes._publish_in_job(2)
result["told"] = told(orders)
[page] = env["customer.status.page"].search(
    [("res_model", "=", "res.partner"), ("res_id", "=", customer.id)]
)
result["page"] = all(name in json.dumps(page.facts) for name in orders.mapped("name"))
env.cr.rollback()
cr.close()
""",
        "one-page",
    )
    assert result["pause"] == [1, 3]
    assert result["rest"].startswith("1 ")
    assert result["told"] == [["confirmed", "told"]] * 2
    assert result["page"]


def test_the_cron_publishes_itself_when_nobody_runs_jobs(ask, database):
    """A shop whose hosts run no jobs is slow, but not silent."""
    result = ask(
        """
orders = make(2)
changes._cron_publish()
env.cr.commit()
result["before"] = told(orders)
triggers = env["ir.cron.trigger"].search(
    [("cron_id", "=", env.ref("customer_status_comm.ir_cron_publish").id)]
)
last = max(triggers.mapped("call_at"))
result["looked_at_again"] = (last - fields.Datetime.now()).total_seconds() // 60
env.cr.execute("UPDATE queue_job SET date_created = date_created - interval '1 hour'")
env.cr.commit()
cron = env.ref("customer_status_comm.ir_cron_publish")
cron.method_direct_trigger()
env.cr.rollback()  # to see what it has done
result["after"] = told(orders)
""",
        "stuck",
    )
    assert result["before"] == []
    assert result["looked_at_again"] in (10, 11)
    assert result["after"] == [["confirmed", "told"]] * 2
    postgres.sql("DELETE FROM queue_job", database)


def test_a_job_whose_process_was_ended_takes_less_and_then_puts_one_off(ask, database):
    """Never the same batch again and again; the others are published meanwhile."""
    result = ask(
        """
def set_retry(number):
    env.flush_all()
    env.cr.execute("UPDATE queue_job SET retry = %s WHERE state = 'pending'", [number])
    env.cr.commit()
    env.invalidate_all()
orders = make(3)
changes._cron_publish()
set_retry(3)
run("_publish_in_job")
result["one"] = len(told(orders))
set_retry(5)
run("_publish_in_job")
env.cr.commit()
env.invalidate_all()
late = changes.search([("failure", "!=", False)])
result["put_off"] = late.mapped("res_id") == orders[1].ids
result["later"] = late[0].due_at > late[0].touched_at
run("_publish_in_job")
result["two"] = len(told(orders))
late.due_at = False
changes._publish_in_job(7)
result["three"] = len(told(orders))
env.cr.commit()
""",
        "ended",
    )
    assert result["one"] == 1
    assert result["put_off"]
    assert result["later"]
    assert (result["two"], result["three"]) == (2, 3)
    postgres.sql("DELETE FROM queue_job", database)
