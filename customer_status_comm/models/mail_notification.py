from odoo import models


class MailNotification(models.Model):
    """Tells the customer's history what became of a message."""

    _inherit = "mail.notification"

    def write(self, vals):
        result = super().write(vals)
        if "notification_status" in vals:
            self.env["customer.communication"].sudo()._follow_notifications(self.sudo())
        return result

    def _get_failure_words(self):
        """Return in words why a message did not arrive."""
        self.ensure_one()
        words = self.format_failure_reason()
        if self.failure_type == "sms_server":
            words = self.env._("The SMS service does not answer or refuses the message")
        if self.failure_reason and self.failure_reason not in words:
            words = f"{words} ({self.failure_reason})"
        return words
