"""Messages that wait for their time: each leaves, or fails alone and says why."""

from datetime import timedelta

from odoo import fields
from odoo.tools import mute_logger

from ... import const
from ..common import StatusCase
from ..poison import forbid

CRON = "customer_status_comm.ir_cron_send_scheduled"
LOG = "odoo.addons.customer_status_comm.models.customer_communication_later"
#: The address of a page with more digits than Python turns into a number.
ENDLESS = "/my/status/order/" + "5" * 5000


class TestScheduled(StatusCase):
    def setUp(self):
        super().setUp()
        self.rows = self.env["customer.communication"]
        self.rows.search([("state", "=", const.COMMUNICATION_SCHEDULED)]).unlink()

    def schedule(self, minutes=1, **values):
        """Return the row of an e-mail that should have left some minutes ago."""
        return self.rows.create(
            {
                "partner_id": self.anna.id,
                "company_id": self.company.id,
                "communication_type": const.EMAIL,
                "subject": "Later",
                "body": "<p>Text</p>",
                "user_id": self.env.user.id,
                "state": const.COMMUNICATION_SCHEDULED,
                "scheduled_at": fields.Datetime.now() - timedelta(minutes=minutes),
                **values,
            }
        )

    def send(self):
        with mute_logger(LOG):
            self.run_cron(CRON)

    def test_a_company_without_a_sender_holds_up_no_other(self):
        other = self._create_company("Andenby Cykler", customer_status_active=False)
        other.customer_service_email = False
        lost = self.schedule(minutes=9, company_id=other.id)
        good = self.schedule()
        self.send()
        self.assertEqual(good.state, const.COMMUNICATION_QUEUED)
        self.assertEqual(lost.state, const.COMMUNICATION_FAILED)
        self.assertEqual(lost.failure_code, const.FAILURE_SENDER)
        self.assertTrue(lost.failure_reason)

    def test_an_address_with_thousands_of_digits_is_none(self):
        """It is no poison at all: the text leaves as it was written."""
        endless = self.schedule(minutes=9, body=f"<p>{ENDLESS}</p>")
        good = self.schedule()
        self.send()
        self.assertEqual(good.state, const.COMMUNICATION_QUEUED)
        self.assertEqual(endless.state, const.COMMUNICATION_QUEUED)
        left = "".join(self.get_html(message) for message in self.deliver())
        self.assertIn("5" * 50, left)

    def test_what_fails_in_any_way_fails_alone_and_says_why(self):
        """An address in the words is concealed; the log has no words at all."""
        bad = self.schedule(minutes=9, body="<p>Poison</p>")
        rows = bad | self.schedule() | self.schedule(partner_id=self.bo.id)
        forbid(self, "mail_message", "NEW.body ~ 'Poison'")
        with self.assertLogs(LOG, "WARNING") as log, mute_logger("odoo.sql_db"):
            self.run_cron(CRON)
        self.assertEqual(rows.mapped("state"), ["failed", "queued", "queued"])
        self.assertEqual(bad.failure_code, const.FAILURE_UNKNOWN)
        self.assertIn("Poisoned by ***", bad.failure_detail)
        self.assertNotIn("example", "".join(log.output))
        self.assertEqual(len(self.deliver()), 2)

    def test_a_row_that_cannot_even_fail_holds_up_no_other(self):
        stuck = self.schedule(minutes=9)
        good = self.schedule()
        self.env.flush_all()
        forbid(self, "customer_communication", f"NEW.id = {stuck.id}")
        with mute_logger("odoo.sql_db"):
            self.send()
        self.assertEqual(good.state, const.COMMUNICATION_QUEUED)
        self.assertEqual(stuck.state, const.COMMUNICATION_SCHEDULED)

    def test_a_way_whose_addon_has_gone_fails(self):
        field = self.rows._fields["communication_type"]
        row = self.schedule(minutes=9)
        good = self.schedule()
        self.env.flush_all()
        self.assertNotIn("pigeon", dict(field.selection))
        self.env.cr.execute(
            "UPDATE customer_communication SET communication_type = 'pigeon' "
            "WHERE id = %s",
            [row.id],
        )
        self.env.invalidate_all()
        self.send()
        self.assertEqual(good.state, const.COMMUNICATION_QUEUED)
        self.assertEqual(row.state, const.COMMUNICATION_FAILED)

    def test_many_of_which_one_fails_cost_few_batches(self):
        """The good ones leave together, however many they are."""
        rows = self.rows.concat(*(self.schedule() for _n in range(40)))
        bad = self.schedule(minutes=9, body="<p>Poison</p>")
        forbid(self, "mail_message", "NEW.body ~ 'Poison'")
        before = self.env.cr.sql_log_count
        with mute_logger("odoo.sql_db"):
            self.send()
        self.assertEqual(set(rows.mapped("state")), {const.COMMUNICATION_QUEUED})
        self.assertEqual(bad.state, const.COMMUNICATION_FAILED)
        self.assertLess(self.env.cr.sql_log_count - before, 40 * 20)
