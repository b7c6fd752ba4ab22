"""One date for one order: as promised, or as the shop plans by now."""

from datetime import datetime

from odoo.addons.customer_status_comm import const

from .common import DeliveryCase


class TestDates(DeliveryCase):
    def setUp(self):
        super().setUp()
        rules = self.env["customer.status.rule"].with_context(active_test=False)
        rules.search([("company_id", "=", False)]).active = True

    def create_promised(self, day=4, **values):
        """Return a confirmed order, promised for a day in May, that was told."""
        promise = datetime(2031, 5, day, 10)
        order = self.create_order(commitment_date=promise, **values)
        order.action_confirm()
        self.publish()
        self.deliver()
        return order

    def plan(self, picking, day, hour=10):
        picking.scheduled_date = datetime(2031, 5, day, hour)

    def get_days(self, order):
        """Return what the order is expected on, and each of its open parcels."""
        facts = self.get_facts(order)
        waiting = [d for d in facts["deliveries"] if d["state"] == "waiting"]
        return facts["expected_on"], [parcel["expected_on"] for parcel in waiting]

    def test_put_off_beyond_the_promise(self):
        order = self.create_promised(4)

        self.plan(order.picking_ids, 12)
        self.publish()

        self.assertEqual(self.get_days(order), ("2031-05-12", ["2031-05-12"]))
        [message] = self.deliver()
        told = "We now expect to deliver on May 12, 2031, not on May 4, 2031."
        self.assertIn(told, self.get_html(message))
        page = self.get_page(order)
        html = order._render_status(page.facts, page.news)
        self.assertEqual(html.count("2031-05-04"), 1, "only what is new says it")
        self.assertIn("2031-05-12", html)

    def test_planned_earlier_than_promised_is_nobodys_business(self):
        order = self.create_promised(20)

        self.plan(order.picking_ids, 12)
        self.publish()

        self.assertEqual(self.get_days(order), ("2031-05-20", ["2031-05-20"]))
        self.assertFalse(self.deliver())

    def test_moved_within_the_day(self):
        order = self.create_promised(4)
        self.plan(order.picking_ids, 12)
        self.publish()
        self.deliver()

        self.plan(order.picking_ids, 12, hour=16)
        self.publish()

        self.assertFalse(self.deliver())

    def test_told_once_for_each_move(self):
        order = self.create_promised(4)
        for day in (12, 14):
            self.plan(order.picking_ids, day)
            self.publish()
            [message] = self.deliver()
            self.assertIn(f"on May {day}, 2031", self.get_html(message))
            order.picking_ids.scheduled_date = datetime(2031, 5, day, 11)
            self.publish()
            self.assertFalse(self.deliver())

    def test_a_new_promise_holds_until_the_parcel_is_moved_again(self):
        order = self.create_promised(4)
        self.plan(order.picking_ids, 12)

        order.commitment_date = datetime(2031, 5, 8, 10)
        self.assertEqual(self.get_days(order), ("2031-05-08", ["2031-05-08"]))

        self.plan(order.picking_ids, 12)  # the same: a form that was only saved
        self.assertEqual(self.get_days(order)[0], "2031-05-08")

        self.plan(order.picking_ids, 10)
        self.assertEqual(self.get_days(order), ("2031-05-10", ["2031-05-10"]))

        order.commitment_date = False
        self.assertEqual(self.get_days(order)[0], "2031-05-10")

    def test_the_rest_has_no_day_when_a_part_left_on_the_promised_one(self):
        """A backorder inherits the day of what has left: nobody planned that."""
        order = self.create_promised(4, quantity=5)
        with self.freeze(datetime(2031, 5, 4, 12)):
            self.deliver_parcel(order.picking_ids, quantity=2)
        self.assertEqual(self.get_days(order), (None, [None]))
        self.publish()
        [message] = self.deliver()
        self.assertIn(
            "The rest follows as soon as it is ready.", self.get_html(message)
        )

        rest = order.picking_ids.filtered(lambda picking: picking.state != "done")
        self.plan(rest, 12)
        self.publish()
        [message] = self.deliver()
        told = "We now expect to deliver on May 12, 2031."
        self.assertIn(told, self.get_html(message))

    def test_the_last_of_several_parcels_counts(self):
        order = self.create_confirmed(quantity=5)
        self.deliver_parcel(order.picking_ids, quantity=1)
        second = order.picking_ids.filtered(lambda picking: picking.state != "done")
        self.plan(second, 12)
        split = second.copy({"move_ids": []})
        second.move_ids.product_uom_qty = 2
        move = second.move_ids.copy({"picking_id": split.id, "product_uom_qty": 2})
        move._action_confirm(merge=False)
        self.plan(split, 20)

        self.assertEqual(
            self.get_days(order), ("2031-05-20", ["2031-05-12", "2031-05-20"])
        )

    def test_others_who_share_the_parcel_have_their_own_promise(self):
        first, second = self.create_promised(4), self.create_promised(20)
        second.picking_ids.move_ids.picking_id = first.picking_ids
        self.plan(first.picking_ids, 12)

        self.assertEqual(self.get_days(first)[0], "2031-05-12")
        self.assertEqual(self.get_days(second)[0], "2031-05-20")

    def test_worker_who_may_not_read_orders_moves_the_parcel(self):
        order = self.create_promised(4)
        order.commitment_date = datetime(2031, 5, 6, 10)
        worker = self.create_user("worker", "stock.group_stock_user")
        self.env.invalidate_all()

        self.plan(order.picking_ids.with_user(worker), 12)

        self.assertEqual(self.get_days(order)[0], "2031-05-12")


class TestNothingPlanned(DeliveryCase):
    def test_all_parcels_cancelled_promises_nothing(self):
        order = self.create_order(commitment_date=datetime(2031, 5, 4, 10))
        order.action_confirm()
        self.publish()
        self.deliver()

        order.picking_ids.action_cancel()
        self.publish()

        facts = self.get_page(order).facts
        self.assertEqual(facts["step"], const.STEP_CONFIRMED)
        self.assertIsNone(facts["expected_on"])
        self.assertTrue(facts["is_unplanned"])
        html = order._render_status(facts)
        self.assertIn("No delivery is planned at the moment.", html)
        self.assertNotIn("2031", html)
        self.assertFalse(self.deliver(), "the page says it")

    def test_planned_anew(self):
        order = self.create_confirmed(quantity=5)
        order.picking_ids.action_cancel()
        self.assertTrue(self.get_facts(order)["is_unplanned"])

        order.order_line.product_uom_qty = 6

        self.assertNotIn("is_unplanned", self.get_facts(order))

    def test_services_and_what_is_delivered_are_not_unplanned(self):
        order = self.create_confirmed(quantity=5)
        self.assertNotIn("is_unplanned", self.get_facts(order))
        self.deliver_parcel(order.picking_ids)
        self.assertNotIn("is_unplanned", self.get_facts(order))

    def test_picked_and_then_not_sent(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self.create_confirmed(quantity=5)
        self.deliver_parcel(order.picking_ids)
        self.assertNotIn("is_unplanned", self.get_facts(order))

        open_pickings = order.picking_ids.filtered(lambda p: p.state != "done")
        open_pickings.action_cancel()

        self.assertTrue(self.get_facts(order)["is_unplanned"])
