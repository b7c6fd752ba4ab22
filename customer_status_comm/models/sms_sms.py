from odoo import api, models


class SmsSms(models.Model):
    """Gives each customer a link of their own, as ``mail_mail.py`` does."""

    _inherit = "sms.sms"

    @api.model_create_multi
    def create(self, vals_list):
        self.env["customer.status.link"].sudo()._personalise_texts(vals_list)
        return super().create(vals_list)

    def _leave_in_queue(self):
        """Have these leave soon after the commit; their creation has woken Odoo's cron.

        A hook for addons that know a better way.
        """
