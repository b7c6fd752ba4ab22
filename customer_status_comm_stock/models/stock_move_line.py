from odoo import api, models


class StockMoveLine(models.Model):
    """What is ticked off, or put right after the parcel left, touches the order."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered("picked").move_id._touch_orders()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "picked" in vals:
            self.move_id._touch_orders()
        if "quantity" in vals:
            done = self.filtered(lambda line: line.state == "done")
            done.move_id._touch_orders()
        return result
