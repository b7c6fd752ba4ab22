from odoo import fields, models


class ResCompany(models.Model):
    """Where and when customers fetch what is repaired."""

    _inherit = "res.company"

    customer_status_pickup = fields.Text(
        string="Pickup and opening hours",
        translate=True,
        help="On the page of a repair that is ready, below the shop's address.",
    )

    def _prepare_status_brand(self):
        brand = super()._prepare_status_brand()
        return {**brand, "pickup": self.customer_status_pickup or None}
