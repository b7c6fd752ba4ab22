from odoo import models
from odoo.tools import split_every

from odoo.addons.queue_job.job import identity_exact

from .. import const


class SmsSms(models.Model):
    """Customers' texts leave in jobs; Odoo's cron skips what a job has locked."""

    _inherit = "sms.sms"

    def _leave_in_queue(self):
        """Have jobs send these after the commit."""
        for texts in split_every(const.SEND_BATCH, self.sudo().ids, self.sudo().browse):
            texts.with_delay(
                description=self.env._("Send SMS to customers"),
                identity_key=identity_exact,
                max_retries=0,
            )._send_in_job()
        return super()._leave_in_queue()

    def _send_in_job(self):
        """Send those of these that still wait; the function of a job.

        One at a time, with a commit after each: a gateway that reports a delivery at
        once would else undo, and have sent again, what the same job has sent since.
        """
        for text in self:
            text.exists().send()
            self.env.cr.commit()  # pylint: disable=invalid-commit
