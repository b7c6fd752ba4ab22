from odoo import models

from odoo.addons.customer_status_comm import const


class SaleOrder(models.Model):
    """What is owed and not planned, and what of an order was given up."""

    # A file of its own for its own reason to change.
    _inherit = "sale.order"  # pylint: disable=R8180

    def _prepare_status_facts(self):
        facts = super()._prepare_status_facts()
        for order in self:
            mine = facts[order.id]
            if mine["step"] not in const.STEPS_ORDERED:
                continue
            if mine["step"] != const.STEP_DELIVERED and order._is_status_unplanned():
                mine |= {"is_unplanned": True, "expected_on": None}
                continue
            lines = {line["key"]: line for line in mine["lines"]}
            for line in order.order_line:
                told = lines.get(f"{line._name},{line.id}")
                rest = told and line._get_status_rest(told["delivered"])
                if rest:
                    told["not_coming"] = rest
        return facts

    def _is_status_unplanned(self):
        """Whether there were parcels for the customer, and all are cancelled."""
        self.ensure_one()
        moves = self.order_line.move_ids.filtered("picking_id")
        cancelled = moves.filtered(lambda move: move.state == "cancel")
        # Asked first, for hardly any order has one.
        if not cancelled._filter_outward():
            return False
        return not moves._filter_outward()._get_status_states()


class SaleOrderLine(models.Model):
    """A part of a line may be given up: "no backorder", or its parcel is cancelled."""

    _inherit = "sale.order.line"

    def _get_status_rest(self, delivered):
        """Return how much will neither come nor has come, in the line's unit.

        What came back was delivered: it is no rest.

        :param delivered: what of the line counts as delivered.
        """
        self.ensure_one()
        given_up = self.move_ids.filtered(
            lambda move: move.state == "cancel" or move.quantity < move.product_uom_qty
        )
        # Asked first: most lines are whole.
        if not given_up._filter_outward():
            return 0.0
        states = self.move_ids._get_status_states()
        if const.DELIVERY_WAITING in states.values():
            return 0.0
        left = sum(
            move.product_uom._compute_quantity(move.quantity, self.product_uom_id)
            for move, state in states.items()
            if state == const.DELIVERY_SHIPPED
            and move.product_id == self.product_id  # else it is a part of a kit
        )
        rest = self.product_uom_qty - max(delivered, left)
        return max(self.product_uom_id.round(rest), 0.0)
