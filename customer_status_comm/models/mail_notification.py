from odoo import models

from ..tools.failure import explain


class MailNotification(models.Model):
    """Tells the customer's history what became of a message."""

    _inherit = "mail.notification"

    def write(self, vals):
        result = super().write(vals)
        if "notification_status" in vals:
            self.env["customer.communication"].sudo()._follow_notifications(self.sudo())
        return result

    def _get_failure(self):
        """Return why a message did not arrive, as ``tools.failure.Failure``."""
        self.ensure_one()
        return explain(
            self.failure_type,
            self.notification_status,
            # When no connection comes about, Odoo notes the reason on the mail only.
            self.failure_reason or self.mail_mail_id.failure_reason,
        )
