"""What customers are told of parcels: sent, on their way, come back, and when."""

from datetime import datetime

from odoo.addons.customer_status_comm import const

from .common import TRACKED, DeliveryCase


class TestDeliveries(DeliveryCase):
    def test_confirmed_order_has_a_parcel_on_its_way(self):
        order = self.create_confirmed(quantity=5)
        picking = order.picking_ids
        picking.scheduled_date = datetime(2031, 5, 11, 22, 30)  # the 12th in the shop

        self.assertEqual(
            self.get_parcels(order),
            [(f"stock.picking,{picking.id}", "waiting", None, "2031-05-12", 5)],
        )
        facts = self.get_facts(order)
        self.assertEqual(facts["step"], const.STEP_CONFIRMED)
        self.assertEqual(facts["expected_on"], "2031-05-12")
        [line] = facts["deliveries"][0]["lines"]
        self.assertEqual(line["name"], "Bell")
        self.assertEqual(line["unit"], "", "a plain count")
        self.assertEqual(facts["deliveries"][0]["number"], picking.name)

    def test_promised_day_goes_before_the_planned_one(self):
        order = self.create_confirmed(commitment_date=datetime(2031, 6, 1, 10))
        order.picking_ids.scheduled_date = datetime(2031, 5, 11)

        self.assertEqual(self.get_facts(order)["expected_on"], "2031-06-01")

    def test_partial_delivery_and_its_backorder(self):
        order = self.create_confirmed(quantity=5)
        picking = order.picking_ids

        self.deliver_parcel(picking, quantity=2)

        self.assert_touched(order)
        picking.date_done = datetime(2030, 12, 31, 23, 30)
        backorder = order.picking_ids - picking
        backorder.scheduled_date = datetime(2031, 1, 9, 9)
        self.assertEqual(
            self.get_parcels(order),
            [
                (f"stock.picking,{picking.id}", "shipped", "2031-01-01", None, 2),
                (f"stock.picking,{backorder.id}", "waiting", None, "2031-01-09", 3),
            ],
        )
        facts = self.get_facts(order)
        self.assertEqual(facts["step"], const.STEP_PARTLY_DELIVERED)
        self.assertEqual(facts["lines"][0]["delivered"], 2)
        self.assertEqual(facts["expected_on"], "2031-01-09")

    def test_full_delivery(self):
        order = self.create_confirmed(quantity=5)

        self.deliver_parcel(order.picking_ids)

        self.assert_touched(order)
        facts = self.get_facts(order)
        self.assertEqual(facts["step"], const.STEP_DELIVERED)
        self.assertIsNone(facts["expected_on"])
        self.assertEqual([d["state"] for d in facts["deliveries"]], ["shipped"])

    def test_delivery_is_published_with_its_event(self):
        order = self.create_confirmed(quantity=5)
        order.client_order_ref = "PO-7"
        self.publish()

        self.deliver_parcel(order.picking_ids, quantity=2)
        self.publish()
        self.deliver_parcel(order.picking_ids.filtered(lambda p: p.state != "done"))
        self.publish()

        self.assertEqual(
            [event for event, _state, _why in self.get_events(order)],
            [
                const.EVENT_CONFIRMED,
                const.EVENT_PARTLY_DELIVERED,
                const.EVENT_DELIVERED,
            ],
        )

    def test_without_backorder_less_is_all_there_comes(self):
        order = self.create_confirmed(quantity=5)

        self.deliver_parcel(order.picking_ids, quantity=2, backorder=False)

        facts = self.get_facts(order)
        self.assertEqual(facts["step"], const.STEP_DELIVERED)
        self.assertEqual(facts["lines"][0]["delivered"], 2)
        self.assertEqual(len(facts["deliveries"]), 1)

    def test_cancelled_parcel_is_none(self):
        order = self.create_confirmed()

        order.picking_ids.action_cancel()

        self.assert_touched(order)
        self.assertEqual(self.get_parcels(order), [])
        self.assertIsNone(self.get_facts(order)["expected_on"])

    def test_goods_that_come_back(self):
        order = self.create_confirmed(quantity=5)
        self.deliver_parcel(order.picking_ids)
        self.forget_touches()

        returned = self.send_back(order.picking_ids, 2)

        self.assert_touched(order)
        parcels = self.get_parcels(order)
        self.assertEqual([parcel[1] for parcel in parcels], ["shipped", "returned"])
        self.assertEqual(parcels[1][0], f"stock.picking,{returned.id}")
        self.assertEqual(parcels[1][4], 2)

    def test_return_still_to_come_is_none(self):
        order = self.create_confirmed(quantity=5)
        self.deliver_parcel(order.picking_ids)
        wizard = self.env["stock.return.picking"].create(
            {"picking_id": order.picking_ids.id}
        )
        wizard.product_return_moves.quantity = 2
        wizard._create_return()

        self.assertEqual([parcel[1] for parcel in self.get_parcels(order)], ["shipped"])

    def test_what_does_not_go_to_the_customer_is_none(self):
        stock = self.warehouse.lot_stock_id
        shelf = stock.copy({"name": "Shelf", "location_id": stock.id})
        supplier = self.env.ref("stock.stock_location_suppliers")
        for picking_type, destination in (
            (self.warehouse.int_type_id, shelf),
            (self.warehouse.out_type_id, supplier),
        ):
            with self.subTest(destination=destination.name):
                order = self.create_confirmed()
                before = self.get_parcels(order)
                picking = self.env["stock.picking"].create(
                    {
                        "picking_type_id": picking_type.id,
                        "location_id": stock.id,
                        "location_dest_id": destination.id,
                        "move_ids": [
                            (
                                0,
                                0,
                                {
                                    "product_id": self.product.id,
                                    "product_uom_qty": 1,
                                    "location_id": stock.id,
                                    "location_dest_id": destination.id,
                                    "sale_line_id": order.order_line.id,
                                },
                            )
                        ],
                    }
                )
                picking.action_confirm()
                self.forget_touches()

                self.deliver_parcel(picking)

                self.assertEqual(picking.state, "done")
                self.assert_touched()
                self.assertEqual(self.get_parcels(order), before)

    def test_two_orders_share_a_parcel(self):
        first = self.create_confirmed(quantity=5)
        second = self.create_confirmed(quantity=3)
        picking = first.picking_ids
        second.picking_ids.move_ids.picking_id = picking

        self.deliver_parcel(picking)

        self.assert_touched(first, second)
        for order, quantity in ((first, 5), (second, 3)):
            [(key, state, _on, _expected, shown)] = self.get_parcels(order)
            self.assertEqual(
                (key, state, shown),
                (f"stock.picking,{picking.id}", "shipped", quantity),
            )
            self.assertEqual(self.get_facts(order)["step"], const.STEP_DELIVERED)

    def test_worker_may_deliver_orders_of_others(self):
        colleague = self.create_user("colleague", "sales_team.group_sale_salesman")
        order = self.create_confirmed(user_id=colleague.id)
        worker = self.create_user(
            "worker", "stock.group_stock_user", "sales_team.group_sale_salesman"
        )
        self.assertFalse(order.with_user(worker).has_access("read"))
        picking = order.picking_ids.with_user(worker)

        self.deliver_parcel(picking)

        self.assert_touched(order)
        self.forget_touches()
        self.env.invalidate_all()  # what is cached needs no rights

        self.need_carriers()
        picking.carrier_tracking_ref = "CP17"

        self.assert_touched(order)

    def test_nothing_done_touches_nothing(self):
        self.env["stock.picking"]._action_done()

        self.assert_touched()


