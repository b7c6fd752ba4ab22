from datetime import timedelta

from odoo import fields, models
from odoo.tools import split_every

from odoo.addons.queue_job.job import identity_exact

from .. import const


class MailMail(models.Model):
    """Customers' e-mails leave in jobs that any host runs.

    Odoo's own cron stays as a safety net. Neither sends what the other has in hand.
    """

    _inherit = "mail.mail"

    def _leave_in_queue(self):
        """Have jobs send these after the commit, instead of one cron on one host."""
        for mails in split_every(const.SEND_BATCH, self.sudo().ids, self.sudo().browse):
            mails.with_delay(
                description=self.env._("Send e-mails to customers"),
                identity_key=identity_exact,
                max_retries=0,
            )._send_in_job()
        if self:
            later = fields.Datetime.now() + timedelta(minutes=const.STUCK_MINUTES)
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger(later)

    def _send_in_job(self):
        """Send those of these that still wait; the function of a job. Commits."""
        waiting = self.exists().filtered_domain(
            [
                ("state", "=", "outgoing"),
                "|",
                ("scheduled_date", "=", False),
                ("scheduled_date", "<=", fields.Datetime.now()),
            ]
        )
        waiting.send(auto_commit=True)
