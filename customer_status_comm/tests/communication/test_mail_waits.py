"""An hour without mail server costs nothing: what waits leaves later."""

from datetime import timedelta
from unittest.mock import patch

from aiosmtpd.controller import Controller

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import config, mute_logger

from ... import const
from ..common import StatusCase, free_port

WAITS = (const.COMMUNICATION_QUEUED, const.FAILURE_MAIL_WAITS)
LOGGER = "odoo.addons.mail.models.mail_mail"


class MoodySink:
    """A mail server that refuses before DATA, as long as it is told to.

    :param sink: takes the mails that it does not refuse.
    """

    def __init__(self, sink):
        self.sink, self.sender, self.recipient = sink, None, None

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.sender:
            return self.sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.recipient:
            return self.recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        return await self.sink.handle_DATA(server, session, envelope)


class TestMailWaits(StatusCase):
    def setUp(self):
        super().setUp()
        muted = mute_logger(LOGGER, "odoo.addons.base.models.ir_mail_server")
        muted.__enter__()
        self.addCleanup(muted.__exit__, None, None, None)

    def be_away(self):
        """Return a context in which nobody listens where the mail server was."""
        nowhere = {"smtp_server": "127.0.0.1", "smtp_port": free_port()}
        return patch.dict(config.options, nowhere)

    def be_moody(self):
        """Have the mail server be a ``MoodySink``; return it."""
        moody, port = MoodySink(self.sink), free_port()
        controller = Controller(moody, hostname="127.0.0.1", port=port)
        controller.start()
        self.addCleanup(controller.stop)
        self.startPatcher(patch.dict(config.options, {"smtp_port": port}))
        return moody

    def get_mail(self, row):
        return self.env["mail.mail"].search(
            [("mail_message_id", "in", row.mail_message_id.ids)]
        )

    def how(self, row):
        return row.state, row.failure_code

    def try_again(self, row, at=None):
        """Let time pass until ``row`` is due, and run Odoo's queue."""
        with self.freeze(at or row.next_try_at + timedelta(seconds=1)):
            mail = self.get_mail(row)
            self.env["mail.mail"].process_email_queue(email_ids=mail.ids)

    def test_18_6_nobody_listens(self):
        """It stays queued, and says in the history what it waits for."""
        with self.be_away():
            row = self.write_to(self.anna)
        self.assertEqual(self.how(row), WAITS)
        self.assertIn("waits for the mail server", row.failure_reason)
        self.assertIn("refused", row.failure_detail.lower())
        mail = self.get_mail(row)
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.scheduled_date, row.next_try_at)
        message = row.mail_message_id
        self.assertEqual(message.notification_ids.notification_status, "ready")
        self.assertFalse(row.mail_message_id.has_error)

        self.try_again(row)
        self.assertEqual(row.state, const.COMMUNICATION_SENT)
        self.assertFalse(row.failure_reason)
        self.assertFalse(row.waiting_since or row.next_try_at or row.tries)
        self.assertEqual(len(self.sink.received), 1)

    def test_18_6_not_before_its_time(self):
        with self.be_away():
            row = self.write_to(self.anna)
        self.try_again(row, row.next_try_at - timedelta(seconds=10))
        self.assertEqual(self.how(row), WAITS)
        self.assertFalse(self.sink.received)

    def test_18_6_refused_for_now_before_it_was_handed_over(self):
        moody = self.be_moody()
        for name, answer in (
            ("sender", "451 4.3.2 not now, please"),
            ("recipient", "450 4.2.0 greylisted"),
        ):
            with self.subTest(name):
                setattr(moody, name, answer)
                row = self.write_to(self.anna, subject=name)
                self.assertEqual(self.how(row), WAITS)
                self.assertIn(answer[:3], row.failure_detail)
                setattr(moody, name, None)
                self.try_again(row)
                self.assertEqual(row.state, const.COMMUNICATION_SENT)
        self.assertEqual(len(self.sink.received), 2)

    def test_18_6_what_is_refused_for_ever_fails_at_once(self):
        moody = self.be_moody()
        for name, answer in (
            ("sender", "550 5.7.1 never"),
            ("recipient", "550 5.1.1 no such mailbox"),
        ):
            with self.subTest(name):
                setattr(moody, name, answer)
                row = self.write_to(self.anna, subject=name)
                self.assertEqual(row.state, const.COMMUNICATION_FAILED)
                self.assertNotIn(row.failure_code, const.FAILURES_WAITING.values())
                setattr(moody, name, None)

    def test_18_6_refused_after_data_may_have_been_taken(self):
        self.sink.refuse = "451 4.3.2 not now, please"
        row = self.write_to(self.anna)
        self.assertEqual(
            self.how(row), (const.COMMUNICATION_FAILED, const.FAILURE_MAIL_BUSY)
        )

    def test_18_6_it_is_tried_for_a_day_and_then_it_has_failed(self):
        with self.be_away():
            row = self.write_to(self.anna)
            since, pauses = row.waiting_since, []
            while row.state == const.COMMUNICATION_QUEUED:
                before = row.next_try_at
                self.try_again(row)
                if row.next_try_at:
                    pauses.append((row.next_try_at - before).seconds // 60)
        self.assertEqual(pauses[:6], [2, 5, 10, 30, 60, 60])
        self.assertGreaterEqual(before - since, timedelta(hours=const.RETRY_HOURS))
        self.assertEqual(
            self.how(row), (const.COMMUNICATION_FAILED, const.FAILURE_MAIL_GIVEN_UP)
        )
        self.assertIn("for a day", row.failure_reason)
        self.assertEqual(self.get_mail(row).state, "exception")
        self.assertTrue(row.mail_message_id.has_error)

        row._send(now=True)  # as Try again in the panel does
        self.assertEqual(row.state, const.COMMUNICATION_SENT)
        self.assertEqual(len(self.sink.received), 1)

    def test_18_6_many_wait_with_as_many_queries_as_few(self):
        counts = []
        for number in (2, 20):
            rows = self.env["customer.communication"]
            for _row in range(number):
                rows |= self.write_to(self.anna).copy()
            rows._send()
            mails = self.get_mail(rows)
            self.env.flush_all()
            with self.be_away():
                before = self.env.cr.sql_log_count
                mails.send()
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual({self.how(row) for row in rows}, {WAITS})
        self.assertLessEqual(counts[1], counts[0] + 3)

    def test_18_6_one_interrupted_before_does_not_leave_again_by_itself(self):
        """A process died while it left; then the server is away."""
        with self.be_away():
            row = self.write_to(self.anna)
            row.handed_over_at = fields.Datetime.now()
            self.env.flush_all()
            self.get_mail(row).send()
        self.assertEqual(
            self.how(row), (const.COMMUNICATION_FAILED, const.FAILURE_INTERRUPTED)
        )
        self.assertEqual(self.get_mail(row).state, "exception")

    def test_18_6_a_server_that_ends_between_two_mails(self):
        """It closes the connection: the next mail takes another, none is unsure."""
        moody = self.be_moody()
        moody.sender = "421 4.3.2 closing down"
        rows = self.env["customer.communication"]
        for _row in range(3):
            rows |= self.write_to(self.anna)
        self.assertEqual({self.how(row) for row in rows}, {WAITS})
        self.env["mail.mail"].search(
            [("mail_message_id", "in", rows.mail_message_id.ids)]
        ).send()
        self.assertEqual({self.how(row) for row in rows}, {WAITS})
        moody.sender = None
        self.assertEqual(len(self.deliver()), 3)

    def test_18_6_one_that_was_sent_is_not_queued_again(self):
        """Whatever somebody does with its mail while the server is away."""
        row = self.write_to(self.anna)
        mail = self.env["mail.mail"].create(
            {"mail_message_id": row.mail_message_id.id, "state": "sent"}
        )
        with self.be_away():
            mail.send()
        self.assertEqual(row.state, const.COMMUNICATION_SENT)
        self.assertNotEqual(mail.state, "outgoing")

    def test_18_6_mails_that_are_none_of_ours_fail_as_ever(self):
        mail = self.env["mail.mail"].create(
            {"email_to": "x@y.example", "subject": "x", "body_html": "x"}
        )
        with self.be_away():
            row = self.write_to(self.anna)
            mail.send()
        self.assertEqual(mail.state, "exception")
        self.assertEqual(self.how(row), WAITS)

    def test_18_6_the_panel_says_that_it_waits_and_takes_it_back(self):
        panel = self.env["customer.communication.panel"].create(
            {
                "partner_id": self.anna.id,
                "company_id": self.company.id,
                "subject": "Hello",
                "body": "<p>Text</p>",
            }
        )
        with self.be_away():
            panel.action_send()
        self.assertTrue(panel.is_tried_again)
        self.assertIn("Not sent yet", panel.feedback)
        self.assertIn("tried again", panel.feedback)
        panel.action_send()  # a second click sends nothing
        self.assertEqual(len(self.get_mail(panel.communication_id)), 1)

        panel.action_cancel_scheduled()
        row = panel.communication_id
        self.assertEqual(row.state, const.COMMUNICATION_CANCELLED)
        self.assertFalse(row.failure_reason or row.next_try_at)
        self.assertFalse(self.get_mail(row))
        self.assertFalse(self.deliver())

        panel.action_send()
        self.assertEqual(panel.communication_id.state, const.COMMUNICATION_SENT)
        self.assertEqual(len(self.sink.received), 1)

    def test_18_6_a_row_of_the_history_is_taken_back(self):
        with self.be_away():
            row = self.write_to(self.anna)
        row.action_cancel_scheduled()
        self.assertEqual(row.state, const.COMMUNICATION_CANCELLED)
        self.assertFalse(self.get_mail(row))

    def test_18_6_what_is_being_handed_over_is_not_taken_back(self):
        with self.be_away():
            row = self.write_to(self.anna)
        key = ("mail_mail", self.get_mail(row).id)
        lock = "SELECT pg_advisory_lock(%s::regclass::oid::int4, %s)"
        with self.registry.cursor() as other:
            other.execute(lock, key)
            with self.assertRaisesRegex(
                UserError, "cannot be stopped: it is being sent now"
            ):
                row.action_cancel_scheduled()
        self.assertEqual(self.how(row), WAITS)

    def test_18_6_sending_again_while_the_server_is_away(self):
        row = self.write_to(self.anna)
        with self.be_away():
            action = row.action_resend()
        self.assertIn("Not sent yet", action["params"]["message"])
        self.assertEqual(action["params"]["type"], "success")
        again = row.again_id
        self.assertEqual(self.how(again), WAITS)

    def test_18_6_status_messages_wait_too(self):
        order = self.create_order()
        order.action_confirm()
        self.publish()
        row = self.env["customer.communication"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
        )
        with self.be_away():
            self.deliver()
        self.assertEqual(self.how(row), WAITS)
        self.try_again(row)
        self.assertEqual(row.state, const.COMMUNICATION_SENT)
        self.assertEqual(len(self.sink.received), 1)