class TestTracking(DeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.create_carrier()

    def get_tracking(self, order):
        [parcel] = self.get_facts(order)["deliveries"]
        return {name: parcel[name] for name in TRACKED}

    def test_number_typed_in_later(self):
        order = self.create_confirmed()
        picking = order.picking_ids
        self.deliver_parcel(picking)
        self.assertEqual(set(self.get_tracking(order).values()), {None})
        self.forget_touches()

        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": "CP17"})

        self.assert_touched(order)
        self.assertEqual(self.get_tracking(order), TRACKED)

    def test_number_of_a_parcel_that_has_not_left_waits_for_it(self):
        order = self.create_confirmed()

        order.picking_ids.carrier_tracking_ref = "CP17"

        self.assert_touched()

    def test_each_number_is_told_once(self):
        """M+4 of docs/requirements.md."""
        rules = self.env["customer.status.rule"].with_context(active_test=False)
        rules.search([("event", "=", "tracking")]).active = True
        order = self.create_order()
        order.action_confirm()
        self.deliver_parcel(order.picking_ids)
        order.picking_ids.carrier_id = self.carrier
        self.publish()
        self.deliver()
        for number in ("CP17", "CP18"):
            order.picking_ids.carrier_tracking_ref = number
            self.publish()
            [message] = self.deliver()
            self.assertIn(f"new tracking number: {number}.", self.get_html(message))
            page = order._render_status(self.get_page(order).facts)
            self.assertIn(f'href="https://cykelpost.example/find/{number}"', page)
            order.picking_ids.carrier_tracking_ref = number
            self.publish()
            self.assertFalse(self.deliver())

    def test_link_is_escaped_and_of_the_web(self):
        order = self.create_confirmed()
        picking = order.picking_ids
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": '"><b>'})
        self.deliver_parcel(picking)

        page = order._render_status(self.get_facts(order))
        self.assertNotIn('"><b>', page)
        self.assertIn("find/&#34;&gt;&lt;b&gt;", page)

        for address in ("javascript:alert(1)", "httpx://a.example", "http:/a", ""):
            with self.subTest(address):
                self.carrier.tracking_url = address
                self.env.invalidate_all()  # Odoo keeps the parcel's link
                page = order._render_status(self.get_facts(order))
                self.assertNotIn('class="button"', page)

    def test_one_of_two_parcels_went_by_post(self):
        """Over the counter is delivered; of what is on its way nobody knows."""
        order = self.create_confirmed(quantity=5)
        first = order.picking_ids
        self.deliver_parcel(first, quantity=2)
        second = order.picking_ids - first
        second.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": "CP17"})
        page = order._render_status(self.get_facts(order))
        self.assertIn("<h1>Part of your order has been delivered</h1>", page)

        self.deliver_parcel(second)

        page = order._render_status(self.get_facts(order))
        self.assertIn("<h1>Your order has been sent</h1>", page)
        self.assertIn("<strong>Delivered on", page)
        self.assertIn("<strong>Sent on", page)

    def test_a_list_of_one_address_is_that_address(self):
        order = self.create_confirmed()
        picking = order.picking_ids
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": "CP17"})
        self.carrier.tracking_url = '[["CP17", "https://cykelpost.example"]]'

        self.assertEqual(
            self.get_tracking(order),
            {**TRACKED, "tracking_url": "https://cykelpost.example"},
        )
