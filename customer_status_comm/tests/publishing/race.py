"""Two transactions at once, each with a connection of its own.

What they need is committed, and deleted in the end.
"""

import threading
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.orm.registry import DummyRLock, Registry
from odoo.sql_db import Cursor
from odoo.tests import TransactionCase, tagged

#: Seconds that one may wait for the other.
PATIENCE = 60


@tagged("standard", "post_install", "-at_install")
class RaceCase(TransactionCase):
    """One confirmed order that waits to be told, committed until the test ends."""

    def setUp(self):
        super().setUp()
        # Odoo's own runner holds it while it tests, and a second thread would wait
        # for it: whoever begins a transaction anew asks for the registry.
        self.startPatcher(patch.object(Registry, "_lock", DummyRLock()))
        with self.registry.cursor() as cr:
            self.assertIsInstance(cr, Cursor, "a connection of its own")
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env.ref("base.main_company")
            settings = ("customer_service_email", "customer_status_active")
            [self.settings] = company.read(settings, load="")
            company.customer_service_email = "race@shop.example"
            company.customer_status_active = True
            customer = env["res.partner"].create(
                {"name": "Race", "email": "race@customer.example", "lang": "en_US"}
            )
            product = env["product.product"].create({"name": "Bell", "type": "service"})
            line = {"product_id": product.id, "product_uom_qty": 1, "price_unit": 9}
            order = env["sale.order"].create(
                {
                    "partner_id": customer.id,
                    "company_id": company.id,
                    "order_line": [(0, 0, line)],
                }
            )
            order.action_confirm()
            self.ids = order.id, customer.id, product.id
        self.addCleanup(self.delete)

    def delete(self):
        order_id, customer_id, product_id = self.ids
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.get_pages(env).unlink()
            self.get_changes(env).unlink()
            env["customer.status.run"].search([]).unlink()
            order = env["sale.order"].browse(order_id)
            order._action_cancel()
            order.unlink()
            env["mail.mail"].search([("recipient_ids", "=", customer_id)]).unlink()
            env["customer.communication"].search(
                [("partner_id", "=", customer_id)]
            ).unlink()
            self.get_changes(env).unlink()
            env["res.partner"].browse(customer_id).unlink()
            env["product.product"].browse(product_id).product_tmpl_id.unlink()
            del self.settings["id"]
            env.ref("base.main_company").write(self.settings)

    def open_env(self):
        """Return an environment on a connection of its own, its snapshot taken."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        env = api.Environment(cr, SUPERUSER_ID, {})
        self.assertFalse(self.get_pages(env))
        return env

    def get_order(self, env):
        return env["sale.order"].browse(self.ids[0])

    def get_pages(self, env):
        domain = [("res_model", "=", "sale.order"), ("res_id", "=", self.ids[0])]
        return env["customer.status.page"].search(domain)

    def get_changes(self, env):
        domain = [("res_model", "=", "sale.order"), ("res_id", "=", self.ids[0])]
        return env["customer.status.change"].search(domain)

    def race(self, first, second, do):
        """Commit ``first`` while ``do`` waits for it in ``second``'s transaction.

        :return: what ``do`` returned.
        """
        results, errors = [], []

        def run():
            try:
                results.append(do())
            except BaseException as error:
                errors.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        self.wait_for_lock(second)
        first.cr.commit()
        thread.join(PATIENCE)
        self.assertFalse(thread.is_alive(), "it still waits")
        self.assertEqual(errors, [])
        return results[0]

    def wait_for_lock(self, env):
        """Return once the other transaction waits for one that is not committed."""
        pid = env.cr._cnx.get_backend_pid()
        query = (
            "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'"
        )
        for _look in range(PATIENCE * 20):
            with self.registry.cursor() as cr:
                cr.execute(query, [pid])
                if cr.fetchone():
                    return
            threading.Event().wait(0.05)
        self.fail("it never came to wait")
