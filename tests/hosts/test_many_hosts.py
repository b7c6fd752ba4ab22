"""B1 on many hosts: they share the work, one dies, and everything is told once."""

import re
from collections import Counter

import psycopg2

from devtools import postgres
from devtools.odoo_command import odoo

from ..crash.conftest import MAIL_QUEUE, OUTBOX, wait_until
from ..crash.stories import (
    MESSAGES,
    TOLD,
    check_ledger,
    check_messages,
    rows_of,
)

ORDERS = 160
#: Of them the first are told of before any host dies.
FIRST = 60
KILLS = 2
#: Jobs and scheduled actions of a host that may have an e-mail in hand at a time.
SENDERS = 4
#: E-mails that have left before a host dies in the midst of sending.
MIDDLE = 20
JOBS_LEFT = "SELECT count(*) FROM queue_job WHERE state <> 'done'"
PUBLISH = "method_name = '_publish_in_job'"
SEND = "method_name = '_send_in_job'"
PUBLISHER = (
    "id = (SELECT res_id FROM ir_model_data WHERE module = 'customer_status_comm' "
    "AND name = 'ir_cron_publish')"
)

#: Writes an SMS to each of some customers, as one bulk.
TEXTS = """
shop = env.ref("customer_status_comm.demo_company")
env = env(context={{"allowed_company_ids": [shop.id]}})
customers = env["res.partner"].create(
    [{{"name": f"T {{n}}", "phone": f"+45 20 10 {{n // 100:02}} {{n % 100:02}}"}}
     for n in range({count})]
)
rows = env["customer.communication"].create(
    [{{"partner_id": customer.id, "company_id": shop.id, "communication_type": "sms",
       "subject": "SMS", "sms_text": f"Text for {{customer.name}}."}}
     for customer in customers]
)
rows._send()
env.cr.commit()
print("RESULT", *rows.ids)
"""
TEXTS_SENT = 60


def test_b1_hosts_share_the_work_and_one_dies(hosts, shop):
    """Kill the host that hands out the jobs, twice: publishing, then sending."""
    orders = shop.do("create", list(range(ORDERS)))
    hosts.drain(OUTBOX, MAIL_QUEUE, JOBS_LEFT)
    first_pids = {host.pid for host in hosts.hosts.values()}
    stories = {
        id_: (["confirm", "invoice"], {("confirmed", TOLD): 1, ("invoiced", TOLD): 1})
        for id_ in orders
    }

    shop.do("confirm", orders[:FIRST])  # both hosts get something to do
    hosts.drain(OUTBOX, MAIL_QUEUE, JOBS_LEFT)

    for doing, of_orders, of_kind in (
        ("confirm", orders[FIRST:], PUBLISH),
        ("invoice", orders, SEND),
    ):
        hold(hosts, True)  # so that there is something to share
        shop.do(doing, of_orders)
        hold(hosts, False)
        begun = len(hosts.messages("mail"))
        hosts.wake()
        victim = hosts.master
        in_hand = f"{of_kind} AND state = 'started' AND worker_pid = {victim}"
        if of_kind == SEND:
            wait_until(lambda n=begun: len(hosts.messages("mail")) > n + MIDDLE)
        wait_until(lambda busy=in_hand: hosts.jobs(busy), pause=0.01)
        port = hosts.kill(victim)
        interrupted = hosts.jobs(in_hand)
        print(f"{doing}: killed {victim} with {len(interrupted)} jobs in hand")
        assert interrupted
        wait_until(lambda: hosts.master)
        assert hosts.master != victim, "the other one has taken over"
        hosts.drain(OUTBOX, MAIL_QUEUE, JOBS_LEFT)
        hosts.start_host(port)
        hosts.wait()

    check_ledger(hosts, stories)
    check_messages(hosts, stories)
    failed = [r for r in rows_of(hosts, MESSAGES, orders) if r["state"] == "failed"]
    assert len(failed) <= KILLS * SENDERS, "given up while another was sending it"
    shares = Counter(job["worker_pid"] for job in hosts.jobs("state = 'done'"))
    print(f"jobs done by each process: {dict(shares)}")
    assert set(shares) >= first_pids, "each has done its share"


def hold(hosts, is_held):
    """Have the publisher wait, or go on."""
    active = "false" if is_held else "true"
    postgres.sql(
        f"UPDATE ir_cron SET active = {active} WHERE {PUBLISHER}", hosts.database
    )


def test_a_mail_in_one_hand_is_in_no_other(hosts, shop):
    """Neither job nor cron sends, or gives up, a mail that another process has."""
    [order_id] = shop.do("create", ["in hand"])
    hosts.drain(OUTBOX, MAIL_QUEUE, JOBS_LEFT)
    before = {mail["id"] for mail in hosts.messages("mail")}

    def get_new():
        return [m for m in hosts.messages("mail") if m["id"] not in before]

    def get_rows():
        return rows_of(hosts, MESSAGES, [order_id])

    with psycopg2.connect(dbname=hosts.database) as other:
        other.cursor().execute(
            "SELECT pg_advisory_lock('mail_mail'::regclass::oid::int4, id::int) "
            "FROM mail_mail_id_seq, generate_series(last_value, last_value + 50) AS id"
        )
        shop.do("confirm", [order_id])
        wait_until(get_rows)
        job = f"{SEND} AND state = 'done' AND id > {hosts.jobs('true')[-1]['id']} - 2"
        wait_until(lambda: hosts.jobs(job))
        hosts.drain(OUTBOX, JOBS_LEFT)
        assert [row["state"] for row in get_rows()] == ["queued"]
        assert get_new() == []
    other.close()
    hosts.drain(MAIL_QUEUE)
    wait_until(get_new)
    assert [row["state"] for row in get_rows()] == ["sent"]
    assert len(get_new()) == 1


def test_texts_leave_in_jobs(hosts):
    """No scheduled action for SMS runs here: only the jobs send them, each once."""
    before = len(hosts.jobs(SEND))
    said = odoo(
        *("shell", "-d", hosts.database, "--no-http"),
        log="hosts-texts.log",
        script=TEXTS.format(count=TEXTS_SENT),
    )
    [ids] = re.findall(r"^RESULT (.*)$", said, re.MULTILINE)
    hosts.drain(JOBS_LEFT)
    assert len(hosts.jobs(SEND)) - before >= TEXTS_SENT / 25
    texts = Counter(text["body"] for text in hosts.messages("sms"))
    assert texts == {f"Text for T {number}.": 1 for number in range(TEXTS_SENT)}
    query = "SELECT DISTINCT state FROM customer_communication WHERE id IN ({ids})"
    query = query.format(ids=ids.replace(" ", ", "))
    # The provider has reported each while the next ones were on their way.
    wait_until(lambda: hosts.rows(query) == [{"state": "delivered"}])
