"""B1: mail servers that refuse or break off, and SMS services in trouble.

What fails stands in the customer's history with its reason, is never repeated by
itself, and can be sent again by a person. Nobody else waits for it.
"""

import pytest

from devtools import postgres

from .conftest import MAIL_QUEUE, OUTBOX, SMS_QUEUE, wait_until

SENT, FAILED = "sent", "failed"
HISTORY = """
    SELECT id, state, failure_code AS reason, failure_detail AS detail
      FROM customer_communication WHERE partner_id = {customer} ORDER BY id
"""
MAIL_CRON = """
    UPDATE ir_cron SET active = {active} WHERE id = (
        SELECT res_id FROM ir_model_data
         WHERE module = 'mail' AND name = 'ir_cron_mail_scheduler_action')
"""


class Customer:
    """Somebody who orders, as the world and the history see them."""

    def __init__(self, publisher, shop, kind, name):
        self.publisher, self.name = publisher, name
        [self.id] = shop.do(kind, [name])
        [self.order_id] = shop.do("create_for", [self.id])

    @property
    def history(self):
        """The rows of the history, oldest first."""
        return self.publisher.rows(HISTORY.format(customer=self.id))

    @property
    def states(self):
        """The state of each row."""
        return [row["state"] for row in self.history]

    def count_mails(self):
        """Return how many e-mails came."""
        address = f"c{self.name}@crash.example".replace(" ", ".")
        mails = self.publisher.messages("mail")
        return sum(address in mail["envelope"]["to"] for mail in mails)

    def count_texts(self):
        """Return how many SMS came."""
        number = f"+452012{self.name // 100:02}{self.name % 100:02}"
        return sum(text["to"] == number for text in self.publisher.messages("sms"))


@pytest.mark.parametrize(
    ("kind", "reason", "answer"),
    [("busy", "mail_busy", "451"), ("refused", "mail_refused", "554")],
)
def test_b1_mail_server_refuses(publisher, shop, trouble, kind, reason, answer):
    """The reason stands in the history, and the mail leaves when somebody asks."""
    customer = Customer(publisher, shop, "create_customer", kind)
    trouble(mail=kind)
    shop.do("confirm", [customer.order_id])
    publisher.drain(OUTBOX, MAIL_QUEUE)

    [row] = customer.history
    assert (row["state"], row["reason"]) == (FAILED, reason)
    assert row["detail"].startswith(answer)
    trouble()
    publisher.let_hours_pass()
    assert customer.count_mails() == 0, "nobody has decided that it should leave"

    shop.do("retry", [customer.order_id])
    publisher.drain(MAIL_QUEUE)
    assert customer.states == [SENT]
    assert customer.count_mails() == 1


@pytest.mark.parametrize("kind", ["gone", "later"])
def test_b1_mail_server_away(publisher, shop, trouble, kind):
    """What it surely has not taken waits for it, and leaves once it is there again."""
    customers = [
        Customer(publisher, shop, "create_customer", f"{kind} {n}") for n in range(3)
    ]
    trouble(mail=kind)
    shop.do("confirm", [customer.order_id for customer in customers])
    publisher.drain(OUTBOX)
    wait_until(lambda: all(row["reason"] for c in customers for row in c.history))
    publisher.let_hours_pass()
    for customer in customers:
        [row] = customer.history
        assert (row["state"], row["reason"]) == ("queued", "mail_waits")
        assert customer.count_mails() == 0

    trouble()
    publisher.drain(MAIL_QUEUE)
    publisher.let_hours_pass()
    assert [customer.states for customer in customers] == [[SENT]] * 3
    assert [customer.count_mails() for customer in customers] == [1, 1, 1]


