"""Facts of many deliveries take as many queries as those of one order."""

from .common import DeliveryCase


class TestBatch(DeliveryCase):
    def count_queries(self, orders):
        """Return how many queries the facts of ``orders`` take, caches cold."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        facts = orders._get_status_facts()
        self.assertTrue(
            all(len(facts[order.id]["deliveries"]) == 2 for order in orders)
        )
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_orders(self):
        orders = self.env["sale.order"]
        for _number in range(20):
            order = self.create_order(quantity=5, lines=2)
            order.action_confirm()
            self.deliver_parcel(order.picking_ids, quantity=2)
            orders |= order
        orders.picking_ids.write(
            {"carrier_id": self.create_carrier().id, "carrier_tracking_ref": "CP17"}
        )
        self.count_queries(orders)  # what is read once and kept

        self.assertEqual(self.count_queries(orders[:1]), self.count_queries(orders))

    def test_customers_in_another_language_cost_only_what_is_translated(self):
        """Orders, lines, moves and parcels are read once for all languages."""
        self.env["res.lang"]._activate_lang("da_DK")
        orders = self.env["sale.order"]
        for number in range(4):
            partner = self._create_customer(f"Customer {number}")
            order = self.create_order(partner=partner, quantity=5)
            order.action_confirm()
            self.deliver_parcel(order.picking_ids, quantity=2)
            orders |= order
        self.count_queries(orders)  # what is read once and kept
        in_one = self.count_queries(orders)
        orders[:2].partner_id.lang = "da_DK"

        # Asked in each language: names of products, and what belongs to the orders.
        self.assertLessEqual(self.count_queries(orders), in_one + 4)
