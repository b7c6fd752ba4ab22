from odoo import fields, models


class ResCompany(models.Model):
    """A shop whose web customers hear of their order once."""

    _inherit = "res.company"

    customer_status_replaces_web_confirmation = fields.Boolean(
        string="In place of Odoo's order confirmation",
        help="Customers of the web shop get our message when their order is confirmed, "
        "and not Odoo's as well. Default: off.",
    )

    def _is_web_confirmation_replaced(self):
        """Whether web customers need not hear of their order from Odoo, too.

        Only when ours leaves by itself: nobody is to be left without a confirmation.
        """
        self.ensure_one()
        return (
            self.customer_status_replaces_web_confirmation
            and self.customer_status_active
            and self.customer_status_mode == "automatic"
        )
