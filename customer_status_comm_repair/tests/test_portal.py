"""B10: customers with a login see their own repairs, and nobody else's."""

from odoo.tests import HttpCase, tagged

from .common import SECRET, RepairCase


@tagged("standard", "post_install", "-at_install")
class TestPortal(RepairCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_reader(cls.anna, "anna-anna")
        cls.mine = cls.create_job(cls.anna)
        cls.others = cls.create_job(cls.bo)
        (cls.mine | cls.others)._action_repair_confirm()

    def setUp(self):
        super().setUp()
        self.publish()

    def open(self, job):
        self.env.flush_all()
        return self.url_open(f"/my/status/repair/{job.id}")

    def test_b10_a_customer_finds_and_opens_their_own_repairs(self):
        self.authenticate("anna-anna", "anna-anna")
        listed = self.url_open(f"/my/status/customer/{self.anna.id}").text
        self.assertIn(self.mine.name, listed)
        self.assertNotIn(self.others.name, listed)
        answer = self.open(self.mine)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Your repair is confirmed", answer.text)
        self.assertNotIn(SECRET, answer.text)

    def test_b10_nobody_elses(self):
        self.authenticate("anna-anna", "anna-anna")
        self.assertEqual(self.open(self.others).status_code, 404)
        nobody = self.create_job(self.anna, partner_id=False)
        self.assertEqual(self.open(nobody).status_code, 404)
        foreign = self.url_open(f"/my/status/customer/{self.bo.id}")
        self.assertEqual(foreign.status_code, 404)

    def test_b10_those_of_their_own_firm(self):
        firm = self._create_customer("Firm Test", is_company=True)
        self.anna.parent_id = firm
        colleague = self._create_customer("Carl Test", parent_id=firm.id)
        job = self.create_job(colleague)
        self.publish()
        self.authenticate("anna-anna", "anna-anna")
        self.assertEqual(self.open(job).status_code, 200)

    def test_b10_a_salesperson_without_repairs_opens_none(self):
        self.create_user(
            "seller", "sales_team.group_sale_salesman", password="seller-seller"
        )
        self.authenticate("seller", "seller-seller")
        self.assertEqual(self.open(self.mine).status_code, 404)
