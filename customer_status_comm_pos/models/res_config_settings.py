from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings of one point of sale."""

    _inherit = "res.config.settings"

    pos_customer_service_email = fields.Char(
        related="pos_config_id.customer_service_email", readonly=False
    )
