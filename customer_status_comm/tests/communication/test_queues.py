"""Odoo's queues of mails and SMS: what waits in them leaves once, and is not stuck."""

from unittest.mock import patch

from odoo import fields
from odoo.tools import config, mute_logger

from ... import const
from ..common import SmsGateway, StatusCase, free_port


class TestQueues(StatusCase):
    """Rows of the history that leave through Odoo's queues."""

    def setUp(self):
        super().setUp()
        self.gateway = SmsGateway()
        self.addCleanup(self.gateway.stop)
        self.gateway.use(self)
        self.anna.write({"phone": "20 12 34 56", "country_id": self.env.ref("base.dk")})
        self.env["sms.sms"].search([("state", "=", "outgoing")]).unlink()

    def queue(self, company, **values):
        """Return the row of a message from ``company`` that waits in a queue."""
        row = self.env["customer.communication"].create(
            {
                "partner_id": self.anna.id,
                "company_id": company.id,
                "communication_type": const.SMS,
                "subject": "Hello",
                "sms_text": f"From {company.name}",
                **values,
            }
        )
        row._send()
        return row

    def test_texts_of_two_companies_leave_in_one_run(self):
        """Odoo's queue takes all that wait, and knows of one company at a time."""
        other = self._create_company("Andenby Cykler")
        rows = self.queue(self.company) | self.queue(other)
        self.run_cron("sms.ir_cron_sms_scheduler_action")
        self.assertEqual(rows.mapped("state"), [const.COMMUNICATION_SENT] * 2)
        texts = sorted(text for _number, text in self.gateway.received)
        self.assertEqual(texts, ["From Andenby Cykler", "From Testby Cykler"])

    def test_b1_what_failed_in_the_queue_can_be_sent_by_it_again(self):
        """That it was about to leave once does not keep it from leaving now."""
        text = {"communication_type": const.EMAIL, "body": "<p>Text</p>"}
        row = self.queue(self.company, **text)
        mail = self.env["mail.mail"].search(
            [("mail_message_id", "=", row.mail_message_id.id)]
        )
        row.handed_over_at = fields.Datetime.now()  # as the queue does, and commits
        nobody = {"smtp_server": "127.0.0.1", "smtp_port": free_port()}
        with (
            patch.dict(config.options, nobody),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            mail.send()
        self.assertEqual(row.state, const.COMMUNICATION_FAILED)
        row._send()
        self.assertFalse(row.handed_over_at)
        self.assertEqual(row.state, const.COMMUNICATION_QUEUED)
