"""The portal leads its customers to the page of their orders."""

import json

from odoo.tests import HttpCase, tagged

from ..common import StatusCase
from ..migrations import load_migration


@tagged("standard", "post_install", "-at_install")
class TestPortalStatus(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_reader(cls.anna, "anna-anna")
        cls.path = f"/my/status/customer/{cls.anna.id}"

    def setUp(self):
        super().setUp()
        self.authenticate("anna-anna", "anna-anna")

    def get(self, path):
        self.env.flush_all()
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200, path)
        return answer.text

    def count(self):
        """Ask for the home page's counter, as the browser does."""
        self.env.flush_all()
        answer = self.url_open(
            "/my/counters",
            data=json.dumps({"params": {"counters": ["order_status_count"]}}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()["result"]["order_status_count"]

    def test_the_home_page_has_a_card_once_there_is_an_order(self):
        home = self.get("/my")
        self.assertIn(f'href="{self.path}"', home)
        self.assertIn('data-placeholder_count="order_status_count"', home)
        self.assertEqual(self.count(), 0)
        order = self.create_order(self.anna)
        self.assertEqual(self.count(), 0, "a draft is nothing to look at")
        order.action_quotation_sent()
        self.assertEqual(self.count(), 0, "it is not published yet")
        self.publish()
        self.assertEqual(self.count(), 1)
        self.create_order(self.bo).action_confirm()
        self.assertEqual(self.count(), 1)

    def test_the_list_of_orders_leads_there(self):
        self.assertNotIn(self.path, self.get("/my/orders"), "there are none")
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()
        self.assertIn(f'href="{self.path}"', self.get("/my/orders"))
        self.assertIn(order.name, self.get(self.path))

    def test_a_customer_sees_all_their_orders_and_no_others(self):
        colleague = self.create_user("colleague", "sales_team.group_sale_salesman")
        mine = self.create_order(self.anna, user_id=colleague.id)
        others = self.create_order(self.bo)
        (mine | others).action_confirm()
        self.publish()
        page = self.get(self.path)
        self.assertIn(mine.name, page)
        self.assertNotIn(others.name, page)
        foreign = self.url_open(f"/my/status/customer/{self.bo.id}")
        self.assertEqual(foreign.status_code, 404)

    def test_an_order_leads_to_its_own_page(self):
        """From the account over the order to how it stands; nobody else's."""
        mine, others = self.create_order(self.anna), self.create_order(self.bo)
        (mine | others).action_confirm()
        path = f"/my/status/order/{mine.id}"
        unpublished = self.get(f"/my/orders/{mine.id}")
        self.assertNotIn("customer_status_order_link", unpublished, "not yet")
        self.publish()

        self.assertIn(f'href="/my/orders/{mine.id}', self.get("/my/orders"))
        self.assertIn(f'href="{path}"', self.get(f"/my/orders/{mine.id}"))
        self.assertIn("Your order is confirmed", self.get(path))
        self.assertEqual(
            self.url_open(f"/my/status/order/{others.id}").status_code, 404
        )
        # Bo's order by its own link, as it stands in a mail that was passed on.
        text = self.get(others.get_portal_url())
        self.assertIn(others.name, text)
        self.assertNotIn("customer_status_order_link", text)

    def test_who_is_not_logged_in_is_offered_no_page(self):
        order = self.create_order(self.anna)
        order.action_confirm()
        self.authenticate(None, None)
        text = self.get(order.get_portal_url())
        self.assertIn(order.name, text)
        self.assertNotIn("customer_status_order_link", text)

    def test_drafts_of_before_are_shown_nobody(self):
        """Whose pages were made when a colleague looked at them, as published."""
        draft, sent = (self.create_order(self.anna) for _time in range(2))
        sent.action_quotation_sent()
        self.publish()
        page = self.env["customer.status.page"]._ensure(draft)[draft.id]
        page.is_published = True
        self.env.flush_all()
        name = "19.0.1.1.0/post-published"
        load_migration("customer_status_comm", name).migrate(self.env.cr, "")
        self.env.invalidate_all()
        self.assertFalse(page.is_published)
        self.assertTrue(self.get_page(sent).is_published)
        path = f"/my/status/order/{draft.id}"
        self.assertEqual(self.url_open(path).status_code, 404)
