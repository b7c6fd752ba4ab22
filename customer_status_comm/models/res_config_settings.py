from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of the company one works in."""

    _inherit = "res.config.settings"

    customer_service_email = fields.Char(
        related="company_id.customer_service_email", readonly=False
    )
    customer_status_active = fields.Boolean(
        related="company_id.customer_status_active", readonly=False
    )
    customer_status_mode = fields.Selection(
        related="company_id.customer_status_mode", readonly=False
    )
    customer_status_introduction = fields.Text(
        related="company_id.customer_status_introduction", readonly=False
    )
