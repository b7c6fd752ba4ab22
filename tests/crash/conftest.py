"""A publisher that can be killed, and a shop beside it that works on.

The publisher is Odoo as shops run it: a master process that forks a worker for the
scheduled actions. A killed worker is replaced at once, as a service manager would.
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from devtools import databases, postgres
from devtools.odoo_command import odoo_environment
from devtools.paths import LOGS, PYTHON, TOP
from devtools.server import LiveServer
from devtools.steps import end_with_parent

#: Seconds that anything waited for may take on a busy machine.
PATIENCE = 90
#: The scheduled actions between an order and a customer's mailbox or phone.
CRONS = """
    SELECT res_id FROM ir_model_data
     WHERE (module, name) IN (('customer_status_comm', 'ir_cron_publish'),
                              ('customer_status_comm', 'ir_cron_try_again'),
                              ('mail', 'ir_cron_mail_scheduler_action'),
                              ('sms', 'ir_cron_sms_scheduler_action'))
"""
OUTBOX = "SELECT count(*) FROM customer_status_change WHERE res_model = 'sale.order'"
MAIL_QUEUE = "SELECT count(*) FROM mail_mail WHERE state = 'outgoing'"
SMS_QUEUE = "SELECT count(*) FROM sms_sms WHERE state = 'outgoing' AND NOT to_delete"


class Publisher(LiveServer):
    """Odoo without a web server: a master process and one worker for all actions."""

    def start_odoo(self):
        """Start the master; it starts its worker."""
        arguments = [
            *("-m", "odoo", "-d", self.database, f"--db-filter=^{self.database}$"),
            *("--no-http", "--workers=1", "--max-cron-threads=1"),
            *("--smtp=127.0.0.1", f"--smtp-port={self.smtp_port}"),
        ]
        with self.log.open("a") as log:
            self.spawn(arguments, stdout=log, stderr=subprocess.STDOUT)

    def revive(self):
        """Start it again if it has ended, as a service manager does.

        Odoo's master process ends when it misses its database.
        """
        if self.processes[-1].poll() is not None:
            self.processes.pop()
            self.start_odoo()
            self.remember()

    def wait(self):
        """Wait until the worker listens, and wake it.

        It is woken by notification and else once a minute, which nobody waits for.
        """
        wait_until(self.is_listening)
        self.wake()

    @property
    def worker(self) -> int:
        """Number of the worker's process, 0 while there is none."""
        master = self.processes[-1].pid
        with contextlib.suppress(OSError, ValueError):
            children = Path(f"/proc/{master}/task/{master}/children").read_text()
            return int(children.split()[-1]) if children.strip() else 0
        return 0

    def is_listening(self) -> bool:
        """Whether the worker has told PostgreSQL that it wants to be woken."""
        self.revive()
        worker = self.worker
        query = (
            "SELECT 1 FROM pg_stat_activity WHERE datname = 'postgres' "
            f"AND application_name = 'odoo-{worker}' "
            "AND state = 'idle' AND query = 'COMMIT'"
        )
        return bool(worker) and postgres.sql(query) == "1"

    def wake(self):
        """Do what a minute and an hour that pass do: all that is due is looked at.

        What is to be tried again is due.
        """
        self.revive()
        for query in (
            "UPDATE mail_mail SET scheduled_date = now() AT TIME ZONE 'UTC' WHERE id "
            "IN (SELECT id FROM mail_mail WHERE state = 'outgoing' AND "
            "scheduled_date > now() AT TIME ZONE 'UTC' FOR UPDATE SKIP LOCKED)",
            "UPDATE customer_communication SET next_try_at = now() AT TIME ZONE 'UTC' "
            "WHERE id IN (SELECT id FROM customer_communication WHERE "
            "communication_type = 'sms' AND next_try_at > now() AT TIME ZONE 'UTC' "
            "FOR UPDATE SKIP LOCKED)",
        ):
            postgres.sql(query, self.database)
        postgres.sql(
            "UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' WHERE id IN "
            f"(SELECT id FROM ir_cron WHERE id IN ({CRONS}) "
            "FOR NO KEY UPDATE SKIP LOCKED)",
            self.database,
        )
        postgres.sql(f"NOTIFY cron_trigger, '{self.database}'")

    def is_at_work(self) -> bool:
        """Whether a scheduled action has a transaction open."""
        return (
            postgres.sql(
                "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' "
                f"AND datname = '{self.database}' "
                f"AND application_name = 'odoo-{self.processes[-1].pid}'"
            )
            != "0"
        )

    def end_worker(self):
        """Kill the worker as a power cut would, and wait for the next one."""
        worker = self.worker
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: self.worker not in (0, worker))
        self.wait()

    def restart_database(self):
        """Restart PostgreSQL as after a crash, where the server is ours to restart.

        On one that is not, all connections of the database break instead.
        """
        if postgres.is_private():
            postgres.restart_at_once()
        else:
            postgres.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE datname = '{self.database}'"
            )

    def drain(self, *queries):
        """Let it work until the outbox and the queue of mails are empty."""

        def is_empty():
            if not any(int(postgres.sql(q, self.database)) for q in queries):
                return True
            self.wake()
            return False

        wait_until(is_empty, pause=0.5)

    def let_hours_pass(self, hours=2):
        """Have every scheduled action run, so that what would be repeated is."""
        for _hour in range(hours):
            begun = postgres.sql(
                "SELECT date_trunc('second', now() AT TIME ZONE 'UTC')"
            )
            missing = (
                f"SELECT count(*) FROM ir_cron WHERE id IN ({CRONS}) "
                f"AND coalesce(lastcall, '-infinity') <= '{begun}'"
            )
            self.drain(missing)

    def fetch(self, address: str) -> str:
        """Return what the stand-ins keep at an address."""
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.read().decode()

    def give_trouble(self, **kinds):
        """Have the stand-ins misbehave, see ``devtools/sink_trouble.py``."""
        address = f"{self.sink_url}/trouble"
        body = json.dumps(kinds).encode()
        with urllib.request.urlopen(address, body, timeout=30):
            pass

    def rows(self, query: str) -> list[dict]:
        """Return what a query finds."""
        text = f"SELECT coalesce(json_agg(found), '[]') FROM ({query}) found"
        return json.loads(postgres.sql(text, self.database))


