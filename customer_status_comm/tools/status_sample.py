"""An order that nobody placed: to show a page, or to try a layout, before there is one.

Names are asked for in the reader's language; everything is plainly invented.
"""

# ``_`` is the caller's ``env._``.
# pylint: disable=prefer-env-translation

from collections.abc import Callable
from typing import Any

from .. import const
from .facts import CustomerFacts, Facts


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
    sent = step in (const.STEP_PARTLY_DELIVERED, const.STEP_DELIVERED)
    whole = step == const.STEP_DELIVERED
    bell, hour = _("Sample article"), _("Sample service")
    lines = [_line(1, bell, 2, sent * 2, "500.00"), _line(2, hour, 1, 0, "250.00")]
    lines[1]["deliverable"] = False
    lines.append(_line(3, _("Another sample article"), 1, whole * 1, "1250.00"))
    deliveries = [_delivery(1, const.DELIVERY_WAITING, lines[2], expected_on=_DAYS[2])]
    if whole:
        deliveries = [_delivery(1, const.DELIVERY_SHIPPED, lines[2], on=_DAYS[1])]
    if sent:
        shipped = _delivery(
            2,
            const.DELIVERY_SHIPPED,
            lines[0],
            on=_DAYS[1],
            carrier=_("Sample carrier"),
            tracking="0000000000",
            tracking_url="https://carrier.example/0000000000",
        )
        deliveries.insert(0, shipped)
    return {
        "kind": const.KIND_ORDER,
        "key": "sale.order,0",
        "reference": reference,
        "client_reference": _("Sample reference"),
        "ordered_on": _DAYS[0],
        "expected_on": None if whole else _DAYS[2],
        "step": step,
        "billing": const.BILLING_PARTLY_INVOICED,
        "currency": "DKK",
        "total": "2000.00",
        "lines": lines,
        "deliveries": deliveries,
        "invoices": [
            _invoice(1, const.INVOICE, const.INVOICE_OPEN, "750.00"),
            _invoice(2, const.CREDIT_NOTE, const.INVOICE_PAID, "100.00"),
        ],
        "delivery_address": [
            _("Sample Customer"),
            _("1 Sample Street"),
            _("0000 Sampletown"),
        ],
        **values,
    }


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


def _line(
    key: int, name: str, ordered: float, delivered: float, subtotal: str
) -> dict[str, Any]:
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


def _delivery(
    key: int, state: str, line: dict[str, Any], **values: Any
) -> dict[str, Any]:
    contents = {"name": line["name"], "quantity": line["ordered"], "unit": ""}
    return {
        "key": f"stock.picking,-{key}",
        "number": f"OUT/0000{key}",
        "state": state,
        "on": None,
        "expected_on": None,
        "carrier": None,
        "tracking": None,
        "tracking_url": None,
        "lines": [contents],
        **values,
    }


def _invoice(key: int, kind: str, state: str, total: str) -> dict[str, Any]:
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
