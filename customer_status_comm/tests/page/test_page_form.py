"""The page's form: what staff see of a page, and whose pages they see."""

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged

from ... import const
from ..common import StatusCase


@tagged("standard", "post_install", "-at_install")
class TestPageForm(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.create_user(
            "seller", "sales_team.group_sale_salesman", password="seller-seller"
        )
        cls.mine = cls.create_order(cls.anna, user_id=cls.seller.id)
        cls.theirs = cls.create_order(cls.anna, user_id=cls.env.user.id)
        (cls.mine | cls.theirs).action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        self.deliver()

    def open_page(self, order, user=None):
        """Press the order's smart button and return the page it opens."""
        action = order.with_user(user or self.seller).action_open_status_page()
        self.assertEqual(action["res_model"], "customer.status.page")
        return (
            self.env[action["res_model"]]
            .with_user(user or self.seller)
            .browse(action["res_id"])
        )

    def get(self, path, status=200):
        self.env.flush_all()
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, status, path)
        return answer

    def test_the_orders_button_opens_its_page(self):
        page = self.open_page(self.mine)
        self.assertEqual(page, self.get_page(self.mine))
        form = Form(page)
        self.assertEqual(form.reference, self.mine.name)
        self.assertEqual(len(form.event_ids), 1)
        self.assertEqual(len(form.link_ids), 1)
        self.assertFalse(form.is_waiting)
        self.assertEqual(form.live_link_count, 1)

    def test_it_shows_exactly_what_the_customer_sees(self):
        """What is not published yet is not shown, and the form says so."""
        # With its comma it stands in no order's number.
        self.mine.order_line.product_uom_qty = 8642
        page = self.open_page(self.mine)
        self.assertTrue(page.is_waiting)
        self.authenticate("seller", "seller-seller")
        self.assertNotIn("8,642", self.get(page.preview_url).text)
        self.publish()
        page.invalidate_recordset()
        self.assertFalse(page.is_waiting)
        self.assertIn("8,642", self.get(page.preview_url).text)
        self.assertIn(
            "frame-ancestors 'self'",
            self.get(page.preview_url).headers["Content-Security-Policy"],
        )

    def test_a_draft_has_a_preview_and_tells_nobody(self):
        draft = self.create_order(self.anna, user_id=self.seller.id)
        page = self.open_page(draft)
        self.assertTrue(page.is_draft)
        draft.order_line.product_uom_qty = 66
        self.authenticate("seller", "seller-seller")
        self.assertIn("66", self.get(page.preview_url).text, "as it stands now")
        self.publish()
        self.assertFalse(self.deliver())
        draft.action_confirm()
        self.publish()
        self.assertEqual(len(self.deliver()), 1, "looking at it has spoiled nothing")

    def test_the_buttons_lead_on(self):
        page = self.open_page(self.mine)
        contact = page.action_contact()
        self.assertEqual(contact["res_model"], "customer.communication.panel")
        self.assertEqual(contact["context"]["default_partner_id"], self.anna.id)
        self.assertEqual(contact["context"]["default_res_id"], self.mine.id)
        document = page.action_view_document()
        self.assertEqual(document["res_model"], "sale.order")
        self.assertEqual(document["res_id"], self.mine.id)

    def test_own_documents_only(self):
        """Pages, what was told, and links follow the right to read the order."""
        theirs = self.get_page(self.theirs)
        with self.assertRaises(AccessError):
            self.open_page(self.theirs)
        for records in (theirs, theirs.event_ids, theirs.link_ids):
            self.assertTrue(records)
            as_seller = records.with_user(self.seller)
            with self.subTest(records._name):
                self.assertFalse(as_seller.has_access("read"))
                with self.assertRaises(AccessError):
                    as_seller.read(["create_date"])
                found = as_seller.search([])
                self.assertFalse(found & as_seller)
                self.assertTrue(found, "the seller's own")
                self.assertNotIn(
                    records.id,
                    [row["id"] for row in as_seller.search_read([], ["id"])],
                )
        self.authenticate("seller", "seller-seller")
        self.get(f"/my/status/shown/{theirs.id}", 404)
        self.get(f"/my/status/told/{theirs.event_ids.id}", 404)
        self.get(f"/my/status/shown/{self.get_page(self.mine).id}")

    def test_facts_and_hashes_stay_hidden_in_the_form(self):
        page = self.get_page(self.mine).with_user(self.seller)
        for record, field in (
            (page, "facts"),
            (page, "known_facts"),
            (page.event_ids, "facts"),
            (page.link_ids, "token_hash"),
        ):
            with self.subTest(field), self.assertRaises(AccessError):
                record.read([field])

    def test_a_manager_sees_all_pages_of_the_shop(self):
        manager = self.create_user(
            "chief", "customer_status_comm.group_customer_status_manager"
        )
        pages = self.env["customer.status.page"].with_user(manager).search([])
        self.assertLessEqual(
            {self.get_page(self.mine).id, self.get_page(self.theirs).id}, set(pages.ids)
        )

    def test_a_customers_page_shows_a_colleague_only_orders_they_may_read(self):
        self.authenticate("seller", "seller-seller")
        html = self.get(f"/my/status/customer/{self.anna.id}").text
        self.assertIn(self.mine.name, html)
        self.assertNotIn(self.theirs.name, html)
        page = self.env["customer.status.page"]._ensure(self.anna)[self.anna.id]
        self.assertEqual(
            {order["reference"] for order in page.facts["orders"]},
            {self.mine.name, self.theirs.name},
            "the customer sees both",
        )
        self.get(f"/my/status/shown/{page.id}", 404)
        shown = page.with_user(self.seller).preview_url
        self.assertNotIn(self.theirs.name, self.get(shown).text)

    def test_a_deleted_order_leaves_a_page_that_says_so(self):
        order = self.create_order(self.anna)
        page = self.env["customer.status.page"]._ensure(order)[order.id]
        order.unlink()
        self.assertEqual(page.facts["step"], const.STEP_QUOTATION)
        for press in ("action_contact", "action_view_document"):
            with self.subTest(press), self.assertRaisesRegex(Exception, "deleted"):
                getattr(page, press)()
