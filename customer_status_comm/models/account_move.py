from odoo import models
from odoo.tools import SQL

from .. import const
from ..shape import check_shape

#: Lines of the moves that bill orders of several commercial partners.
_SHARES = """
    WITH billed AS (
        SELECT line.move_id, line.id, line.price_total,
               sale_line.order_id, customer.commercial_partner_id
          FROM account_move_line line
          JOIN sale_order_line_invoice_rel rel
            ON rel.invoice_line_id = line.id
          JOIN sale_order_line sale_line ON sale_line.id = rel.order_line_id
          JOIN sale_order ON sale_order.id = sale_line.order_id
          JOIN res_partner customer ON customer.id = sale_order.partner_id
         WHERE line.move_id IN %(moves)s
    )
    SELECT move_id, max(order_id), count(DISTINCT order_id),
           max(price_total)
      FROM billed
     WHERE move_id IN (
            SELECT move_id FROM billed GROUP BY move_id
            HAVING count(DISTINCT commercial_partner_id) > 1)
     GROUP BY move_id, id
"""


class AccountMove(models.Model):
    """Invoices and credit notes touch the orders they bill."""

    _inherit = "account.move"

    def action_contact(self):
        """Open the communication panel on the invoice's customer."""
        self.ensure_one()
        return self.partner_id.action_contact(document=self)

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        posted._touch_orders(const.REASON_INVOICE)
        return posted

    def button_draft(self):
        orders = self._get_status_orders()
        result = super().button_draft()
        orders._status_touch(const.REASON_INVOICE)
        return result

    def button_cancel(self):
        orders = self._get_status_orders()
        result = super().button_cancel()
        orders._status_touch(const.REASON_INVOICE)
        return result

    def write(self, vals):
        check_shape(self, "write", vals)
        result = super().write(vals)
        # Extending the time to pay needs no draft.
        if "invoice_date_due" in vals:
            posted = self.filtered(lambda move: move.state == "posted")
            posted._touch_orders(const.REASON_INVOICE)
        return result

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        self._touch_orders(const.REASON_PAYMENT)
        return result

    def _touch_orders(self, reason):
        self._get_status_orders()._status_touch(reason)

    def _get_status_orders(self):
        """Return the sale orders that these customer invoices and credit notes bill."""
        bills = self.filtered(
            lambda move: move.move_type in ("out_invoice", "out_refund")
        )
        # An accountant need not be allowed to read sale orders.
        return bills.sudo().line_ids.sale_line_ids.order_id

    def _prepare_status_invoice(self):
        """Return the ``InvoiceFacts`` of one posted invoice or credit note."""
        self.ensure_one()
        decimals = self.currency_id.decimal_places
        states = {
            "paid": const.INVOICE_PAID,
            "in_payment": const.INVOICE_PAID,
            "reversed": const.INVOICE_CREDITED,
        }
        is_invoice = self.move_type == "out_invoice"
        return {
            "key": f"{self._name},{self.id}",
            "number": self.name,
            "type": const.INVOICE if is_invoice else const.CREDIT_NOTE,
            "on": self.invoice_date.isoformat(),
            "due_on": self.invoice_date_due.isoformat()
            if self.invoice_date_due
            else None,
            "currency": self.currency_id.name,
            "total": f"{self.amount_total:.{decimals}f}",
            "residual": f"{self.amount_residual:.{decimals}f}",
            "state": states.get(self.payment_state, const.INVOICE_OPEN),
            "down_payment": is_invoice and self._is_downpayment(),
        }

    def _get_status_shares(self):
        """Return what is whose of those of these that bill several customers.

        One query. A line counts for the order that it bills alone; what was typed on
        the invoice itself, or bills two orders at once, is nobody's part.

        :return: ``{id: {order id: sum of its lines, taxes included}}``; none of a move
            whose orders are all of one commercial partner.
        """
        if not self:
            return {}
        read = {
            "account.move.line": ("move_id", "price_total", "sale_line_ids"),
            "sale.order.line": ("order_id",),
            "sale.order": ("partner_id",),
            "res.partner": ("commercial_partner_id",),
        }
        rows = self.env.execute_query(
            SQL(
                _SHARES,
                moves=self._ids,
                to_flush=[
                    self.env[model]._fields[name]
                    for model, names in read.items()
                    for name in names
                ],
            )
        )
        shares = {}
        for move_id, order_id, orders, total in rows:
            mine = shares.setdefault(move_id, {})
            alone = float(total) if orders == 1 else 0.0
            mine[order_id] = mine.get(order_id, 0.0) + alone
        return shares
