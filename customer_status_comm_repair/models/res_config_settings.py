from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of the workshop."""

    _inherit = "res.config.settings"

    customer_status_pickup = fields.Text(
        related="company_id.customer_status_pickup", readonly=False
    )
