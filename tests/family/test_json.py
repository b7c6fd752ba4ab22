"""The JSON form of a page, for shops with a front of their own."""

import json
from pathlib import Path

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.customer_status_comm.tests.common import StatusCase

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "json.md"


@tagged("standard", "post_install", "-at_install")
class TestJson(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.create_order(cls.bo)
        cls.order.action_confirm()
        cls.invoice = cls.order._create_invoices()
        cls.invoice.action_post()

    def setUp(self):
        super().setUp()
        self.publish()
        [message] = self.deliver()
        self.token = self.get_token(message)

    def get(self, accept="application/json", token=None, **options):
        self.env.flush_all()
        headers = {"Accept": accept, **options.pop("headers", {})}
        with mute_logger("odoo.http"):
            return self.url_open(
                f"/status/{token or self.token}", headers=headers, **options
            )

    def test_the_same_facts_as_json(self):
        answer = self.get()
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(
            answer.headers["Content-Type"], "application/json; charset=utf-8"
        )
        said = answer.json()
        self.assertEqual(said["language"], "da-DK")
        self.assertEqual(said["news"], ["confirmed", "invoiced"])
        self.assertRegex(said["updated_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        status = said["status"]
        self.assertEqual(status["reference"], self.order.name)
        self.assertEqual(status["step"], "confirmed")
        self.assertEqual(status["total"], "500.00")
        self.assertEqual(status["lines"][0]["name"], "Bell")
        self.assertEqual(status["invoices"][0]["number"], self.invoice.name)

    def test_who_wants_json(self):
        for accept, is_json in (
            ("application/json", True),
            ("application/json, text/html;q=0.5", True),
            ("text/html,application/xhtml+xml,*/*;q=0.8", False),
            ("*/*", False),
            ("", False),
            ("image/png", False),
        ):
            with self.subTest(accept):
                said = self.get(accept).headers["Content-Type"]
                self.assertEqual(said.startswith("application/json"), is_json)

    def test_headers_are_the_pages(self):
        html, as_json = self.get("text/html").headers, self.get().headers
        for name in (
            "Cache-Control",
            "Content-Security-Policy",
            "Referrer-Policy",
            "X-Robots-Tag",
            "X-Frame-Options",
            "Vary",
        ):
            with self.subTest(name):
                self.assertEqual(as_json[name], html[name])
        self.assertEqual(html["Vary"], "Accept")
        self.assertNotEqual(as_json["ETag"], html["ETag"])
        again = self.get(headers={"If-None-Match": as_json["ETag"]})
        self.assertEqual((again.status_code, again.content), (304, b""))
        other = self.get(headers={"If-None-Match": html["ETag"]})
        self.assertEqual(other.status_code, 200)

    def test_an_address_that_leads_nowhere(self):
        answers = [self.get(token="x" * 43)]
        self.get_page(self.order).action_take_back_links()
        answers.append(self.get())
        for answer in answers:
            self.assertEqual(answer.status_code, 404)
            self.assertEqual(answer.json(), {"error": "not_found"})
            self.assertIn("noindex", answer.headers["X-Robots-Tag"])
        html = self.get("text/html")
        self.assertEqual(html.status_code, 404)
        self.assertIn("<html", html.text)

    def test_no_number_of_ours_leaks(self):
        text = self.get().text
        for ours in ("account.move", "sale.order", "res.partner"):
            self.assertNotIn(ours, text)

    def test_keys_are_the_same_every_time(self):
        def keys():
            status = self.get().json()["status"]
            return [status["key"], *(i["key"] for i in status["invoices"])]

        before = keys()
        self.assertEqual(len(set(before)), 2)
        self.order.client_order_ref = "PO-7"
        self.publish()
        self.assertEqual(self.get().json()["status"]["client_reference"], "PO-7")
        self.assertEqual(keys(), before)

    def test_only_reading_is_possible(self):
        self.assertEqual(self.get(method="HEAD").status_code, 200)
        self.assertFalse(self.get(method="HEAD").content)
        for method in ("POST", "PUT", "DELETE"):
            self.assertEqual(self.get(method=method).status_code, 405)

    def test_reading_writes_nothing(self):
        """PostgreSQL itself would refuse any write here."""
        for accept in ("application/json", "text/html"):
            for token in (self.token, "x" * 43):
                with self.subTest(accept, token=token):
                    self.get(accept, token)  # fills the caches
                    with self.env.cr.savepoint() as savepoint:
                        self.env.cr.execute("SET LOCAL transaction_read_only = on")
                        status = self.get(accept, token).status_code
                        savepoint.rollback()
                    self.assertEqual(status, 200 if token == self.token else 404)

    def test_an_answer_takes_two_queries(self):
        """What is asked of the company is kept from the answer before."""
        self.get()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            found = self.env["customer.status.link"]._find_page(self.token)
            pages = self.env["customer.status.page"]
            facts, _news = pages._get_visible(found, found.lang)
        self.assertEqual(facts["reference"], self.order.name)

    def test_a_preview_of_the_link_names_neither_order_nor_customer(self):
        """What a messenger's robot shows to everybody in a chat."""
        html = self.get("text/html").text
        head = html.partition("</head>")[0].partition("<style>")[0]
        self.assertIn("<title>Testby Cykler", head)
        for secret in (self.order.name, "Bo", "Bell", "500"):
            self.assertNotIn(secret, head)
        self.assertNotIn("og:", head)

    def test_the_documentation_shows_what_is_answered(self):
        example = DOCUMENTATION.read_text().split("```json\n")[1].split("```")[0]
        shown, said = json.loads(example), self.get().json()
        self.assertEqual(list(shown), list(said))
        self.assertEqual(set(shown["status"]), set(said["status"]))
        for part in ("lines", "invoices"):
            with self.subTest(part):
                self.assertEqual(
                    set(shown["status"][part][0]), set(said["status"][part][0])
                )
