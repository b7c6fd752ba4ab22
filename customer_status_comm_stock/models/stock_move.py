from odoo import models

from odoo.addons.customer_status_comm import const


class StockMove(models.Model):
    """What a move means to a customer is where it goes, not what it is called."""

    _inherit = "stock.move"

    def write(self, vals):
        result = super().write(vals)
        # A parcel put off or brought forward; the picking's date is that of its moves.
        if "date" in vals:
            self.filtered(
                lambda move: move.state not in ("draft", "done", "cancel")
            )._touch_orders()
        return result

    def _touch_orders(self):
        self._get_status_orders()._status_touch(const.REASON_DELIVERY)

    def _get_status_orders(self):
        """Return the orders whose goods these moves take to customers, or back."""
        # Who works in the warehouse need not be allowed to read sale orders.
        moves = self.sudo().filtered(lambda move: move._is_with_customer())
        return moves.sale_line_id.order_id

    def _is_with_customer(self):
        """Whether goods go to a customer or come back from one."""
        self.ensure_one()
        return (self.location_id.usage == "customer") != (
            self.location_dest_id.usage == "customer"
        )

    def _get_status_state(self):
        """Return ``const.DELIVERY_*``, or ``None``: nothing the customer may know of.

        That is what moves within the shop or to a supplier, what is cancelled, and a
        return still to come.
        """
        self.ensure_one()
        if not self._is_with_customer() or self.state == "cancel":
            return None
        done = self.state == "done"
        if self.location_id.usage == "customer":
            return const.DELIVERY_RETURNED if done else None
        return const.DELIVERY_SHIPPED if done else const.DELIVERY_WAITING

    def _prepare_status_line(self):
        """Return one of the ``lines`` of ``DeliveryFacts``."""
        self.ensure_one()
        product = self.product_id.with_context(display_default_code=False)
        done = self.state == "done"
        return {
            "name": product.display_name,
            "quantity": self.quantity if done else self.product_uom_qty,
            "unit": self.product_uom._get_status_unit(),
        }
