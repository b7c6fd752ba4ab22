"""What is new, in sentences: the events that were told, with what the facts know."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypedDict, TypeVar

from markupsafe import Markup

from .. import const
from .facts import (
    CustomerFacts,
    DeliveryFacts,
    Event,
    Facts,
    InvoiceFacts,
    is_of_customer,
)
from .status_blocks import (
    BLOCK_DELIVERIES,
    BLOCK_INVOICES,
    BLOCK_PAYMENT,
    BLOCK_PRICES,
    BLOCK_TRACKING,
    is_shown,
)
from .status_goods import by_carrier, find_expected_day, goods_of, is_carried
from .status_items import is_short, tell_rest
from .status_view import View
from .way import has_own_way, holds
from .wording import clean_line, isolate, to_decimal

#: Steps in which an event is still true. The page may have moved on untold.
_HOLDS_IN: Final = {
    const.EVENT_QUOTATION_SENT: {const.STEP_QUOTATION_SENT},
    const.EVENT_REOPENED: {*const.STEPS} - {const.STEP_CANCELLED},
    const.EVENT_CONFIRMED: const.STEPS_ORDERED,
    const.EVENT_NOTE_PRINTED: const.STEPS_ORDERED - {const.STEP_DELIVERED},
    const.EVENT_PICKED: const.STEPS_ORDERED - {const.STEP_DELIVERED},
    const.EVENT_DELIVERED: {const.STEP_DELIVERED},
    const.EVENT_RESCHEDULED: const.STEPS_ORDERED - {const.STEP_DELIVERED},
    const.EVENT_CANCELLED: {const.STEP_CANCELLED},
}

_Record = TypeVar("_Record", DeliveryFacts, InvoiceFacts)


class News(TypedDict):
    """One event as a page keeps it."""

    event: str  # const.EVENT_*
    source: str
    was: str | None  # the day that was expected before, of a moved date


def prepare_news(
    events: Iterable[Event], before: Facts | CustomerFacts | None
) -> list[News]:
    """Return ``events`` as a page keeps them, each once.

    :param before: what the customer knew until now; ``None`` for nothing.
    """
    was = None
    if before and not is_of_customer(before):
        was = before.get("expected_on")
    return [
        {
            "event": event.event,
            "source": event.source,
            "was": was if event.event == const.EVENT_RESCHEDULED else None,
        }
        for event in dict.fromkeys(events)
    ]


def news_lines(
    changes: Sequence[News | str], facts: Facts | CustomerFacts, view: View
) -> list[Markup]:
    """Return one sentence or two for each change, none of them twice.

    :param changes: news of the page, or mere names of events, which give the sentence
        without numbers, dates and amounts.
    :param facts: of now. What they know no more (an invoice that was withdrawn) or
        contradict is left out.
    :param view: the reader's language, and which blocks may be shown.
    """
    lines = []
    for change in changes:
        news = None if isinstance(change, str) else change
        event = change if isinstance(change, str) else change["event"]
        if is_shown(event, view.blocks):
            lines.append(_tell(event, news, facts, view))
    return list(dict.fromkeys(line for line in lines if line))


def _tell(
    event: str, news: News | None, facts: Facts | CustomerFacts, view: View
) -> Markup | None:
    """Return the sentence of a change; without ``news`` all that is known is its name.

    ``None`` when it is true no more.
    """
    if news is None or is_of_customer(facts):
        return _tell_name(event, facts, view)
    if has_own_way(facts):
        is_true = holds(event, facts)
    elif facts["kind"] == const.KIND_ORDER:
        is_true = _is_true(event, facts)
    else:
        return _tell_name(event, facts, view)
    return _SENTENCES.get(event, _tell_plainly)(news, facts, view) if is_true else None


def _is_true(event: str, order: Facts) -> bool:
    return order["step"] in _HOLDS_IN.get(event, const.STEPS)


def _tell_name(event: str, facts: Facts | CustomerFacts, view: View) -> Markup:
    if not is_of_customer(facts) and facts["kind"] == const.KIND_ORDER:
        event = by_carrier(event, facts)
    return view.text(f"event_{event}")


def _tell_plainly(news: News, order: Facts, view: View) -> Markup:
    return view.text(f"event_{_word(news, order)}")


def _word(news: News, order: Facts) -> str:
    """Return the label name of an event; of a parcel, by the way it went itself."""
    parcel = _find(order["deliveries"], news["source"])
    if parcel and not is_carried(parcel):
        return news["event"]
    return by_carrier(news["event"], order)


def _tell_confirmed(news: News, order: Facts, view: View) -> Markup:
    told = _tell_plainly(news, order, view)
    day = find_expected_day(order)
    if order["step"] != const.STEP_CONFIRMED or not (day and goods_of(order)):
        return told
    return _join(told, _if_shown(view, "event_by", date=view.form.day(day)))


def _tell_waiting(news: News, order: Facts, view: View) -> Markup | None:
    """Tell how far a parcel has come, unless it has left meanwhile."""
    parcel = _find(order["deliveries"], news["source"])
    waits = parcel and parcel["state"] == const.DELIVERY_WAITING
    return _tell_plainly(news, order, view) if waits else None


def _tell_partly_delivered(news: News, order: Facts, view: View) -> Markup:
    told = _tell_plainly(news, order, view)
    if BLOCK_DELIVERIES not in view.blocks:
        return told
    goods = goods_of(order)
    done = sum(min(line["delivered"], line["ordered"]) for line in goods)
    everything = sum(line["ordered"] for line in goods)
    rest = None
    if order["step"] == const.STEP_PARTLY_DELIVERED:
        rest = view.dated("next_partly_delivered", find_expected_day(order), "_by")
        if done and len({line["unit"] for line in goods}) == 1:
            told = view.text(
                f"event_{_word(news, order)}_count",
                done=view.form.quantity(done),
                all=view.form.quantity(everything),
            )
    lost = tell_rest(order, view)
    return _join(told, lost, rest, _tell_number(news, order, view))


def _tell_delivered(news: News, order: Facts, view: View) -> Markup:
    told, rest = _tell_plainly(news, order, view), None
    if BLOCK_DELIVERIES in view.blocks and is_short(order):
        told = view.text(f"event_{_word(news, order)}_short")
        rest = tell_rest(order, view)
    return _join(told, rest, _tell_number(news, order, view))


def _tell_number(news: News, order: Facts, view: View) -> Markup | None:
    """Return the tracking number of the parcel that ``news`` is about."""
    parcel = _find(order["deliveries"], news["source"])
    if not (parcel and parcel["tracking"] and BLOCK_TRACKING in view.blocks):
        return None
    return _if_shown(view, "event_number", number=isolate(parcel["tracking"]))


def _tell_tracking(news: News, order: Facts, view: View) -> Markup | None:
    # The source holds the number too: "stock.picking,9,A1".
    parcel = _find(order["deliveries"], ",".join(news["source"].split(",")[:2]))
    if not (parcel and parcel["tracking"]):
        return None
    return view.text("event_tracking_number", number=isolate(parcel["tracking"]))


def _tell_rescheduled(news: News, order: Facts, view: View) -> Markup:
    day, was = find_expected_day(order), news["was"]
    if not day or day == was:
        return _tell_plainly(news, order, view)
    if not was:
        return view.text("event_rescheduled_to", date=view.form.day(day))
    return view.text(
        "event_rescheduled_from", date=view.form.day(day), was=view.form.day(was)
    )


def _tell_invoiced(news: News, order: Facts, view: View) -> Markup | None:
    invoice = _find(order["invoices"], news["source"])
    if not invoice:
        return None
    told, due = _tell_bill(news, invoice, view), None
    owed = invoice["state"] == const.INVOICE_OPEN and to_decimal(invoice["residual"])
    if owed and invoice["due_on"] and BLOCK_PAYMENT in view.blocks:
        due = view.text("event_due", date=view.form.day(invoice["due_on"]))
    return _join(told, due)


def _tell_paid(news: News, order: Facts, view: View) -> Markup | None:
    invoice = _find(order["invoices"], news["source"])
    if not invoice or invoice["state"] != const.INVOICE_PAID:
        return None
    if BLOCK_INVOICES not in view.blocks:
        return _tell_plainly(news, order, view)
    return view.text("event_paid_bill", bill=_name_bill(invoice, view))


def _tell_credited(news: News, order: Facts, view: View) -> Markup | None:
    credit_note = _find(order["invoices"], news["source"])
    return _tell_bill(news, credit_note, view) if credit_note else None


def _tell_bill(news: News, bill: InvoiceFacts, view: View) -> Markup:
    """Return that an invoice or credit note was made out, and of how much."""
    key, name = f"event_{news['event']}", _name_bill(bill, view)
    if BLOCK_INVOICES not in view.blocks:
        return view.text(key)
    if BLOCK_PRICES not in view.blocks:
        return view.text(f"{key}_bill", bill=name)
    amount = view.form.money(bill["total"], bill["currency"])
    return view.text(f"{key}_amount", bill=name, amount=amount)


def _name_bill(bill: InvoiceFacts, view: View) -> Markup:
    key = "invoice_number"
    if bill["type"] == const.CREDIT_NOTE:
        key = "credit_number"
    elif bill["down_payment"]:
        key = "invoice_number_down_payment"
    return view.text(key, number=isolate(bill["number"]))


def _if_shown(view: View, key: str, **values: Markup | None) -> Markup | None:
    """Return a sentence on deliveries, if they are shown."""
    return view.text(key, **values) if BLOCK_DELIVERIES in view.blocks else None


def _find(records: Iterable[_Record], key: str) -> _Record | None:
    return next((record for record in records if record["key"] == key), None)


def _join(*sentences: Markup | None) -> Markup:
    return Markup(" ").join(filter(None, sentences))


def to_plain(line: Markup) -> str:
    """Return a sentence without its markup, for e-mails and SMS."""
    return clean_line(line.striptags())


_SENTENCES: Final[dict[str, Callable[[News, Facts, View], Markup | None]]] = {
    const.EVENT_CONFIRMED: _tell_confirmed,
    const.EVENT_NOTE_PRINTED: _tell_waiting,
    const.EVENT_PICKED: _tell_waiting,
    const.EVENT_PARTLY_DELIVERED: _tell_partly_delivered,
    const.EVENT_DELIVERED: _tell_delivered,
    const.EVENT_TRACKING: _tell_tracking,
    const.EVENT_RESCHEDULED: _tell_rescheduled,
    const.EVENT_INVOICED: _tell_invoiced,
    const.EVENT_PAID: _tell_paid,
    const.EVENT_CREDITED: _tell_credited,
}
