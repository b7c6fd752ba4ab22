"""18.2: an order ends, too, when all of it is credited and nothing comes any more."""

from odoo.tests import tagged

from .common import DeliveryCase


@tagged("standard", "post_install", "-at_install")
class TestEnds(DeliveryCase):
    def test_18_2_all_credited_before_it_came_is_an_end(self):
        self.product.invoice_policy = "order"
        order = self.create_order()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        invoice._reverse_moves(cancel=True)
        self.publish()
        self.assertFalse(self.get_page(order).finished_at, "the parcel still waits")
        order.picking_ids.action_cancel()
        self.publish()
        self.assertTrue(self.get_page(order).finished_at)
