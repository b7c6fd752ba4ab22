from odoo import models


class ResPartner(models.Model):
    """Customers, written to from a point of sale."""

    _inherit = "res.partner"

    def action_contact(self, document=None):
        """Stay at the point of sale one comes from."""
        action = super().action_contact(document=document)
        if config_id := self.env.context.get("default_pos_config_id"):
            action["context"]["default_pos_config_id"] = config_id
        return action
