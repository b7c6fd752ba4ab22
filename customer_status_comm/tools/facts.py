"""What is true about a document, and what of it is news.

Facts are plain JSON-able dicts without records, so that they can be stored, compared
and tested without a database. Money stands as a string with two or more decimals
beside a currency code, dates as ISO strings (date only: the shop's calendar day),
quantities as numbers with the unit's name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict

from .. import const
from . import way
from .undone import find_undone

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeIs

#: Quantities that differ by less are the same: sums of floats are not exact.
_QUANTITY_DUST: Final = 1e-6
#: What tells that goods have come, by the step that the order has reached.
_GOODS_EVENT_OF: Final = {
    const.STEP_PARTLY_DELIVERED: const.EVENT_PARTLY_DELIVERED,
    const.STEP_DELIVERED: const.EVENT_DELIVERED,
}
_GOODS_EVENTS: Final = frozenset(_GOODS_EVENT_OF.values())

#: Steps in which the customer waits for goods.
_UNDER_WAY: Final = const.STEPS_ORDERED - {const.STEP_DELIVERED}
#: Of an order that is none, as Odoo calls its states.
_STEP_OF_STATE: Final = {
    "cancel": const.STEP_CANCELLED,
    "draft": const.STEP_QUOTATION,
    "sent": const.STEP_QUOTATION_SENT,
}
#: How far a parcel that still waits has come, by the event that tells it.
MARKS: Final = {
    const.EVENT_NOTE_PRINTED: "is_note_printed",
    const.EVENT_PICKED: "is_picked",
}


class LineFacts(TypedDict):
    """One thing the customer asked for. Sections and notes are no lines."""

    key: str  # "sale.order.line,17"
    name: str
    ordered: float
    delivered: float
    invoiced: float  # on posted invoices; credit notes do not lessen it
    unit: str  # "" for a plain count
    subtotal: str | None  # taxes included; None: it has no price of its own
    deliverable: bool  # False: no goods (a down payment, a fee, an hour of work)
    # Of what was ordered, what is neither delivered nor to come: it was given up.
    not_coming: NotRequired[float]


class DeliveryFacts(TypedDict):
    """One parcel or pick-up on its way, or back."""

    key: str  # "stock.picking,9"
    number: str
    state: str  # const.DELIVERY_*
    on: str | None
    expected_on: str | None
    carrier: str | None
    tracking: str | None  # empty: there was one, which was erased
    tracking_url: str | None  # the first of tracking_links, if there are any
    # [{"number": str, "url": str}]; only when the carrier took several parcels
    tracking_links: NotRequired[list[dict[str, str]]]
    # Of what waits, in shops whose stock room says so.
    is_note_printed: NotRequired[bool]
    is_picked: NotRequired[bool]
    lines: list[dict[str, Any]]  # {"name": str, "quantity": float, "unit": str}


class InvoiceFacts(TypedDict):
    """One posted invoice or credit note. Drafts are no facts."""

    key: str  # "account.move,15"
    number: str
    type: str  # const.INVOICE or const.CREDIT_NOTE
    on: str
    due_on: str | None
    currency: str
    total: str
    residual: str
    state: str  # const.INVOICE_OPEN, INVOICE_PAID or INVOICE_CREDITED
    down_payment: bool


class Facts(TypedDict):
    """An order, or another document of its shape, as its customer may know it."""

    kind: str  # const.KIND_ORDER, or the ``_status_kind`` of the document's model
    key: str  # "sale.order,42"
    reference: str
    client_reference: str | None
    ordered_on: str | None
    expected_on: str | None
    step: str  # const.STEP_*
    billing: str | None  # const.BILLING_*; None: such documents are not invoiced
    currency: str
    total: str | None  # None: no price was agreed
    lines: list[LineFacts]
    deliveries: list[DeliveryFacts]
    invoices: list[InvoiceFacts]
    # The web shop it was placed in, whose brand its page bears: {"key", "name"}.
    site: NotRequired[dict[str, str]]
    delivery_address: NotRequired[list[str]]  # line by line, in shops that show it
    # Goods are owed, and all their parcels are cancelled: True, or it is not there.
    is_unplanned: NotRequired[bool]
    # The shop has closed it, and of what was not delivered nothing more will come or be
    # invoiced (hours that nobody needed): True, or it is not there.
    is_closed: NotRequired[bool]
    # Of documents that are no orders, where they have it:
    way: NotRequired[list[str]]  # its steps from first to last, if not an order's
    awaits_customer: NotRequired[bool]  # the page says in large: it is their turn
    about: NotRequired[list[dict[str, str]]]  # {"name": a label's key, "text": str}
    agreed: NotRequired[str]  # what was agreed, in the shop's words
    # Other documents that belong to it, as ``_find_status_related`` of its model says;
    # theirs have none. Pages of old know no more of them than where they stand.
    related: NotRequired[list[Facts]]


class CustomerFacts(TypedDict):
    """All orders of one customer, newest first."""

    kind: str  # const.KIND_CUSTOMER
    key: str  # "res.partner,7"
    reference: str  # the customer's name
    orders: list[Facts]  # and other documents, as ``kind`` says


class Event(NamedTuple):
    """One difference that is worth telling.

    ``source`` is the record it comes from ("account.move,15"): an event of a record
    other than the document itself can happen only once.
    """

    event: str
    source: str


def is_of_customer(facts: Facts | CustomerFacts) -> TypeIs[CustomerFacts]:
    """Whether facts are those of a customer, which collect orders."""
    return facts.get("kind") == const.KIND_CUSTOMER


def step_of(
    state: str, lines: Iterable[LineFacts], deliveries: Iterable[DeliveryFacts] = ()
) -> str:
    """Tell where an order stands on its way to the customer.

    :param state: ``draft``, ``sent``, ``sale`` or ``cancel``, as Odoo writes it.
    :param deliveries: a parcel that still waits keeps the order from being delivered,
        unless everything ordered has come.
    :return: one of ``const.STEPS``. Nothing deliverable: ``confirmed`` at most. What
        has been delivered stays so when it comes back, until a replacement waits.
    """
    if state in _STEP_OF_STATE:
        return _STEP_OF_STATE[state]
    goods = [line for line in lines if line["deliverable"] and line["ordered"] > 0]
    if not goods:
        return const.STEP_CONFIRMED
    states = {delivery["state"] for delivery in deliveries}
    if _has_all_come(goods, states):
        return const.STEP_DELIVERED
    # Part of a kit: a parcel is gone, but no line counts as delivered yet.
    shipped = const.DELIVERY_SHIPPED in states
    part_of_kit = shipped and const.DELIVERY_RETURNED not in states
    if part_of_kit or any(line["delivered"] > 0 for line in goods):
        return const.STEP_PARTLY_DELIVERED
    return const.STEP_CONFIRMED


def _has_all_come(goods: Iterable[LineFacts], states: Collection[str]) -> bool:
    """Whether nothing more is to come. ``states``: of all the order's parcels."""
    if all(_reaches(line["delivered"], line["ordered"]) for line in goods):
        return True
    # "No backorder": less came than was ordered, and nothing more is on its way.
    return const.DELIVERY_SHIPPED in states and const.DELIVERY_WAITING not in states


