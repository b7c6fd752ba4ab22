"""B5: what nobody did just now is held back, until somebody looks at it."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from ... import const
from ..common import StatusCase

HELD = [("confirmed", const.HELD, const.WHY_IMPORTED)]


class TestHeldBack(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.create_user(
            "chief",
            "sales_team.group_sale_salesman_all_leads",
            "customer_status_comm.group_customer_status_manager",
        )
        cls.ledger = cls.env["customer.status.event"].with_user(cls.manager)

    def create_imported(self, count=1, **context):
        """Return orders that are confirmed from the start, made in one call."""
        line = {"product_id": self.product.id, "product_uom_qty": 1}
        values = {
            "partner_id": self.anna.id,
            "state": "sale",
            "order_line": [(0, 0, line)],
        }
        return self.env["sale.order"].with_context(**context).create([values] * count)

    def find_held(self):
        return self.ledger.search([("state", "=", const.HELD)])

    def test_b5_imports_are_held(self):
        for context in ({"import_file": True}, {"install_mode": True}):
            order = self.create_imported(**context).with_env(self.env)
            self.publish()
            self.assertEqual(self.get_events(order), HELD, context)
            self.assertTrue(self.get_page(order), "the page is there all the same")
        self.assertFalse(self.deliver())

    def test_b5_many_at_once_are_held(self):
        orders = self.create_imported(const.IMPORT_SIZE)
        few = self.create_imported(2)
        self.publish()
        self.assertEqual(len(self.find_held()), len(orders))
        self.assertEqual(len(self.deliver()), len(few))

    def test_b5_what_is_old_is_held(self):
        old = self.create_imported()
        old.date_order = fields.Datetime.now() - timedelta(days=40)
        self.publish()
        self.assertEqual(
            self.get_events(old), [("confirmed", const.HELD, const.WHY_LONG_AGO)]
        )
        self.company.customer_status_hold_days = 0
        older = self.create_imported()
        older.date_order = fields.Datetime.now() - timedelta(days=400)
        self.publish()
        self.assertEqual(self.get_events(older)[0][1], const.TOLD)

    def test_b5_confirming_a_real_order_is_not_held(self):
        order = self.create_order()
        order.action_confirm()
        self.publish()
        self.assertEqual(self.get_events(order)[0][1], const.TOLD)

    def test_b5_released_news_is_told_once(self):
        orders = self.create_imported(3, import_file=True)
        self.publish()
        self.work_off(self.find_held().action_release(), self.manager)
        messages = self.deliver()
        self.assertEqual(len(messages), 3)
        self.assertFalse(self.find_held())
        for order in orders:
            self.assertEqual(self.get_events(order), [("confirmed", "told", False)])
        told = self.ledger.search([]).sudo()
        self.assertEqual(len(told.communication_ids), 3)
        self.work_off(told.with_user(self.manager).action_release(), self.manager)
        self.assertFalse(self.deliver(), "what is told is not told again")

    def test_b5_later_news_of_a_held_order_is_told(self):
        order = self.create_imported(import_file=True).with_env(self.env)
        self.publish()
        order._create_invoices()._post()
        self.publish()
        self.assertIn("Invoice", self.deliver()[0]["Subject"])
        self.assertEqual(self.get_events(order)[0], HELD[0])

    def test_b5_what_is_no_longer_true_is_not_released(self):
        order = self.create_imported(import_file=True).with_env(self.env)
        self.publish()
        self.anna.gets_status_messages = False
        order._action_cancel()
        self.publish()
        self.anna.gets_status_messages = True
        self.work_off(self.ledger.action_release(), self.manager)
        self.assertFalse(self.deliver())
        self.assertIn(
            ("confirmed", const.SILENT, const.WHY_OUTDATED), self.get_events(order)
        )

    def test_b5_release_asks_the_customer_anew(self):
        order = self.create_imported(import_file=True)
        self.publish()
        self.anna.gets_status_messages = False
        self.work_off(self.ledger.action_release(), self.manager)
        self.assertEqual(
            self.get_events(order),
            [("confirmed", const.SILENT, const.WHY_OPTED_OUT)],
        )

    def test_b5_discarded_news_is_never_told(self):
        order = self.create_imported(import_file=True)
        self.publish()
        self.work_off(self.ledger.action_discard(), self.manager)
        self.assertEqual(
            self.get_events(order),
            [("confirmed", const.SILENT, const.WHY_DISCARDED)],
        )
        self.work_off(self.ledger.action_release(), self.manager)
        self.assertFalse(self.deliver())

    def test_only_managers_release(self):
        self.create_imported(import_file=True)
        self.publish()
        seller = self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        held = self.find_held()
        for method in ("release_batch", "discard_batch"):
            with self.assertRaises(AccessError):
                getattr(held.with_user(seller), method)(held.ids)
        self.assertEqual(held.state, const.HELD)