class Shop:
    """The process of ``shop.py``.

    :param server: whose database and stand-ins it uses.
    :param name: of its log.
    """

    def __init__(self, server, name="shop"):
        self.log = (LOGS / f"crash-{name}.log").open("w")
        self.process = subprocess.Popen(
            [
                *(str(PYTHON), "-m", "tests.crash.shop"),
                *(server.database, str(server.smtp_port)),
            ],
            cwd=TOP,
            env=odoo_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            preexec_fn=end_with_parent,
        )
        self.answers = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        """Take the answers as they come; the last one is empty."""
        for line in self.process.stdout:
            self.answers.put(line)
        self.answers.put("")

    def begin(self, name: str, arguments: list, hold: bool = False):
        """Have something done, without waiting for it.

        :param hold: leave the last transaction open, until ``commit`` is to be done.
        """
        line = json.dumps([name, arguments, hold])
        print(line, file=self.process.stdin, flush=True)

    def finish(self) -> list:
        """Wait until it is done and committed; return one answer per argument."""
        try:
            line = self.answers.get(timeout=PATIENCE * 2)
        except queue.Empty as error:
            raise TimeoutError(f"it waits for ever, see {self.log.name}") from error
        assert line, f"the shop broke down, see {self.log.name}"
        answers = json.loads(line)
        assert isinstance(answers, list), answers
        return answers

    def do(self, name: str, arguments: list = (None,), hold: bool = False) -> list:
        """Have something done, and wait for it."""
        self.begin(name, list(arguments), hold)
        return self.finish()

    def stop(self):
        """End the process; it ends with its input."""
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.log.close()


def wait_until(condition, pause=0.05):
    """Return when ``condition()`` holds.

    :raise TimeoutError: when it does not in time.
    """
    limit = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > limit:
            raise TimeoutError(f"not within {PATIENCE} s: {condition}")
        time.sleep(pause)


@pytest.fixture(scope="session")
def publisher():
    """Run a publisher on a fresh copy of the demo shop, where nothing waits."""
    postgres.ensure_postgres()
    database = databases.fresh_copy("crash", databases.ensure_full)
    server = Publisher("crash", database)
    server.clear_kept()
    server.log.unlink(missing_ok=True)
    for query in (
        "UPDATE customer_status_rule SET settle_minutes = 0, "
        "send_from = 0, send_until = 0",
        f"UPDATE ir_cron SET active = false WHERE id NOT IN ({CRONS})",
        "DELETE FROM customer_status_change",
        "UPDATE mail_mail SET state = 'cancel' WHERE state = 'outgoing'",
        "UPDATE sms_sms SET state = 'canceled' WHERE state = 'outgoing'",
        # What a shop's server has committed is there after a restart.
        f'ALTER DATABASE "{database}" SET synchronous_commit = on',
    ):
        postgres.sql(query, database)
    if postgres.is_private():
        # Else a crash would set the sequences of a database just copied back.
        postgres.sql("CHECKPOINT")
    try:
        server.start()
        yield server
    finally:
        server.stop()
        databases.drop(database)


@pytest.fixture(scope="session")
def shop(publisher):
    """Run the shop beside the publisher."""
    beside = Shop(publisher)
    yield beside
    beside.stop()


@pytest.fixture(scope="session")
def colleagues(publisher):
    """Run four more processes, each of which can do what the shop can."""
    four = [Shop(publisher, f"shop-{number}") for number in range(4)]
    yield four
    for one in four:
        one.stop()


@pytest.fixture
def trouble(publisher):
    """Return a function that gives the mail server or SMS service trouble.

    ``trouble(mail="busy", times=1)``, see ``devtools/sink_trouble.py``; without
    arguments all is well, as it is after the test.
    """
    yield publisher.give_trouble
    publisher.give_trouble()
