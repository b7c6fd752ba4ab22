"""Nothing stays longer than it should: messages, files, uploads."""

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.tools import mute_logger

from ... import const
from ..common import StatusCase
from ..migrations import migrate
from ..poison import WORDS, forbid

LONG_AGO = "2020-01-01 12:00:00"
APART = "odoo.addons.customer_status_comm.apart"


class TestRetention(StatusCase):
    def write_old(self, moment=LONG_AGO, **values):
        """Return a message of long ago, with a file and its copy in the chatter."""
        file = (0, 0, {"name": "a.txt", "raw": b"Words"})
        row = self.write_to(self.anna, attachment_ids=[file], **values)
        self.date_back(row, moment)
        return row

    def date_back(self, rows, moment=LONG_AGO):
        self.env.flush_all()
        self.env.cr.execute(
            f'UPDATE "{rows._table}" SET create_date = %s'  # pylint: disable=E8103
            " WHERE id = ANY(%s)",
            (moment, rows.ids),
        )
        self.env.invalidate_all()

    def clean_up(self, model="customer.communication", method="_gc_messages"):
        """Do what Odoo's daily cleaning does; return how many were deleted."""
        self.env.flush_all()
        total, more = 0, True
        while more:
            done, more = getattr(self.env[model], method)()
            total += done
        self.env.invalidate_all()
        return total

    # Messages

    def test_new_companies_keep_messages_for_three_years(self):
        company = self.env["res.company"].create({"name": "Nyby Cykler"})
        self.assertEqual(company.customer_communication_months, const.HISTORY_MONTHS)

    def test_old_messages_go_with_files_and_the_chatters_copy(self):
        self.company.customer_communication_months = 36
        old, new = self.write_old(), self.write_to(self.anna)
        files, message = old.attachment_ids, old.mail_message_id
        notifications = message.notification_ids
        self.assertTrue(files and message and notifications)
        self.clean_up()
        for gone in (old, files, message, notifications):
            self.assertFalse(gone.exists())
        self.assertTrue(new.exists() and new.mail_message_id.exists())

    def test_to_the_moment(self):
        self.company.customer_communication_months = 2
        with self.freeze("2026-05-15 10:00:00"):
            kept = self.write_old("2026-03-15 10:00:01")
            gone = self.write_old("2026-03-15 09:59:59")
            self.clean_up()
        self.assertTrue(kept.exists())
        self.assertFalse(gone.exists())

    def test_zero_keeps_them_for_ever(self):
        self.company.customer_communication_months = 0
        row = self.write_old()
        self.clean_up()
        self.assertTrue(row.exists())

    def test_each_company_has_its_own(self):
        other = self._create_company("Andenby Cykler")
        self.company.customer_communication_months = 0
        other.customer_communication_months = 1
        mine, theirs = self.write_old(), self.write_old(company_id=other.id)
        self.clean_up()
        self.assertTrue(mine.exists())
        self.assertFalse(theirs.exists())

    def test_what_waits_to_be_sent_is_left_alone(self):
        self.company.customer_communication_months = 1
        rows = self.write_old() | self.write_old() | self.write_old()
        states = (const.COMMUNICATION_SCHEDULED, const.COMMUNICATION_QUEUED)
        for row, state in zip(rows, (*states, const.COMMUNICATION_FAILED), strict=True):
            row.state = state
        self.clean_up()
        self.assertEqual(rows.exists(), rows[:2])

    def test_what_failed_leaves_odoos_queue_too(self):
        self.company.customer_communication_months = 1
        self.sink.refuse = "550 no"
        row = self.write_old()
        mail = self.env["mail.mail"].search(
            [("mail_message_id", "=", row.mail_message_id.id)]
        )
        self.assertTrue(mail)
        self.clean_up()
        self.assertFalse(mail.exists() or row.exists())

    def test_those_that_cannot_be_deleted_hold_up_no_other(self):
        """Though they are the oldest, and more than a batch."""
        self.company.customer_communication_months = 1
        stuck = self.write_old("2010-01-01") | self.write_old("2010-01-01")
        others = self.write_old() | self.write_old()
        ids = ", ".join(map(str, stuck.ids))
        forbid(self, "customer_communication", f"OLD.id IN ({ids})", "DELETE", "OLD")
        self.patch(const, "GC_BATCH", 2)
        with mute_logger("odoo.sql_db"), self.assertLogs(APART) as log:
            self.assertEqual(self.clean_up(), 2)
        self.assertNotIn(WORDS, str(log.output), "it might name a customer")
        self.assertEqual((stuck | others).exists(), stuck)
        self.assertTrue(all(stuck.mapped("mail_message_id")), "nothing is half gone")
        self.assertEqual(len(stuck.attachment_ids), 2)

    def test_many_go_batch_by_batch(self):
        self.company.customer_communication_months = 1
        messages = self.env["customer.communication"]
        rows = messages.union(*[self.write_old() for _n in range(5)])
        self.patch(const, "GC_BATCH", 2)
        self.assertEqual(messages._gc_messages(), (2, True))
        self.assertEqual(self.clean_up(), 3)
        self.assertFalse(rows.exists())

    def test_that_something_was_told_stays_known(self):
        self.company.customer_communication_months = 1
        order = self.create_order()
        order.action_confirm()
        self.publish()
        [event] = self.get_page(order).event_ids
        row = event.communication_ids
        self.assertTrue(row)
        row.state = const.COMMUNICATION_SENT
        self.date_back(row)
        self.clean_up()
        self.assertFalse(row.exists())
        order._status_touch(const.REASON_CHANGED)
        self.publish()
        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])

    def test_odd_numbers_are_refused(self):
        for months in (-1, const.MOST_MONTHS + 1):
            with (
                self.subTest(months),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.company.customer_communication_months = months
                self.env.flush_all()

    def test_an_update_deletes_nothing_unasked(self):
        """As the version before left it: there is no such column."""
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE res_company DROP COLUMN customer_communication_months"
        )
        migrate(self.env.cr, "pre-history-months")
        self.env.invalidate_all()
        companies = self.env["res.company"].with_context(active_test=False)
        months = companies.search([("id", "!=", 0)]).mapped(
            "customer_communication_months"
        )
        self.assertEqual(set(months), {0})
        self.company.customer_communication_months = 12
        self.env.flush_all()
        migrate(self.env.cr, "pre-history-months")
        self.env.invalidate_all()
        self.assertEqual(self.company.customer_communication_months, 12)

    # Uploads

    def test_what_was_uploaded_and_never_sent_goes(self):
        name = "customer.communication.panel"
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        values = {"name": "a.txt", "raw": b"x", "res_model": name}
        elsewhere = {**values, "res_model": "mail.compose.message"}
        files = self.env["ir.attachment"].with_user(seller)
        files = files.create([values, values, values, elsewhere])
        old, new, sent, other = files
        panel = (
            self.env[name]
            .with_user(seller)
            .create(
                {
                    "partner_id": self.anna.id,
                    "company_id": self.company.id,
                    "subject": "Hello",
                    "body": "<p>Text</p>",
                    "attachment_ids": [(6, 0, sent.ids)],
                }
            )
        )
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        moment = fields.Datetime.now() - timedelta(days=const.UPLOAD_DAYS, minutes=1)
        self.date_back(old | sent | other, moment)
        self.clean_up(name, "_gc_uploads")
        self.assertEqual(files.exists(), new | sent | other)
