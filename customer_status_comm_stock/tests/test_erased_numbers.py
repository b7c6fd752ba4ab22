"""Erasure reaches the numbers of parcels; that just these were told stays known."""

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tests.migrations import migrate

from .common import DeliveryCase


class TestErasedNumbers(DeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.create_carrier(tracking_url=False)
        rules = cls.env["customer.status.rule"].with_context(active_test=False)
        rules.search([("event", "=", "tracking")]).active = True
        cls.order = cls.create_order()
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.deliver_parcel(self.order.picking_ids)
        self.order.picking_ids.carrier_id = self.carrier
        self.publish()
        for number in ("CP-17-SECRET", "CP-18-SECRET"):
            self.order.picking_ids.carrier_tracking_ref = number
            self.publish()
        self.deliver()
        self.assertEqual(len(self.get_told(self.order)), 2)
        self.assertIn("CP-17-SECRET", self.read_ledger())

    def get_told(self, order):
        events = self.get_page(order).event_ids
        return events.filtered(lambda row: row.event == const.EVENT_TRACKING)

    def read_ledger(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT row::text FROM customer_status_event row")
        return " ".join(row for [row] in self.env.cr.fetchall())

    def test_the_ledger_has_no_number_any_more(self):
        self.anna._erase_communications()
        self.assertNotIn("SECRET", self.read_ledger())
        told = self.get_told(self.order)
        self.assertEqual(len(set(told.mapped("source"))), 2)
        self.assertEqual(set(told.mapped("state")), {const.TOLD})
        before = told.mapped("source")
        told._erase()
        self.assertEqual(told.mapped("source"), before, "twice changes nothing")

    def test_none_of_them_is_told_again(self):
        """Also to who gets messages still, as after a page was erased alone."""
        self.get_page(self.order)._erase()
        self.assertTrue(self.anna.gets_status_messages)
        for number in ("CP-18-SECRET", "CP-17-SECRET", "CP-18-SECRET"):
            self.order.picking_ids.carrier_tracking_ref = number
            self.order._status_touch(const.REASON_CHANGED)
            self.publish()
            self.assertEqual(self.deliver(), [], number)
        self.assertEqual(len(self.get_told(self.order)), 2)

    def test_another_one_is_news(self):
        self.get_page(self.order)._erase()
        self.order._status_touch(const.REASON_CHANGED)
        self.publish()  # the page has the number of today again
        self.order.picking_ids.carrier_tracking_ref = "CP-19"
        self.publish()
        [message] = self.deliver()
        self.assertIn("CP-19", self.get_html(message))

    def test_a_number_told_with_its_parcel_is_no_news_either(self):
        order = self.create_order()
        order.action_confirm()
        picking = order.picking_ids
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": "CP-5"})
        self.deliver_parcel(picking)
        self.publish()
        self.deliver()
        self.assertFalse(self.get_told(order))
        self.get_page(order)._erase()
        order._status_touch(const.REASON_CHANGED)
        self.publish()
        self.assertEqual(self.deliver(), [])

    def test_numbers_go_with_what_customers_saw(self):
        """After the shop's months, when the archive forgets."""
        self.company.customer_status_retention_months = 1
        self.env.flush_all()
        self.env.cr.execute("UPDATE customer_status_event SET create_date = '2020-1-1'")
        self.env.invalidate_all()
        self.env["customer.status.event"]._gc_facts()
        self.env.invalidate_all()
        self.assertNotIn("SECRET", self.read_ledger())
        self.assertEqual(len(self.get_told(self.order)), 2)

    def test_an_update_hides_what_was_forgotten_before(self):
        told = self.get_told(self.order)
        told[0].facts = False
        self.patch(const, "GC_BATCH", 1)
        kept = told[1].source
        self.env.flush_all()
        migrate(self.env.cr, "post-erased-numbers")
        self.env.invalidate_all()
        self.assertIn(",hidden:", told[0].source)
        self.assertEqual(told[1].source, kept)
        told[1].facts = False
        self.env.flush_all()
        migrate(self.env.cr, "post-erased-numbers")
        self.assertNotIn("SECRET", self.read_ledger())
