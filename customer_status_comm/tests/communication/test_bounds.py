"""How much may be sent by hand within an hour, and in one call."""

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ... import const
from .bounds import BoundsCase

ALL = "sales_team.group_sale_salesman_all_leads"
STOCK = "stock.group_stock_user"
CHIEF = "customer_status_comm.group_customer_status_manager"


@tagged("standard", "post_install", "-at_install")
class TestSingleMessages(BoundsCase):
    def write(self, user=None, **values):
        """Press Send in a panel; return it."""
        panel = self.env["customer.communication.panel"].with_user(user or self.seller)
        panel = panel.create(
            {
                "partner_id": self.anna.id,
                "company_id": self.company.id,
                "subject": "Hello",
                "body": "<p>Text</p>",
                **values,
            }
        )
        panel.action_send()
        return panel

    def assert_refused(self, panel):
        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("within an hour", panel.feedback)
        self.assertIn("Go on at", panel.feedback)
        self.assertFalse(panel.communication_id)

    def test_the_bounds_of_a_shop(self):
        self.assertEqual(self.company.customer_communication_hourly_limit, 200)
        self.assertEqual(self.company.customer_status_release_limit, 2000)

    def test_what_left_with_others_counts_once_it_is_sent_again_alone(self):
        self.company.customer_communication_hourly_limit = 1
        panels = self.env["customer.communication.panel"].with_user(self.chief)
        values = {"partner_id": self.anna.id, "company_id": self.company.id}
        panel = panels.create(values | {"subject": "Hello", "body": "<p>Text</p>"})
        row = self.write_to(self.anna, user_id=self.chief.id)
        row.write(
            {
                "released_by_id": self.chief.id,
                "state": const.COMMUNICATION_FAILED,
                "failure_code": const.FAILURE_SERVICE,
                "sent_at": False,
            }
        )
        panel.communication_id = row
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        self.assertFalse(row.released_by_id)
        self.assert_refused(self.write(self.chief))

    def test_above_the_bound_it_is_refused_and_stays_in_the_panel(self):
        self.company.customer_communication_hourly_limit = 2
        sent = [self.write(), self.write()]
        self.assertEqual({panel.feedback_type for panel in sent}, {"success"})
        panel = self.write()
        self.assert_refused(panel)
        self.assertIn("Text", panel.body)
        self.assertEqual(len(self.sink.received), 2)

        first = sent[0].communication_id.sudo()
        self.make_older(first, 61)
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)

    def test_it_says_when_to_go_on(self):
        self.company.customer_communication_hourly_limit = 2
        older, newer = (self.write().communication_id.sudo() for _n in range(2))
        self.make_older(older, 50)
        self.make_older(newer, 10)
        rows = self.env["customer.communication"].with_user(self.seller)
        mine = [("user_id", "=", self.seller.id)]
        moment = rows._find_next_moment(mine, 2)
        self.assertEqual(moment, older.create_date + timedelta(hours=1))
        self.assertEqual(
            rows._find_next_moment(mine, 2, 2), newer.create_date + timedelta(hours=1)
        )
        self.assertIsNone(rows._find_next_moment(mine, 3))
        self.assertIsNone(rows._find_next_moment(mine, 0))
        self.assertIn(rows._format_moment(moment), self.write().feedback)

    def test_emails_texts_and_what_is_scheduled_count_together(self):
        self.company.customer_communication_hourly_limit = 3
        self.anna.phone = "+45 20 12 34 56"
        later = fields.Datetime.now() + timedelta(hours=2)
        for values in (
            {},
            {"communication_type": "sms", "sms_text": "Hello", "scheduled_at": later},
            {"scheduled_at": later},
        ):
            panel = self.write(**values)
            self.assertEqual(panel.feedback_type, "success", panel.feedback)
        for values in ({}, {"communication_type": "sms", "sms_text": "Hello"}):
            self.assert_refused(self.write(**values))
        self.assert_refused(self.write(scheduled_at=later))

    def test_notes_have_no_bound_and_do_not_count(self):
        self.company.customer_communication_hourly_limit = 1
        for _number in range(3):
            panel = self.write(communication_type="note")
            self.assertEqual(panel.feedback_type, "success", panel.feedback)
        self.assertEqual(self.write().feedback_type, "success")
        panel = self.write(communication_type="note")
        self.assertEqual(panel.feedback_type, "success")

    def test_each_user_has_their_own(self):
        self.company.customer_communication_hourly_limit = 1
        self.write()
        self.assertEqual(self.write(self.chief).feedback_type, "success")
        self.assert_refused(self.write())

    def test_each_company_has_its_own(self):
        other = self._create_company("Andenby Cykler")
        self.seller.company_ids |= other
        self.company.customer_communication_hourly_limit = 1
        self.write()
        self.assert_refused(self.write())
        both = self.seller.with_context(
            allowed_company_ids=(self.company | other).ids
        ).env
        panel = both["customer.communication.panel"].with_user(self.seller)
        panel = panel.create(
            {
                "partner_id": self.anna.id,
                "company_id": other.id,
                "subject": "Hello",
                "body": "<p>Text</p>",
            }
        )
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)

    def test_nought_is_no_bound(self):
        self.company.customer_communication_hourly_limit = 0
        for _number in range(3):
            self.assertEqual(self.write().feedback_type, "success")

    def test_trying_again_is_no_further_message(self):
        self.company.customer_communication_hourly_limit = 1
        self.sink.refuse = "554 go away"
        with self.assertLogs("odoo.addons.mail.models.mail_mail", "ERROR"):
            panel = self.write()
        self.assertEqual(panel.feedback_type, "danger")
        self.sink.refuse = None
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        self.assert_refused(self.write())

    def test_17_11_taken_back_and_rewritten_it_counts_when_it_leaves(self):
        """What was scheduled and taken back long ago leaves within the bound, too."""
        self.company.customer_communication_hourly_limit = 2
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        panels = [self.write(scheduled_at=tomorrow) for _n in range(2)]
        for panel in panels:
            self.make_older(panel, 70)
            self.make_older(panel.communication_id.sudo(), 70)
        panels += [self.write(scheduled_at=tomorrow + timedelta(hours=2))]
        for panel in panels:
            self.assertEqual(panel.feedback_type, "success", panel.feedback)
            panel.action_cancel_scheduled()
            panel.scheduled_at = False
        self.make_older(panels[2], 70)
        self.make_older(panels[2].communication_id.sudo(), 70)
        for panel in panels[:2]:
            panel.body = "<p>Other words</p>"
            panel.action_send()
            self.assertEqual(panel.feedback_type, "success", panel.feedback)
        panels[2].action_send()
        self.assertEqual(panels[2].feedback_type, "danger")
        self.assertIn("within an hour", panels[2].feedback)
        row = panels[2].communication_id
        self.assertEqual(row.state, const.COMMUNICATION_CANCELLED)
        self.assertEqual(len(self.sink.received), 2)
        self.assert_refused(self.write())

    def test_17_11_what_is_scheduled_counts_in_the_hour_it_leaves_in(self):
        self.company.customer_communication_hourly_limit = 2
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        rows = self.env["customer.communication"].sudo()
        for minutes in (0, 30):
            moment = tomorrow + timedelta(minutes=minutes)
            rows |= self.write(scheduled_at=moment).communication_id.sudo()
        self.make_older(rows, 120)
        panel = self.write(scheduled_at=tomorrow + timedelta(minutes=10))
        self.assertEqual(panel.feedback_type, "danger")
        self.assertFalse(panel.communication_id)
        self.assertIn("in the same hour", panel.feedback)
        free = tomorrow + timedelta(hours=1)
        self.assertIn(rows.with_user(self.seller)._format_moment(free), panel.feedback)
        self.assertIn("Text", panel.body)
        for before in (-31, -61):
            with self.subTest(before):
                panel.scheduled_at = tomorrow + timedelta(minutes=before)
                panel.action_send()
                self.assertEqual(panel.feedback_type, "success", panel.feedback)
                panel.action_cancel_scheduled()
        panel.scheduled_at = free + timedelta(minutes=15)
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        # What was taken back leaves room.
        rows[0].with_user(self.seller).action_cancel_scheduled()
        panel = self.write(scheduled_at=tomorrow + timedelta(minutes=10))
        self.assertEqual(panel.feedback_type, "success", panel.feedback)

    def test_17_11_what_leaves_soon_counts_for_what_is_sent_now(self):
        self.company.customer_communication_hourly_limit = 2
        soon = fields.Datetime.now() + timedelta(minutes=20)
        rows = self.env["customer.communication"].sudo()
        for _number in range(2):
            rows |= self.write(scheduled_at=soon).communication_id.sudo()
        self.make_older(rows, 120)
        panel = self.write()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("in the same hour", panel.feedback)
        sent = self.write_to(self.anna, user_id=self.chief.id).with_user(self.seller)
        with self.assertRaisesRegex(UserError, "in the same hour"):
            sent.action_resend()
        self.assertFalse(sent.again_id)

    def test_17_11_what_had_left_before_it_failed_counts_twice(self):
        """A mailbox that sends all back is no way around the bound."""
        self.company.customer_communication_hourly_limit = 1
        panel = self.write()
        row = panel.communication_id.sudo()
        row.notification_id.write(
            {"notification_status": "bounce", "failure_type": "mail_bounce"}
        )
        self.assertEqual(row.state, const.COMMUNICATION_FAILED)
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("within an hour", panel.feedback)
        self.assertEqual(len(self.sink.received), 1)
        self.make_older(row, 61)
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        self.assertNotEqual(panel.communication_id, row)
        self.assert_refused(self.write())

    def test_sending_again_counts(self):
        self.company.customer_communication_hourly_limit = 2
        row = self.write().communication_id
        row.action_resend()
        with self.assertRaisesRegex(UserError, "Go on at"):
            row.action_resend()
        self.assertEqual(len(self.sink.received), 2)

    def test_what_rules_tell_does_not_count(self):
        self.company.customer_communication_hourly_limit = 1
        order = self.create_order(user_id=self.seller.id)
        order.with_user(self.seller).action_confirm()
        order.with_user(self.seller).action_status_send_now()
        self.assertEqual(len(self.deliver()), 1)
        self.assertEqual(self.write().feedback_type, "success")

    @mute_logger("odoo.sql_db")
    def test_what_a_shop_may_set(self):
        for name in (
            "customer_communication_hourly_limit",
            "customer_status_release_limit",
        ):
            for number in (-1, const.MOST_MESSAGES + 1):
                with (
                    self.subTest(name=name, number=number),
                    self.assertRaises(CheckViolation),
                    self.env.cr.savepoint(),
                ):
                    self.company[name] = number
                    self.company.flush_recordset()

    def test_administrators_set_it_in_the_settings(self):
        settings = self.env["res.config.settings"].create(
            {"customer_communication_hourly_limit": 7}
        )
        settings.execute()
        self.assertEqual(self.company.customer_communication_hourly_limit, 7)


