"""B1: no room for a file: nothing half-told, nothing lost, and it can be tried again.

The disk is full for one process only: the kernel is told that its files may not grow.
"""

import contextlib
import resource

import pytest

from devtools import postgres

from .conftest import MAIL_QUEUE, OUTBOX, SMS_QUEUE, wait_until
from .stories import LEDGER, MESSAGES, rows_of

FAILURE = "SELECT failure FROM customer_status_change WHERE res_id = {} ORDER BY id"

FILES = "UPDATE customer_status_rule SET attach_status_file = {}"


@contextlib.contextmanager
def full_disk(pid):
    """Leave a process no room for files."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@pytest.fixture
def files(publisher):
    """Have every status mail carry the status file."""
    postgres.sql(FILES.format("true"), publisher.database)
    yield
    postgres.sql(FILES.format("false"), publisher.database)


def get_file(publisher, address):
    """Return the text of the one file that came with mails to ``address``."""
    mails = publisher.messages("mail")
    mails = [mail for mail in mails if address in mail["envelope"]["to"]]
    [file] = [file for mail in mails for file in mail["attachments"]]
    return publisher.fetch(file["url"])


def test_b1_disk_full_while_publishing(publisher, shop, files):
    """The order says why; others are told; when there is room, so is its customer."""
    [order_id] = shop.do("create", ["disk"])
    [by_sms] = shop.do("create_customer_by_sms", [21])
    [other_id] = shop.do("create_for", [by_sms])
    publisher.drain(OUTBOX)
    with full_disk(publisher.worker):
        shop.do("confirm", [order_id, other_id])
        wait_until(
            lambda: postgres.sql(FAILURE.format(order_id), publisher.database).strip()
        )
        wait_until(lambda: rows_of(publisher, MESSAGES, [other_id]))
    failure = postgres.sql(FAILURE.format(order_id), publisher.database)
    assert failure == "File too large"  # what this kernel says of such a disk
    assert rows_of(publisher, LEDGER, [order_id]) == []
    assert rows_of(publisher, MESSAGES, [order_id]) == []
    assert len(rows_of(publisher, LEDGER, [other_id])) == 1

    postgres.sql("UPDATE customer_status_change SET due_at = NULL", publisher.database)
    publisher.drain(OUTBOX, MAIL_QUEUE, SMS_QUEUE)
    assert len(rows_of(publisher, LEDGER, [order_id])) == 1
    [row] = rows_of(publisher, MESSAGES, [order_id])
    assert row["state"] == "sent"
    assert get_file(publisher, "cdisk@crash.example").rstrip().endswith("</html>")


def test_b1_disk_full_while_staff_send(publisher, shop):
    """The panel says why and keeps what was written; later it leaves, file and all."""
    [order_id] = shop.do("create", ["disk by hand"])
    shop.do("confirm", [order_id])  # of a draft there is no status file
    publisher.drain(OUTBOX, MAIL_QUEUE)
    customer = f"(SELECT partner_id FROM sale_order WHERE id = {order_id})"
    [partner_id] = shop.do("get_customer", [order_id])
    values = {
        "partner_id": partner_id,
        "res_model": "sale.order",
        "res_id": order_id,
        "attach_status_file": True,
    }
    [panel] = shop.do("open_panel", [values])
    history = (
        f"SELECT state FROM customer_communication WHERE partner_id = {customer} "
        "AND user_id IS NOT NULL"
    )
    with full_disk(shop.process.pid):
        [said] = shop.do("send", [panel])
    assert said == "Not sent: File too large"
    assert publisher.rows(history) == []

    [said] = shop.do("send", [panel])
    assert said.startswith("Sent to ")
    assert publisher.rows(history) == [{"state": "sent"}]
    file = get_file(publisher, "cdisk.by.hand@crash.example")
    assert file.rstrip().endswith("</html>")
