from odoo import api, fields, models


class PosConfig(models.Model):
    """A store: customers may hear from it under an address of its own."""

    _inherit = "pos.config"

    # Cashiers may write on their point of sale; who is the sender is not theirs to say.
    customer_service_email = fields.Char(
        string="Customer-service address",
        groups="point_of_sale.group_pos_manager,base.group_system",
        help="The sender customers see and answer to when they are written to from "
        "this point of sale. Empty: the company's.",
    )

    @api.constrains("customer_service_email")
    def _check_customer_service_email(self):
        for config in self:
            self.env["res.company"]._check_sender(config.customer_service_email)