@tagged("standard", "post_install", "-at_install")
class TestLinksOfAPage(BoundsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.create_order(cls.anna, user_id=cls.seller.id)
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        self.deliver()
        self.page = self.get_page(self.order).with_user(self.seller)

    def use_up(self, page=None, user=None):
        """Have people made all links of the hour but one."""
        page, users = page or self.page, [(user or self.chief).id]
        number = const.LINKS_AN_HOUR - 1
        links_sudo = self.env["customer.status.link"].sudo()
        links_sudo._create_links([page] * number, [self.anna] * number, users * number)

    def test_b9_copying_and_renewing_end_at_the_bound(self):
        self.use_up()
        self.page.action_copy_link()
        for button in ("action_copy_link", "action_renew_link"):
            with (
                self.subTest(button),
                self.assertRaisesRegex(UserError, "20 links within an hour.*go on at"),
                self.env.cr.savepoint(),
            ):
                getattr(self.page, button)()
        people = self.page.sudo().link_ids.filtered("user_id")
        self.assertEqual(len(people), const.LINKS_AN_HOUR)
        self.make_older(people[:1], 61)
        self.assertTrue(self.page.action_copy_link())

    def write(self, document):
        panel = (
            self.env["customer.communication.panel"]
            .with_user(self.seller)
            .create(
                {
                    "partner_id": self.anna.id,
                    "subject": "Look",
                    "body": f"<p>{document.sudo().customer_status_url}</p>",
                }
            )
        )
        panel.action_send()
        return panel

    def test_the_panel_ends_at_the_bound(self):
        self.use_up()
        panel = self.write(self.order)
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        self.assertTrue(self.get_token(self.sink.received[-1][2]))
        panel = self.write(self.order)
        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("20 links within an hour", panel.feedback)
        self.assertIn(self.order.name, panel.feedback)
        other = self.create_order(self.anna)
        other.action_confirm()
        panel = self.write(other)
        self.assertEqual(panel.feedback_type, "success", "the other page has its own")

    def test_it_names_no_page_that_one_may_not_read(self):
        stranger = self.create_user("bound_own", "sales_team.group_sale_salesman")
        self.use_up()
        self.use_up(user=self.seller)
        panel = (
            self.env["customer.communication.panel"]
            .with_user(stranger)
            .create(
                {
                    "partner_id": self.anna.id,
                    "subject": "Look",
                    "body": f"<p>{self.order.customer_status_url}</p>",
                }
            )
        )
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        self.assertNotIn(
            "/status/",
            self.get_html(self.sink.received[-1][2]).replace("/my/status/", ""),
        )

    def test_what_odoo_sends_for_people_stays_an_address(self):
        self.use_up()
        self.page.action_copy_link()
        self.order.with_user(self.seller).message_post(
            body=self.order.customer_status_url,
            partner_ids=self.anna.ids,
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
        )
        texts = [self.get_html(mail) for _from, _to, mail in self.sink.received]
        self.assertTrue(texts)
        self.assertNotIn("/status/", texts[-1].replace("/my/status/", ""))

    def test_the_publishers_links_are_never_refused_and_do_not_count(self):
        self.use_up()
        self.page.action_copy_link()
        self.order._create_invoices().action_post()
        self.publish()
        [message] = self.deliver()
        self.assertTrue(self.get_token(message))
        automatic = self.page.sudo().link_ids.filtered(lambda link: not link.user_id)
        self.assertEqual(len(automatic), 2)

    def test_links_from_before_the_update_do_not_count(self):
        links_sudo = self.env["customer.status.link"].sudo()
        links_sudo._create_links([self.page] * 50, [self.anna] * 50)
        self.assertTrue(self.page.action_copy_link())
