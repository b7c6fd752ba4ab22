"""No message waits for ever: what can leave no more says that it was stopped."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from ... import const
from ..common import SmsGateway, StatusCase

SELLER = "sales_team.group_sale_salesman_all_leads"
MANAGER = "customer_status_comm.group_customer_status_manager"
STOPPED = (const.COMMUNICATION_FAILED, const.FAILURE_STOPPED)


class StoppedCase(StatusCase):
    def setUp(self):
        super().setUp()
        self.gateway = SmsGateway()
        self.addCleanup(self.gateway.stop)
        self.gateway.use(self)
        self.anna.write({"phone": "20 12 34 56", "country_id": self.env.ref("base.dk")})
        self.env["sms.sms"].search([("state", "=", "outgoing")]).unlink()

    def write(self, document=None, kind=const.EMAIL, **values):
        """Return a message about ``document`` that has not left."""
        about = document or self.anna
        return self.env["customer.communication"].create(
            {
                "partner_id": self.anna.id,
                "company_id": self.company.id,
                "communication_type": kind,
                "subject": "Hello",
                "body": "<p>Text</p>",
                "sms_text": "Hi",
                "res_model": about._name,
                "res_id": about.id,
                **values,
            }
        )

    def queue(self, *args, **values):
        row = self.write(*args, **values)
        row._send()
        self.env.flush_all()
        self.assertEqual(row.state, const.COMMUNICATION_QUEUED)
        return row

    def queue_both(self, document=None):
        """Return an e-mail and an SMS that wait in Odoo's queues."""
        return self.queue(document) | self.queue(document, const.SMS)

    def assertStopped(self, rows):
        self.env.flush_all()
        self.env.invalidate_all()
        for row in rows:
            self.assertEqual((row.state, row.failure_code), STOPPED)
            self.assertIn("stopped", row.failure_reason)

    def assertNothingLeaves(self):
        self.deliver()
        self.run_cron("sms.ir_cron_sms_scheduler_action")
        self.assertFalse(self.sink.received)
        self.assertFalse(self.gateway.received)

    def get_mails(self, rows):
        return rows.mail_message_id.mail_ids

    def get_texts(self, rows):
        messages = rows.mail_message_id.ids
        return self.env["sms.sms"].search([("mail_message_id", "in", messages)])


class TestStopped(StoppedCase):
    def test_with_a_deleted_order(self):
        order = self.create_order()
        rows = self.queue_both(order)
        order.unlink()
        self.assertStopped(rows)
        self.assertNothingLeaves()

    def test_with_the_message_in_the_chatter(self):
        rows = self.queue_both()
        rows.mail_message_id.unlink()
        self.assertStopped(rows)
        self.assertNothingLeaves()

    def test_with_the_mail_or_text_in_odoos_queue(self):
        rows = self.queue_both()
        self.get_mails(rows).unlink()
        self.get_texts(rows).unlink()
        self.assertStopped(rows)
        self.assertNothingLeaves()

    def test_with_a_mail_or_text_that_is_cancelled(self):
        rows = self.queue_both()
        self.get_mails(rows).cancel()
        self.get_texts(rows).action_set_canceled()
        self.assertStopped(rows)
        self.assertNothingLeaves()

    def test_with_what_is_tried_again(self):
        rows = self.queue_both()
        rows._mark_waiting(fields.Datetime.now() + timedelta(hours=1), False)
        self.get_texts(rows).state = "error"
        self.get_mails(rows).unlink()
        self.get_texts(rows).unlink()
        self.assertStopped(rows)
        self.assertFalse(any(rows.mapped("next_try_at")))
        self.run_cron("customer_status_comm.ir_cron_try_again")
        self.assertNothingLeaves()

    def test_a_cancelled_mail_that_leaves_after_all(self):
        row = self.queue()
        mail = self.get_mails(row)
        mail.cancel()
        mail.mark_outgoing()
        self.assertEqual(len(self.deliver()), 1)
        self.assertEqual(row.state, const.COMMUNICATION_SENT)

    def test_with_its_notification(self):
        rows = self.queue_both()
        rows.notification_id.unlink()
        self.assertStopped(rows)
        self.assertNothingLeaves()

    def test_what_has_left_stays_as_it_is(self):
        """Odoo deletes a mail that has left, and people tidy up."""
        order = self.create_order()
        rows = self.queue_both(order)
        self.deliver()
        self.run_cron("sms.ir_cron_sms_scheduler_action")
        states = rows.mapped("state")
        self.assertEqual(states, [const.COMMUNICATION_SENT] * 2)
        rows.notification_id.unlink()
        order.unlink()
        self.env.invalidate_all()
        self.assertEqual(rows.mapped("state"), states)

    def test_what_failed_keeps_its_reason(self):
        self.anna.email = False
        row = self.write()
        row._send()
        row.mail_message_id.unlink()
        self.assertEqual(row.failure_code, const.WHY_NO_EMAIL)

    def test_sending_again_after_a_failure_stops_nothing(self):
        row = self.queue()
        row._mark_failed(const.FAILURE_MAIL_SERVER)
        row._send()
        self.assertEqual(row.state, const.COMMUNICATION_QUEUED)
        self.assertEqual(len(self.deliver()), 1)

    def test_an_erased_customers_is_cancelled_as_before(self):
        row = self.queue()
        row._erase()
        self.assertEqual(row.state, const.COMMUNICATION_CANCELLED)

    def test_a_scheduled_message_about_what_is_deleted_meanwhile(self):
        """It would speak of what is there no more, with a link that opens nothing."""
        order, other = self.create_order(), self.create_order()
        ago = fields.Datetime.now() - timedelta(minutes=1)
        later = {"state": const.COMMUNICATION_SCHEDULED, "scheduled_at": ago}
        lost, good = self.write(order, **later), self.write(other, **later)
        shared = self.write(res_model=False, res_id=False, **later)
        order.unlink()
        self.run_cron("customer_status_comm.ir_cron_send_scheduled")
        self.assertStopped(lost)
        self.assertEqual(
            (good | shared).mapped("state"), [const.COMMUNICATION_QUEUED] * 2
        )

    def test_deleting_many_costs_no_query_each(self):
        counts = []
        for number in (2, 20):
            rows = self.env["customer.communication"].concat(
                *(self.queue() for _n in range(number))
            )
            messages = rows.mail_message_id
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["customer.communication"]._find_waiting(messages)._stop()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5, counts)


