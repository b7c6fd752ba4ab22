from odoo import api, models
from odoo.fields import Domain

from .. import const
from ..tools import facts as facts_tools
from ..tools.link_life import end_of_day
from ..tools.share import share_of

#: What of an order its customer sees, apart from its state, lines and invoices.
_VISIBLE = {
    "commitment_date",
    "client_order_ref",
    "partner_id",
    "partner_shipping_id",
    "date_order",
    "validity_date",  # until then links to a quotation work
    "locked",  # with what is invoiced it says that no more will come
}
#: What of an order line its customer sees.
_VISIBLE_LINE = {
    "name",
    "product_uom_qty",
    "product_uom_id",
    "qty_delivered",
    "price_unit",
    "discount",
    "tax_ids",
}


class SaleOrder(models.Model):
    """Orders tell their customers how they stand."""

    _name = "sale.order"
    _inherit = ["sale.order", "customer.status.mixin"]
    _status_kind = const.KIND_ORDER

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        # Imports and programs make orders that are confirmed from the start.
        many = len(vals_list) >= const.IMPORT_SIZE
        orders.filtered(lambda order: order.state != "draft")._status_touch(
            const.REASON_IMPORTED if many else const.REASON_CREATED
        )
        return orders

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._status_touch(const.REASON_STATE)
        elif not _VISIBLE.isdisjoint(vals):
            self._status_touch(const.REASON_CHANGED)
        return result

    def _filter_known(self):
        known = super()._filter_known()
        return known.filtered(lambda order: order.state in const.STATES_KNOWN)

    @api.model
    def _get_status_activity_domain(self, since):
        invoiced = Domain("order_line.invoice_lines.move_id.invoice_date", ">=", since)
        ordered = Domain("date_order", ">=", since)
        return super()._get_status_activity_domain(since) | ordered | invoiced

    @api.model
    def _get_status_topic(self):
        return self.env._("An order")

    def _get_status_button_text(self):
        if self.state in ("draft", "sent"):
            return self.env._("See your quotation")
        return self.env._("See your order")

    def _get_status_weights(self):
        lines = self.env["sale.order.line"].sudo()
        rows = lines._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]
        )
        return {order.id: 1 + count for order, count in rows}

    def _prepare_status_facts(self):
        # Down payments are told by their invoices; as goods they would confuse.
        lines = self.order_line.filtered(
            lambda line: not line.display_type and not line.is_downpayment
        )
        by_order = lines.grouped("order_id")
        invoices = self._prepare_status_invoices()
        deliveries = self._prepare_status_deliveries()
        facts = {}
        for order in self:
            mine = by_order.get(order, lines.browse())
            line_facts = [line._prepare_status_line() for line in mine]
            bills, parcels = invoices.get(order.id, []), deliveries.get(order.id, [])
            facts[order.id] = {
                "kind": const.KIND_ORDER,
                "key": f"{order._name},{order.id}",
                "reference": order.name,
                "client_reference": order.client_order_ref or None,
                "ordered_on": order._to_shop_day(order.date_order),
                "expected_on": order._get_status_expected_on(),
                "step": facts_tools.step_of(order.state, line_facts, parcels),
                "billing": facts_tools.billing_of(line_facts, bills),
                "currency": order.currency_id.name,
                "total": f"{order.amount_total:.{order.currency_id.decimal_places}f}",
                "lines": line_facts,
                "deliveries": parcels,
                "invoices": bills,
            }
            if order.locked and mine._are_status_closed():
                facts[order.id]["is_closed"] = True
            if order.company_id._is_status_address_shown():
                facts[order.id]["delivery_address"] = order._get_status_address()
        return facts

    def _get_status_address(self):
        """Return where the goods go, line by line."""
        self.ensure_one()
        partner = self.partner_shipping_id
        lines = [partner.name or partner.commercial_partner_id.name or ""]
        lines += partner._display_address(without_company=True).splitlines()
        return [line.strip() for line in lines if line.strip()]

    def _get_status_expected_on(self):
        """Return the day the customer may expect the goods, ISO, or ``None``."""
        self.ensure_one()
        return self._to_shop_day(self.commitment_date)

    def _get_status_validity(self):
        validity = super()._get_status_validity()
        for order in self.filtered("validity_date"):
            timezone = order.company_id.partner_id.tz or "UTC"
            validity[order.id] = end_of_day(order.validity_date, timezone)
        return validity

    def _prepare_status_deliveries(self):
        """Return ``{order id: [DeliveryFacts]}``; they come with sale_stock."""
        return {}

    def _prepare_status_invoices(self):
        """Return ``{order id: [InvoiceFacts]}`` of what is posted, by date.

        Of one that bills orders of several customers, each reads of their own part.
        """
        bills = self.order_line.invoice_lines.move_id.filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type in ("out_invoice", "out_refund")
            )
        )
        # Of all together, or Odoo reads the lines of one invoice at a time.
        by_id = {move.id: move._prepare_status_invoice() for move in bills}
        shares = bills._get_status_shares()
        facts = {}
        for order in self:
            mine = order.order_line.invoice_lines.move_id & bills
            facts[order.id] = [
                share_of(by_id[move.id], str(shares[move.id].get(order.id, 0.0)))
                if move.id in shares
                else by_id[move.id]
                for move in mine.sorted(lambda move: (move.invoice_date, move.id))
            ]
        return facts


