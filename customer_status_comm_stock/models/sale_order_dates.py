from odoo import fields, models

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.shape import check_shape
from odoo.addons.customer_status_comm.tools.expected import expected_day


class SaleOrder(models.Model):
    """What customers should expect when: as promised, unless it was put off since."""

    # A file of its own for its own reason to change.
    _inherit = "sale.order"  # pylint: disable=R8180

    is_promise_newest = fields.Boolean(
        string="Promised after planning",
        readonly=True,
        copy=False,
        help="The delivery date of the order was typed in after its parcels were "
        "planned, so it is what the customer should expect.",
    )

    def write(self, vals):
        check_shape(self, "write", vals)
        if "commitment_date" in vals:
            vals = {**vals, "is_promise_newest": bool(vals["commitment_date"])}
        return super().write(vals)

    def _prepare_status_facts(self):
        facts = super()._prepare_status_facts()
        for mine in facts.values():
            waiting = [
                parcel["expected_on"]
                for parcel in mine["deliveries"]
                if parcel["state"] == const.DELIVERY_WAITING
            ]
            if waiting:  # one date everywhere: the order's is that of its last parcel
                mine["expected_on"] = max(filter(None, waiting), default=None)
        return facts

    def _get_status_days(self, moves_by_state):
        """Return ``{stock.picking: day}`` of what waits; ISO or ``None`` for no day.

        :param dict moves_by_state: ``{const.DELIVERY_*: moves}`` of this order.
        """
        self.ensure_one()
        nothing = self.env["stock.move"]
        waiting = moves_by_state.get(const.DELIVERY_WAITING, nothing)
        if not waiting:
            return {}
        promised = self._to_shop_day(self.commitment_date)
        ordered = self._to_shop_day(self.date_order)
        shipped = moves_by_state.get(const.DELIVERY_SHIPPED, nothing).picking_id
        left = [self._to_shop_day(picking.date_done) for picking in shipped]
        return {
            picking: expected_day(
                promised,
                # Of this order's goods: others may share the parcel.
                self._to_shop_day(
                    max(filter(None, moves.mapped("date")), default=None)
                ),
                ordered_on=ordered,
                shipped_on=max(filter(None, left), default=None),
                is_promise_newest=self.is_promise_newest,
            )
            for picking, moves in waiting.grouped("picking_id").items()
        }

    def _note_status_plan(self):
        """Note that parcels were planned anew: that is newer than the promise."""
        self.filtered("is_promise_newest").is_promise_newest = False
