"""B1: publishers and people at once, each in a process and on a connection of its own.

Two who make the page of one order at the same moment:
``customer_status_comm/tests/publishing/test_race.py``.
"""

import pytest

from devtools import postgres

from .conftest import CRONS, MAIL_QUEUE, OUTBOX
from .stories import LEDGER, STORIES, check_ledger, check_messages, rows_of, work_of

CUSTOMERS = 4
ORDERS = 20
PARTS = 4
HISTORY = """
    SELECT state FROM customer_communication WHERE partner_id = {} ORDER BY id
"""


@pytest.fixture
def nobody_else(publisher):
    """Have no scheduled action run while a test decides who does what when."""
    switch = f"UPDATE ir_cron SET active = {{}} WHERE id IN ({CRONS})"
    publisher.drain(OUTBOX, MAIL_QUEUE)
    postgres.sql(switch.format("false"), publisher.database)
    yield
    postgres.sql(switch.format("true"), publisher.database)


def get_told(publisher, order_id):
    """Return the events that an order's customer was told, sorted."""
    rows = rows_of(publisher, LEDGER, [order_id])
    return sorted(row["event"] for row in rows if row["state"] == "told")


def count_mails(publisher, name):
    """Return how many mails came for the customer of this name."""
    address = f"c{name}@crash.example".replace(" ", ".")
    mails = publisher.messages("mail")
    return sum(address in mail["envelope"]["to"] for mail in mails)


@pytest.mark.parametrize("number", [2, 4])
def test_b1_publishers_at_once(publisher, shop, colleagues, number):
    """D2: Each event is told once, and nothing fails: who collides begins anew."""
    names = [f"at once {number} {n}" for n in range(CUSTOMERS)]
    customers = shop.do("create_customer", names)
    shop.do("open_customer_page", customers)  # which all their orders change
    orders = shop.do("create_for", customers * (ORDERS // CUSTOMERS))
    stories = {id_: STORIES[n % len(STORIES)] for n, id_ in enumerate(orders)}
    publisher.drain(OUTBOX, MAIL_QUEUE)
    publishers = colleagues[:number]

    trouble = []
    for chapter in range(3):
        for todo in work_of(stories, chapter, PARTS):
            for name, ids in todo.items():
                shop.begin(name, ids)
            for one in publishers:
                one.begin("publish", [None, None])
            trouble += [said for one in publishers for said in one.finish() if said]
            for _name in todo:
                shop.finish()
        publisher.drain(OUTBOX)
    publisher.drain(OUTBOX, MAIL_QUEUE)

    assert trouble == []
    check_ledger(publisher, stories)
    check_messages(publisher, stories)


def test_b1_button_pressed_by_four_at_once(publisher, shop, colleagues, nobody_else):
    """Orders of one customer published from four screens: told once, each of them."""
    [customer] = shop.do("create_customer", ["four screens"])
    shop.do("open_customer_page", [customer])
    orders = shop.do("create_for", [customer] * 8)
    shop.do("confirm", orders)
    for one in colleagues:
        one.begin("look_and_publish", orders)
    for one in colleagues:
        one.finish()
    shop.do("publish")
    assert [get_told(publisher, id_) for id_ in orders] == [["confirmed"]] * 8
    assert int(postgres.sql(OUTBOX, publisher.database)) == 0


def test_b1_cancelled_while_the_publisher_reads(
    publisher, shop, colleagues, nobody_else
):
    """Whoever cancels does not wait; the publisher tells it the next time."""
    [order_id] = shop.do("create", ["reads"])
    shop.do("confirm", [order_id])
    one, other = colleagues[:2]
    one.do("look_and_publish", [order_id], hold=True)
    shop.do("cancel", [order_id])
    assert other.do("look_and_publish", [order_id]) == [0], "one has it in hand"
    one.do("commit")
    assert get_told(publisher, order_id) == ["confirmed"]
    other.do("look_and_publish", [order_id])
    one.do("look_and_publish", [order_id])
    assert get_told(publisher, order_id) == ["cancelled", "confirmed"]


def test_b1_confirmed_before_and_committed_after_the_publisher_reads(
    publisher, shop, colleagues, nobody_else
):
    """What is not committed is not news, and not lost."""
    [order_id] = shop.do("create", ["commits late"])
    publisher_now = colleagues[0]
    shop.do("confirm", [order_id], hold=True)
    publisher_now.do("publish")
    assert get_told(publisher, order_id) == []
    shop.do("commit")
    publisher_now.do("publish")
    publisher_now.do("publish")
    assert get_told(publisher, order_id) == ["confirmed"]


def test_c14_two_clicks_at_once(publisher, shop, colleagues):
    """A panel sends once, whichever of two requests comes first."""
    one, other = colleagues[:2]
    for number in range(4):
        name = f"click {number}"
        [customer] = shop.do("create_customer", [name])
        [panel] = shop.do("open_panel", [{"partner_id": customer}])
        one.begin("send", [panel])
        other.begin("send", [panel])
        one.finish(), other.finish()
        assert publisher.rows(HISTORY.format(customer)) == [{"state": "sent"}]
        assert count_mails(publisher, name) == 1


def test_c14_a_click_while_another_is_sending(publisher, shop, colleagues):
    """It sends nothing, and does not wait either."""
    one, other = colleagues[:2]
    [customer] = shop.do("create_customer", ["slow click"])
    [panel] = shop.do("open_panel", [{"partner_id": customer}])
    one.do("send", [panel], hold=True)
    assert other.do("send", [panel]) == [False]
    one.do("commit")
    other.do("send", [panel])
    assert publisher.rows(HISTORY.format(customer)) == [{"state": "sent"}]
    assert count_mails(publisher, "slow click") == 1


def test_c14_two_users_write_to_one_customer(publisher, shop, colleagues):
    """Both messages leave, once each."""
    one, other = colleagues[:2]
    [customer] = shop.do("create_customer", ["two users"])
    for login, colleague in (("sales", one), ("manager", other)):
        values = {"partner_id": customer, "subject": f"From {login}"}
        colleague.begin("send_as", [[login, values]] * 3)
    said = one.finish() + other.finish()
    assert all(words.startswith("Sent to ") for words in said)
    assert publisher.rows(HISTORY.format(customer)) == [{"state": "sent"}] * 6
    assert count_mails(publisher, "two users") == 6
