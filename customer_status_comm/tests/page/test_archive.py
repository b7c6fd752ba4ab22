"""B4: what did the customer see on 3 May?"""

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ... import const
from ..common import StatusCase


@tagged("standard", "post_install", "-at_install")
class TestArchive(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.create_user(
            "seller",
            "sales_team.group_sale_salesman_all_leads",
            password="seller-seller",
            tz="Europe/Copenhagen",
            lang="en_US",
        )
        cls.order = cls.create_order(cls.bo)
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        self.order._action_cancel()
        self.publish()
        self.cancelled, self.confirmed = self.get_page(self.order).event_ids

    def get(self, event, status=200):
        self.env.flush_all()
        answer = self.url_open(f"/my/status/told/{event.id}")
        self.assertEqual(answer.status_code, status)
        return answer

    def date(self, event, **ago):
        """Have an event happen so long ago."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_status_event SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - relativedelta(**ago), event.id],
        )
        self.env.invalidate_all()

    def test_b4_each_told_state_is_shown_as_the_customer_saw_it(self):
        self.authenticate("seller", "seller-seller")
        then = self.get(self.confirmed).text
        self.assertIn('<html lang="da', then, "in the customer's language")
        self.assertIn("Din ordre er bekræftet", then)
        self.assertNotIn("annulleret", then)
        self.assertIn("annulleret", self.get(self.cancelled).text)

    def test_b4_a_line_on_top_says_when(self):
        self.env.cr.execute(
            "UPDATE customer_status_event SET create_date = %s WHERE id = %s",
            ["2026-05-03 08:12:34", self.confirmed.id],
        )
        self.env.invalidate_all()
        self.authenticate("seller", "seller-seller")
        html = self.get(self.confirmed).text
        banner = html.partition("</aside>")[0].rpartition(">")[2]
        self.assertRegex(banner, r"^As told on .*2026.* 10:12")
        self.assertIn('<aside lang="en-US"', html)

    def test_b4_silent_events_say_why(self):
        self.confirmed.write({"state": const.SILENT, "why": const.WHY_OPTED_OUT})
        self.authenticate("seller", "seller-seller")
        html = self.get(self.confirmed).text
        self.assertIn("The customer was not told", html)
        self.assertIn("wants no status messages", html)

    def test_b4_only_staff_look_into_the_archive(self):
        new_test_user(
            self.env,
            "bo-portal",
            groups="base.group_portal",
            password="bo-portal-bo",
            partner_id=self.bo.id,
        )
        self.authenticate("bo-portal", "bo-portal-bo")
        self.get(self.confirmed, 404)
        self.authenticate("seller", "seller-seller")
        answer = self.get(self.confirmed)
        self.assertIn("noindex", answer.headers["X-Robots-Tag"])
        self.assertEqual(self.url_open("/my/status/told/0").status_code, 404)
        post = self.url_open(f"/my/status/told/{self.confirmed.id}", method="POST")
        self.assertIn(post.status_code, (400, 405))

    def test_b4_the_ledgers_button_opens_it(self):
        action = self.confirmed.action_view_told()
        self.assertEqual(action["url"], f"/my/status/told/{self.confirmed.id}")

    def test_the_ledger_says_by_which_message_it_was_told(self):
        self.assertEqual(self.confirmed.told_by, "Email")
        domain = self.confirmed.action_view_messages()["domain"]
        [message] = self.env["customer.communication"].search(domain)
        self.assertIn(self.order.name, message.subject)

    def test_b4_facts_are_forgotten_after_the_shops_months(self):
        self.date(self.confirmed, months=36, days=1)
        self.date(self.cancelled, months=35)

        done, more = self.env["customer.status.event"]._gc_facts()

        self.assertGreaterEqual(done, 1)
        self.assertFalse(more)
        self.assertFalse(self.confirmed.has_facts)
        self.assertTrue(self.cancelled.has_facts)
        with self.assertRaises(UserError):
            self.confirmed.action_view_told()
        self.authenticate("seller", "seller-seller")
        self.get(self.confirmed, 404)
        self.get(self.cancelled)

    def test_b4_zero_months_keep_for_ever(self):
        self.company.customer_status_retention_months = 0
        self.date(self.confirmed, years=40)
        self.env["customer.status.event"]._gc_facts()
        self.assertTrue(self.confirmed.has_facts)

    def test_b1_what_was_told_stays_told_when_its_facts_are_forgotten(self):
        order = self.create_order()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.publish()
        self.deliver()
        for event in self.get_page(order).event_ids:
            self.date(event, years=4)
        self.env["customer.status.event"]._gc_facts()
        self.assertFalse(any(self.get_page(order).event_ids.mapped("has_facts")))

        invoice.button_draft()
        self.publish()
        invoice.action_post()
        self.publish()
        self.assertFalse(self.deliver(), "told once")
        self.assertEqual(len(self.get_page(order).event_ids), 2)

    def test_b4_cleaning_up_stops_at_its_batch(self):
        for event in (self.confirmed, self.cancelled):
            self.date(event, years=4)
        old = self.env["customer.status.event"]._find_old_facts(
            self.company, fields.Datetime.now(), 1
        )
        self.assertEqual(len(old), 1)
        old._empty_facts()
        self.env.invalidate_all()
        kept = (self.confirmed | self.cancelled).filtered("has_facts")
        self.assertEqual(len(kept), 1)
