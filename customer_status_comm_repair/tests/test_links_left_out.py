"""What comes onto a page later is in no colleague's link who may not read it."""

from odoo.tests import HttpCase, tagged

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tests.links.common import ALL, PARTNERS

from .common import RepairCase


@tagged("standard", "post_install", "-at_install")
class TestLinksLeftOut(RepairCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.create_user("left_seller", ALL, PARTNERS)
        cls.mechanic = cls.create_user("left_mechanic", ALL, "stock.group_stock_user")
        cls.order = cls.create_order(cls.anna)
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        self.page = self.get_page(self.order)
        self.told = self.get_token(self.deliver()[-1])

    def copy(self, user):
        action = self.page.with_user(user).action_copy_link()
        return action["params"]["url"].rpartition("/")[2]

    def send(self, user, partner):
        """Have a user write a link to somebody; return its token."""
        panel = self.env["customer.communication.panel"].with_user(user)
        panel = panel.create(
            {
                "partner_id": partner.id,
                "subject": "Look",
                "body": f"<p>{self.order.sudo().customer_status_url}</p>",
            }
        )
        panel.action_send()
        return self.get_token(self.sink.received[-1][2])

    def add_repair(self):
        job = self.create_job(sale_order_id=self.order.id)
        job._action_repair_confirm()
        self.publish()
        [linked] = self.page.facts["related"]
        self.assertEqual(linked["key"], f"repair.order,{job.id}")
        self.env.flush_all()
        return job

    def shows(self, token, job):
        """Whether a link shows the job, as a page and as JSON."""
        page = self.url_open(f"/status/{token}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.order.name, page.text)
        body = self.url_open(f"/status/{token}", headers={"Accept": "application/json"})
        seen = {job.name in page.text, job.name in body.text}
        self.assertEqual(len(seen), 1, "page and JSON say the same")
        self.assertEqual("New brake pads" in page.text, job.name in page.text)
        return seen.pop()

    def test_a_copied_link_goes_on_without_it(self):
        sellers, mechanics = self.copy(self.seller), self.copy(self.mechanic)
        self.env.flush_all()
        before = self.url_open(f"/status/{sellers}")
        job = self.add_repair()
        self.assertFalse(self.shows(sellers, job))
        self.assertTrue(self.shows(mechanics, job))
        self.assertTrue(self.shows(self.told, job), "what was told has it")
        self.assertEqual(before.status_code, 200)
        # And whatever is published later.
        job.action_repair_start()
        self.publish()
        self.assertFalse(self.shows(sellers, job))
        self.assertTrue(self.shows(self.told, job))

    def test_nor_does_what_they_sent_to_an_address_of_their_own(self):
        partners = self.env["res.partner"].with_user(self.seller)
        spy = partners.create(
            {"name": "Spy", "email": "spy@evil.example", "parent_id": self.anna.id}
        )
        sent = self.send(self.seller, spy)
        job = self.add_repair()
        self.assertFalse(self.shows(sent, job))

    def test_what_went_to_the_customers_address_shows_it(self):
        clerk = self.create_user("left_clerk", ALL)
        self.assertFalse(self.env["repair.order"].with_user(clerk).has_access("read"))
        sent = self.send(clerk, self.anna)
        job = self.add_repair()
        self.assertTrue(self.shows(sent, job))

    def test_a_repairs_link_is_without_the_order_that_it_gets(self):
        mechanic = self.create_user("left_workshop", "stock.group_stock_user")
        self.env["ir.rule"].create(
            {
                "name": "No orders",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "groups": [(6, 0, self.env.ref("stock.group_stock_user").ids)],
                "domain_force": "[(0, '=', 1)]",
            }
        )
        self.assertFalse(self.order.with_user(mechanic).has_access("read"))
        job = self.create_job()
        job._action_repair_confirm()
        self.publish()
        action = self.get_page(job).with_user(mechanic).action_copy_link()
        token = action["params"]["url"].rpartition("/")[2]
        job.sale_order_id = self.order
        self.publish()
        self.env.flush_all()
        page = self.url_open(f"/status/{token}").text
        self.assertIn(job.name, page)
        self.assertNotIn(self.order.name, page)

    def test_it_costs_the_same_for_ten_links(self):
        counts = []
        for number in (1, 10):
            order = self.create_order(self.anna)
            order.action_confirm()
            self.publish()
            page = self.get_page(order)
            for _number in range(number):
                page.with_user(self.seller).action_copy_link()
            self.env.flush_all()
            self.env.invalidate_all()
            job = self.create_job(sale_order_id=order.id)
            links = self.env["customer.status.link"].sudo()
            before = self.env.cr.sql_log_count
            links._leave_out({page.sudo(): {("repair.order", job.id)}})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            left_out = page.sudo().link_ids.filtered("is_in_hand").mapped("left_out")
            self.assertEqual(left_out, [[f"repair.order,{job.id}"]] * number)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_the_customers_own_page_leaves_nothing_out(self):
        page = self.env["customer.status.page"]._ensure(self.anna)[self.anna.id]
        page.sudo(False).with_user(self.mechanic).action_copy_link()
        self.assertEqual(self.env[page.res_model]._status_kind, const.KIND_CUSTOMER)
        self.add_repair()
        self.assertFalse(any(page.link_ids.mapped("left_out")))
