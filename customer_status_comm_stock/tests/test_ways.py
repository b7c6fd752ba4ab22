"""The ways goods take to a customer, and what of it the customer may know."""

import json
from datetime import datetime

from odoo.addons.customer_status_comm import const

from .common import DeliveryCase


class TestSteps(DeliveryCase):
    """A shop that picks, packs and ships in steps of their own."""

    def setUp(self):
        super().setUp()
        self.warehouse.delivery_steps = "pick_ship"

    def get_open(self, order):
        return order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))

    def test_what_is_being_picked_waits_for_the_customer(self):
        order = self.create_confirmed(quantity=5)
        picking = order.picking_ids
        self.assertEqual(picking.location_dest_id.usage, "internal")
        picking.scheduled_date = datetime(2031, 5, 11, 10)
        self.assert_touched(order)

        self.assertEqual(
            self.get_parcels(order),
            [(f"stock.picking,{picking.id}", "waiting", None, "2031-05-11", 5)],
        )
        self.assertEqual(self.get_facts(order)["expected_on"], "2031-05-11")

    def test_picked_in_part(self):
        order = self.create_confirmed(quantity=5)
        picking = order.picking_ids

        self.deliver_parcel(picking, quantity=2)

        self.assert_touched(order)
        parcels = {
            sum(line["quantity"] for line in parcel["lines"]): parcel
            for parcel in self.get_facts(order)["deliveries"]
        }
        self.assertEqual({p["state"] for p in parcels.values()}, {"waiting"})
        self.assertTrue(parcels[2]["is_picked"], "it lies ready to leave")
        self.assertFalse(parcels[3]["is_picked"])
        self.assertEqual(self.get_facts(order)["step"], const.STEP_CONFIRMED)

    def test_it_is_delivered_when_it_leaves_and_not_before(self):
        order = self.create_confirmed(quantity=5)
        self.deliver_parcel(self.get_open(order))
        self.assertEqual(self.get_facts(order)["step"], const.STEP_CONFIRMED)

        self.deliver_parcel(self.get_open(order))

        facts = self.get_facts(order)
        self.assertEqual(facts["step"], const.STEP_DELIVERED)
        self.assertEqual([d["state"] for d in facts["deliveries"]], ["shipped"])

    def test_picked_is_told_if_the_shop_wants_it(self):
        rule = self.env.ref("customer_status_comm_stock.customer_status_rule_picked")
        self.assertFalse(rule.active, "most shops do not tell it")
        rule.active = True
        order = self.create_order(quantity=5)
        order.action_confirm()
        self.publish()
        self.deliver()

        self.deliver_parcel(self.get_open(order))
        self.publish()

        [message] = self.deliver()
        self.assertEqual(message["Subject"], f"We are packing your order {order.name}")
        html = self.get_html(message)
        self.assertIn("Your order is packed and about to leave.", html)


