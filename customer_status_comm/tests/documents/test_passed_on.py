"""A document that passes to another customer: neither reads what is the other's."""

from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ... import const
from ..common import LINK, StatusCase
from ..migrations import load_migration

SELLER = "sales_team.group_sale_salesman_all_leads"
#: What only the first customer knows of.
SECRETS = ("Anna", "Annavej", "PO-ANNA", "May 4, 2031", "2031-05-04")


@tagged("standard", "post_install", "-at_install")
class TestPassedOn(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.customer_status_show_addresses = True
        cls.anna.write({"street": "Annavej 1", "city": "Annaby"})
        cls.bo.write({"street": "Bovej 2", "city": "Boby", "lang": "en_US"})
        cls.order = cls.create_order(
            cls.anna,
            client_order_ref="PO-ANNA",
            commitment_date=datetime(2031, 5, 4, 10),
        )
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        [message] = self.deliver()
        self.token = self.get_token(message)
        self.page = self.get_page(self.order)
        self.assertIn("Annavej", str(self.page.facts))
        self.seller = self.create_user("seller", SELLER)

    def pass_on(self, **values):
        """Have the order be Bo's, as staff do it."""
        self.order.write(
            {
                "partner_id": self.bo.id,
                "partner_shipping_id": self.bo.id,
                "client_order_ref": "PO-BO",
                "commitment_date": datetime(2031, 5, 12, 10),
                **values,
            }
        )
        self.env.flush_all()

    def open(self, token):
        self.env.flush_all()
        return self.url_open(f"/status/{token}")

    def copy_link(self):
        """Press "Copy link" as staff do, and return the token."""
        action = self.order.with_user(self.seller).action_open_status_page()
        page = self.env[action["res_model"]].with_user(self.seller)
        page = page.browse(action["res_id"])
        return page.action_copy_link()["params"]["url"].rpartition("/")[2]

    def assert_bos(self, text):
        """Check that a page, or what else is told, is of Bo alone."""
        self.assertIn("PO-BO", text)
        for secret in SECRETS:
            self.assertNotIn(secret, text)

    # Links

    def test_a_link_that_is_copied_before_it_is_published(self):
        self.pass_on()
        token = self.copy_link()
        self.assert_bos(self.open(token).text)
        self.assertEqual(self.open(self.token).status_code, 404)
        self.assertEqual(self.page.link_ids[0].partner_id, self.bo)

    def test_on_demand_there_is_none_before_it_is_published(self):
        self.company.customer_status_mode = "on_demand"
        self.pass_on()
        self.publish()
        self.order.with_user(self.seller).action_open_status_page()
        with self.assertRaises(UserError):
            self.copy_link()
        self.assertEqual(self.open(self.token).status_code, 404)
        self.env["customer.status.change"]._publish_now(self.order)
        self.assert_bos(self.open(self.copy_link()).text)

    def test_a_link_in_a_message_to_the_new_customer(self):
        for mode in ("automatic", "on_demand"):
            with self.subTest(mode), self.env.cr.savepoint() as savepoint:
                self.company.customer_status_mode = mode
                self.pass_on()
                body = f'<a href="{self.order.customer_status_url}">Look</a>'
                mail = self.env["mail.mail"].create(
                    {
                        "body_html": body,
                        "recipient_ids": [(4, self.bo.id)],
                        "model": "sale.order",
                        "res_id": self.order.id,
                    }
                )
                found = LINK.search(mail.body_html)
                if mode == "on_demand":
                    self.assertIsNone(found, "it waits for somebody to publish it")
                else:
                    self.assert_bos(self.open(found[2]).text)
                self.assertEqual(self.open(self.token).status_code, 404)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_a_link_in_a_message_to_the_old_customer(self):
        self.pass_on()
        body = f'<a href="{self.order.customer_status_url}">Look</a>'
        mail = self.env["mail.mail"].create(
            {"body_html": body, "recipient_ids": [(4, self.anna.id)]}
        )
        self.assertIsNone(LINK.search(mail.body_html))

    def test_no_link_is_made_to_a_page_of_another_customer(self):
        """Whoever asks: the one guard of all that make links."""
        links = self.env["customer.status.link"]
        nobody = self.env["res.partner"]
        before = links.search_count([])
        [theirs, nobodys, own] = links._create_links(
            [self.page] * 3, [self.bo, nobody, self.anna]
        )
        self.assertIsNone(theirs)
        self.assertIsNone(nobodys)
        self.assertTrue(own)
        self.assertEqual(links.search_count([]), before + 1)
        self.assertEqual(links._create_links([], []), [])

    def test_within_a_firm_all_stays(self):
        firm = self._create_customer("Firm Test", is_company=True)
        self.anna.parent_id = self.bo.parent_id = firm
        self.pass_on()
        self.order.with_user(self.seller).action_open_status_page()
        self.assertTrue(self.page.is_published)
        self.publish()
        self.assertEqual(self.page.partner_id, self.bo)
        self.assertEqual(self.open(self.token).status_code, 200)

    # News

    def test_what_was_told_the_old_one_is_neither_news_nor_shown(self):
        rules = self.env["customer.status.rule"].with_context(active_test=False)
        rules.search([("event", "=", const.EVENT_RESCHEDULED)]).active = True
        for opened in (False, True):
            with self.subTest(opened), self.env.cr.savepoint() as savepoint:
                self.pass_on()
                if opened:  # by staff, before it is published
                    self.order.with_user(self.seller).action_open_status_page()
                    self.assertFalse(self.page.news)
                    self.assertNotIn("Anna", str(self.page.known_facts))
                self.publish()
                self.assertFalse(self.deliver(), "confirmed is no news any more")
                self.assertFalse(self.page.news)
                self.order._create_invoices().action_post()
                self.publish()
                [message] = self.deliver()
                self.assertIn("bo.test@customer.example", message["To"])
                self.assert_bos(self.open(self.get_token(message)).text)
                self.assertNotIn("May 4", self.get_html(message))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_templates_and_files_say_nothing_of_the_old_one(self):
        """Before it is published: what stands on the page is still the old one's."""
        self.pass_on()
        self.assertIn("Anna", str(self.page.facts))
        self.order.invalidate_recordset()
        [file] = self.order._get_status_files().values()
        self.assert_bos(file[1].decode())
        news = self.order.customer_status_news + self.order.customer_status_headline
        self.assertNotIn("We have your order", news)
        for secret in SECRETS:
            self.assertNotIn(secret, news)

    def test_the_list_says_that_the_new_one_knows_nothing(self):
        self.company.customer_status_mode = "on_demand"
        self.pass_on()
        self.publish()
        row = self.env["customer.status.waiting"].search([])
        self.assertEqual(row.partner_id, self.bo)
        self.assertFalse(row.before)

    def test_what_was_held_back_for_one_is_not_told_another(self):
        order = self.create_order(self.anna)
        order.with_context(import_file=True).action_confirm()
        self.publish()
        held = self.get_page(order).event_ids
        self.assertEqual(held.mapped("state"), [const.HELD])
        order.partner_id = self.bo
        self.publish()
        self.work_off(held.action_release())
        self.assertFalse(self.deliver())
        self.assertEqual((held.state, held.why), (const.SILENT, const.WHY_OUTDATED))

    # Logged in, and lists

    def test_readers_with_a_login(self):
        for partner, login in ((self.anna, "anna-anna"), (self.bo, "bo-bo-bo")):
            self._create_reader(partner, login)
        path = f"/my/status/order/{self.order.id}"
        self.pass_on()

        self.authenticate("bo-bo-bo", "bo-bo-bo")
        answer = self.url_open(path)
        self.assertNotIn("Anna", answer.text)
        self.assertEqual(answer.status_code, 404, "it is not published yet")
        listed = self.url_open(f"/my/status/customer/{self.bo.id}").text
        self.assertNotIn(self.order.name, listed)
        self.publish()
        self.assert_bos(self.url_open(path).text)
        listed = self.url_open(f"/my/status/customer/{self.bo.id}").text
        self.assertIn(self.order.name, listed)

        self.authenticate("anna-anna", "anna-anna")
        self.assertEqual(self.url_open(path).status_code, 404)
        listed = self.url_open(f"/my/status/customer/{self.anna.id}").text
        self.assertNotIn(self.order.name, listed)

    def test_the_old_customers_own_page_lists_it_no_more(self):
        page = self.env["customer.status.page"]._ensure(self.anna)[self.anna.id]
        self.assertIn("PO-ANNA", str(page.facts))
        self.pass_on()
        self.order.with_user(self.seller).action_open_status_page()
        self.assertNotIn(self.order.name, str(page.facts))
        self.publish()
        self.assertNotIn(self.order.name, str(page.facts))

    def test_staff_see_how_it_would_look(self):
        self.company.customer_status_mode = "on_demand"
        self.pass_on()
        self.publish()
        action = self.order.with_user(self.seller).action_open_status_page()
        page = self.env[action["res_model"]].with_user(self.seller)
        page = page.browse(action["res_id"])
        self.assertFalse(page.is_published)
        self.seller.password = "seller-seller"
        self.authenticate("seller", "seller-seller")
        self.assert_bos(self.url_open(page.preview_url).text)

    def test_links_of_before_are_taken_back_by_the_update(self):
        """Copied for Bo while the page was Anna's, as the version before did it."""
        theirs = self.page.link_ids.copy({"token_hash": "x", "partner_id": self.bo.id})
        nobodys = self.page.link_ids[0].copy({"token_hash": "y", "partner_id": False})
        own = self.page.link_ids - theirs - nobodys
        self.env.flush_all()
        name = "19.0.1.1.0/post-links_of_others"
        load_migration("customer_status_comm", name).migrate(self.env.cr, "")
        self.env.invalidate_all()
        self.assertTrue(theirs.revoked_at)
        self.assertTrue(nobodys.revoked_at)
        self.assertFalse(own.revoked_at)
