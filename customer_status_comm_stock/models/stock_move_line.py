from odoo import models


class StockMoveLine(models.Model):
    """A quantity put right after the parcel left touches the order."""

    _inherit = "stock.move.line"

    def write(self, vals):
        result = super().write(vals)
        if "quantity" in vals:
            done = self.filtered(lambda line: line.state == "done")
            done.move_id._touch_orders()
        return result
