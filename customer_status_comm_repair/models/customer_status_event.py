from odoo import api, models

from .. import const


class CustomerStatusEvent(models.Model):
    """What happens to repairs, in the words of the ledger."""

    _inherit = "customer.status.event"

    @api.model
    def _selection_event(self):
        return [
            *super()._selection_event(),
            (const.STEP_RECEIVED, self.env._("Repair received")),
            (const.STEP_IN_WORK, self.env._("Repair in work")),
            (const.STEP_READY, self.env._("Repair ready for pickup")),
            (const.STEP_HANDED_OVER, self.env._("Repair handed over")),
        ]
