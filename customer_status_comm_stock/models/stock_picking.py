from odoo import models

from odoo.addons.customer_status_comm import const


class StockPicking(models.Model):
    """Deliveries to customers, and returns from them, touch the orders they serve."""

    _inherit = "stock.picking"

    def _action_done(self):
        result = super()._action_done()
        self._touch_orders()
        return result

    def action_cancel(self):
        result = super().action_cancel()
        self._touch_orders()
        return result

    def write(self, vals):
        result = super().write(vals)
        # A field of stock_delivery, often filled in after the parcel left.
        if "carrier_tracking_ref" in vals:
            self.filtered(lambda picking: picking.state == "done")._touch_orders()
        return result

    def action_contact(self):
        """Open the communication panel on the customer the parcel goes to."""
        self.ensure_one()
        return self.partner_id.action_contact(document=self)

    def _touch_orders(self):
        # Not picking.sale_id: that is only the first of the orders that share a parcel.
        self.sudo().move_ids._touch_orders()

    def _prepare_status_delivery(self, order, moves):
        """Return the ``DeliveryFacts`` of what this picking holds of one order.

        :param order: the ``sale.order``, whose shop's calendar counts.
        :param moves: the moves of this picking that serve ``order``, all of one state.
        """
        self.ensure_one()
        state = moves[:1]._get_status_state()
        waiting = state == const.DELIVERY_WAITING
        return {
            "key": f"{self._name},{self.id}",
            "number": self.name,
            "state": state,
            "on": None if waiting else order._to_shop_day(self.date_done),
            "expected_on": (
                order._to_promised_day(self.scheduled_date) if waiting else None
            ),
            **self._prepare_status_tracking(),
            "lines": [move._prepare_status_line() for move in moves],
        }

    def _prepare_status_tracking(self):
        """Return carrier and tracking of ``DeliveryFacts``, of stock_delivery."""
        self.ensure_one()
        if "carrier_tracking_ref" not in self._fields:
            return {"carrier": None, "tracking": None, "tracking_url": None}
        url = self.carrier_tracking_url or ""
        return {
            "carrier": self.carrier_id.name or None,
            "tracking": self.carrier_tracking_ref or None,
            # Some carriers give a JSON list of several addresses.
            "tracking_url": url if url.startswith("http") else None,
        }
