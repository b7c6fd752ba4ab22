from odoo import api, fields, models


class CustomerStatusErasure(models.TransientModel):
    """Asks an administrator before what a customer was told is forgotten."""

    _name = "customer.status.erasure"
    _description = "Erase What a Customer Was Told"

    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        default=lambda self: self.env["res.partner"].browse(
            self.env.context.get("active_ids", [])
        ),
        readonly=True,
        required=True,
    )
    communication_count = fields.Integer(string="Messages", compute="_compute_counts")
    page_count = fields.Integer(string="Status pages", compute="_compute_counts")

    @api.depends("partner_ids")
    def _compute_counts(self):
        for wizard in self:
            everyone = wizard.partner_ids.with_context(active_test=False).search(
                [("id", "child_of", wizard.partner_ids.ids)]
            )
            wizard.communication_count = len(everyone._get_all_communications())
            wizard.page_count = len(everyone._get_all_status_pages())

    def action_erase(self):
        """Erase it, and say so."""
        self.ensure_one()
        self.check_access("write")
        self.partner_ids._erase_communications()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("What these customers were told is erased."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class CustomerCommunicationPanel(models.TransientModel):
    """A panel whose customer wants to be forgotten."""

    # A file of its own for its own reason to change.
    _inherit = "customer.communication.panel"  # pylint: disable=R8180

    def _erase(self):
        """Delete what was written here; Odoo would keep it until it cleans up."""
        self._delete_uploads()
        self.unlink()
