"""B10: whoever prints a slip has its code in their hands."""

import re

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.customer_status_comm import const

from .common import SECRET, RepairCase

REPORT = "repair.report_repairorder2"
OWN = "sales_team.group_sale_salesman"


@tagged("standard", "post_install", "-at_install")
class TestSlipRights(RepairCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mechanic = cls.create_user(
            "slip_mechanic", "stock.group_stock_user", password="slip_mechanic"
        )
        # Reads every repair, and of orders their own.
        cls.seller = cls.create_user("slip_seller", OWN, password="slip_seller")
        cls.env["ir.model.access"].create(
            {
                "name": "repairs",
                "model_id": cls.env["ir.model"]._get_id("repair.order"),
                "group_id": cls.env.ref(OWN).id,
                "perm_read": True,
            }
        )
        cls.order = cls.create_order(cls.anna, user_id=cls.mechanic.id)
        cls.order.action_confirm()
        cls.job = cls.create_job(sale_order_id=cls.order.id)

    def print_slip(self, user, jobs):
        self.authenticate(user.login, user.login)
        ids = ",".join(map(str, jobs.ids))
        answer = self.url_open(f"/report/html/{REPORT}/{ids}")
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def get_addresses(self, html):
        return re.findall(r"https?://\S+?/status/[\w-]{43}", html)

    def test_b10_who_may_not_read_the_order_beside_it_prints_no_code(self):
        html = self.print_slip(self.seller, self.job)
        self.assertFalse(self.get_addresses(html))
        self.assertNotIn("data:image/png", html.partition('class="page"')[2])
        self.assertFalse(self.get_page(self.job).link_ids)
        self.assertNotIn(SECRET, html, "the slip is for the customer all the same")

    def test_b10_who_may_read_all_of_it_prints_one(self):
        [_address] = self.get_addresses(self.print_slip(self.mechanic, self.job))
        self.assertEqual(self.get_page(self.job).link_ids.user_id, self.mechanic)
        self.order.user_id = self.seller
        [_address] = self.get_addresses(self.print_slip(self.seller, self.job))

    def test_b10_each_slip_of_many_by_its_own_page(self):
        alone = self.create_job(self.bo)
        html = self.print_slip(self.seller, self.job | alone)
        [_address] = self.get_addresses(html)
        self.assertTrue(self.get_page(alone).link_ids)
        self.assertFalse(self.get_page(self.job).link_ids)

    def test_b10_copying_the_link_asks_the_same(self):
        self.publish()
        page = self.get_page(self.job)
        with self.assertRaisesRegex(UserError, "shows more than you may read"):
            page.with_user(self.seller).action_copy_link()
        self.assertTrue(page.with_user(self.mechanic).action_copy_link())

    def test_b10_a_page_has_so_many_slips_an_hour(self):
        jobs = self.job.with_user(self.mechanic)
        for _number in range(const.LINKS_AN_HOUR):
            self.assertTrue(jobs._prepare_status_slips()[self.job.id]["url"])
        with self.assertRaisesRegex(UserError, "20 links within an hour"):
            jobs._prepare_status_slips()

    def test_b10_no_jobs_no_slips(self):
        jobs = self.env["repair.order"].with_user(self.mechanic)
        self.assertEqual(jobs._prepare_status_slips(), {})

    def test_staff_see_of_the_order_beside_it_what_they_may_read(self):
        """In the preview, as published, as told, and in the file."""
        self.publish()
        page = self.get_page(self.job)
        event = page.event_ids[:1]
        places = (
            f"/my/status/repair/{self.job.id}",
            f"/my/status/shown/{page.id}",
            f"/my/status/told/{event.id}",
        )
        for user, may in ((self.seller, False), (self.mechanic, True)):
            self.authenticate(user.login, user.login)
            for place in places:
                with self.subTest(user=user.login, place=place):
                    answer = self.url_open(place)
                    self.assertEqual(answer.status_code, 200)
                    self.assertIn(self.job.name, answer.text)
                    self.assertEqual(self.order.name in answer.text, may)
            [(_name, content)] = self.job.with_user(user)._get_status_files().values()
            self.assertEqual(self.order.name in content.decode(), may)
        [link] = self.env["customer.status.link"].sudo()._create_links(page, self.anna)
        self.env.flush_all()
        self.assertIn(self.order.name, self.url_open(link).text, "the customer sees it")
