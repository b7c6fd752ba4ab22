from odoo import fields, models

from ..const import MESSENGER


class ResPartner(models.Model):
    """Customers who can be reached over the messenger, and may prefer it."""

    _inherit = "res.partner"

    messenger_name = fields.Char()
    contact_preference = fields.Selection(
        selection_add=[(MESSENGER, "Messenger")], ondelete={MESSENGER: "set null"}
    )

    def _get_other_addresses(self):
        addresses = super()._get_other_addresses()
        for partner in self.filtered("messenger_name"):
            mine = addresses.setdefault(partner.id, {})
            mine[MESSENGER] = partner.messenger_name
        return addresses
