"""B10: a repair and the sale order it belongs to, together."""

from odoo.tests import tagged

from .. import uninstall_hook
from .common import RepairCase


@tagged("standard", "post_install", "-at_install")
class TestRepairsAndOrders(RepairCase):
    def create_both(self):
        job = self.create_job()
        job._action_repair_confirm()
        job.action_create_sale_order()
        job.sale_order_id.action_confirm()
        return job, job.sale_order_id

    def test_b10_each_page_tells_of_the_other(self):
        job, order = self.create_both()
        self.publish()
        [linked] = self.get_page(job).facts["related"]
        self.assertEqual((linked["kind"], linked["step"]), ("order", "confirmed"))
        [linked] = self.get_page(order).facts["related"]
        self.assertEqual((linked["kind"], linked["step"]), ("repair", "confirmed"))
        self.finish(job)
        self.publish()
        [linked] = self.get_page(order).facts["related"]
        self.assertEqual(linked["step"], "ready")
        html = order._render_status(self.get_page(order).facts)
        self.assertIn("Ready for pickup", html)
        order._create_invoices().action_post()
        self.publish()
        [linked] = self.get_page(job).facts["related"]
        self.assertEqual(linked["billing"], "invoiced")
        self.assertIn("Invoiced", job._render_status(self.get_page(job).facts))

    def test_b10_a_draft_order_is_nobodys_business(self):
        job = self.create_job()
        job.action_create_sale_order()
        self.assertNotIn("related", self.get_facts(job))

    def test_b10_parts_are_delivered_with_the_bicycle(self):
        job, order = self.create_both()
        self.finish(job)
        self.publish()
        self.assertEqual(self.get_page(order).facts["step"], "confirmed")
        self.assertNotIn("delivered", [event for event, *_ in self.get_events(order)])
        job.action_hand_over()
        self.publish()
        self.assertEqual(self.get_page(order).facts["step"], "delivered")

    def test_b10_the_customers_page_lists_both(self):
        job, order = self.create_both()
        self.publish()
        page = self.env["customer.status.page"]._ensure(self.anna)[self.anna.id]
        kinds = [facts["kind"] for facts in page.facts["orders"]]
        self.assertCountEqual(kinds, ["order", "repair"])
        html = self.anna._render_status(page.facts)
        for text in ("Your orders and repairs", job.name, order.name):
            self.assertIn(text, html)
        self.finish(job)
        self.publish()
        self.assertIn("ready", [facts["step"] for facts in page.facts["orders"]])

    def test_b10_who_may_not_read_repairs_sees_none_of_them(self):
        self.create_both()
        self.publish()
        seller = self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        facts = self.anna.with_user(seller)._get_readable_status_facts()
        self.assertEqual([one["kind"] for one in facts["orders"]], ["order"])

    def test_b10_uninstalling_leaves_no_page_without_words(self):
        job, order = self.create_both()
        self.publish()
        page = self.env["customer.status.page"]._ensure(self.anna)[self.anna.id]
        uninstall_hook(self.env)
        self.assertFalse(self.get_page(job))
        self.assertEqual(self.get_page(order).facts["related"], [])
        self.assertEqual([one["kind"] for one in page.facts["orders"]], ["order"])
        self.assertEqual(page.facts["orders"][0]["related"], [])

    def test_b10_the_orders_page_leads_with_what_is_ready(self):
        self.company.customer_status_pickup = "Through the gate, 10–17"
        job, order = self.create_both()
        self.finish(job)
        self.publish()
        html = order._render_status(self.get_page(order).facts)
        hero = html.partition('<div class="hero call">')[2].partition("</div>")[0]
        self.assertIn("Ready for pickup</h1>", hero)
        self.assertIn(job.name, hero)
        self.assertNotIn("getting your order ready", html)
        for text in ("Through the gate", "Your order is confirmed", "Cargo bicycle"):
            self.assertIn(text, html)
        listed = self.anna._render_status(self.anna._get_status_facts()[self.anna.id])
        self.assertNotIn("getting your order ready", listed)
        job.action_hand_over()
        self.publish()
        html = order._render_status(self.get_page(order).facts)
        self.assertIn("Your order has been delivered</h1>", html)
        self.assertNotIn("Through the gate", html)

    def test_b10_the_repairs_page_has_all_of_the_order(self):
        job, order = self.create_both()
        line = {"product_id": self.product.id, "name": "Bell", "price_unit": 123}
        order.order_line = [(0, 0, line | {"tax_ids": False})]
        bill = order._create_invoices()
        bill.action_post()
        self.publish()
        html = job._render_status(self.get_page(job).facts)
        for text in ("Your order", order.name, "Bell", "123.00", bill.name):
            self.assertIn(text, html)
        self.assertEqual(html.count(">Brake pads<"), 1, "with the order's lines only")
        self.company.customer_status_show_prices = False
        self.company.customer_status_show_invoices = False
        self.company.customer_status_show_payment = False
        html = job._render_status(self.get_page(job).facts)
        self.assertIn("Bell", html)
        for text in ("123.00", bill.name, "640.00", "nvoice"):
            self.assertNotIn(text, html)
        self.company.customer_status_show_lines = False
        self.company.customer_status_show_deliveries = False
        html = job._render_status(self.get_page(job).facts)
        self.assertNotIn("Bell", html)
        self.assertIn(order.name, html)

    def test_b10_a_new_line_of_the_order_is_on_the_repairs_page(self):
        job, order = self.create_both()
        self.publish()
        order.order_line = [(0, 0, {"product_id": self.product.id, "name": "Bell"})]
        self.publish()
        self.assertIn("Bell", str(self.get_page(job).facts))
        job.customer_agreement = "A bell too."
        self.publish()
        self.assertIn("A bell too.", str(self.get_page(order).facts))

    def test_b10_what_waits_of_a_model_without_pages_is_forgotten(self):
        changes = self.env["customer.status.change"]
        job, _order = self.create_both()
        values = {"res_id": job.id, "reason": "state", "touched_at": "2026-01-01"}
        # As a repair is once this addon is gone: there, and without a page.
        row = changes.create({"res_model": "repair.tags", **values})
        self.publish()
        self.assertFalse(row.exists())


