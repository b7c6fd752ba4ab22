"""B1: nothing is lost and nothing told twice when PostgreSQL goes away and comes back.

The server is restarted in the mode "immediate", which leaves it to crash recovery.
Staff do again what broke off, as people do whose screen shows an error.
"""

import os
import random
import time

from .conftest import MAIL_QUEUE, OUTBOX, wait_until
from .stories import STORIES, check_ledger, check_messages, work_of

ORDERS = 20
#: Seconds within which it goes away after the shop has begun.
WINDOW = 1.5


def test_b1_database_restarted_in_the_middle(publisher, shop):
    """Restart PostgreSQL while a shop works; then compare what was told."""
    seed = int(os.environ.get("CRASH_SEED") or time.time())
    print(f"CRASH_SEED={seed}")
    dice = random.Random(seed)
    orders = shop.do("create", [f"restart {n}" for n in range(ORDERS)])
    stories = {id_: STORIES[n % len(STORIES)] for n, id_ in enumerate(orders)}
    publisher.drain(OUTBOX, MAIL_QUEUE)

    for chapter, restarts in enumerate((2, 1, 1)):
        for names in work_of(stories, chapter, restarts):
            for name, ids in names.items():
                shop.begin(name, ids)
            time.sleep(dice.uniform(0, WINDOW))
            publisher.restart_database()
            for _name in names:
                shop.finish()
        wait_until(publisher.is_listening)
        publisher.drain(OUTBOX)
    publisher.drain(OUTBOX, MAIL_QUEUE)

    check_ledger(publisher, stories)
    check_messages(publisher, stories)
