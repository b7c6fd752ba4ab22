"""What staff do to orders, in a process of its own beside the publisher.

Run as ``python -m tests.crash.shop DATABASE SMTP_PORT``. Each line of standard input is
one JSON command, ``[name, arguments, hold]``; each answer one JSON line, written when
all is committed. Like a request, a doing that collides with another begins anew; and
like a person, the shop does again what broke off because the database was away.
"""

import json
import sys
import time
import traceback
from functools import partial

import psycopg2

from odoo import api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config

#: Seconds between two attempts while the database is away, and how many there are.
PAUSE = 0.5
ATTEMPTS = 120


def create(env, number):
    """Make an order for a customer of its own; return its id."""
    return create_for(env, create_customer(env, number))


def create_customer(env, number):
    """Make a customer who is written to by e-mail; return their id."""
    values = {
        "name": f"Crash {number}",
        "email": f"c{number}@crash.example".replace(" ", "."),
        "lang": "en_US",
    }
    return env["res.partner"].create(values).id


def create_customer_by_sms(env, number):
    """Make a customer who can only be told by SMS; return their id."""
    values = {
        "name": f"Crash {number}",
        "phone": f"+45 20 12 {number // 100:02} {number % 100:02}",
        "country_id": env.ref("base.dk").id,
        "contact_preference": "sms",
        "lang": "en_US",
    }
    return env["res.partner"].create(values).id


def create_for(env, customer_id):
    """Make an order for a customer; return its id."""
    product = env.ref("customer_status_comm.demo_product_bell").product_variant_id
    line = {"product_id": product.id, "product_uom_qty": 1}
    values = {"partner_id": customer_id, "order_line": [(0, 0, line)]}
    return env["sale.order"].create(values).id


def get_customer(env, order_id):
    """Return the id of an order's customer."""
    return env["sale.order"].browse(order_id).partner_id.id


# --- what may have been done already when the database was away ----------------------


def confirm(env, order_id):
    order = env["sale.order"].browse(order_id)
    if order.state == "draft":
        order.action_confirm()


def cancel(env, order_id):
    order = env["sale.order"].browse(order_id)
    if order.state != "cancel":
        order._action_cancel()


def reopen(env, order_id):
    """Make a cancelled order a quotation and confirm it again, at once."""
    order = env["sale.order"].browse(order_id)
    if order.state == "cancel":
        order.action_draft()
        order.action_confirm()


def invoice(env, order_id):
    """Invoice the order and post the invoice."""
    order = env["sale.order"].browse(order_id)
    if not order.invoice_ids:
        order._create_invoices().action_post()


def credit(env, order_id):
    """Credit the order's invoice in full."""
    invoices = env["sale.order"].browse(order_id).invoice_ids
    if not invoices.reversal_move_ids:
        invoices._reverse_moves(cancel=True)


# --- the publisher and the panel -----------------------------------------------------


def publish(env, _argument):
    """Publish all that is due, as the scheduled action does, which nobody repeats.

    :return: what went wrong, empty when nothing did.
    """
    try:
        env["customer.status.change"]._cron_publish()
    except psycopg2.Error as error:
        env.cr.rollback()
        return repr(error)
    return ""


def look_and_publish(env, order_id):
    """Publish one order."""
    order = env["sale.order"].browse(order_id)
    return env["customer.status.change"]._publish_now(order)


def open_customer_page(env, customer_id):
    """Make the page that lists all orders of a customer."""
    env["res.partner"].browse(customer_id).action_open_status_page()


def open_panel(env, values):
    """Write to a customer in the panel; return its id."""
    values = {"subject": "Hello", "body": "<p>Text</p>", **values}
    return env["customer.communication.panel"].create(values).id


def send(env, panel_id):
    """Press Send; return what the panel says."""
    panel = env["customer.communication.panel"].browse(panel_id)
    panel.action_send()
    return panel.feedback


def send_as(env, argument):
    """Write and send as another user; return what the panel says."""
    login, values = argument
    user = env["res.users"].search([("login", "=", login)])
    env = env(user=user)
    return send(env, open_panel(env, values))


def retry(env, order_id):
    """Have Odoo's queue send the order's mails that failed once more."""
    query = [("model", "=", "sale.order"), ("res_id", "=", order_id)]
    env["mail.mail"].search(query).action_retry()


def resend(env, row_id):
    """Press Send again on a row of the history; return what it says."""
    row = env["customer.communication"].browse(row_id)
    return row.action_resend()["params"]["message"]


DOINGS = {
    function.__name__: function
    for function in (
        *(create, create_customer, create_customer_by_sms, create_for),
        get_customer,
        *(confirm, cancel, reopen, invoice, credit),
        *(publish, look_and_publish, open_customer_page),
        *(open_panel, send, send_as, retry, resend),
    )
}


class Shop:
    """Does what comes in, one transaction per argument."""

    def __init__(self, database):
        self.registry = Registry(database)
        self.held = None
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            company = env.ref("customer_status_comm.demo_company").id
        self.context = {"allowed_company_ids": [company]}

    def answer(self, name, arguments, hold):
        """Do one command; return one answer per argument."""
        if name == "commit":
            self.held.commit()
            self.held.close()
            return [None]
        if hold:
            [argument] = arguments
            self.held = self.registry.cursor()
            answers = [DOINGS[name](self.get_env(self.held), argument)]
            self.held.flush()
            return answers
        return [self.insist(name, argument) for argument in arguments]

    def get_env(self, cr):
        return api.Environment(cr, api.SUPERUSER_ID, self.context)

    def insist(self, name, argument):
        """Do one thing, again and again while the database is away."""
        for _attempt in range(ATTEMPTS):
            try:
                with self.registry.cursor() as cr:
                    env = self.get_env(cr)
                    return retrying(partial(DOINGS[name], env, argument), env)
            except (psycopg2.DatabaseError, psycopg2.InterfaceError) as error:
                if error.pgcode and not isinstance(error, psycopg2.OperationalError):
                    raise  # the database is there, and does not want it
                print(f"{name}: {error!r}", file=sys.stderr, flush=True)
                time.sleep(PAUSE)
        raise TimeoutError(f"{name}: the database does not come back")


def main(database, smtp_port):
    """Do what comes in."""
    smtp = ("--smtp=127.0.0.1", f"--smtp-port={smtp_port}")
    config.parse_config(["-d", database, "--no-http", "--logfile=", *smtp])
    shop = Shop(database)
    for line in sys.stdin:
        try:
            answer = shop.answer(*json.loads(line))
        except Exception as error:  # a person sees a message, and goes on working
            traceback.print_exc()
            answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
