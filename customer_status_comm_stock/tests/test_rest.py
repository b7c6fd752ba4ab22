"""What was ordered and will not come: "no backorder", a rest that is cancelled."""

from odoo.addons.customer_status_comm import const

from .common import DeliveryCase

SHORT = "Your order has been delivered, but not all of it"


class TestRest(DeliveryCase):
    def create_told(self, **values):
        order = self.create_order(**values)
        order.action_confirm()
        self.publish()
        self.deliver()
        return order

    def get_rest(self, order):
        """Return what will not come of each line."""
        return [line.get("not_coming") for line in self.get_facts(order)["lines"]]

    def get_open(self, order):
        return order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))

    def test_no_backorder(self):
        order = self.create_told(quantity=5)

        self.deliver_parcel(order.picking_ids, quantity=2, backorder=False)
        self.publish()

        [message] = self.deliver()
        self.assertEqual(message["Subject"], f"{SHORT} – {order.name}")
        html = self.get_html(message)
        self.assertIn(f"{SHORT}. This will not be delivered: 3 × Bell.", html)
        self.assertIn("In this delivery: 2 × Bell", html)
        page = order._render_status(self.get_page(order).facts)
        self.assertIn(f"<h1>{SHORT}</h1>", page)
        self.assertIn("This will not be delivered: 3 × <bdi>Bell</bdi>.", page)
        self.assertIn("<strong>Partly delivered</strong>", page)
        self.assertIn('data-label="Not coming"><bdi>3</bdi>', page)

    def test_the_rest_is_cancelled_later(self):
        order = self.create_told(quantity=5)
        self.deliver_parcel(order.picking_ids, quantity=2)
        self.publish()
        self.deliver()

        self.get_open(order).action_cancel()
        self.publish()

        [message] = self.deliver()
        self.assertEqual(message["Subject"], f"{SHORT} – {order.name}")
        self.assertIn("This will not be delivered: 3 × Bell.", self.get_html(message))

    def test_a_line_that_nothing_came_of(self):
        order = self.create_told(quantity=5, lines=2)
        first, _second = order.picking_ids.move_ids
        first.write({"quantity": 5, "picked": True})
        picking = order.picking_ids.with_context(
            skip_sms=True,
            skip_backorder=True,
            picking_ids_not_to_backorder=order.picking_ids.ids,
        )
        picking.button_validate()

        self.assertEqual(self.get_facts(order)["step"], const.STEP_DELIVERED)
        self.assertEqual(self.get_rest(order), [None, 5])

    def test_what_came_back_came(self):
        order = self.create_told(quantity=5)
        self.deliver_parcel(order.picking_ids)
        self.send_back(order.picking_ids, 2)
        self.assertEqual(self.get_facts(order)["lines"][0]["delivered"], 3)
        self.assertEqual(self.get_rest(order), [None])

        order = self.create_told(quantity=5)
        self.deliver_parcel(order.picking_ids, quantity=4, backorder=False)
        self.send_back(order.picking_ids, 2)
        self.assertEqual(self.get_rest(order), [1])

    def test_what_is_still_to_come_comes(self):
        order = self.create_told(quantity=5)
        self.assertEqual(self.get_rest(order), [None])
        self.deliver_parcel(order.picking_ids, quantity=2)
        self.assertEqual(self.get_rest(order), [None])
        self.deliver_parcel(self.get_open(order))
        self.assertEqual(self.get_rest(order), [None])

    def test_ordered_less_then(self):
        order = self.create_told(quantity=5)
        self.deliver_parcel(order.picking_ids, quantity=2, backorder=False)

        order.order_line.product_uom_qty = 2

        self.assertEqual(self.get_rest(order), [None])
        self.assertEqual(self.get_facts(order)["step"], const.STEP_DELIVERED)

    def test_in_another_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.create_order(quantity=2)
        order.order_line.product_uom_id = dozen
        order.action_confirm()

        self.deliver_parcel(order.picking_ids, quantity=12, backorder=False)

        self.assertEqual(self.get_rest(order), [1])

    def test_in_steps(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self.create_told(quantity=5)
        self.deliver_parcel(self.get_open(order), quantity=2, backorder=False)
        self.assertEqual(self.get_rest(order), [None], "two are on their way")

        self.deliver_parcel(self.get_open(order))

        self.assertEqual(self.get_facts(order)["step"], const.STEP_DELIVERED)
        self.assertEqual(self.get_rest(order), [3])


class TestUndone(DeliveryCase):
    """Handed over, taken back, handed over again."""

    def create_told(self):
        rules = self.env["customer.status.rule"].with_context(active_test=False)
        rules.search([("company_id", "=", False)]).active = True
        order = self.create_order(quantity=5)
        order.action_confirm()
        self.publish()
        self.deliver()
        return order

    def get_told(self, order):
        return [event for event, state, _w in self.get_events(order) if state == "told"]

    def deliver_again(self, returned):
        """Send out once more what came back."""
        again = self.send_back(returned, 5)
        self.assertEqual(again.move_ids.location_dest_id.usage, "customer")

    def test_undone_while_it_settles_tells_nothing(self):
        order = self.create_told()

        self.deliver_parcel(order.picking_ids)
        returned = self.send_back(order.picking_ids, 5)
        self.publish()

        self.assertFalse(self.deliver())
        self.assertEqual(self.get_told(order), ["confirmed"])

        self.deliver_again(returned)
        self.publish()
        [message] = self.deliver()
        self.assertIn("has been delivered", message["Subject"])
        self.assertEqual(self.get_told(order), ["confirmed", "delivered"])

    def test_undone_after_it_was_told_is_told(self):
        order = self.create_told()
        self.deliver_parcel(order.picking_ids)
        self.publish()

        returned = self.send_back(order.picking_ids, 5)
        self.publish()
        self.deliver_again(returned)
        self.publish()

        self.assertEqual(
            self.get_told(order), ["confirmed", "delivered", "returned", "delivered"]
        )

    def test_a_part_that_comes_back_at_once_is_told(self):
        order = self.create_told()

        self.deliver_parcel(order.picking_ids)
        self.send_back(order.picking_ids, 2)
        self.publish()

        self.assertEqual(self.get_told(order), ["confirmed", "delivered", "returned"])
        [message] = self.deliver()
        self.assertIn("Received back: 2 × Bell", self.get_html(message))