def billing_of(lines: Iterable[LineFacts], invoices: Iterable[InvoiceFacts]) -> str:
    """Tell what has been invoiced, paid and credited.

    :return: one of ``const.BILLINGS``; ``credited`` only when nothing of what was
        invoiced is left, ``paid`` only when everything ordered is invoiced and settled.
        A down payment alone is a part.
    """
    invoices = list(invoices)
    bills = [i for i in invoices if i["type"] == const.INVOICE]
    if not bills:
        return const.BILLING_NONE
    if all(i["state"] == const.INVOICE_CREDITED for i in bills):
        return const.BILLING_CREDITED
    if not _is_all_invoiced(lines, bills):
        return const.BILLING_PARTLY_INVOICED
    if all(i["state"] != const.INVOICE_OPEN for i in bills):
        return const.BILLING_PAID
    return const.BILLING_INVOICED


def _is_all_invoiced(lines: Iterable[LineFacts], bills: Iterable[InvoiceFacts]) -> bool:
    """Whether all that was not given up is on ``bills`` that are no down payments."""
    if all(bill["down_payment"] for bill in bills):
        return False
    return all(
        _reaches(line["invoiced"], line["ordered"] - line.get("not_coming", 0))
        for line in lines
        if line["ordered"] > 0
    )


def _reaches(done: float, wanted: float) -> bool:
    return done > wanted - _QUANTITY_DUST


def events_between(before: Facts | None, after: Facts) -> list[Event]:
    """Tell what a customer who knows ``before`` does not know yet.

    :param before: the facts as last published; ``None`` when nothing ever was.
    :return: events in the order of ``const.EVENTS``; the same facts give none. What is
        taken back (an invoice reset to draft, a return undone) is no event: the page
        shows it.
    """
    document = after["key"]
    if way.has_own_way(after):
        return [Event(event, document) for event in way.events_on_way(before, after)]
    undone = _find_undone(before, after)
    events = [e for e in _delivery_events(before, after) if e.source not in undone]
    by_parcel = bool(undone) or _do_parcels_tell(events, before, after)
    events += _document_events(before, after, by_parcel)
    events += _invoice_events(before, after)
    # The next parcel's date is no change of plan.
    if before and not by_parcel and _is_rescheduled(before, after):
        events.append(Event(const.EVENT_RESCHEDULED, document))
    return sorted(events, key=lambda event: const.EVENTS.index(event.event))


