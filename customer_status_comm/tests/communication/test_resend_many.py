"""Sending many messages again, after an outage: for managers, and only what is true."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ... import const
from ..common import StatusCase


class TestResendMany(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.create_user(
            "chief",
            "sales_team.group_sale_salesman_all_leads",
            "customer_status_comm.group_customer_status_manager",
        )
        cls.history = cls.env["customer.communication"].with_user(cls.manager)

    def have_fail(self, row):
        """Have a message be one that failed in an outage."""
        row.sudo()._forget_attempt()
        row.sudo()._mark_given_up("no answer")
        self.sink.received.clear()
        return row

    def have_fail_to_tell(self, order):
        """Return the failed message on an order that was confirmed."""
        order.action_confirm()
        self.publish()
        return self.have_fail(self.find_message(order))

    def find_message(self, order):
        return self.history.search(
            [("res_model", "=", "sale.order"), ("res_id", "=", order.id)],
            order="id desc",
            limit=1,
        )

    def resend(self, rows):
        """Send ``rows`` again as the progress dialog does; return the counts."""
        return self.history.resend_batch(rows.ids)

    def test_18_6_all_that_are_ticked(self):
        rows = self.history
        for number in range(3):
            rows |= self.have_fail(self.write_to(self.anna, subject=f"Hello {number}"))
        action = rows.with_user(self.manager).action_resend_many()
        self.assertEqual(action["params"]["ids"], sorted(rows.ids))
        self.assertEqual(
            action["params"]["question"],
            "Send 3 messages that failed to their customers again?",
        )
        self.assertEqual(self.resend(rows), {"Sent again": 3})
        self.assertEqual(len(self.deliver()), 3)
        self.assertEqual(set(rows.again_id.mapped("state")), {"sent"})
        self.assertEqual(rows.again_id.user_id, self.manager)
        # Once more: they have been.
        self.assertEqual(self.resend(rows), {"Sent again before": 3})
        self.assertFalse(self.deliver())

    def test_18_6_all_that_failed_since(self):
        old = self.have_fail(self.write_to(self.anna, subject="old"))
        new = self.have_fail(self.write_to(self.bo, subject="new"))
        sent = self.write_to(self.anna)
        long_ago = fields.Datetime.now() - timedelta(days=3)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_communication SET write_date = %s WHERE id = %s",
            (long_ago, old.id),
        )
        self.env.invalidate_all()
        wizards = self.env["customer.communication.resend"].with_user(self.manager)
        wizard = wizards.with_company(self.company).create({})
        self.assertEqual(wizard.count, 1)
        self.assertEqual(wizard.action_resend()["params"]["ids"], new.ids)
        wizard.since = long_ago - timedelta(hours=1)
        self.assertEqual(wizard.count, 2)
        action = wizard.action_resend()
        self.assertEqual(action["params"]["ids"], (old | new).ids)
        self.work_off(action, self.manager)
        self.assertEqual(len(self.deliver()), 2)
        self.assertEqual(wizard.count, 0)
        self.assertFalse(sent.again_id)

    def test_18_6_what_is_no_longer_true_is_left_out(self):
        still, cancelled, moved_on = (self.create_order() for _order in range(3))
        rows = self.history
        for order in (still, cancelled, moved_on):
            rows |= self.have_fail_to_tell(order)
        cancelled._action_cancel()
        moved_on._create_invoices().action_post()
        self.publish()
        self.sink.received.clear()
        self.env["mail.mail"].search([("state", "=", "outgoing")]).unlink()
        self.assertEqual(self.resend(rows), {"Sent again": 1, "No longer true": 2})
        [message] = self.deliver()
        self.assertIn(still.name, str(message["Subject"]))

    def test_18_6_a_deleted_document_is_left_out(self):
        order = self.create_order()
        row = self.have_fail_to_tell(order)
        order._action_cancel()
        order.unlink()
        self.assertEqual(self.resend(row.exists()), {"No longer true": 1})

    def test_18_6_who_cannot_be_reached_now_is_left_out(self):
        rows = self.history
        for partner in (self.anna, self.bo):
            rows |= self.have_fail(self.write_to(partner))
        told = self.have_fail_to_tell(self.create_order(self.bo))
        self.anna.email = False
        self.bo.gets_status_messages = False
        counts = self.resend(rows | told)
        # By hand he is still written to.
        self.assertEqual(counts, {"Sent again": 1, "Customer cannot be reached": 2})

    def test_18_6_notes_and_what_is_on_its_way_are_left_out(self):
        note = self.write_to(self.anna, communication_type=const.NOTE)
        scheduled = self.write_to(self.anna).copy(
            {"state": const.COMMUNICATION_SCHEDULED}
        )
        queued = self.write_to(self.anna)
        queued.state = const.COMMUNICATION_QUEUED
        counts = self.resend(note | scheduled | queued)
        self.assertEqual(counts, {"Not failed": 2, "Still on their way": 1})

    def ask(self, rows):
        """Return the question that is asked of who has ticked these."""
        action = rows.with_user(self.manager).action_resend_many()
        self.assertEqual(action["params"]["ids"], sorted(rows.ids))
        return action["params"]["question"]

    def test_18_6_what_was_sent_is_left_out_and_counted(self):
        """A manager ticks a whole page of the history: nobody gets a message twice."""
        sent, cancelled = (self.write_to(self.anna) for _row in range(2))
        cancelled.sudo()._forget_attempt()
        cancelled.state = const.COMMUNICATION_CANCELLED
        note = self.write_to(self.anna, communication_type=const.NOTE)
        failed = self.have_fail(self.write_to(self.bo, subject="not yet"))
        rows = sent | cancelled | note | failed
        self.assertEqual(
            self.ask(rows),
            "Send 1 message that failed to its customer again? 3 others are left out.",
        )
        self.assertEqual(
            self.resend(rows),
            {"Sent again": 1, "Not failed": 2, "Stopped by hand": 1},
        )
        [message] = self.deliver()
        self.assertEqual(message["Subject"], "not yet")

    def test_18_6_the_question_counts_in_plain_words(self):
        failed = self.history
        for _row in range(2):
            failed |= self.have_fail(self.write_to(self.anna))
        sent = self.write_to(self.anna)
        self.assertEqual(
            self.ask(failed | sent),
            "Send 2 messages that failed to their customers again? "
            "1 other is left out.",
        )
        self.assertEqual(
            self.ask(failed[0]), "Send 1 message that failed to its customer again?"
        )

    def test_18_6_none_that_failed_is_said_before_asking(self):
        for rows in (self.write_to(self.anna), self.history):
            with self.assertRaisesRegex(UserError, "None of these is sent again"):
                rows.with_user(self.manager).action_resend_many()

    def have_fail_uncertainly(self, code):
        """Return a message that may have arrived; ``code``: ``const.FAILURE_*``."""
        row = self.have_fail(self.write_to(self.anna))
        row.sudo().failure_code = code
        return row

    def test_18_6_what_may_have_arrived_is_left_out_and_counted(self):
        failed = self.have_fail(self.write_to(self.bo, subject="surely not"))
        uncertain = self.history
        for code in sorted(const.FAILURES_UNCERTAIN):
            uncertain |= self.have_fail_uncertainly(code)
        unknown = self.have_fail_uncertainly(False)  # of a row from long ago
        rows = failed | uncertain | unknown
        wizards = self.env["customer.communication.resend"].with_user(self.manager)
        wizard = wizards.with_company(self.company).create({})
        self.assertEqual((wizard.count, wizard.uncertain_count), (1, 5))
        params = wizard.action_resend()["params"]
        self.assertEqual(params["ids"], failed.ids)
        self.assertIn("Send 1 message that failed", params["question"])
        self.assertIn("5 others are left out.", params["question"])
        self.assertEqual(
            self.resend(rows), {"Sent again": 1, "May have arrived already": 5}
        )
        [message] = self.deliver()
        self.assertEqual(message["Subject"], "surely not")
        # On its row the reason stands, and it is sent again by who has read that.
        uncertain[0].with_user(self.manager).action_resend()
        self.assertEqual(uncertain[0].again_id.state, const.COMMUNICATION_SENT)
        wizard.invalidate_recordset()
        self.assertEqual((wizard.count, wizard.uncertain_count), (0, 4))

    def test_18_6_what_somebody_stopped_is_left_out_and_counted(self):
        """Taken back, or deleted out of Odoo's queue: it was not to be sent."""
        failed = self.have_fail(self.write_to(self.bo, subject="lost"))
        order = self.create_order()
        order.action_confirm()
        self.publish()
        deleted = self.find_message(order)
        self.env["mail.mail"].search([("state", "=", "outgoing")]).unlink()
        self.assertEqual(deleted.failure_code, const.FAILURE_STOPPED)
        taken_back = self.write_to(self.anna)
        taken_back.state = const.COMMUNICATION_CANCELLED
        wizards = self.env["customer.communication.resend"].with_user(self.manager)
        wizard = wizards.with_company(self.company).create({})
        counts = wizard.count, wizard.uncertain_count, wizard.stopped_count
        self.assertEqual(counts, (1, 0, 1))
        params = wizard.action_resend()["params"]
        self.assertEqual(params["ids"], failed.ids)
        self.assertIn("1 other is left out.", params["question"])
        stopped = deleted | taken_back
        with self.assertRaisesRegex(UserError, "not stopped by hand"):
            stopped.with_user(self.manager).action_resend_many()
        self.assertEqual(
            self.resend(failed | stopped), {"Sent again": 1, "Stopped by hand": 2}
        )
        [message] = self.deliver()
        self.assertEqual(message["Subject"], "lost")
        # On its row it is sent by who wants it sent after all.
        deleted.with_user(self.manager).action_resend()
        self.assertEqual(deleted.again_id.state, const.COMMUNICATION_SENT)

    def test_18_6_a_shop_without_sender_holds_up_no_other(self):
        other = self._create_company("Anden By")
        mine = self.have_fail(self.write_to(self.anna))
        theirs = self.have_fail(self.write_to(self.anna, company_id=other.id))
        other.customer_status_active = False
        other.customer_service_email = False
        self.manager.company_ids |= other
        counts = self.history.with_context(
            allowed_company_ids=(self.company | other).ids
        ).resend_batch((mine | theirs).ids)
        self.assertEqual(counts, {"Sent again": 1, "No customer-service address": 1})

    def test_18_6_of_another_company_there_is_nothing(self):
        other = self._create_company("Anden By")
        theirs = self.have_fail(self.write_to(self.anna, company_id=other.id))
        with self.assertRaises(AccessError):
            self.resend(theirs)
        wizards = self.env["customer.communication.resend"].with_user(self.manager)
        self.assertEqual(wizards.with_company(self.company).create({}).count, 0)

    def test_18_6_what_was_sent_again_is_no_truer_than_before(self):
        """Whoever sends it, and however often: what a rule wrote is held to be true."""
        order = self.create_order()
        first = self.have_fail_to_tell(order)
        first.sudo().action_resend()
        again = self.have_fail(first.again_id)
        order._action_cancel()
        self.assertEqual(self.resend(again), {"No longer true": 1})
        self.assertEqual(again.repeats_id, first)

    def test_18_6_with_a_ceiling_of_its_own(self):
        rows = self.history
        for _row in range(3):
            rows |= self.have_fail(self.write_to(self.anna))
        self.company.customer_status_release_limit = 2
        self.company.customer_communication_hourly_limit = 1
        with self.assertRaisesRegex(UserError, "tick fewer"), self.env.cr.savepoint():
            self.resend(rows)
        self.assertEqual(self.resend(rows[:2]), {"Sent again": 2})
        with self.assertRaisesRegex(UserError, "Tick fewer"), self.env.cr.savepoint():
            self.resend(rows[2])
        self.assertEqual(len(self.deliver()), 2)
        # What is written message by message has its own.
        self.history._check_hourly_limit(self.company)

    def test_18_6_managers_only(self):
        row = self.have_fail(self.write_to(self.anna))
        seller = self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        theirs = row.with_user(seller)
        for call in (
            theirs.action_resend_many,
            lambda: theirs.resend_batch(row.ids),
        ):
            with self.assertRaisesRegex(AccessError, "Only a customer status manager"):
                call()
        with self.assertRaises(AccessError):
            self.env["customer.communication.resend"].with_user(seller).create({})
        theirs.action_resend()  # one row is everybody's
        self.assertTrue(row.again_id)

    def test_18_6_each_call_is_bounded(self):
        ids = list(range(1, const.PROGRESS_BATCH + 2))
        with self.assertRaisesRegex(UserError, "at most"):
            self.history.resend_batch(ids)
        many = self.history.browse(range(1, const.AGAIN_MOST + 2))
        with self.assertRaisesRegex(UserError, "Tick fewer"):
            many.action_resend_many()
        self.assertEqual(self.history.resend_batch([]), {})
        self.assertEqual(self.history.resend_batch([2**31 - 2]), {})

    def test_18_6_what_are_no_ids_is_refused_in_words(self):
        rows = self.env["customer.communication"].with_user(self.manager)
        for odd in (["x"], [[1]], None, {"a": 1}, "1", [2**40], [True]):
            with self.subTest(odd), self.assertRaisesRegex(UserError, "by their ids"):
                rows.resend_batch(odd)

    def test_18_6_as_many_queries_for_many_as_for_few_to_find_what_is_outdated(self):
        counts = []
        for number in (2, 10):
            rows = self.history
            for _order in range(number):
                rows |= self.have_fail_to_tell(self.create_order())
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.sudo()._find_skipped(self.company)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)
