"""Two Odoo hosts on one database, behind a load balancer, sharing jobs."""

import os
import signal
import subprocess
import time
import urllib.request

import pytest

from devtools import databases, postgres
from devtools.paths import LOGS
from devtools.server import SERVER_WIDE, free_port
from devtools.steps import DevError

from ..crash.conftest import CRONS, Publisher, Shop, wait_until
from .balancer import HOST, Balancer

ADDON = "customer_status_comm_queue_job"
#: By this lock, of queue_job's runner, one host is the one that hands out jobs.
RUNNER_LOCK = 2293787760715711918
CHANNELS = "root:6,root.customer_status:3,root.customer_status_send:3"
START_TIMEOUT = 180


class Hosts(Publisher):
    """Odoo on two hosts, each with web server, scheduled actions and a job runner."""

    def __init__(self, name, database):
        super().__init__(name, database)
        self.ports = [free_port(), free_port()]
        self.balancer = Balancer(self.ports)
        self.port = self.balancer.port  # the shop's address
        self.hosts = {}

    def start_odoo(self):
        """Start both hosts."""
        for port in self.ports:
            self.start_host(port)

    def revive(self):
        """Leave the dead alone: tests start a host again when it is time."""

    def start_host(self, port):
        """Start a host, as a service manager would when it has died."""
        arguments = [
            *("-m", "odoo", "-d", self.database, f"--db-filter=^{self.database}$"),
            *("-p", port, f"--gevent-port={free_port()}"),
            *(f"--smtp={HOST}", f"--smtp-port={self.smtp_port}"),
            f"--load={SERVER_WIDE},queue_job",
        ]
        settings = {
            "CSC_SMS_SINK": self.sink_url,
            "ODOO_QUEUE_JOB_CHANNELS": CHANNELS,
            "ODOO_QUEUE_JOB_HOST": HOST,
            "ODOO_QUEUE_JOB_PORT": str(self.balancer.port),
        }
        with self.log.with_suffix(f".{self.ports.index(port)}.log").open("a") as log:
            self.hosts[port] = self.spawn(
                arguments, stdout=log, stderr=subprocess.STDOUT, **settings
            )

    def wait(self):
        """Wait until both hosts answer and one of them hands out jobs."""
        limit = time.monotonic() + START_TIMEOUT
        for port in self.ports:
            while not answers(port):
                if time.monotonic() > limit or self.hosts[port].poll() is not None:
                    raise DevError(f"a host does not start, see {self.log.parent}")
                time.sleep(0.2)
        wait_until(lambda: self.master)

    @property
    def master(self) -> int:
        """Number of the process whose runner hands out jobs, 0 while there is none."""
        name = postgres.sql(
            "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE locktype = 'advisory' AND granted "
            f"AND datname = '{self.database}' "
            f"AND classid = {RUNNER_LOCK >> 32} AND objid = {RUNNER_LOCK & 0xFFFFFFFF}"
        )
        return int(name.removeprefix("odoo-")) if name else 0

    def kill(self, pid) -> int:
        """Kill a host as a power cut would; return its port."""
        [port] = [port for port, host in self.hosts.items() if host.pid == pid]
        os.kill(pid, signal.SIGKILL)
        self.hosts[port].wait()
        return port

    def wake(self):
        """Do what passing time does, for the runner too."""
        super().wake()
        postgres.sql("NOTIFY queue_job", self.database)

    def jobs(self, condition: str) -> list[dict]:
        """Return the jobs that fit."""
        query = f"SELECT * FROM queue_job WHERE {condition} ORDER BY id"
        return self.rows(query)


def answers(port) -> bool:
    """Tell whether an Odoo serves requests on this port."""
    try:
        urllib.request.urlopen(f"http://{HOST}:{port}/web/health", timeout=60).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="session")
def database():
    """Make a copy of the demo shop that shares work as jobs."""
    postgres.ensure_postgres()
    name = databases.fresh_copy("hosts", databases.ensure_full)
    try:
        databases.install(name, [ADDON], log="hosts-install.log")
        yield name
    finally:
        databases.drop(name)


# Not longer than their module: they would take what other tests leave to send.
@pytest.fixture(scope="module")
def hosts(database):
    """Run two hosts on the shop's database, where nothing waits."""
    for query in (
        "UPDATE customer_status_rule SET settle_minutes = 0, "
        "send_from = 0, send_until = 0",
        f"UPDATE ir_cron SET active = false WHERE id NOT IN ({CRONS})",
        "DELETE FROM customer_status_change",
        "UPDATE mail_mail SET state = 'cancel' WHERE state = 'outgoing'",
        "DELETE FROM queue_job",
    ):
        postgres.sql(query, database)
    for old in LOGS.glob("hosts-server*"):
        old.unlink()
    servers = Hosts("hosts", database)
    servers.clear_kept()
    try:
        servers.start()
        yield servers
    finally:
        servers.balancer.close()
        servers.stop()


@pytest.fixture(scope="module")
def shop(hosts):
    """Run the shop beside the hosts."""
    beside = Shop(hosts)
    yield beside
    beside.stop()
