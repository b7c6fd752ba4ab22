"""The blocks a shop ticks: what its customers see, and what is left of the facts."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from .. import const
from .facts import CustomerFacts, Facts, is_of_customer
from .way import has_own_way, is_finished

# What a shop may show or hide. What is not among the blocks is not in the document.
BLOCK_LINES: Final = "lines"
BLOCK_PRICES: Final = "prices"
BLOCK_DELIVERIES: Final = "deliveries"
BLOCK_TRACKING: Final = "tracking"
BLOCK_INVOICES: Final = "invoices"
BLOCK_PAYMENT: Final = "payment"
BLOCK_ADDRESSES: Final = "addresses"
BLOCK_SHOP: Final = "shop"
BLOCK_INTRODUCTION: Final = "introduction"
BLOCK_EARLIER_ORDERS: Final = "earlier_orders"
ALL_BLOCKS: Final = frozenset(
    {
        BLOCK_LINES,
        BLOCK_PRICES,
        BLOCK_DELIVERIES,
        BLOCK_TRACKING,
        BLOCK_INVOICES,
        BLOCK_PAYMENT,
        BLOCK_ADDRESSES,
        BLOCK_SHOP,
        BLOCK_INTRODUCTION,
        BLOCK_EARLIER_ORDERS,
    }
)

#: Blocks of which one must be shown before an event is told on the page.
_EVENT_BLOCKS: Final = {
    const.EVENT_NOTE_PRINTED: {BLOCK_DELIVERIES},
    const.EVENT_PICKED: {BLOCK_DELIVERIES},
    const.EVENT_RETURNED: {BLOCK_DELIVERIES},
    const.EVENT_RESCHEDULED: {BLOCK_DELIVERIES},
    const.EVENT_TRACKING: {BLOCK_TRACKING},
    const.EVENT_INVOICED: {BLOCK_INVOICES, BLOCK_PAYMENT},
    const.EVENT_CREDITED: {BLOCK_INVOICES, BLOCK_PAYMENT},
    const.EVENT_PAID: {BLOCK_PAYMENT},
}

# Which block each part of the facts belongs to; what no table names is always shown.
_OF_ORDER: Final = {
    "total": BLOCK_PRICES,
    "currency": BLOCK_PRICES,
    "lines": BLOCK_LINES,
    "deliveries": BLOCK_DELIVERIES,
    "expected_on": BLOCK_DELIVERIES,
    "invoices": BLOCK_INVOICES,
    "delivery_address": BLOCK_ADDRESSES,
}
_OF_LINE: Final = {
    "subtotal": BLOCK_PRICES,
    "delivered": BLOCK_DELIVERIES,
    "not_coming": BLOCK_DELIVERIES,
    "invoiced": BLOCK_INVOICES,
}
_OF_DELIVERY: Final = dict.fromkeys(
    ("tracking", "tracking_url", "tracking_links"), BLOCK_TRACKING
)
_OF_INVOICE: Final = {
    "total": BLOCK_PRICES,
    "currency": BLOCK_PRICES,
    "residual": BLOCK_PRICES,
}


def visible_facts(
    facts: Facts | CustomerFacts, blocks: Iterable[str], since: str | None = None
) -> dict[str, Any]:
    """Return what a shop that ticked ``blocks`` lets its customers know of ``facts``.

    The one answer for every form of the page that is not laid out as HTML.

    :param blocks: names among ``ALL_BLOCKS``; others are ignored.
    :param since: ISO date; a customer's earlier orders from before it are left out.
    :return: the same shape as ``facts``, without the keys that belong to a block that
        is not ticked: a missing key says "not shown", an empty list "there is none".
        Without prices there is no amount and no currency anywhere; without payment no
        due date, no rest, and ``billing`` says at most that it is invoiced. ``facts``
        are left as they are.
    """
    blocks = frozenset(blocks)
    if not is_of_customer(facts):
        return _visible_order(facts, blocks)
    orders = visible_orders(facts["orders"], blocks, since)
    return {**facts, "orders": [_visible_order(order, blocks) for order in orders]}


def visible_orders(
    orders: Iterable[Facts], blocks: Collection[str], since: str | None = None
) -> list[Facts]:
    """Return the orders a customer's page lists: all that wait, and the later ones.

    :param since: ISO date; ``None`` for no limit. What the customer still waits for,
        and what has no date, is listed whatever its age.
    """
    return [
        order
        for order in orders
        if not is_earlier(order)
        or (
            BLOCK_EARLIER_ORDERS in blocks
            and not (since and order["ordered_on"] and order["ordered_on"] < since)
        )
    ]


def is_shown(event: str, blocks: Collection[str]) -> bool:
    """Whether ``event``, of ``const.EVENTS``, may be told: a block of it is ticked."""
    wanted = _EVENT_BLOCKS.get(event)
    return wanted is None or any(block in blocks for block in wanted)


def visible_changes(
    changes: Iterable[Mapping[str, Any] | str], blocks: Collection[str]
) -> list[str]:
    """Return the ``const.EVENTS`` among ``changes`` that may be told, each once.

    :param changes: ``status_news.News``, or names of events.
    """
    names = (c if isinstance(c, str) else c["event"] for c in changes)
    return [event for event in dict.fromkeys(names) if is_shown(event, blocks)]


def visible_billing(billing: str | None, blocks: Collection[str]) -> str | None:
    """Return what may be told of ``const.BILLING_*``: ``None`` for nothing."""
    if BLOCK_PAYMENT in blocks:
        return billing
    if BLOCK_INVOICES not in blocks:
        return None
    return const.BILLING_INVOICED if billing == const.BILLING_PAID else billing


def is_earlier(order: Facts) -> bool:
    """Whether the customer waits for nothing more: all has come, nothing is owed."""
    if has_own_way(order):
        return is_finished(order)
    if any(invoice["state"] == const.INVOICE_OPEN for invoice in order["invoices"]):
        return False
    if order["step"] in (const.STEP_DELIVERED, const.STEP_CANCELLED):
        return True
    return order["step"] == const.STEP_CONFIRMED and _is_settled_service(order)


def _is_settled_service(order: Facts) -> bool:
    """Whether nothing of a confirmed order is to be handed over, invoiced or paid.

    What is invoiced in full, and paid or credited: nobody marks a service as done.
    """
    goods = (line for line in order["lines"] if line["deliverable"])
    if any(line["ordered"] > 0 for line in goods):
        return False
    return order["billing"] in (const.BILLING_PAID, const.BILLING_CREDITED)


def _visible_order(order: Facts, blocks: frozenset[str]) -> dict[str, Any]:
    shown = _prune(order, _OF_ORDER, blocks)
    billing = visible_billing(shown.pop("billing"), blocks)
    if billing:
        shown["billing"] = billing
    for name, table in (("lines", _OF_LINE), ("deliveries", _OF_DELIVERY)):
        if name in shown:
            shown[name] = [_prune(row, table, blocks) for row in shown[name]]
    if "invoices" in shown:
        shown["invoices"] = [_visible_invoice(one, blocks) for one in order["invoices"]]
    if "related" in shown:
        shown["related"] = [_visible_order(one, blocks) for one in order["related"]]
    return shown


def _visible_invoice(
    invoice: Mapping[str, Any], blocks: frozenset[str]
) -> dict[str, Any]:
    shown = _prune(invoice, _OF_INVOICE, blocks)
    if BLOCK_PAYMENT not in blocks:
        for name in ("residual", "due_on"):
            shown.pop(name, None)
        if shown["state"] != const.INVOICE_CREDITED:  # that it is void is no payment
            del shown["state"]
    return shown


def _prune(
    row: Mapping[str, Any], table: Mapping[str, str], blocks: frozenset[str]
) -> dict[str, Any]:
    return {
        name: value
        for name, value in row.items()
        if table.get(name) is None or table[name] in blocks
    }
