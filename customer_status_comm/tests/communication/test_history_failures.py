"""What the history says of messages that failed, and sending them again."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form
from odoo.tools import config, mute_logger

from ... import const
from ..common import SmsGateway, StatusCase, free_port


class TestHistoryFailures(StatusCase):
    """Failures: in the reader's words, and gone once the message has left."""

    def setUp(self):
        super().setUp()
        self.gateway = SmsGateway()
        self.addCleanup(self.gateway.stop)
        self.gateway.use(self)
        self.anna.write({"phone": "20 12 34 56", "country_id": self.env.ref("base.dk")})

    def fail_to_write(self, partner=None, refuse="554 5.7.1 go away", **values):
        """Return the row of an e-mail that the mail server refused."""
        self.sink.refuse = refuse
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            row = self.write_to(partner or self.anna, **values)
        self.sink.refuse = None
        self.assertEqual(row.state, const.COMMUNICATION_FAILED)
        return row

    def send_text(self):
        """Return the row of an SMS to Anna."""
        text = {"communication_type": const.SMS, "sms_text": "Hi"}
        return self.write_to(self.anna, **text)

    def open_failed(self, user):
        """Return the panel of an e-mail by ``user`` that the mail server refused."""
        panel = (
            self.env["customer.communication.panel"]
            .with_user(user)
            .create(
                {
                    "partner_id": self.anna.id,
                    "company_id": self.company.id,
                    "subject": "Hello",
                    "body": "<p>Text</p>",
                }
            )
        )
        self.sink.refuse = "554 5.7.1 go away"
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            panel.action_send()
        self.sink.refuse = None
        self.assertEqual(panel.feedback_type, "danger")
        return panel

    def test_c11_the_reason_is_in_the_readers_language(self):
        """Whoever pressed Send may have worked in another language."""
        modules = self.env["ir.module.module"].search(
            [("name", "=", "customer_status_comm")]
        )
        modules._update_translations(["da_DK"])
        self.anna.email = False
        row = self.write_to(self.anna)
        self.assertEqual(row.failure_code, const.WHY_NO_EMAIL)
        self.assertEqual(row.failure_reason, "No e-mail address")
        danish = row.with_context(lang="da_DK").failure_reason
        self.assertEqual(danish, "Ingen e-mailadresse")

    def test_c11_the_servers_answer_stands_beside_the_reason(self):
        row = self.fail_to_write()
        self.assertEqual(row.failure_code, const.FAILURE_MAIL_REFUSED)
        self.assertEqual(row.failure_detail, "554 5.7.1 go away")
        self.assertIn("refused the message (554 5.7.1 go away)", row.failure_reason)

    def test_c11_a_mail_server_that_does_not_answer(self):
        nowhere = {"smtp_server": "127.0.0.1", "smtp_port": free_port()}
        with (
            patch.dict(config.options, nowhere),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            row = self.write_to(self.anna)
        self.assertEqual(row.failure_code, const.FAILURE_MAIL_WAITS)
        self.assertIn("refused", row.failure_detail.lower())
        self.assertIn("waits for the mail server", row.failure_reason)

    def test_c11_what_the_sms_service_answers(self):
        for answer, code in (
            ("insufficient_credit", const.FAILURE_SMS_CREDIT),
            ("server_error", const.FAILURE_SMS_SERVICE),
            ("unregistered", const.FAILURE_SMS_SETUP),
            ("wrong_number_format", const.WHY_INVALID_PHONE),
        ):
            with self.subTest(answer):
                self.gateway.state = answer
                row = self.send_text()
                self.assertEqual((row.state, row.failure_code), ("failed", code))
                self.assertTrue(row.failure_reason)

    def test_c11_every_code_has_words(self):
        codes = {
            value
            for name, value in vars(const).items()
            if name.startswith("FAILURE_") or value in const.WHYS_UNREACHABLE
            if isinstance(value, str)
        }
        words = dict(self.env["customer.communication"]._selection_failure_code())
        self.assertEqual(set(words), codes)

    def test_c11_trying_again_leaves_one_bubble_in_the_chatter(self):
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        panel = self.open_failed(seller)
        mine = self.env["mail.message"].with_user(seller)
        self.assertEqual(len(mine.search([("has_error", "=", True)])), 1)

        panel.write({"subject": "Hello again", "body": "<p>Better</p>"})
        panel.action_send()

        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        self.assertEqual(len(self.sink.received), 1)
        bubble = self.anna.message_ids.filtered("communication_company_id")
        self.assertEqual(bubble.mapped("subject"), ["Hello again"])
        self.assertIn("Better", bubble.body)
        self.assertEqual(bubble.notification_ids.notification_status, "sent")
        self.assertFalse(bubble.notification_ids.failure_type)
        self.assertFalse(mine.search([("has_error", "=", True)]))

    def test_c11_what_failed_is_not_sent_by_odoos_queue_too(self):
        panel = self.open_failed(self.env.user)
        panel.action_send()
        mails = self.env["mail.mail"].search([("subject", "=", "Hello")])
        mails.action_retry()
        self.assertFalse(self.deliver())
        self.assertEqual(len(self.sink.received), 1)

    def test_c11_after_a_failed_email_it_may_be_saved_as_a_note_or_sent_as_sms(self):
        for kind, state in ((const.NOTE, "saved"), (const.SMS, "sent")):
            with self.subTest(kind):
                panel = self.open_failed(self.env.user)
                panel.write({"communication_type": kind, "sms_text": "As SMS"})
                panel.action_send()
                row = panel.communication_id
                self.assertEqual((row.communication_type, row.state), (kind, state))
                self.assertFalse(row.failure_reason)
                self.assertFalse(row.mail_message_id.has_error)
        self.assertFalse(self.sink.received)
        self.assertEqual(len(self.gateway.received), 1)

    def test_c15_sending_again_to_a_customer_blacklisted_meanwhile(self):
        row = self.write_to(self.anna)
        self.env["mail.blacklist"]._add(self.anna.email)
        action = row.action_resend()
        again = self.anna.communication_ids - row
        self.assertEqual(again.state, const.COMMUNICATION_FAILED)
        self.assertEqual(again.failure_code, const.WHY_EMAIL_BLACKLISTED)
        self.assertIn("blacklisted", action["params"]["message"])
        self.assertEqual(len(self.sink.received), 1)
        self.assertFalse(self.deliver())

    def test_c11_a_scheduled_message_that_cannot_leave_says_so_on_its_row(self):
        row = self.write_to(self.anna)
        soon = fields.Datetime.now()
        waiting = {"state": const.COMMUNICATION_SCHEDULED, "scheduled_at": soon}
        rows = row.copy(waiting | {"partner_id": self.bo.id}) | row.copy(waiting)
        self.env["mail.blacklist"]._add(self.anna.email)
        self.run_cron("customer_status_comm.ir_cron_send_scheduled")
        self.assertEqual(len(self.deliver()), 1)
        self.assertEqual(rows.mapped("state"), ["sent", "failed"])
        self.assertEqual(rows[1].failure_code, const.WHY_EMAIL_BLACKLISTED)

    def test_c15_a_scheduled_message_is_cancelled_on_its_row(self):
        """By who wrote it, or a manager; colleagues see it and ask one of them."""
        row = self.write_to(self.anna)
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        manager = "customer_status_comm.group_customer_status_manager"
        chief = self.create_user("chief", manager)
        colleague = self.create_user("colleague", "sales_team.group_sale_salesman")
        for user in (seller, chief):
            later = row.sudo().copy(
                {"state": const.COMMUNICATION_SCHEDULED, "user_id": seller.id}
            )
            with self.assertRaisesRegex(UserError, "takes it back"):
                later.with_user(colleague).action_cancel_scheduled()
            self.assertEqual(later.state, const.COMMUNICATION_SCHEDULED)
            action = later.with_user(user).action_cancel_scheduled()
            self.assertEqual(action["tag"], "customer_communication_notify")
            self.assertEqual(later.state, const.COMMUNICATION_CANCELLED)
        none = row.browse().with_user(colleague)
        self.assertTrue(none.action_cancel_scheduled())

    def test_c7_a_template_archived_meanwhile_still_sends_what_is_in_the_panel(self):
        template = self.env.ref("customer_status_comm.mail_template_status_email")
        action = self.anna.action_contact()
        panels = self.env[action["res_model"]].with_context(**action["context"])
        form = Form(panels)
        form.template_id = template
        panel = form.save()
        template.active = False
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        self.assertEqual(panel.communication_id.template_id, template)