def _do_parcels_tell(
    events: Iterable[Event], before: Facts | None, after: Facts
) -> bool:
    """Whether parcels tell that goods came, so that the document need not.

    :param events: those of parcels.
    """
    was_cancelled = before and before["step"] == const.STEP_CANCELLED
    if was_cancelled and after["deliveries"]:
        return True  # what came before the order was cancelled is no news
    return any(event.event in _GOODS_EVENTS for event in events)


def _document_events(
    before: Facts | None, after: Facts, by_parcel: bool
) -> Iterator[Event]:
    """Yield the events of the document itself; see ``_step_events``."""
    document = after["key"]
    was = before["step"] if before else const.STEP_QUOTATION
    # What came with something else, as parts with a repair, is that one's news, once.
    source = way.find_handed_over(before, after) or document
    for event in _step_events(was, after["step"], by_parcel):
        yield Event(event, source if event in _GOODS_EVENTS else document)


def _is_rescheduled(before: Facts, after: Facts) -> bool:
    """Whether another day is expected now; that there is a first one goes unsaid.

    But for a rest of which the customer heard that it follows some day.
    """
    if before["step"] not in const.STEPS_ORDERED or after["step"] not in _UNDER_WAY:
        return False
    was, now = before["expected_on"], after["expected_on"]
    rest = before["step"] == after["step"] == const.STEP_PARTLY_DELIVERED
    return bool(now) and was != now and (bool(was) or rest)


def _find_undone(before: Facts | None, after: Facts) -> frozenset[str]:
    """Return the keys of parcels that left and came back without the customer."""
    known = {
        delivery["key"]
        for delivery in (before["deliveries"] if before else ())
        if delivery["state"] != const.DELIVERY_WAITING
    }
    return find_undone(known, after["deliveries"])


def _step_events(was: str, now: str, by_parcel: bool) -> list[str]:
    """Return what a document's way from one step to another is to its customer.

    :param by_parcel: a parcel tells that goods came.
    """
    if was == now:
        return []
    reopened = was == const.STEP_CANCELLED
    if now == const.STEP_CANCELLED:
        # Nobody needs to hear that a quotation they never saw is gone.
        return [const.EVENT_CANCELLED] if was != const.STEP_QUOTATION else []
    if now == const.STEP_QUOTATION_SENT:
        told = const.EVENT_REOPENED if reopened else const.EVENT_QUOTATION_SENT
        return [told] if was not in const.STEPS_ORDERED else []
    # Who was told that it is cancelled hears that it is not, draft or no draft.
    events = [const.EVENT_REOPENED] if reopened else []
    if now in const.STEPS_ORDERED:
        return events + _ordered_events(was, now, by_parcel)
    # A draft is no news: the customer hears of it once it is sent or confirmed.
    return events


def _ordered_events(was: str, now: str, by_parcel: bool) -> list[str]:
    """Return the same of what is ordered ``now``, but that it was reopened."""
    events = [] if was in const.STEPS_ORDERED else [const.EVENT_CONFIRMED]
    forward = const.STEPS.index(now) > const.STEPS.index(was)
    is_news = (forward or was == const.STEP_CANCELLED) and not by_parcel
    if is_news and now in _GOODS_EVENT_OF:
        events.append(_GOODS_EVENT_OF[now])
    return events


def _has_new_number(old: DeliveryFacts, now: DeliveryFacts) -> bool:
    """Whether a parcel got another tracking number than the customer knows.

    Which one they knew is not known any more once it was erased.
    """
    if not now["tracking"] or old["tracking"] == "":
        return False
    return now["tracking"] != old["tracking"]


def _delivery_events(before: Facts | None, after: Facts) -> list[Event]:
    known = {d["key"]: d for d in before["deliveries"]} if before else {}
    was_under_way = before["step"] in _UNDER_WAY if before else False
    events = []
    for delivery in after["deliveries"]:
        old = known.get(delivery["key"])
        moved = _find_move(old, delivery, after["step"])
        if moved:
            events.append(moved)
        if after["step"] in _UNDER_WAY:
            events += _mark_events(old if was_under_way else None, delivery)
    return events


