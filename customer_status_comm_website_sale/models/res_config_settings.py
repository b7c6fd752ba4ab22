from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of the company one works in."""

    _inherit = "res.config.settings"

    customer_status_replaces_web_confirmation = fields.Boolean(
        related="company_id.customer_status_replaces_web_confirmation", readonly=False
    )
