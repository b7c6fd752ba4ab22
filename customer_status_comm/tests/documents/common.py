"""What the tests of real documents share."""

from ..common import StatusCase


class TruthCase(StatusCase):
    """Orders, their invoices and payments, and what the ledger says of them."""

    def publish_news(self, order):
        """Publish, and return the names of the events that are new in the ledger."""
        known = self.get_page(order).event_ids
        self.publish()
        return (self.get_page(order).event_ids - known).sorted("id").mapped("event")

    def create_confirmed(self, **values):
        """Return a confirmed order that its customer knows of."""
        order = self.create_order(**values)
        order.action_confirm()
        self.publish()
        return order

    def create_invoice(self, order):
        """Return the posted invoice of ``order``, known to its customer."""
        invoice = order._create_invoices()
        invoice.action_post()
        self.publish()
        return invoice

    def pay(self, invoice, amount=None):
        """Register a payment of all or ``amount``; return it."""
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        wizard = self.env["account.payment.register"].with_context(**context).create({})
        if amount is not None:
            wizard.amount = amount
        return wizard._create_payments()

    def credit(self, invoice, quantity=None, modify=False):
        """Credit all or ``quantity`` of an invoice; return the credit note, posted.

        :param modify: as Odoo's "Reverse and create invoice" does.
        """
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        wizard = (
            self.env["account.move.reversal"]
            .with_context(**context)
            .create({"journal_id": invoice.journal_id.id})
        )
        if modify:
            wizard.modify_moves()
            return invoice.reversal_move_ids
        wizard.refund_moves()
        note = invoice.reversal_move_ids
        if quantity is not None:
            note.invoice_line_ids.quantity = quantity
        note.action_post()
        return note

    def get_bills(self, order):
        """Return ``[(type, total, residual, state)]`` of what the page shows."""
        return [
            (bill["type"], bill["total"], bill["residual"], bill["state"])
            for bill in self.get_page(order).facts["invoices"]
        ]

    def get_billing(self, order):
        return self.get_page(order).facts["billing"]
