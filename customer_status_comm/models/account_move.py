from odoo import models

from .. import const


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
