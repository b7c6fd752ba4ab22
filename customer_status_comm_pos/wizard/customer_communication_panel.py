from odoo import api, fields, models


class CustomerCommunicationPanel(models.TransientModel):
    """The panel as it opens in a point of sale."""

    _inherit = "customer.communication.panel"

    pos_config_id = fields.Many2one("pos.config", string="Point of sale")
    store_email = fields.Char(
        compute="_compute_store_email", compute_sudo=True, string="Sent from"
    )

    @api.depends("pos_config_id", "company_id")
    def _compute_store_email(self):
        for panel in self:
            config = panel.pos_config_id
            is_own = config.company_id == panel.company_id
            # The id may come from anywhere, and the address is read with sudo.
            if config and is_own and config.sudo(False).has_access("read"):
                panel.store_email = config.customer_service_email
            else:
                panel.store_email = False

    def _get_sender(self):
        """Return the store's own address; it comes from the point of sale alone.

        :raise AccessError: for a point of sale that is not the user's to use.
        """
        if self.pos_config_id:
            self.pos_config_id.check_access("read")
        return self.store_email or super()._get_sender()
