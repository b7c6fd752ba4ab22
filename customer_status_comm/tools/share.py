"""Invoices that bill the orders of several customers: each reads of their own part."""

from decimal import ROUND_HALF_UP, Decimal

from .facts import InvoiceFacts


def share_of(invoice: InvoiceFacts, own: str | Decimal) -> InvoiceFacts:
    """Return ``invoice`` as somebody may know it whose part of it is ``own``.

    :param invoice: with the whole sum; it is left as it is. A credit note is one, too.
    :param own: what their own lines come to, taxes included, in its currency.
    :return: the same with ``own`` as its total; of what is open the same part, rounded
        to the currency. Number, dates and state are those of the whole.
    """
    whole, open_ = Decimal(invoice["total"]), Decimal(invoice["residual"])
    total = Decimal(own).quantize(whole, ROUND_HALF_UP)
    rest = total * open_ / whole if whole else Decimal(0)
    return {
        **invoice,
        "total": str(total),
        "residual": str(rest.quantize(whole, ROUND_HALF_UP)),
    }
