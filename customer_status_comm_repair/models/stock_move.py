from odoo import api, models

from odoo.addons.customer_status_comm import const as status

#: What of a part the customer sees.
_VISIBLE = {
    "product_id",
    "product_uom_qty",
    "quantity",
    "repair_line_type",
    "state",
}


class StockMove(models.Model):
    """The parts of a repair are on its page."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._touch_repairs()
        return moves

    def write(self, vals):
        result = super().write(vals)
        if not _VISIBLE.isdisjoint(vals):
            self._touch_repairs()
        return result

    def unlink(self):
        jobs = self.repair_id
        result = super().unlink()
        jobs._status_touch(status.REASON_CHANGED)
        return result

    def _touch_repairs(self):
        parts = self.filtered("repair_line_type")
        parts.repair_id._status_touch(status.REASON_CHANGED)

    def _prepare_status_part(self):
        """Return the ``LineFacts`` of one part that is built in."""
        self.ensure_one()
        product = self.product_id.with_context(display_default_code=False)
        done = self.state == "done"
        return {
            "key": f"{self._name},{self.id}",
            "name": product.display_name,
            "ordered": self.quantity if done else self.product_uom_qty,
            "delivered": 0.0,
            "invoiced": 0.0,
            "unit": self.product_uom._get_status_unit(),
            "subtotal": None,
            "deliverable": False,
        }
