"""B1: nothing is lost and nothing told twice, however often the publisher dies.

What is guaranteed, and where: page, ledger and queued message of an order are one
transaction, so the *ledger* has each event exactly once. What leaves over SMTP cannot
be part of a transaction. Odoo hands a mail over and then commits that it did; killed
in between, it would hand it over again. Our mails are therefore marked, and the mark
committed, before they are handed over: a mail *leaves at most once*, and one whose
leaving was interrupted stands in the customer's history as failed, saying that it may
have arrived, for a person to decide. From Odoo's queue it is sent again with the same
Message-Id. Out of reach: an SMS that a gateway took from a process that died is sent
again, with the same UUID, by which a gateway can tell.
"""

import os
import random
import time
from collections import Counter, defaultdict

from devtools import postgres

from .conftest import MAIL_QUEUE, OUTBOX, wait_until

KILLS = 20
ORDERS = 40
#: Seconds within which the publisher is killed after the shop has begun.
WINDOW = 1.5
AT_WORK = "at work"
TOLD, SILENT = "told", "silent"
#: What the history says of an e-mail whose leaving was interrupted.
INTERRUPTED = "interrupted"
#: What befalls an order, and what its ledger has to say afterwards.
STORIES = [
    (["confirm"], {("confirmed", TOLD): 1}),
    (["confirm", "invoice"], {("confirmed", TOLD): 1, ("invoiced", TOLD): 1}),
    (
        ["confirm", "invoice", "credit"],
        {("confirmed", TOLD): 1, ("invoiced", TOLD): 1, ("credited", TOLD): 1},
    ),
    (["confirm", "cancel"], {("confirmed", TOLD): 1, ("cancelled", TOLD): 1}),
    (
        ["confirm", "cancel", "reopen"],
        # The rule for what is taken up again is shipped switched off.
        {("confirmed", TOLD): 2, ("cancelled", TOLD): 1, ("reopened", SILENT): 1},
    ),
]
LEDGER = """
    SELECT page.res_id AS order_id, event.event, event.state
      FROM customer_status_event event
      JOIN customer_status_page page ON page.id = event.page_id
     WHERE page.res_model = 'sale.order' AND page.res_id IN ({ids})
"""
MESSAGES = """
    SELECT row.res_id AS order_id, row.state, row.failure_code AS reason,
           message.message_id AS name,
           (SELECT count(*) FROM customer_communication_customer_status_event_rel told
             WHERE told.customer_communication_id = row.id) AS events
      FROM customer_communication row
      JOIN mail_message message ON message.id = row.mail_message_id
     WHERE row.res_model = 'sale.order' AND row.res_id IN ({ids})
"""


def test_b1_killed_at_random(publisher, shop):
    """Kill the publisher 20 times while a shop works; then compare what was told."""
    seed = int(os.environ.get("CRASH_SEED") or time.time())
    print(f"CRASH_SEED={seed}")
    dice = random.Random(seed)
    orders = shop.do("create", list(range(ORDERS)))
    stories = {id_: STORIES[n % len(STORIES)] for n, id_ in enumerate(orders)}
    publisher.drain(OUTBOX, MAIL_QUEUE)
    hits = Counter()

    for chapter, kills in enumerate((8, 7, 5)):
        work = [
            (doings[chapter], id_)
            for id_, (doings, _due) in stories.items()
            if chapter < len(doings)
        ]
        for part in range(kills):
            todo = defaultdict(list)
            for name, id_ in work[part::kills]:
                todo[name].append(id_)
            for name, ids in todo.items():
                shop.begin(name, ids)
            time.sleep(dice.uniform(0, WINDOW))
            hits[AT_WORK if publisher.is_at_work() else "idle"] += 1
            publisher.end_worker()
            for _name in todo:
                shop.finish()
        # The next chapter is to be news of its own.
        publisher.drain(OUTBOX)
    publisher.drain(OUTBOX, MAIL_QUEUE)
    print(f"killed: {dict(hits)}")

    assert sum(hits.values()) == KILLS
    assert hits[AT_WORK] >= KILLS / 4, "it was hardly ever killed at work"
    check_ledger(publisher, stories)
    check_messages(publisher, stories)


def check_ledger(publisher, stories):
    """Each event that is due stands in the ledger, once."""
    found = defaultdict(Counter)
    for row in rows_of(publisher, LEDGER, stories):
        found[row["order_id"]][row["event"], row["state"]] += 1
    wrong = {
        id_: (doings, dict(found[id_]))
        for id_, (doings, due) in stories.items()
        if found[id_] != due
    }
    assert not wrong


def check_messages(publisher, stories):
    """Each told event is in one message, and none has reached the mail server twice."""
    arrived = Counter(
        name for mail in publisher.messages("mail") for name in get_names(mail)
    )
    messages = rows_of(publisher, MESSAGES, stories)
    per_order = Counter(row["order_id"] for row in messages)
    assert per_order == {
        id_: sum(n for (_event, state), n in due.items() if state == TOLD)
        for id_, (_doings, due) in stories.items()
    }
    assert {row["events"] for row in messages} == {1}
    names = [row["name"] for row in messages]
    assert len(set(names)) == len(names)
    assert set(arrived) <= set(names), "mails that the history does not know"
    assert not [name for name, times in arrived.items() if times > 1], "told twice"
    interrupted = [row for row in messages if row["state"] == "failed"]
    print(f"{len(messages)} messages, {len(interrupted)} interrupted on their way out")
    assert all(row["reason"] == INTERRUPTED for row in interrupted)
    unsure = {row["name"] for row in interrupted}
    assert set(names) - unsure <= set(arrived), "lost"
    assert {row["state"] for row in messages} <= {"sent", "failed"}


def test_b1_killed_while_the_mail_server_says_yes(publisher, shop):
    """A mail that has left, but was not yet noted as sent, is not sent again."""
    postgres.sql(
        """
        CREATE FUNCTION crash_wait() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_sleep(600); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER crash_wait AFTER DELETE ON mail_mail
            DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION crash_wait()
        """,
        publisher.database,
    )
    before = {mail["id"] for mail in publisher.messages("mail")}
    [order_id] = shop.do("create", ["at the door"])
    shop.do("confirm", [order_id])

    def get_new():
        return [m for m in publisher.messages("mail") if m["id"] not in before]

    wait_until(get_new)
    publisher.end_worker()
    postgres.sql(  # it would finish its commit, not knowing that nobody waits for it
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        f"WHERE datname = '{publisher.database}' AND wait_event = 'PgSleep'"
    )
    postgres.sql("DROP FUNCTION crash_wait CASCADE", publisher.database)
    publisher.drain(OUTBOX, MAIL_QUEUE)

    assert len(get_new()) == 1
    [row] = rows_of(publisher, MESSAGES, [order_id])
    assert row["state"] == "failed"
    assert row["reason"] == INTERRUPTED
    assert get_names(get_new()[0]) == [row["name"]]

    shop.do("retry", [order_id])  # somebody has decided that it should leave again
    publisher.drain(MAIL_QUEUE)
    wait_until(lambda: len(get_new()) == 2)
    assert {get_names(mail)[0] for mail in get_new()} == {row["name"]}
    [row] = rows_of(publisher, MESSAGES, [order_id])
    assert row["state"] == "sent"


def rows_of(publisher, query, orders):
    """Return what ``query`` finds of these orders."""
    return publisher.rows(query.format(ids=", ".join(map(str, orders))))


def get_names(mail):
    """Return the Message-Id of a mail that came, as a list."""
    return mail["headers"]["Message-Id"]
