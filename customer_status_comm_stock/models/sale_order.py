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
        moves = self.order_line.move_ids.filtered("picking_id")
        states = moves._get_status_states()
        moves_by_order = moves.filtered(states.get).grouped(
            lambda move: move.sale_line_id.order_id
        )
        for order, mine in moves_by_order.items():
            days = order._get_status_days(mine.grouped(states.get))
            parcels = mine.grouped("picking_id")
            facts[order.id] = facts.get(order.id, []) + [
                picking._prepare_status_delivery(
                    order,
                    parcels[picking],
                    states[parcels[picking][0]],
                    days.get(picking),
                )
                for picking in mine.picking_id.sorted("id")
            ]
        return facts
