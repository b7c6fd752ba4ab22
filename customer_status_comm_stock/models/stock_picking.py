from odoo import fields, models

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.foreign import loads


class StockPicking(models.Model):
    """Deliveries to customers, and returns from them, touch the orders they serve."""

    _inherit = "stock.picking"

    is_delivery_note_printed = fields.Boolean(
        string="Delivery note printed", readonly=True, copy=False
    )

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
        # Fields of stock_delivery, often filled in after the parcel left.
        if not {"carrier_tracking_ref", "carrier_id"}.isdisjoint(vals):
            self.filtered(lambda picking: picking.state == "done")._touch_orders()
        if not {"printed", "is_delivery_note_printed"}.isdisjoint(vals):
            self._touch_orders()
        return result

    def action_contact(self):
        """Open the communication panel on the customer the parcel goes to."""
        self.ensure_one()
        return self.partner_id.action_contact(document=self)

    def _touch_orders(self):
        # Not picking.sale_id: that is only the first of the orders that share a parcel.
        self.sudo().move_ids._touch_orders()

    def _prepare_status_delivery(self, order, moves, state, expected_on):
        """Return the ``DeliveryFacts`` of what this picking holds of one order.

        :param order: the ``sale.order``, whose shop's calendar counts.
        :param moves: the moves of this picking that serve ``order``.
        :param state: of all of them, ``const.DELIVERY_*``.
        :param expected_on: the day it should come, ISO, if it waits and has one.
        """
        self.ensure_one()
        moves = moves.with_context(display_default_code=False)
        waiting = state == const.DELIVERY_WAITING
        facts = {
            "key": f"{self._name},{self.id}",
            "number": self.name,
            "state": state,
            "on": None if waiting else order._to_shop_day(self.date_done),
            "expected_on": expected_on,
            **self._prepare_status_tracking(order),
            "lines": [move._prepare_status_line() for move in moves],
        }
        if waiting:
            facts["is_note_printed"] = self.printed or self.is_delivery_note_printed
            facts["is_picked"] = all(move._is_picked() for move in moves)
        return facts

    def _note_delivery_note(self):
        """Remember that the delivery note of what still has to leave was printed."""
        waiting = self.sudo().filtered(
            lambda picking: (
                picking.state not in ("done", "cancel")
                and not picking.is_delivery_note_printed
            )
        )
        waiting.is_delivery_note_printed = True

    def _prepare_status_tracking(self, order):
        """Return carrier and tracking of ``DeliveryFacts``, of stock_delivery.

        :param order: the ``sale.order`` whose customer is told.
        """
        self.ensure_one()
        facts = {"carrier": None, "tracking": None, "tracking_url": None}
        if "carrier_tracking_ref" not in self._fields:
            return facts
        facts["carrier"] = self.carrier_id.name or None
        if not (self.carrier_tracking_ref and self._is_followed_by(order)):
            return facts
        links = self._get_tracking_links()
        facts["tracking"] = self.carrier_tracking_ref
        facts["tracking_url"] = links[0]["url"] if links else None
        if len(links) > 1:
            facts["tracking_links"] = links
        return facts

    def _is_followed_by(self, order):
        """Whether the customer of ``order`` may follow the parcel at the carrier's.

        There they would read where it goes, and when. A parcel with goods of other
        customers, too, is followed by the one alone to whom it goes.
        """
        self.ensure_one()
        reader = order.partner_id.commercial_partner_id
        orders = self.move_ids.sale_line_id.order_id
        if orders.partner_id.commercial_partner_id == reader:
            return True
        return self.partner_id.commercial_partner_id == reader

    def _get_tracking_links(self):
        """Return ``[{"number", "url"}]`` of the parcels that a carrier took.

        Some carriers give a JSON list of several, as ``[[number, address], …]``.
        """
        self.ensure_one()
        url = self.carrier_tracking_url or ""
        try:
            several = loads(url)
        except ValueError:
            several = [[self.carrier_tracking_ref, url]]
        pairs = several if isinstance(several, list) else []
        return [
            {"number": str(pair[0]), "url": pair[1]}
            for pair in pairs
            if isinstance(pair, list) and len(pair) == 2
            if isinstance(pair[1], str) and pair[1].startswith("http")
        ]
