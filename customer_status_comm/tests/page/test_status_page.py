"""The public page: who may open it, what it answers, what it leaves behind."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from ...tools.token import hash_token
from ..common import StatusCase


@tagged("standard", "post_install", "-at_install")
class TestStatusPage(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.create_order(cls.anna)
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        [message] = self.deliver()
        self.token = self.get_token(message)
        self.link = self.env["customer.status.link"].search(
            [("token_hash", "=", hash_token(self.token))]
        )

    def get(self, path=None, **options):
        return self.url_open(path or f"/status/{self.token}", **options)

    def test_m2_the_link_opens_the_page(self):
        """D4 of docs/requirements.md."""
        answer = self.get()
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.order.name, answer.text)
        self.assertIn('lang="en', answer.text)
        self.assertLess(len(answer.content), 30_000)
        self.assertNotIn("<script", answer.text)

    def test_the_page_speaks_the_customers_language(self):
        self.anna.lang = "da_DK"
        self.env.flush_all()
        answer = self.get()
        self.assertIn('lang="da', answer.text)
        self.assertIn("Din ordre", answer.text)

    def test_it_asks_to_be_kept_private(self):
        headers = self.get().headers
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertIn("noindex", headers["X-Robots-Tag"])
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertIn("private", headers["Cache-Control"])
        self.assertNotIn("Set-Cookie", headers)

    def test_no_shared_cache_keeps_it(self):
        """Its reader's browser may; behind a login, and of no page, nobody."""
        self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        self.env["res.users"].search([("login", "=", "seller")]).password = "seller"
        as_json = {"headers": {"Accept": "application/json"}}
        kept, not_kept = "private, no-cache", "private, no-store"
        token = f"/status/{self.token}"
        for path, options, expected in (
            (token, {}, kept),
            (token, as_json, kept),
            ("/status/nothing", {}, not_kept),
            ("/status/nothing", as_json, not_kept),
        ):
            with self.subTest(path, **options):
                headers = self.get(path, **options).headers
                self.assertEqual(headers["Cache-Control"], expected)
                self.assertEqual("ETag" in headers, expected == kept)
        self.authenticate("seller", "seller")
        page = self.get_page(self.order)
        for path in (
            f"order/{self.order.id}",
            "order/0",
            f"shown/{page.id}",
            f"told/{page.event_ids.id}",
        ):
            with self.subTest(path):
                headers = self.get(f"/my/status/{path}").headers
                self.assertIn("no-store", headers["Cache-Control"])

    def test_unknown_expired_and_revoked_links_get_the_same_answer(self):
        past = fields.Datetime.now() - timedelta(days=1)
        answers = [self.get("/status/" + "x" * 43)]
        self.link.expires_at = past
        self.env.flush_all()
        answers.append(self.get())
        self.link.write({"expires_at": False, "revoked_at": past})
        self.env.flush_all()
        answers.append(self.get())

        self.assertEqual([answer.status_code for answer in answers], [404] * 3)
        self.assertEqual(len({answer.text for answer in answers}), 1)
        self.assertNotIn(self.company.name, answers[0].text)
        for answer in answers:
            self.assertIn("noindex", answer.headers["X-Robots-Tag"])

    def test_missing_page_speaks_the_browsers_language(self):
        answer = self.get("/status/nothing", headers={"Accept-Language": "da,en;q=0.5"})
        self.assertIn('lang="da', answer.text)

    def test_unchanged_page_is_not_sent_again(self):
        etag = self.get().headers["ETag"]
        answer = self.get(headers={"If-None-Match": etag})
        self.assertEqual(answer.status_code, 304)
        self.assertFalse(answer.content)

    def test_only_reading_is_possible(self):
        """B9 of docs/requirements.md."""
        self.assertEqual(self.get(method="HEAD").status_code, 200)
        for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            with self.subTest(method):
                self.assertEqual(self.get(method=method).status_code, 405)

    def test_finding_the_page_takes_one_query(self):
        links = self.env["customer.status.link"]
        with self.assertQueryCount(1):
            links._find_page(self.token)

    def test_the_token_is_nowhere_in_the_database(self):
        """B9: The mail that carried it is deleted once sent; what stays has none."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT count(*) FROM mail_message m
              LEFT JOIN mail_mail q ON q.mail_message_id = m.id
             WHERE m.body LIKE %(like)s OR q.body_html LIKE %(like)s
            """,
            {"like": f"%{self.token}%"},
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        row = self.anna.communication_ids
        self.assertNotIn(self.token, row.body)
        self.assertIn(f"/my/status/order/{self.order.id}", row.body)
        self.assertNotEqual(self.link.token_hash, self.token)

    def test_each_message_carries_a_link_of_its_own(self):
        """M4 of docs/requirements.md."""
        self.order._create_invoices().action_post()
        self.publish()
        [message] = self.deliver()
        self.assertNotEqual(self.get_token(message), self.token)
        self.assertEqual(self.get().status_code, 200, "the first link lives on")

    def test_m4_each_change_makes_the_page_anew_and_it_stays_on_the_server(self):
        """The link of the first e-mail shows what is true now."""
        page = self.get_page(self.order)
        self.assertEqual((page.revision, page.facts["billing"]), (1, "none"))
        self.order._create_invoices().action_post()
        self.publish()
        self.assertEqual((page.revision, page.facts["billing"]), (2, "invoiced"))
        [message] = self.deliver()
        number = self.order.invoice_ids.name
        self.assertIn(number, self.get().text)
        self.assertFalse(list(message.iter_attachments()), "the link, not the page")

    def test_nobody_but_the_orders_customer_gets_a_link(self):
        """An address in a mail to somebody else stays one that asks for a login."""
        personal = self.order.customer_status_url
        mail = self.env["mail.mail"].create(
            {
                "body_html": f'<a href="{personal}">Look</a>',
                "recipient_ids": [(4, self.bo.id)],
            }
        )
        self.assertIn(personal, mail.body_html)
        both = self.env["mail.mail"].create(
            {
                "body_html": f'<a href="{personal}">Look</a>',
                "recipient_ids": [(4, self.anna.id)],
                "email_cc": "someone@else.example",
            }
        )
        self.assertIn(personal, both.body_html)

    def test_staff_see_the_page_as_the_customer_would(self):
        self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        self.env["res.users"].search([("login", "=", "seller")]).password = "seller"
        self.authenticate("seller", "seller")
        answer = self.get(f"/my/status/order/{self.order.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.order.name, answer.text)
        self.assertEqual(self.get("/my/status/order/0").status_code, 404)
        self.assertEqual(self.get("/my/status/nothing/1").status_code, 404)

    def test_a_stranger_with_a_login_sees_nothing(self):
        new_test_user(
            self.env, "guest", groups="base.group_portal", password="guestguest"
        )
        self.authenticate("guest", "guestguest")
        answer = self.get(f"/my/status/order/{self.order.id}")
        self.assertEqual(answer.status_code, 404)

    def test_m3_page_and_file_show_the_same(self):
        [(name, content)] = self.order._get_status_files().values()
        self.assertEqual(name, f"status-{self.order.name}.html")
        for text in (self.order.name, "Bell", "500.00"):
            self.assertIn(text, content.decode())
            self.assertIn(text, self.get().text)

    def test_the_customers_page_lists_current_and_earlier_orders(self):
        """M+3 of docs/requirements.md."""
        second = self.create_order(self.anna)
        second.action_confirm()
        self.publish()
        page = self.env["customer.status.page"]._ensure(self.anna)[self.anna.id]
        references = [order["reference"] for order in page.facts["orders"]]
        self.assertEqual(set(references), {self.order.name, second.name})

        second._action_cancel()
        self.publish()
        steps = {order["reference"]: order["step"] for order in page.facts["orders"]}
        self.assertEqual(steps[second.name], "cancelled")
