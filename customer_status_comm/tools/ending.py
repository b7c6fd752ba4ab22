"""Whether a document has come to its end, from which on its links live some months.

Wider than what a page lists as earlier: who has ordered something for free still waits
for it, but nobody will ever mark it as done.
"""

from typing import Final

from .. import const
from .facts import Facts, InvoiceFacts
from .status_blocks import is_earlier
from .way import has_own_way

#: Amounts that differ by no more are the same: each invoice is rounded on its own.
_CENTS: Final = 0.05
_QUANTITY_DUST: Final = 1e-6


def has_ended(order: Facts) -> bool:
    """Whether the shop has nothing more to hand over, and the customer owes nothing.

    :param order: of any document but a customer.
    :return: ``False`` for an offer. Beside what is delivered, paid or cancelled: what
        the shop has closed and invoiced as far as it ever will (``is_closed``), what
        was credited in full and is not on its way, and what is not handed over and
        costs nothing or was paid in advance.
    """
    if is_earlier(order):
        return True
    if has_own_way(order) or order["step"] not in const.STEPS_ORDERED:
        return False
    invoices = order["invoices"]
    if any(invoice["state"] == const.INVOICE_OPEN for invoice in invoices):
        return False
    if order.get("is_closed") and invoices:
        return True
    if order["billing"] == const.BILLING_CREDITED:
        states = {delivery["state"] for delivery in order["deliveries"]}
        return const.DELIVERY_WAITING not in states
    return not _is_anything_owed(order) and _is_paid_ahead(order)


def _is_anything_owed(order: Facts) -> bool:
    """Whether something that is handed over has not all come."""
    return any(
        line["deliverable"]
        and line["delivered"] + line.get("not_coming", 0)
        < line["ordered"] - _QUANTITY_DUST
        for line in order["lines"]
    )


def _is_paid_ahead(order: Facts) -> bool:
    """Whether down payments, or credit notes, cover all that it costs; none is open."""
    total = order["total"]
    if total is None or any(i["currency"] != order["currency"] for i in _money(order)):
        return False
    paid = sum(
        float(i["total"]) * (-1 if i["type"] == const.CREDIT_NOTE else 1)
        for i in _money(order)
    )
    rest = float(total) - paid
    return rest <= _CENTS if float(total) >= 0 else rest >= -_CENTS


def _money(order: Facts) -> list[InvoiceFacts]:
    """Return the down payments and credit notes: others may bill further orders."""
    return [
        invoice
        for invoice in order["invoices"]
        if invoice["down_payment"] or invoice["type"] == const.CREDIT_NOTE
    ]
