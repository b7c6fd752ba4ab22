"""What becomes news of real parcels."""

from datetime import datetime

from odoo.addons.customer_status_comm import const

from .common import DeliveryCase


class TestParcelsAreNews(DeliveryCase):
    def setUp(self):
        super().setUp()
        rules = self.env["customer.status.rule"].with_context(active_test=False)
        rules.search([("company_id", "=", False)]).active = True

    def create_told(self, **values):
        """Return a confirmed order that its customer knows of."""
        order = self.create_order(**values)
        order.action_confirm()
        self.publish()
        self.deliver()
        return order

    def publish_message(self):
        """Publish, and return ``(subject, html)`` of the one message there is."""
        self.publish()
        [message] = self.deliver()
        return message["Subject"], self.get_html(message)

    def plan(self, picking, day):
        picking.scheduled_date = datetime(2031, 5, day, 10)

    def test_a_part_says_how_much_and_when_the_rest_comes(self):
        """B3 of docs/requirements.md."""
        order = self.create_told(quantity=5)

        self.deliver_parcel(order.picking_ids, quantity=2)
        self.plan(order.picking_ids.filtered(lambda p: p.state != "done"), 12)
        subject, html = self.publish_message()

        self.assertEqual(
            subject, f"Part of your order has been delivered – {order.name}"
        )
        self.assertIn(
            "Part of your order has been delivered: 2 of 5. "
            "We expect to deliver the rest on May 12, 2031.",
            html,
        )
        self.assertNotIn("/OUT/", html)

    def test_a_parcel_put_off_is_told(self):
        """M+4: Who moves it in Inventory need not think of the customer."""
        order = self.create_order()
        order.action_confirm()
        self.plan(order.picking_ids, 4)
        self.publish()
        self.deliver()

        self.plan(order.picking_ids, 12)
        subject, html = self.publish_message()

        self.assertEqual(subject, f"New expected date for your order {order.name}")
        self.assertIn("on May 12, 2031, not on May 4, 2031.", html)

    def test_a_parcel_put_off_and_back_is_not(self):
        """B3 of docs/requirements.md."""
        order = self.create_order()
        order.action_confirm()
        self.plan(order.picking_ids, 4)
        self.publish()
        self.deliver()

        self.plan(order.picking_ids, 12)
        self.plan(order.picking_ids, 4)
        self.publish()

        self.assertFalse(self.deliver())

    def test_moving_what_is_done_touches_nothing(self):
        order = self.create_told()
        self.deliver_parcel(order.picking_ids)
        self.forget_touches()

        order.picking_ids.move_ids.date = datetime(2031, 5, 12)

        self.assert_touched()

    def test_quantity_put_right_after_it_left(self):
        """M+4 of docs/requirements.md."""
        order = self.create_told(quantity=5)
        picking = order.picking_ids
        self.deliver_parcel(picking)
        self.publish()
        self.deliver()

        picking.is_locked = False
        picking.move_ids.move_line_ids.quantity = 4
        self.assert_touched(order)
        self.publish()

        self.assertFalse(self.deliver(), "the page shows it")
        facts = self.get_page(order).facts
        self.assertEqual(facts["lines"][0]["delivered"], 4)

    def test_tracking_number_that_comes_later(self):
        self.need_carriers()
        order = self.create_told()
        picking = order.picking_ids
        self.deliver_parcel(picking)
        self.publish()
        self.deliver()

        picking.carrier_tracking_ref = "CP17"
        subject, html = self.publish_message()

        self.assertEqual(subject, f"New tracking number for your order {order.name}")
        self.assertIn("Your parcel has a new tracking number: CP17.", html)

    def test_return(self):
        order = self.create_told(quantity=5)
        self.deliver_parcel(order.picking_ids)
        self.publish()
        self.deliver()

        self.send_back(order.picking_ids, 2)
        subject, html = self.publish_message()

        self.assertEqual(subject, f"We have received your return – {order.name}")
        self.assertIn("We have received your return.", html)

    def test_cancelled_after_a_part_has_come(self):
        order = self.create_told(quantity=5)
        self.deliver_parcel(order.picking_ids, quantity=2)
        self.publish()
        self.deliver()

        order._action_cancel()
        subject, _html = self.publish_message()

        self.assertEqual(subject, f"Your order {order.name} is cancelled")
        self.assertEqual(self.get_page(order).facts["step"], const.STEP_CANCELLED)
