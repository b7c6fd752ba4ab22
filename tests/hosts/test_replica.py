"""Pages from a replica: customers read on while the primary has no time for them."""

import json
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from devtools import databases, postgres
from devtools.odoo_command import odoo
from devtools.server import HOST, LiveServer, free_port
from devtools.steps import run

from ..crash.conftest import wait_until
from .clusters import Cluster

DATABASE = "replicated"
#: What reading a page asks the database.
READING = "FROM customer_status_link link"
#: So many pages are read while the primary stands still.
PAGES = 20

PUBLISH = """
import json
shop = env.ref("customer_status_comm.demo_company")
env = env(context={"allowed_company_ids": [shop.id]})
anna = env["res.partner"].create({"name": "Anna", "email": "anna@replica.example"})
bell = env.ref("customer_status_comm.demo_product_bell").product_variant_id
order = env["sale.order"].create(
    {"partner_id": anna.id, "order_line": [(0, 0, {"product_id": bell.id})]}
)
order.action_confirm()
env["customer.status.change"]._publish_now(order)
page = env["customer.status.page"].search(
    [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
)
[path] = env["customer.status.link"]._create_links(page, anna)
env.cr.commit()
print("RESULT " + json.dumps([path, order.name, order.id]))
"""
CANCEL = """
order = env["sale.order"].browse({id})
order = order.with_context(allowed_company_ids=order.company_id.ids)
order._action_cancel()
env["customer.status.change"]._publish_now(order)
env.cr.commit()
print("RESULT []")
"""


class Reader(LiveServer):
    """A host that reads pages from the replica.

    It has no ``--db-filter``: with one, Odoo asks the primary which databases there
    are, for each visitor without a session.
    """

    def __init__(self, primary, replica):
        super().__init__("replica", DATABASE)
        self.primary, self.replica = primary, replica

    def start(self):
        """Start Odoo; nothing leaves it, so it needs no stand-ins."""
        arguments = [
            *("-m", "odoo", "-d", DATABASE, "-p", self.port),
            *(f"--gevent-port={free_port()}", "--max-cron-threads=0"),
            f"--db_replica_host={self.replica.socket}",
        ]
        with self.log.open("w") as log:
            place = {"PGHOST": str(self.primary.socket)}
            self.spawn(arguments, stdout=log, stderr=subprocess.STDOUT, **place)
        wait_until(lambda: self.get("/web/health")[0] == 200, pause=0.3)

    def get(self, path, timeout=60):
        """Return status and text of an answer; status 0 when there is none."""
        try:
            with urllib.request.urlopen(
                f"http://{HOST}:{self.port}{path}", timeout=timeout
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except OSError:
            return 0, ""


@pytest.fixture(scope="module")
def pair():
    """Run a primary with the demo shop, and a replica that streams from it."""
    postgres.ensure_postgres()
    primary, replica = Cluster("primary"), Cluster("replica")
    try:
        primary.make()
        primary.start()
        load(primary)
        replica.follow(primary)
        replica.start()
        wait_until(lambda: is_level(primary, replica))
        yield primary, replica
    finally:
        replica.stop()
        primary.stop()
        run("rm", "-rf", databases.filestore(DATABASE))


def load(cluster):
    """Put a copy of the demo shop into a cluster."""
    dump = cluster.data.with_suffix(".dump")
    with databases.building():  # nobody can copy it while it is dumped
        source = databases.ensure_full()
        run("pg_dump", "-Fc", "-Z0", "-f", dump, source)
    place = ("-h", cluster.socket, "-U", "odoo")
    run("createdb", *place, "-T", "template0", DATABASE)
    run("pg_restore", *place, "-j2", "--no-owner", "-d", DATABASE, dump)
    dump.unlink()
    run("rm", "-rf", databases.filestore(DATABASE))
    run("cp", "-al", databases.filestore(source), databases.filestore(DATABASE))


def is_level(primary, replica):
    """Tell whether the replica has all that the primary has written."""
    written = primary.sql("SELECT pg_current_wal_lsn()")
    seen = replica.sql(f"SELECT pg_last_wal_replay_lsn() >= '{written}'")
    return seen == "t" and replica.sql("SELECT pg_is_in_recovery()") == "t"


@pytest.fixture(scope="module")
def reader(pair):
    """Start a host that has both."""
    server = Reader(*pair)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def ask(pair, monkeypatch):
    """Return a function that runs a script on the primary and returns its result."""
    monkeypatch.setenv("PGHOST", str(pair[0].socket))

    def run_script(script):
        shell = ("shell", "-d", DATABASE, "--no-http")
        said = odoo(*shell, log="replica-script.log", script=script)
        found = re.findall(r"^RESULT (.*)$", said, re.MULTILINE)
        assert found, said[-3000:]
        return json.loads(found[0])

    return run_script


def count_readings(cluster):
    """Return how many statements of a cluster's log have looked for a link."""
    return cluster.log.read_text(errors="replace").count(READING)


def test_pages_are_read_from_the_replica(pair, reader, ask):
    """Also while the primary stands still; and what it publishes then is shown."""
    primary, replica = pair
    path, reference, order_id = ask(PUBLISH)
    wait_until(lambda: is_level(primary, replica))
    before = count_readings(primary), count_readings(replica)

    status, page = reader.get(path)
    assert status == 200
    assert reference in page
    wait_until(lambda: count_readings(replica) == before[1] + 1)
    assert count_readings(primary) == before[0], "the primary was asked"

    primary.signal(signal.SIGSTOP)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            primary.sql("SELECT 1", timeout=2)
        began = time.monotonic()
        answers = [reader.get(path, timeout=20) for _ in range(PAGES)]
        took = time.monotonic() - began
        assert reader.get("/status/unknown", timeout=20)[0] == 404
    finally:
        primary.signal(signal.SIGCONT)
    assert answers == [(200, page)] * PAGES
    print(f"{PAGES} pages in {took:.2f} s while the primary stood still")
    assert count_readings(replica) == before[1] + PAGES + 2
    assert count_readings(primary) == before[0]

    ask(CANCEL.format(id=order_id))
    wait_until(lambda: is_level(primary, replica))
    status, later = reader.get(path)
    assert status == 200
    assert reference in later
    assert later != page, "the customer sees what was published meanwhile"
