"""An order that nobody placed: to show a page, or to try a layout, before there is one.

Names are asked for in the reader's language; everything is plainly invented.
"""

# ``_`` is the caller's ``env._``.
# pylint: disable=prefer-env-translation

from collections.abc import Callable, Sequence
from typing import Any, cast

from .. import const
from .facts import CustomerFacts, DeliveryFacts, Facts, InvoiceFacts, LineFacts


def sample_order(
    _: Callable[[str], str] = str,
    step: str = const.STEP_PARTLY_DELIVERED,
    reference: str = "S00000",
    **values: Any,
) -> Facts:
    """Return an invented order with something in every block.

    :param _: translates one English text, ``env._`` in Odoo; see ``status_labels``.
    :param values: facts that replace the invented ones.
    """
    is_whole = step == const.STEP_DELIVERED
    lines = _sample_lines(_, step)
    order: Facts = {
        "kind": const.KIND_ORDER,
        "key": "sale.order,0",
        "reference": reference,
        "client_reference": _("Sample reference"),
        "ordered_on": _DAYS[0],
        "expected_on": None if is_whole else _DAYS[2],
        "step": step,
        "billing": const.BILLING_PARTLY_INVOICED,
        "currency": "DKK",
        "total": "2000.00",
        "lines": lines,
        "deliveries": _sample_deliveries(_, step, lines),
        "invoices": [
            _invoice(1, const.INVOICE, const.INVOICE_OPEN, "750.00"),
            _invoice(2, const.CREDIT_NOTE, const.INVOICE_PAID, "100.00"),
        ],
        "delivery_address": [
            _("Sample Customer"),
            _("1 Sample Street"),
            _("0000 Sampletown"),
        ],
    }
    return cast(Facts, {**order, **values})


def _sample_lines(_: Callable[[str], str], step: str) -> list[LineFacts]:
    """Return an article, a service, and another article."""
    is_sent = step in _SENT
    is_whole = step == const.STEP_DELIVERED
    service = _line(2, _("Sample service"), 1, 0, "250.00")
    service["deliverable"] = False
    return [
        _line(1, _("Sample article"), 2, is_sent * 2, "500.00"),
        service,
        _line(3, _("Another sample article"), 1, is_whole * 1, "1250.00"),
    ]


def _sample_deliveries(
    _: Callable[[str], str], step: str, lines: Sequence[LineFacts]
) -> list[DeliveryFacts]:
    """Return a parcel with each article, as far as the order has come."""
    last = _delivery(1, const.DELIVERY_WAITING, lines[2], expected_on=_DAYS[2])
    if step == const.STEP_DELIVERED:
        last = _delivery(1, const.DELIVERY_SHIPPED, lines[2], on=_DAYS[1])
    if step not in _SENT:
        return [last]
    first = _delivery(
        2,
        const.DELIVERY_SHIPPED,
        lines[0],
        on=_DAYS[1],
        carrier=_("Sample carrier"),
        tracking="0000000000",
        tracking_url="https://carrier.example/0000000000",
    )
    return [first, last]


def sample_customer(_: Callable[[str], str] = str) -> CustomerFacts:
    """Return an invented customer with orders under way and earlier ones."""
    invoices = [_invoice(3, const.INVOICE, const.INVOICE_PAID, "2000.00")]
    earlier = {"billing": const.BILLING_PAID, "invoices": invoices}
    return {
        "kind": const.KIND_CUSTOMER,
        "key": "res.partner,0",
        "reference": _("Sample Customer"),
        "orders": [
            sample_order(_),
            sample_order(_, const.STEP_CONFIRMED, "S00001", deliveries=[]),
            sample_order(_, const.STEP_DELIVERED, "S00002", **earlier),
            sample_order(_, const.STEP_CANCELLED, "S00003", invoices=[]),
        ],
    }


#: Ordered, sent, expected: far from today, so that nobody takes them for real.
_DAYS = ("2030-01-01", "2030-01-03", "2030-01-15")
#: Steps in which something has left.
_SENT = (const.STEP_PARTLY_DELIVERED, const.STEP_DELIVERED)


def _line(
    key: int, name: str, ordered: float, delivered: float, subtotal: str
) -> LineFacts:
    return {
        "key": f"sale.order.line,-{key}",
        "name": name,
        "ordered": ordered,
        "delivered": delivered,
        "invoiced": delivered,
        "unit": "",
        "subtotal": subtotal,
        "deliverable": True,
    }


def _delivery(key: int, state: str, line: LineFacts, **values: Any) -> DeliveryFacts:
    contents = {"name": line["name"], "quantity": line["ordered"], "unit": ""}
    parcel: DeliveryFacts = {
        "key": f"stock.picking,-{key}",
        "number": f"OUT/0000{key}",
        "state": state,
        "on": None,
        "expected_on": None,
        "carrier": None,
        "tracking": None,
        "tracking_url": None,
        "lines": [contents],
    }
    return cast(DeliveryFacts, {**parcel, **values})


def _invoice(key: int, kind: str, state: str, total: str) -> InvoiceFacts:
    return {
        "key": f"account.move,-{key}",
        "number": f"2030/0000{key}",
        "type": kind,
        "on": _DAYS[1],
        "due_on": _DAYS[2],
        "currency": "DKK",
        "total": total,
        "residual": total if state == const.INVOICE_OPEN else "0.00",
        "state": state,
        "down_payment": False,
    }