class SaleOrderLine(models.Model):
    """What happens to a line happens to its order."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._touch_orders()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not _VISIBLE_LINE.isdisjoint(vals):
            self._touch_orders()
        return result

    def unlink(self):
        orders = self._get_told_orders()
        result = super().unlink()
        orders._status_touch(const.REASON_CHANGED)
        return result

    def _touch_orders(self):
        self._get_told_orders()._status_touch(const.REASON_CHANGED)

    def _get_told_orders(self):
        """Return the orders of these lines that their customers know of."""
        return self.order_id.filtered(lambda order: order.state != "draft")

    def _prepare_status_line(self):
        """Return the ``LineFacts`` of one line."""
        self.ensure_one()
        decimals = self.currency_id.decimal_places
        return {
            "key": f"{self._name},{self.id}",
            "name": self.name,
            "ordered": self.product_uom_qty,
            "delivered": self.qty_delivered,
            "invoiced": self._get_status_invoiced(),
            "unit": self.product_uom_id._get_status_unit(),
            "subtotal": f"{self.price_total:.{decimals}f}",
            "deliverable": self._is_status_deliverable(),
        }

    def _get_status_invoiced(self):
        """Return the quantity on posted invoices, in the line's unit.

        What was credited later stays invoiced: no further invoice is to come for it.
        """
        self.ensure_one()
        return sum(
            line.product_uom_id._compute_quantity(line.quantity, self.product_uom_id)
            for line in self._get_invoice_lines()
            if line.move_id.state == "posted"
            and line.move_id.move_type == "out_invoice"
        )

    def _are_status_closed(self):
        """Whether less came of these than was ordered, and no more is to be invoiced.

        Hours that nobody needed, say: goods that are owed are not given up by a lock.
        """
        owed = self.filtered(
            lambda line: (
                line._is_status_deliverable()
                and line.qty_delivered < line.product_uom_qty
            )
        )
        if not owed or any(line.product_id.type != "service" for line in owed):
            return False
        return all(
            line._get_status_invoiced()
            >= (
                line.qty_delivered
                if line.product_id.invoice_policy == "delivery"
                else line.product_uom_qty
            )
            for line in self
        )

    def _is_status_deliverable(self):
        """Whether something is handed over: goods, or work that is counted off.

        A fee or an hour that nobody ever marks as delivered would keep its order
        waiting for ever.
        """
        self.ensure_one()
        if self.is_downpayment:
            return False
        counted = self.qty_delivered_method not in (False, "manual")
        return self.product_id.type != "service" or counted
