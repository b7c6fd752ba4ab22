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
    is_credit = invoice["type"] == const.CREDIT_NOTE
    total = invoice["total"]
    if is_credit and not total.startswith("-"):
        total = f"-{total}"
    row: dict[str, Any] = {
        "title": view.text(_title(invoice), number=isolate(invoice["number"])),
        "on": view.form.day(invoice["on"], "medium"),
        "due": None,
        "total": view.money(total, invoice["currency"]),
        "rest": None,
        "state": invoice["state"],
        "told": None,
    }
    if BLOCK_PAYMENT in view.blocks or invoice["state"] == const.INVOICE_CREDITED:
        kind = "credit" if is_credit else "invoice"
        row["told"] = view.text(f"{kind}_{invoice['state']}")
    if BLOCK_PAYMENT in view.blocks and not is_credit:
        row |= _prepare_owed(invoice, view)
    return row


def _title(invoice: InvoiceFacts) -> str:
    """Return the name of the label above it."""
    if invoice["type"] == const.CREDIT_NOTE:
        return "credit_number"
    is_part = invoice["down_payment"]
    return "invoice_number_down_payment" if is_part else "invoice_number"


def _prepare_owed(invoice: InvoiceFacts, view: "View") -> dict[str, Any]:
    """Return by when an open invoice is to be paid, and what is left of it."""
    owed: dict[str, Any] = {}
    if invoice["state"] != const.INVOICE_OPEN:
        return owed
    if invoice["due_on"]:
        owed["due"] = view.text("invoice_due", date=view.form.day(invoice["due_on"]))
    rest = view.money(invoice["residual"], invoice["currency"])
    if rest and to_decimal(invoice["residual"]) != to_decimal(invoice["total"]):
        owed["rest"] = view.text("invoice_rest", amount=rest)
    return owed
