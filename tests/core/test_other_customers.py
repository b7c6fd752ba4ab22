"""What is one customer's stands on no page, file or list of another."""

import json

from odoo.tests import HttpCase, tagged

from ..common import StatusCase as _StatusCase


@tagged("standard", "post_install", "-at_install")
class TestSubsidiary(_StatusCase, HttpCase):
    """A company below another is a customer of its own, as Odoo has it."""

    def setUp(self):
        super().setUp()
        self.mother = self._create_customer("Mother Ltd", is_company=True)
        self.boss = self._create_customer("Boss Test", parent_id=self.mother.id)
        self.daughter = self._create_customer(
            "Daughter Ltd", is_company=True, parent_id=self.mother.id
        )
        self.clerk = self._create_customer("Clerk Test", parent_id=self.daughter.id)
        self.orders = {
            partner: self.create_order(partner)
            for partner in (self.mother, self.boss, self.daughter, self.clerk)
        }
        for order in self.orders.values():
            order.action_confirm()
        self.publish()
        self._create_reader(self.boss, "boss-boss")

    def get_listed(self, partner):
        """Return whose orders the customer's page lists."""
        facts = partner._get_status_facts()[partner.id]
        keys = [order["key"] for order in facts["orders"]]
        return {
            partner
            for partner, order in self.orders.items()
            if f"sale.order,{order.id}" in keys
        }

    def test_each_page_lists_what_is_of_its_own_customer(self):
        for partner, expected in (
            (self.mother, {self.mother, self.boss}),
            (self.boss, {self.boss}),
            (self.daughter, {self.daughter, self.clerk}),
            (self.clerk, {self.clerk}),
        ):
            with self.subTest(partner.name):
                self.assertEqual(self.get_listed(partner), expected)
        together = self.mother | self.daughter
        facts = together._get_status_facts()
        self.assertEqual(
            [len(facts[partner.id]["orders"]) for partner in together], [2, 2]
        )

    def test_the_card_counts_what_the_page_lists(self):
        self.assertTrue(self.mother.sudo()._find_listed_documents(limit=1)[0])
        lonely = self._create_customer("Lonely Ltd", is_company=True)
        self.daughter.parent_id = lonely
        found = lonely.sudo()._find_listed_documents(limit=1)
        self.assertFalse(any(found), "there is nothing of its own to look at")

    def test_who_reads_the_mothers_reads_nothing_of_the_daughters(self):
        """Odoo's own rule lets them; a status page is of one customer."""
        self.authenticate("boss-boss", "boss-boss")
        mine, foreign = self.orders[self.boss], self.orders[self.clerk]
        self.assertTrue(foreign.with_user(self.boss.user_ids).has_access("read"))
        for path, status in (
            (f"order/{mine.id}", 200),
            (f"customer/{self.mother.id}", 200),
            (f"order/{foreign.id}", 404),
            (f"customer/{self.daughter.id}", 404),
            (f"customer/{self.clerk.id}", 404),
        ):
            with self.subTest(path):
                self.env.flush_all()
                answer = self.url_open(f"/my/status/{path}")
                self.assertEqual(answer.status_code, status)
                self.assertNotIn(foreign.name, answer.text)

    def test_no_button_leads_where_nothing_is_shown(self):
        self.authenticate("boss-boss", "boss-boss")
        for partner, shown in ((self.boss, True), (self.clerk, False)):
            with self.subTest(partner.name):
                page = self.url_open(self.orders[partner].get_portal_url()).text
                self.assertIn(self.orders[partner].name, page)
                self.assertEqual("customer_status_order_link" in page, shown)

    def test_a_message_leads_to_no_page_of_another_customer(self):
        row = self.write_to(
            self.boss,
            res_model="sale.order",
            res_id=self.orders[self.clerk].id,
            document_name=self.orders[self.clerk].name,
        )
        reader = self.boss.user_ids
        self.assertIsNone(row._get_portal_status_path(reader))
        row.res_id = self.orders[self.boss].id
        self.assertTrue(row._get_portal_status_path(reader))

    def test_a_stored_page_is_brought_up_to_date_alike(self):
        pages = self.env["customer.status.page"]
        page = pages._ensure(self.mother)[self.mother.id]
        self.orders[self.clerk].client_order_ref = "PO-SECRET"
        self.publish()
        self.assertNotIn("PO-SECRET", json.dumps(page.facts))
