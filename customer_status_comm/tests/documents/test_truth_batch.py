"""Facts of many orders and invoices take as many queries as those of one."""

from ... import const
from .common import TruthCase


class TestBatch(TruthCase):
    def count_queries(self, orders):
        """Return how many queries the facts of ``orders`` take, caches cold."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        facts = orders._get_status_facts()
        self.assertTrue(all(len(facts[order.id]["invoices"]) == 1 for order in orders))
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_orders(self):
        orders = self.env["sale.order"].union(
            *(self.create_order(lines=2) for _n in range(100))
        )
        orders.action_confirm()
        orders._create_invoices(grouped=True).action_post()
        self.count_queries(orders)  # what is read once and kept

        few, many = self.count_queries(orders[:10]), self.count_queries(orders)

        self.assertLessEqual(many, few)

    def test_a_payment_of_many_invoices_touches_at_once(self):
        orders = self.create_order() | self.create_order()
        orders.action_confirm()
        invoices = orders._create_invoices(grouped=True)
        invoices.action_post()
        self.publish()

        self.pay(invoices)

        touched = self.env["customer.status.change"].search([])
        self.assertEqual(set(touched.mapped("res_id")), set(orders.ids))
        self.assertEqual(set(touched.mapped("reason")), {const.REASON_PAYMENT})
