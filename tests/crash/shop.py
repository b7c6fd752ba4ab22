"""What staff do to orders, in a process of its own beside the publisher.

Run as ``python -m tests.crash.shop DATABASE``. Each line of standard input is one JSON
command, ``[name, argument]``; each answer one JSON line, written when all is committed.
"""

import json
import sys

from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config


def create(env, number):
    """Make an order for a customer of its own; return its id."""
    customer = env["res.partner"].create(
        {
            "name": f"Crash {number}",
            "email": f"c{number}@crash.example",
            "lang": "en_US",
        }
    )
    product = env.ref("customer_status_comm.demo_product_bell").product_variant_id
    line = {"product_id": product.id, "product_uom_qty": 1}
    values = {"partner_id": customer.id, "order_line": [(0, 0, line)]}
    return env["sale.order"].create(values).id


def confirm(env, order_id):
    env["sale.order"].browse(order_id).action_confirm()


def cancel(env, order_id):
    env["sale.order"].browse(order_id)._action_cancel()


def reopen(env, order_id):
    """Make a cancelled order a quotation and confirm it again, at once."""
    order = env["sale.order"].browse(order_id)
    order.action_draft()
    order.action_confirm()


def invoice(env, order_id):
    """Invoice the order and post the invoice."""
    order = env["sale.order"].browse(order_id)
    order._create_invoices().action_post()


def credit(env, order_id):
    """Credit the order's invoice in full."""
    env["sale.order"].browse(order_id).invoice_ids._reverse_moves(cancel=True)


def retry(env, order_id):
    """Have Odoo's queue send the order's mails that failed once more."""
    query = [("model", "=", "sale.order"), ("res_id", "=", order_id)]
    env["mail.mail"].search(query).action_retry()


DOINGS = {
    function.__name__: function
    for function in (create, confirm, cancel, reopen, invoice, credit, retry)
}


def main(database):
    """Do what comes in, one transaction per order."""
    config.parse_config(["-d", database, "--no-http", "--logfile="])
    registry = Registry(database)
    with registry.cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        shop = env.ref("customer_status_comm.demo_company").id
    context = {"allowed_company_ids": [shop]}
    for line in sys.stdin:
        name, arguments = json.loads(line)
        answers = []
        for argument in arguments:
            with registry.cursor() as cr:
                env = api.Environment(cr, api.SUPERUSER_ID, context)
                answers.append(DOINGS[name](env, argument))
        print(json.dumps(answers), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
