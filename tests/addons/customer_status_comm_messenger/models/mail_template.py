from odoo import fields, models

from odoo.addons.customer_status_comm import const

from ..const import MESSENGER


class MailTemplate(models.Model):
    """Templates of the panel for the messenger; the text of an e-mail does, too."""

    _inherit = "mail.template"

    communication_type = fields.Selection(
        selection_add=[(MESSENGER, "Messenger")], ondelete={MESSENGER: "set null"}
    )

    def _get_channels(self):
        channels = super()._get_channels()
        return channels | {MESSENGER} if const.EMAIL in channels else channels
