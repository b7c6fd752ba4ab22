from odoo import api, models

from .. import const


class AccountPartialReconcile(models.Model):
    """Money that is matched with an invoice, or no longer, touches its orders.

    Odoo writes ``payment_state`` past ``write()``, and calls ``_invoice_paid_hook``
    only when nothing is left to pay; a part and a payment undone are seen here.
    """

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._get_matched_moves()._touch_orders(const.REASON_PAYMENT)
        return partials

    def unlink(self):
        orders = self._get_matched_moves()._get_status_orders()
        result = super().unlink()
        orders._status_touch(const.REASON_PAYMENT)
        return result

    def _get_matched_moves(self):
        """Return the ``account.move`` on both sides."""
        return (self.debit_move_id | self.credit_move_id).move_id
