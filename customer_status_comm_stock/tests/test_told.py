"""Customers are told when goods leave: in part, and in full."""

from datetime import datetime

from .common import DeliveryCase


class TestDeliveriesAreTold(DeliveryCase):
    def test_a_part_and_then_the_rest_are_told(self):
        """M6 of docs/requirements.md."""
        order = self.create_order(quantity=5)
        order.action_confirm()
        self.publish()
        self.deliver()

        self.deliver_parcel(order.picking_ids, quantity=2)
        self.publish()
        [message] = self.deliver()
        self.assertIn(order.name, message["Subject"])
        html = self.get_html(message)
        self.assertIn("Part of your order has been delivered", html)
        found = self.env["customer.status.link"]._find_page(self.get_token(message))
        self.assertEqual(found.facts["step"], "partly_delivered")
        [shipped, waiting] = found.facts["deliveries"]
        self.assertEqual(
            [(shipped["state"], shipped["lines"][0]["quantity"])], [("shipped", 2.0)]
        )
        self.assertEqual(
            [(waiting["state"], waiting["lines"][0]["quantity"])], [("waiting", 3.0)]
        )

        rest = order.picking_ids.filtered(lambda picking: picking.state != "done")
        self.deliver_parcel(rest)
        self.publish()
        [message] = self.deliver()
        self.assertIn("has been delivered", self.get_html(message))
        told = [
            event for event, state, _why in self.get_events(order) if state == "told"
        ]
        self.assertEqual(told, ["confirmed", "partly_delivered", "delivered"])

    def test_m9_when_it_was_invoiced_and_delivered_is_told_and_shown(self):
        order = self.create_order(quantity=5)
        order.action_confirm()
        self.publish()
        self.deliver()
        invoice = order._create_invoices()
        invoice.invoice_date = "2031-05-04"
        invoice.action_post()
        self.publish()
        [message] = self.deliver()
        self.assertEqual(message["Subject"], f"Invoice for your order {order.name}")

        picking = order.picking_ids
        self.deliver_parcel(picking)
        picking.date_done = datetime(2031, 5, 6, 10)
        self.publish()
        [message] = self.deliver()
        self.assertIn("has been delivered", message["Subject"])
        html = order._render_status(self.get_page(order).facts)
        for day in ("2031-05-04", "2031-05-06"):
            self.assertIn(day, html)

    def test_confirmed_and_delivered_at_once_is_one_message(self):
        order = self.create_order()
        order.action_confirm()
        self.deliver_parcel(order.picking_ids)
        self.publish()
        self.assertEqual(len(self.deliver()), 1)