@tagged("standard", "post_install", "-at_install")
class TestToldOnce(RepairCase):
    """What happens to a repair and its order at once is told once."""

    def tell_when_handed_over(self):
        xmlid = "customer_status_comm_repair.customer_status_rule_handed_over"
        self.env.ref(xmlid).active = True

    def create_ready(self):
        job = self.create_job()
        job._action_repair_confirm()
        job.action_create_sale_order()
        job.sale_order_id.action_confirm()
        self.finish(job)
        self.publish()
        self.deliver()
        return job, job.sale_order_id

    def get_told(self, document, event):
        rows = [row for row in self.get_events(document) if row[0] == event]
        return [(state, why) for _event, state, why in rows]

    def test_b10_a_hand_over_is_told_once_by_the_repair(self):
        self.tell_when_handed_over()
        job, order = self.create_ready()
        job.action_hand_over()
        self.publish()
        [message] = self.deliver()
        self.assertIn(job.name, message["Subject"])
        self.assertEqual(self.get_told(order, "delivered"), [("silent", "related")])
        job.action_undo_hand_over()
        self.publish()
        job.action_hand_over()
        self.publish()
        self.assertFalse(self.deliver())

    def test_b10_else_by_its_order(self):
        job, order = self.create_ready()
        for _n in range(2):
            job.action_hand_over()
            self.publish()
            job.action_undo_hand_over()
            self.publish()
        [message] = self.deliver()
        self.assertIn(order.name, message["Subject"])
        self.assertEqual(self.get_told(order, "delivered"), [("told", False)])

    def test_b10_an_order_that_makes_a_repair_tells_for_both(self):
        self.product.write({"type": "service", "service_tracking": "repair"})
        order = self.create_order(quantity=1)
        order.action_confirm()
        job = self.env["repair.order"].search([("sale_order_id", "=", order.id)])
        self.assertEqual(job.state, "confirmed")
        self.publish()
        [message] = self.deliver()
        self.assertIn(order.name, message["Subject"])
        self.assertEqual(self.get_told(job, "confirmed"), [("silent", "related")])
        order._action_cancel()
        self.assertEqual(job.state, "cancel")
        self.publish()
        [message] = self.deliver()
        self.assertIn(order.name, message["Subject"])
        self.assertEqual(self.get_told(job, "cancelled"), [("silent", "related")])

    def test_b10_what_begins_anew_is_news(self):
        job = self.create_job()
        job._action_repair_confirm()
        self.publish()
        job.action_repair_cancel()
        self.publish()
        self.deliver()
        job.action_repair_cancel_draft()
        job._action_repair_confirm()
        self.publish()
        [message] = self.deliver()
        self.assertIn("confirmed", message["Subject"])
