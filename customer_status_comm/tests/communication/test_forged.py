"""The state of a message is what became of it, not what somebody inside writes."""

import contextlib

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from ... import const
from ..common import SmsGateway, StatusCase
from ..migrations import migrate

STATUSES = ("sent", "bounce", "exception", "canceled", "ready", "pending", "process")


class TestForged(StatusCase):
    def setUp(self):
        super().setUp()
        self.gateway = SmsGateway()
        self.addCleanup(self.gateway.stop)
        self.gateway.use(self)
        self.clerk = self.create_user("clerk", "base.group_user")
        self.anna.write({"phone": "20 12 34 56", "country_id": self.env.ref("base.dk")})

    def queue(self, partner=None, **values):
        """Return the row of an e-mail that waits in Odoo's queue."""
        row = self.env["customer.communication"].create(
            {
                "partner_id": (partner or self.anna).id,
                "company_id": self.company.id,
                "communication_type": const.EMAIL,
                "subject": "Hello",
                "body": "<p>Text</p>",
                **values,
            }
        )
        row._send()
        self.env.flush_all()
        return row

    def forge(self, row, user, **values):
        """Return a notification of the row's message that ``user`` has made."""
        return (
            self.env["mail.notification"]
            .with_user(user)
            .create(
                {
                    "mail_message_id": row.mail_message_id.id,
                    "res_partner_id": user.partner_id.id,
                    "notification_type": "email",
                    "notification_status": "ready",
                    **values,
                }
            )
        )

    def try_all(self, row, notification):
        """Write every state, as whoever the notification's environment is of."""
        before = row.state
        for status in STATUSES:
            with contextlib.suppress(AccessError):
                notification.write({"notification_status": status})
            self.env.flush_all()
            self.assertEqual(row.state, before, status)

    def test_a_notification_of_ones_own_changes_nothing(self):
        """For a message that waits, and for one that has left."""
        waiting, left = self.queue(), self.write_to(self.anna)
        text = {"communication_type": const.SMS, "sms_text": "Hi"}
        texted = self.write_to(self.anna, **text)
        note = self.write_to(self.anna, communication_type=const.NOTE)
        for row in (waiting, left, texted, note):
            for kind in ("email", "inbox", "sms"):
                with self.subTest(row.communication_type, kind=kind):
                    forged = self.forge(row, self.clerk, notification_type=kind)
                    self.try_all(row, forged)
                    forged.sudo().unlink()
        states = [row.state for row in (waiting, left, texted, note)]
        self.assertEqual(states, ["queued", "sent", "sent", "saved"])

    def test_nor_does_one_that_odoo_itself_then_writes(self):
        """By a mail that it hangs on, which leaves or fails."""
        note = self.write_to(self.anna, communication_type=const.NOTE)
        waiting = self.queue()
        own = self.env["mail.mail"].create(
            {
                "email_to": "x@customer.example",
                "is_notification": True,
                "body_html": "x",
            }
        )
        for row in (note, waiting):
            self.forge(row, self.clerk, mail_mail_id=own.id)
        own.send()
        self.assertEqual(note.state, const.COMMUNICATION_SAVED)
        self.assertEqual(waiting.state, const.COMMUNICATION_QUEUED)

    def test_a_colleague_who_is_the_customer_forges_no_state_either(self):
        """Theirs is the row's own notification, and Odoo lets them write it."""
        row = self.queue(self.clerk.partner_id)
        mine = row.notification_id.with_user(self.clerk)
        self.assertEqual(mine.res_partner_id, self.clerk.partner_id)
        self.try_all(row, mine)
        with self.assertRaises(AccessError):
            mine.write({"mail_mail_id": False})
        mine.write({"is_read": False})  # as Odoo's web client does
        self.deliver()
        self.assertEqual(row.state, const.COMMUNICATION_SENT)

    def test_nobody_but_administrators_deletes_it(self):
        row = self.queue(self.clerk.partner_id)
        with self.assertRaises(AccessError):
            row.notification_id.with_user(self.clerk).unlink()

    def test_one_made_before_does_not_keep_the_message_from_leaving(self):
        """Odoo allows one for each message and customer."""
        row = self.write_to(self.anna, communication_type=const.NOTE)
        self.forge(
            row,
            self.clerk,
            res_partner_id=self.anna.id,
            notification_status="sent",
        )
        row.communication_type = const.EMAIL
        row._send()
        self.assertEqual(row.state, const.COMMUNICATION_QUEUED)
        self.assertEqual(len(self.deliver()), 1)
        self.assertEqual(row.state, const.COMMUNICATION_SENT)

    def test_what_really_became_of_it_is_followed(self):
        row = self.queue()
        self.forge(row, self.clerk)
        self.sink.refuse = "554 5.7.1 go away"
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            self.deliver()
        self.assertEqual(row.state, const.COMMUNICATION_FAILED)
        self.sink.refuse = None
        row._send()
        self.deliver()
        self.assertEqual(row.state, const.COMMUNICATION_SENT)
        row.notification_id.write(
            {"notification_status": "bounce", "failure_type": "mail_bounce"}
        )
        self.assertEqual(row.failure_code, const.FAILURE_BOUNCED)

    def test_a_copy_follows_its_own(self):
        row = self.write_to(self.anna)
        row.action_resend()
        again = self.anna.communication_ids - row
        self.assertTrue(again.notification_id)
        self.assertNotEqual(again.notification_id, row.notification_id)

    def test_rows_from_before_the_update_are_given_theirs(self):
        """The notification of their own customer and kind, no other."""
        row = self.queue()
        own = row.notification_id
        self.forge(row, self.clerk)
        note = self.write_to(self.anna, communication_type=const.NOTE)
        self.forge(note, self.clerk, res_partner_id=self.anna.id)
        rows = row | note
        rows.notification_id = False
        self.env.flush_all()
        migrate(self.env.cr, "post-notifications")
        self.env.invalidate_all()
        self.assertEqual([one.notification_id for one in rows], [own, own.browse()])
