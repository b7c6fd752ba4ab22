from odoo import fields, models

from ..const import MESSENGER


class CustomerStatusRule(models.Model):
    """Rules may tell customers over the messenger."""

    _inherit = "customer.status.rule"

    channel = fields.Selection(
        selection_add=[(MESSENGER, "Messenger")], ondelete={MESSENGER: "set default"}
    )
