from odoo import models

from odoo.addons.customer_status_comm import const


class StockMove(models.Model):
    """What a move means to a customer is where it goes, not what it is called."""

    _inherit = "stock.move"

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
            "unit": self.product_uom.name or "",
        }
