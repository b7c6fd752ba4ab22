from odoo import api, models
from odoo.fields import Domain

from odoo.addons.customer_status_comm import const


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
            parcels = moves.grouped("picking_id")
            facts[order.id] = facts.get(order.id, []) + [
                picking._prepare_status_delivery(order, parcels[picking])
                for picking in moves.picking_id.sorted("id")
            ]
        return facts

    def _get_status_expected_on(self):
        promised = super()._get_status_expected_on()
        return promised or self._to_promised_day(self._find_next_delivery())

    def _to_promised_day(self, moment):
        """Return the shop's day a parcel is planned for, ISO, or ``None``.

        A parcel planned for the day of the order was planned by nobody: that is what
        Odoo fills in for products without a lead time.
        """
        day = self._to_shop_day(moment)
        ordered = self._to_shop_day(self.date_order)
        return day if day and (not ordered or day > ordered) else None

    def _find_next_delivery(self):
        """Return when the earliest waiting parcel is due, naive UTC, or ``None``."""
        waiting = self.order_line.move_ids.filtered(
            lambda move: (
                move.picking_id and move._get_status_state() == const.DELIVERY_WAITING
            )
        )
        return min(
            filter(None, waiting.picking_id.mapped("scheduled_date")), default=None
        )

    def _get_status_moves(self):
        """Return the moves of these orders' goods that their customers may know of."""
        return self.order_line.move_ids.filtered(
            lambda move: move.picking_id and move._get_status_state()
        )
