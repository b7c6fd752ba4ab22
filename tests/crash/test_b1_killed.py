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
from collections import Counter

from devtools import postgres

from .conftest import MAIL_QUEUE, OUTBOX, wait_until
from .stories import (
    INTERRUPTED,
    MESSAGES,
    STORIES,
    check_ledger,
    check_messages,
    get_names,
    rows_of,
    work_of,
)

#: Each twentieth is worth about two seconds; before a release, CRASH_KILLS=100.
KILLS = int(os.environ.get("CRASH_KILLS") or 20)
#: Likewise while the mail server comes and goes.
KILLS_AWAY = int(os.environ.get("CRASH_KILLS") or 6)
#: How the kills are shared among confirming, what comes after, and what undoes it.
SHARES = (0.4, 0.35, 0.25)
#: Seconds within which the publisher is killed after the shop has begun.
WINDOW = 1.5
AT_WORK = "at work"
WAITING = """
    SELECT id FROM customer_communication
     WHERE state = 'queued' AND failure_code = 'mail_waits'
"""


def work_and_kill(publisher, shop, stories, dice, kills, before=None):
    """Have the shop work through ``stories``, and kill the publisher meanwhile.

    :param before: called before each kill.
    :return: how often the publisher was at work when it was killed, and how often not.
    """
    hits = Counter()
    for chapter, share in enumerate(SHARES):
        for names in work_of(stories, chapter, max(1, round(kills * share))):
            if before:
                before()
            for name, ids in names.items():
                shop.begin(name, ids)
            time.sleep(dice.uniform(0, WINDOW))
            hits[AT_WORK if publisher.is_at_work() else "idle"] += 1
            publisher.end_worker()
            for _name in names:
                shop.finish()
        # The next chapter is to be news of its own.
        publisher.drain(OUTBOX)
    return hits


def begin_stories(publisher, shop, kills):
    """Return ``{order id: story}`` of new orders, and the dice of this run."""
    seed = int(os.environ.get("CRASH_SEED") or time.time())
    print(f"CRASH_SEED={seed}")
    orders = shop.do("create", list(range(2 * kills)))
    publisher.drain(OUTBOX, MAIL_QUEUE)
    stories = {id_: STORIES[n % len(STORIES)] for n, id_ in enumerate(orders)}
    return stories, random.Random(seed)


def test_b1_killed_at_random(publisher, shop):
    """Kill the publisher while a shop works; then compare what was told."""
    stories, dice = begin_stories(publisher, shop, KILLS)
    hits = work_and_kill(publisher, shop, stories, dice, KILLS)
    publisher.drain(OUTBOX, MAIL_QUEUE)
    print(f"killed {KILLS} times: {dict(hits)}")

    assert sum(hits.values()) == KILLS
    assert hits[AT_WORK] >= KILLS / 4, "it was hardly ever killed at work"
    check_ledger(publisher, stories)
    check_messages(publisher, stories)


def test_18_6_killed_while_the_mail_server_comes_and_goes(publisher, shop, trouble):
    """Nothing is lost and nothing is told twice, whoever of the two is away."""
    stories, dice = begin_stories(publisher, shop, KILLS_AWAY)
    waited = Counter()

    def come_or_go():
        waited.update(row["id"] for row in publisher.rows(WAITING))
        kind = dice.choice(["gone", "gone", "later", ""])
        trouble(**({"mail": kind} if kind else {}))

    hits = work_and_kill(publisher, shop, stories, dice, KILLS_AWAY, come_or_go)
    waited.update(row["id"] for row in publisher.rows(WAITING))
    trouble()
    publisher.drain(OUTBOX, MAIL_QUEUE)
    publisher.let_hours_pass()
    print(f"killed {KILLS_AWAY} times: {dict(hits)}; {len(waited)} messages waited")

    assert waited, "no message has waited for the mail server"
    check_ledger(publisher, stories)
    check_messages(publisher, stories)
    assert not publisher.rows(WAITING)


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
