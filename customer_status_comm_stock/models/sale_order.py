from odoo import api, models
from odoo.fields import Domain


class SaleOrder(models.Model):
    """Orders tell what was sent, what is on its way and when it comes."""

    _inherit = "sale.order"

    @api.model
    def _get_status_activity_domain(self, since):
        moved = Domain("order_line.move_ids.date", ">=", since)
        return super()._get_status_activity_domain(since) | moved

    def _prepare_status_deliveries(self):
        facts = super()._prepare_status_deliveries()
        moves_by_order = self._get_status_moves().grouped(
            lambda move: move.sale_line_id.order_id
        )
        for order, moves in moves_by_order.items():
            days, parcels = order._get_status_days(), moves.grouped("picking_id")
            facts[order.id] = facts.get(order.id, []) + [
                picking._prepare_status_delivery(
                    order, parcels[picking], days.get(picking)
                )
                for picking in moves.picking_id.sorted("id")
            ]
        return facts

    def _get_status_moves(self):
        """Return the moves of these orders' goods that their customers may know of."""
        return self.order_line.move_ids.filtered(
            lambda move: move.picking_id and move._get_status_state()
        )