class TestHanging(StoppedCase):
    """Rows that hang already, by whatever way."""

    def hang(self, rows, hours=2, **notification):
        """Have it be so long ago that they were queued; nothing is in the queues."""
        self.env.flush_all()
        for table in ("mail_mail", "sms_sms"):
            self.env.cr.execute(
                f"DELETE FROM {table} WHERE mail_message_id IN %s",
                [tuple(rows.mail_message_id.ids)],
            )
        self.env.cr.execute(
            "UPDATE customer_communication SET write_date = %s WHERE id IN %s",
            [fields.Datetime.now() - timedelta(hours=hours), tuple(rows.ids)],
        )
        for name, value in notification.items():
            self.env.cr.execute(
                f"UPDATE mail_notification SET {name} = %s WHERE id IN %s",
                [value, tuple(rows.notification_id.ids)],
            )
        self.env.invalidate_all()

    def clean_up(self):
        self.env.flush_all()
        result = self.env["customer.communication"]._gc_hanging()
        self.env.flush_all()
        return result

    def test_what_hangs_is_found(self):
        rows = self.queue_both()
        lost = self.queue()
        self.env.cr.execute(
            "UPDATE customer_communication SET mail_message_id = NULL, "
            "notification_id = NULL WHERE id = %s",
            [lost.id],
        )
        self.hang(rows | lost)
        self.assertEqual(self.clean_up(), (3, False))
        self.assertStopped(rows | lost)
        self.assertEqual(self.clean_up(), (0, False))

    def test_what_waits_in_a_queue_is_left_alone(self):
        rows = self.queue_both()
        self.env.cr.execute(
            "UPDATE customer_communication SET write_date = '2001-01-01' "
            "WHERE id IN %s",
            [tuple(rows.ids)],
        )
        self.assertEqual(self.clean_up(), (0, False))
        self.assertEqual(rows.mapped("state"), [const.COMMUNICATION_QUEUED] * 2)

    def test_what_is_tried_again_is_left_alone(self):
        """Its SMS is not in Odoo's queue until its time has come."""
        row = self.queue(kind=const.SMS)
        row._mark_waiting(fields.Datetime.now() + timedelta(hours=3), False)
        self.hang(row, hours=2)
        self.assertEqual(self.clean_up(), (0, False))
        self.assertEqual(row.state, const.COMMUNICATION_QUEUED)

    def test_what_was_queued_a_moment_ago_is_left_alone(self):
        rows = self.queue_both()
        self.hang(rows, hours=0)
        self.assertEqual(self.clean_up(), (0, False))

    def test_what_odoo_knows_to_have_left_is_sent(self):
        row = self.queue()
        self.hang(row, notification_status="sent")
        self.clean_up()
        self.assertEqual(row.state, const.COMMUNICATION_SENT)

    def test_a_text_the_service_has_in_hand_is_given_its_days(self):
        row = self.queue(kind=const.SMS)
        self.hang(row, hours=24 * 6, notification_status="process")
        self.assertEqual(self.clean_up(), (0, False))
        self.hang(row, hours=24 * 8, notification_status="process")
        self.clean_up()
        self.assertEqual(row.state, const.COMMUNICATION_FAILED)
        self.assertEqual(row.failure_code, const.FAILURE_SMS_SERVICE)

    def test_a_scheduled_one_without_a_time(self):
        row = self.write(state=const.COMMUNICATION_SCHEDULED)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_communication SET write_date = '2001-01-01' WHERE id = %s",
            [row.id],
        )
        self.env.invalidate_all()
        self.clean_up()
        self.assertStopped(row)

    def test_a_way_of_an_addons_own_is_left_to_it(self):
        row = self.write(state=const.COMMUNICATION_QUEUED)
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE customer_communication
               SET write_date = '2001-01-01', communication_type = 'messenger'
             WHERE id = %s
            """,
            [row.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.clean_up(), (0, False))


class TestTakingBack(StoppedCase):
    """Who takes back what waits, and what is sent again."""

    def schedule(self, user):
        later = fields.Datetime.now() + timedelta(hours=1)
        return self.write(
            user_id=user.id, state=const.COMMUNICATION_SCHEDULED, scheduled_at=later
        )

    def test_its_author_and_managers_take_it_back_and_nobody_else(self):
        author = self.create_user("author", SELLER)
        others = [
            self.create_user("clerk", "base.group_user"),
            self.create_user("seller", SELLER),
        ]
        chief = self.create_user("chief", SELLER, MANAGER)
        row = self.schedule(author)
        for user in others:
            theirs = row.with_user(user)
            self.assertFalse(theirs.can_take_back)
            with self.assertRaisesRegex(UserError, "Only who wrote a message"):
                theirs.action_cancel_scheduled()
            panel = (
                self.env["customer.communication.panel"]
                .with_user(user)
                .create({"partner_id": self.anna.id, "communication_id": row.id})
            )
            with self.assertRaisesRegex(UserError, "nothing here to take back"):
                panel.action_cancel_scheduled()
        self.assertEqual(row.state, const.COMMUNICATION_SCHEDULED)
        for user in (author, chief):
            own = self.schedule(author)
            self.assertTrue(own.with_user(user).can_take_back)
            own.with_user(user).action_cancel_scheduled()
            self.assertEqual(own.state, const.COMMUNICATION_CANCELLED)

    def test_what_nobody_wrote_is_for_managers(self):
        row = self.schedule(self.env["res.users"])
        theirs = row.with_user(self.create_user("seller", SELLER))
        with self.assertRaisesRegex(UserError, "Only who wrote a message"):
            theirs.action_cancel_scheduled()

    def test_what_waits_is_not_sent_again(self):
        seller = self.create_user("seller", SELLER)
        for row in (self.schedule(seller), self.queue()):
            with (
                self.subTest(row.state),
                self.assertRaisesRegex(UserError, "Only what was sent"),
            ):
                row.with_user(seller).action_resend()
        self.assertEqual(len(self.anna.communication_ids), 2)
        self.assertNothingLeavesAtOnce()

    def assertNothingLeavesAtOnce(self):
        self.assertFalse(self.sink.received)

    def test_what_was_stopped_is_sent_again(self):
        row = self.queue()
        row.mail_message_id.unlink()
        self.assertStopped(row)
        row.action_resend()
        self.assertEqual(len(self.sink.received), 1)

    def test_18_8_what_somebody_stopped_is_sent_by_author_and_managers_only(self):
        author = self.create_user("author", SELLER)
        manager = self.create_user("chief", SELLER, MANAGER)
        clerk = self.create_user("clerk", "base.group_user")
        for state, code in (
            (const.COMMUNICATION_CANCELLED, False),
            (const.COMMUNICATION_FAILED, const.FAILURE_STOPPED),
        ):
            row = self.write_to(self.anna, user_id=author.id)
            row.write({"state": state, "failure_code": code, "sent_at": False})
            self.sink.received.clear()
            for user in (clerk, self.create_user(f"seller_{state}", SELLER)):
                with (
                    self.subTest(state=state, user=user.login),
                    self.assertRaisesRegex(UserError, "Use as new"),
                ):
                    row.with_user(user).action_resend()
            self.assertFalse(self.sink.received)
            for user in (author, manager):
                row.with_user(user).action_resend()
            self.assertEqual(len(self.sink.received), 2)
