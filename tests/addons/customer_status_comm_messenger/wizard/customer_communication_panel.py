from odoo import fields, models

from ..const import MESSENGER


class CustomerCommunicationPanel(models.TransientModel):
    """The panel offers the messenger beside e-mail, SMS and note."""

    _inherit = "customer.communication.panel"

    communication_type = fields.Selection(
        selection_add=[(MESSENGER, "Messenger")], ondelete={MESSENGER: "cascade"}
    )