class TestOptional(DeliveryCase):
    """Goods picked, delivery note printed: told by shops that switch the rules on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rules = cls.env["customer.status.rule"].with_context(active_test=False)
        rules.search([("company_id", "=", False)]).active = True
        cls.order = cls.create_order(quantity=5)
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        self.deliver()
        self.picking = self.order.picking_ids

    def get_news(self):
        """Publish, and return the events of the one message there is, or nothing."""
        self.publish()
        messages = self.deliver()
        self.assertLessEqual(len(messages), 1)
        return [n["event"] for n in self.get_page(self.order).news] if messages else []

    def test_ticked_off_in_one_step(self):
        """M+4 of docs/requirements.md."""
        self.picking.move_ids.write({"quantity": 5, "picked": True})
        self.assert_touched(self.order)
        self.assertEqual(self.get_news(), ["picked"])

        self.picking.move_ids.picked = False
        self.picking.move_ids.picked = True
        self.assertEqual(self.get_news(), [], "once is enough")

    def test_printed_from_the_delivery(self):
        self.picking.do_print_picking()
        self.assert_touched(self.order)
        self.assertEqual(self.get_news(), ["note_printed"])

        self.picking.do_print_picking()
        self.assertEqual(self.get_news(), [])

    def test_delivery_note_printed(self):
        """M+4 of docs/requirements.md."""
        reports = self.env["ir.actions.report"]

        reports._render_qweb_pdf("stock.action_report_delivery", self.picking.ids)
        self.assertFalse(self.picking.printed, "Odoo's own flag means more to it")
        self.assertEqual(self.get_news(), ["note_printed"])

    def test_delivery_note_printed_after_it_left(self):
        self.deliver_parcel(self.picking)
        self.assertEqual(self.get_news(), ["delivered"])

        report = "stock.action_report_delivery"
        self.env["ir.actions.report"]._render_qweb_pdf(report, self.picking.ids)

        self.assertEqual(self.get_news(), [])

    def test_all_at_once_is_only_delivered(self):
        self.picking.do_print_picking()
        self.deliver_parcel(self.picking)

        self.assertEqual(self.get_news(), ["delivered"])


class TestOrders(DeliveryCase):
    """What happens to the order itself."""

    def test_dropshipped_goods_are_delivered(self):
        order = self.create_confirmed(quantity=5)
        order.picking_ids.action_cancel()
        move = {
            "product_id": self.product.id,
            "product_uom_qty": 5,
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            "sale_line_id": order.order_line.id,
        }
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": move["location_id"],
                "location_dest_id": move["location_dest_id"],
                "move_ids": [(0, 0, move)],
            }
        )
        picking.action_confirm()
        self.forget_touches()

        self.deliver_parcel(picking)

        self.assert_touched(order)
        facts = self.get_facts(order)
        self.assertEqual(facts["step"], const.STEP_DELIVERED)
        self.assertEqual([d["state"] for d in facts["deliveries"]], ["shipped"])

    def test_all_parcels_cancelled_is_not_delivered(self):
        order = self.create_confirmed(quantity=5)
        self.publish()

        order.picking_ids.action_cancel()
        self.publish()

        self.assertEqual(self.get_facts(order)["step"], const.STEP_CONFIRMED)
        self.assertNotIn("delivered", [event for event, *_ in self.get_events(order)])

    def test_more_is_ordered_after_all_has_come(self):
        order = self.create_order(quantity=5)
        order.action_confirm()
        self.deliver_parcel(order.picking_ids)
        self.publish()
        self.deliver()

        order.order_line.product_uom_qty = 8
        self.publish()

        facts = self.get_page(order).facts
        self.assertEqual(facts["step"], const.STEP_PARTLY_DELIVERED)
        self.assertEqual([p[4] for p in self.get_parcels(order)], [5, 3])
        self.assertFalse(self.deliver(), "a larger order is no delivery")

        rest = order.picking_ids.filtered(lambda p: p.state != "done")
        self.deliver_parcel(rest)
        self.publish()
        [message] = self.deliver()
        self.assertIn("has been delivered", message["Subject"])
        self.assertIn("In this delivery: 3 × Bell", self.get_html(message))

    def test_order_of_services_alone(self):
        service = self.env["product.product"].create(
            {"name": "Advice", "type": "service", "taxes_id": False}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.anna.id,
                "order_line": [(0, 0, {"product_id": service.id})],
            }
        )
        order.action_confirm()
        self.publish()

        facts = self.get_page(order).facts
        self.assertEqual(facts["step"], const.STEP_CONFIRMED)
        self.assertEqual(facts["deliveries"], [])
        order.order_line.qty_delivered = 1
        self.publish()
        self.assertEqual(
            [event for event, *_ in self.get_events(order)], [const.EVENT_CONFIRMED]
        )

    def test_all_comes_back_after_delivery(self):
        order = self.create_order(quantity=5)
        order.action_confirm()
        self.deliver_parcel(order.picking_ids)
        self.publish()

        self.send_back(order.picking_ids, 5)
        self.publish()

        events = [event for event, *_ in self.get_events(order)]
        self.assertEqual(events.count(const.EVENT_DELIVERED), 1)
        self.assertIn(const.EVENT_RETURNED, events)
        self.assertEqual(self.get_facts(order)["step"], const.STEP_DELIVERED)

    def test_purchase_return_is_none_of_the_customers_business(self):
        order = self.create_confirmed(quantity=5)
        before = self.get_parcels(order)
        supplier = self.env.ref("stock.stock_location_suppliers")
        picking = self.env["stock.picking"].create(
            {
                "partner_id": self.anna.id,
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": supplier.id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 5,
                            "location_id": self.warehouse.lot_stock_id.id,
                            "location_dest_id": supplier.id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()

        self.deliver_parcel(picking)

        self.assert_touched()
        self.assertEqual(self.get_parcels(order), before)


class TestManyParcels(DeliveryCase):
    """A carrier that took a delivery in several parcels."""

    def create_sent(self, tracking_url):
        carrier = self.create_carrier(tracking_url=tracking_url)
        order = self.create_order()
        order.action_confirm()
        self.deliver_parcel(order.picking_ids)
        order.picking_ids.write(
            {"carrier_id": carrier.id, "carrier_tracking_ref": "CP1,CP2"}
        )
        return order

    def get_parcel(self, order):
        [parcel] = self.get_facts(order)["deliveries"]
        return parcel

    def test_each_has_its_link(self):
        links = [["CP1", "https://post.example/1"], ["CP2", "https://post.example/2"]]
        order = self.create_sent(json.dumps(links))
        self.publish()

        parcel = self.get_parcel(order)
        self.assertEqual(parcel["tracking_url"], "https://post.example/1")
        self.assertEqual(
            parcel["tracking_links"],
            [{"number": number, "url": url} for number, url in links],
        )
        html = order._render_status(self.get_page(order).facts)
        for number, url in links:
            self.assertIn(f'<a href="{url}"', html)
            self.assertIn(f"Follow parcel <bdi>{number}</bdi>", html)

    def test_what_is_no_address_is_none(self):
        for given in ('[["CP1", "javascript:alert(1)"]]', "[17]", "{}", "17", "CP1"):
            with self.subTest(given):
                parcel = self.get_parcel(self.create_sent(given))
                self.assertIsNone(parcel["tracking_url"])
                self.assertNotIn("tracking_links", parcel)

    def test_carrier_put_right_later(self):
        order = self.create_sent("https://post.example/<shipmenttrackingnumber>")
        self.publish()
        self.forget_touches()
        other = order.picking_ids.carrier_id.copy()
        other.name = "Bud"

        order.picking_ids.carrier_id = other

        self.assert_touched(order)
        self.assertEqual(self.get_parcel(order)["carrier"], "Bud")


class TestOdooTells(DeliveryCase):
    """Odoo's own messages of deliveries are pointed out, each shop's own."""

    def get_words(self):
        settings = self.env["res.config.settings"].create({})
        return settings.customer_status_odoo_messages

    def test_nothing_is_on(self):
        self.company.stock_move_email_validation = False
        self.company.stock_text_confirmation = False
        self.assertNotIn("Delivered", self.get_words())

    def test_email_and_sms(self):
        self.company.stock_move_email_validation = True
        self.company.stock_text_confirmation = False
        self.assertIn("Delivered: an e-mail for every delivery", self.get_words())

        self.company.write(
            {"stock_text_confirmation": True, "stock_confirmation_type": "sms"}
        )
        self.assertIn(
            "Delivered: an e-mail for every delivery, an SMS for every delivery",
            self.get_words(),
        )
        rule = self.env.ref("customer_status_comm_stock.customer_status_rule_delivered")
        self.assertIn("an SMS for every delivery", rule.odoo_message)

    def test_of_another_company_is_not(self):
        other = self._create_company("Anden By")
        other.stock_move_email_validation = True
        self.company.stock_move_email_validation = False
        self.company.stock_text_confirmation = False
        self.assertNotIn("an e-mail for every delivery", self.get_words())

    def test_a_rule_that_is_off_is_not_our_business(self):
        self.company.stock_move_email_validation = True
        rules = self.env["customer.status.rule"].search(
            [("event", "in", ("delivered", "partly_delivered"))]
        )
        rules.active = False
        self.assertNotIn("Delivered", self.get_words())