def _find_move(
    old: DeliveryFacts | None, now: DeliveryFacts, step: str
) -> Event | None:
    """Return what happened to a parcel, apart from ``MARKS``; ``None``: nothing.

    :param step: where its order stands now.
    """
    key, state = now["key"], now["state"]
    was = old["state"] if old else const.DELIVERY_WAITING
    if state == const.DELIVERY_RETURNED:
        return Event(const.EVENT_RETURNED, key) if was != state else None
    if state != const.DELIVERY_SHIPPED:
        return None
    if was == const.DELIVERY_WAITING:
        whole = step == const.STEP_DELIVERED
        told = const.EVENT_DELIVERED if whole else const.EVENT_PARTLY_DELIVERED
        return Event(told, key)
    if old and _has_new_number(old, now):
        # The number itself is part of the source: a corrected one is news.
        return Event(const.EVENT_TRACKING, f"{key},{now['tracking']}")
    return None


def _mark_events(old: DeliveryFacts | None, now: DeliveryFacts) -> Iterator[Event]:
    """Yield how far a parcel that waits has come, beyond what was known of it."""
    for event, mark in MARKS.items():
        if _is_marked(now, mark) and not (old and old.get(mark)):
            yield Event(event, now["key"])


def _is_marked(delivery: DeliveryFacts, mark: str) -> bool:
    """Whether a parcel waits and has come as far as one of ``MARKS``."""
    return delivery["state"] == const.DELIVERY_WAITING and bool(delivery.get(mark))


def _invoice_events(before: Facts | None, after: Facts) -> list[Event]:
    known = {i["key"]: i for i in before["invoices"]} if before else {}
    events = []
    for invoice in after["invoices"]:
        key, old = invoice["key"], known.get(invoice["key"])
        if invoice["type"] == const.CREDIT_NOTE:
            if not old:
                events.append(Event(const.EVENT_CREDITED, key))
            continue
        if not old:
            events.append(Event(const.EVENT_INVOICED, key))
        if _is_paid(invoice) and not (old and _is_paid(old)):
            events.append(Event(const.EVENT_PAID, key))
    return events


def _is_paid(invoice: InvoiceFacts) -> bool:
    """Whether money has come: where nothing was to be paid, "paid" is no news."""
    return invoice["state"] == const.INVOICE_PAID and bool(float(invoice["total"]))


def events_that_fit(facts: Facts) -> frozenset[str]:
    """Tell which events are true of a document as it stands now.

    Wider than :func:`events_between`: what happened earlier and still holds may be
    told again by hand. An order in parts stays confirmed, a paid one stays invoiced;
    a cancelled one is no longer confirmed.
    """
    if way.has_own_way(facts):
        return way.events_that_fit(facts)
    fits = _fits_by_step(facts) | _fits_by_parcel(facts) | _fits_by_invoice(facts)
    return frozenset(event for event, does in fits.items() if does)


def _fits_by_step(facts: Facts) -> dict[str, bool]:
    step = facts["step"]
    has_day = bool(facts["expected_on"])  # without a date none can be new
    return {
        const.EVENT_QUOTATION_SENT: step == const.STEP_QUOTATION_SENT,
        const.EVENT_REOPENED: step == const.STEP_QUOTATION_SENT,
        const.EVENT_CONFIRMED: step in const.STEPS_ORDERED,
        const.EVENT_PARTLY_DELIVERED: step == const.STEP_PARTLY_DELIVERED,
        const.EVENT_DELIVERED: step == const.STEP_DELIVERED,
        const.EVENT_RESCHEDULED: step in _UNDER_WAY and has_day,
        const.EVENT_CANCELLED: step == const.STEP_CANCELLED,
    }


def _fits_by_parcel(facts: Facts) -> dict[str, bool]:
    parcels, under_way = facts["deliveries"], facts["step"] in _UNDER_WAY
    states = {parcel["state"] for parcel in parcels}
    shipped = [one for one in parcels if one["state"] == const.DELIVERY_SHIPPED]
    return {
        **{
            event: under_way and any(_is_marked(parcel, mark) for parcel in parcels)
            for event, mark in MARKS.items()
        },
        const.EVENT_RETURNED: const.DELIVERY_RETURNED in states,
        const.EVENT_TRACKING: any(parcel["tracking"] for parcel in shipped),
    }


def _fits_by_invoice(facts: Facts) -> dict[str, bool]:
    unbilled = (const.BILLING_NONE, const.BILLING_CREDITED)
    bills = [i for i in facts["invoices"] if i["type"] == const.INVOICE]
    return {
        const.EVENT_INVOICED: facts["billing"] not in unbilled,
        const.EVENT_PAID: any(i["state"] == const.INVOICE_PAID for i in bills),
        const.EVENT_CREDITED: len(facts["invoices"]) > len(bills),
    }


def is_of_document(event: Event, facts: Facts) -> bool:
    """Whether ``event`` is the document's own, and so may truly happen again."""
    return event.source == facts["key"]


def fingerprint(facts: Facts | CustomerFacts) -> str:
    """A short name of exactly these facts: SHA-256 of their canonical JSON, in hex."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
