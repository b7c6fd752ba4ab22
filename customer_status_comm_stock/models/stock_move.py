from odoo import fields, models
from odoo.exceptions import MissingError

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.shape import check_shape

#: Where goods go, as a customer sees it.
OUT, BACK, TOWARDS = "out", "back", "towards"


class StockMove(models.Model):
    """What a move means to a customer is where it goes, not what it is called."""

    _inherit = "stock.move"

    def write(self, vals):
        check_shape(self, "write", vals)
        moved = self.browse()
        # A parcel put off or brought forward; the picking's date is that of its moves.
        if "date" in vals:
            day = fields.Datetime.to_datetime(vals["date"])
            moved = self.filtered(lambda move: move.date != day)
        result = super().write(vals)
        moved = moved.filtered(
            lambda move: move.state not in ("draft", "done", "cancel")
        )
        if moved:
            orders = moved._get_status_orders()
            orders._note_status_plan()
            orders._status_touch(const.REASON_DELIVERY)
        return result

    def _touch_orders(self):
        """Touch the orders of these moves; which they are is asked once, at the end."""
        self.env["customer.status.change"]._touch(self, const.REASON_DELIVERY)

    def _get_touched(self, reason):
        """Return the orders that the publisher has to look at; some may be deleted."""
        try:
            orders = self._get_status_orders()
        except MissingError:  # a move that was touched, and then deleted
            orders = self.exists()._get_status_orders()
        return orders._get_touched(reason)

    def _get_status_orders(self):
        """Return the orders whose goods these moves take to customers, or back."""
        # Who works in the warehouse need not be allowed to read sale orders.
        moves = self.sudo().filtered(lambda move: move._get_status_way())
        return moves.sale_line_id.order_id

    def _filter_outward(self):
        """Return those of these moves that take goods to a customer, or towards."""
        return self.filtered(lambda move: move._get_status_way() in (TOWARDS, OUT))

    def _get_status_way(self):
        """Return where the goods go, as a customer sees it; ``None``: no matter of his.

        ``OUT`` to a customer, ``BACK`` from one, or ``TOWARDS``: still within the shop,
        picked and packed in steps of their own. The step that follows, and at last the
        parcel, are made only when this one is done.
        """
        self.ensure_one()
        leaves_customer = self.location_id.usage == "customer"
        reaches_customer = self.location_dest_id.usage == "customer"
        if leaves_customer != reaches_customer:
            return OUT if reaches_customer else BACK
        if leaves_customer or self.location_final_id.usage != "customer":
            return None
        return TOWARDS

    def _get_status_state(self):
        """Return ``const.DELIVERY_*``, or ``None``: nothing the customer may know of.

        That is what moves within the shop or to a supplier, what is cancelled, and a
        return still to come. What is being picked for a parcel waits, as the parcel.
        """
        way = self._get_status_way()
        if not way or self.state == "cancel":
            return None
        done = self.state == "done"
        if way == TOWARDS:
            waits = not done and not self.move_dest_ids
            return const.DELIVERY_WAITING if waits else None
        if way == BACK:
            return const.DELIVERY_RETURNED if done else None
        return const.DELIVERY_SHIPPED if done else const.DELIVERY_WAITING

    def _get_status_states(self):
        """Return ``{move: const.DELIVERY_*}`` of those the customer may know of."""
        states = {move: move._get_status_state() for move in self}
        return {move: state for move, state in states.items() if state}

    def _is_picked(self):
        """Whether the goods lie ready to leave: ticked off, or past earlier steps."""
        self.ensure_one()
        if self._get_status_way() == TOWARDS:
            return False
        before = self.move_orig_ids.filtered(lambda move: move.state != "cancel")
        through = before and all(move.state == "done" for move in before)
        return self.picked or bool(through and self.state == "assigned")

    def _prepare_status_line(self):
        """Return one of the ``lines`` of ``DeliveryFacts``.

        The context says whether products are named with their codes.
        """
        self.ensure_one()
        done = self.state == "done"
        return {
            "name": self.product_id.display_name,
            "quantity": self.quantity if done else self.product_uom_qty,
            "unit": self.product_uom._get_status_unit(),
        }
