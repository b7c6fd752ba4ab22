from odoo import models
from odoo.exceptions import AccessError

from ..shape import check_shape
from ..tools.failure import explain

#: What a reader does with a notification of theirs.
_OF_READERS = {"is_read", "read_date"}


class MailNotification(models.Model):
    """Tells the customer's history what became of a message."""

    _inherit = "mail.notification"

    def write(self, vals):
        """Have the history follow what Odoo itself writes, and nothing else.

        Odoo lets everybody make notifications, and write those that are for them.

        :raise AccessError: to who writes on the one by which a row's state is known.
        """
        check_shape(self, "write", vals)
        rows_sudo = self.env["customer.communication"].sudo()
        if not self.env.su and vals.keys() - _OF_READERS:
            if rows_sudo._find_followers(self):
                raise AccessError(
                    self.env._("What became of a message is not written by hand.")
                )
            return super().write(vals)
        result = super().write(vals)
        if "notification_status" in vals:
            rows_sudo._follow_notifications(self.sudo())
        return result

    def unlink(self):
        """Stop what has not left yet: nobody could tell what became of it."""
        rows_sudo = self.env["customer.communication"].sudo()._find_followers(self)
        rows_sudo._filter_waiting()._stop()
        return super().unlink()

    def _get_failure(self):
        """Return why a message did not arrive, as ``tools.failure.Failure``."""
        self.ensure_one()
        return explain(
            self.failure_type,
            self.notification_status,
            # When no connection comes about, Odoo notes the reason on the mail only.
            self.failure_reason or self.mail_mail_id.failure_reason,
        )