def test_b1_mail_server_away_while_somebody_writes(publisher, shop, trouble):
    """The panel says that it waits, and it leaves by itself."""
    customer = Customer(publisher, shop, "create_customer", "panel away")
    [panel] = shop.do("open_panel", [{"partner_id": customer.id}])
    trouble(mail="gone")
    [said] = shop.do("send", [panel])
    assert said.startswith("Not sent yet: ")
    [row] = customer.history
    assert (row["state"], row["reason"]) == ("queued", "mail_waits")
    trouble()
    publisher.drain(MAIL_QUEUE)
    assert customer.states == [SENT]
    assert customer.count_mails() == 1


def test_b1_mail_server_hangs_up(publisher, shop, trouble):
    """One mail may have arrived, and says so; the next one leaves as ever."""
    customers = [
        Customer(publisher, shop, "create_customer", f"hang up {n}") for n in range(3)
    ]
    postgres.sql(MAIL_CRON.format(active="false"), publisher.database)
    shop.do("confirm", [customer.order_id for customer in customers])
    publisher.drain(OUTBOX)
    trouble(mail="dropped", times=1)
    postgres.sql(MAIL_CRON.format(active="true"), publisher.database)
    publisher.drain(MAIL_QUEUE)
    publisher.let_hours_pass()

    states = sorted(state for customer in customers for state in customer.states)
    assert states == [FAILED, SENT, SENT]
    [failed] = [customer for customer in customers if customer.states == [FAILED]]
    [row] = failed.history
    assert row["reason"] == "interrupted"
    assert [customer.count_mails() for customer in customers] == [1, 1, 1]


def test_b1_mail_server_hangs_up_on_the_panel(publisher, shop, trouble):
    """What may have arrived stands in the history, and the panel keeps the text."""
    customer = Customer(publisher, shop, "create_customer", "panel")
    [panel] = shop.do("open_panel", [{"partner_id": customer.id}])
    trouble(mail="dropped", times=1)

    [said] = shop.do("send", [panel])
    assert said.startswith("Not sent: ")
    assert "may or may not have arrived" in said
    [row] = customer.history
    assert (row["state"], row["reason"]) == (FAILED, "interrupted")
    publisher.let_hours_pass()
    assert customer.count_mails() == 1

    [said] = shop.do("send", [panel])
    assert said.startswith("Sent to ")
    # It may have arrived, so it stays what it is; the second is a message more.
    assert customer.states == [FAILED, SENT]
    assert customer.count_mails() == 2, "a person has decided"


@pytest.mark.parametrize(
    ("number", "kind", "taken"),
    [
        *((1, "error", 0), (2, "page", 1), (3, "nonsense", 1)),
        *((4, "silent", 1), (5, "slow", 1)),
    ],
)
def test_b1_sms_service_in_trouble(publisher, shop, trouble, number, kind, taken):
    """A text that it may have taken is not handed over again by itself."""
    customer = Customer(publisher, shop, "create_customer_by_sms", number)
    trouble(sms=kind)
    shop.do("confirm", [customer.order_id])
    publisher.drain(OUTBOX, SMS_QUEUE)
    trouble()
    publisher.let_hours_pass()

    [row] = customer.history
    assert (row["state"], row["reason"]) == (FAILED, "sms_service")
    assert customer.count_texts() == taken

    [said] = shop.do("resend", [row["id"]])
    assert said.startswith("Sent to ")
    assert customer.states == [FAILED, SENT]
    assert customer.count_texts() == taken + 1


def test_b1_one_text_in_trouble_holds_up_no_other(publisher, shop, trouble):
    """What waits behind a text that came to nothing leaves."""
    first, second = (
        Customer(publisher, shop, "create_customer_by_sms", number)
        for number in (11, 12)
    )
    trouble(sms="nonsense", times=1)
    shop.do("confirm", [first.order_id])
    publisher.drain(OUTBOX, SMS_QUEUE)
    shop.do("confirm", [second.order_id])
    publisher.drain(OUTBOX, SMS_QUEUE)
    assert (first.states, second.states) == ([FAILED], [SENT])
