from odoo import models

#: How a transaction comes about when the customer pays: on a page of the shop's.
_BY_CUSTOMER = ("online_redirect", "online_token", "online_direct")


class PaymentTransaction(models.Model):
    """What a customer pays is their own doing, whoever works it off."""

    _inherit = "payment.transaction"

    def _post_process(self):
        """Confirm, invoice and so on; a cron may do it, when the customer has left."""
        own = self.filtered(lambda payment: payment.operation in _BY_CUSTOMER)
        super(PaymentTransaction, self - own)._post_process()
        own = self.env["customer.status.change"]._for_customer(own)
        return super(PaymentTransaction, own)._post_process()
