"""The invoices and credit notes of an order, as its page lists them."""

from typing import TYPE_CHECKING, Any

from .. import const
from .facts import InvoiceFacts
from .status_blocks import BLOCK_PAYMENT
from .wording import isolate, to_decimal

if TYPE_CHECKING:
    from .status_view import View


def prepare_invoice(invoice: InvoiceFacts, view: "View") -> dict[str, Any]:
    """Return one invoice or credit note."""
    credit = invoice["type"] == const.CREDIT_NOTE
    key = "credit_number" if credit else "invoice_number"
    if invoice["down_payment"] and not credit:
        key = "invoice_number_down_payment"
    total, state = invoice["total"], invoice["state"]
    if credit and not total.startswith("-"):
        total = f"-{total}"
    row = {
        "title": view.text(key, number=isolate(invoice["number"])),
        "on": view.form.day(invoice["on"], "medium"),
        "due": None,
        "total": view.money(total, invoice["currency"]),
        "rest": None,
        "state": state,
        "told": None,
    }
    if BLOCK_PAYMENT in view.blocks or state == const.INVOICE_CREDITED:
        told = f"credit_{state}" if credit else f"invoice_{state}"
        row["told"] = view.text(told)
    if BLOCK_PAYMENT in view.blocks and state == const.INVOICE_OPEN and not credit:
        if invoice["due_on"]:
            row["due"] = view.text("invoice_due", date=view.form.day(invoice["due_on"]))
        rest = view.money(invoice["residual"], invoice["currency"])
        if rest and to_decimal(invoice["residual"]) != to_decimal(invoice["total"]):
            row["rest"] = view.text("invoice_rest", amount=rest)
    return row
