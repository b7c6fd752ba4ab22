"""What came and what is still to come, item by item, for messages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from .. import const
from .facts import CustomerFacts, DeliveryFacts, Facts
from .status_blocks import BLOCK_DELIVERIES
from .status_news import News
from .status_view import View
from .wording import clean_line, isolate

#: So many items are named; a message is no packing list.
_NAMED: Final = 10


def parcel_lines(
    changes: Sequence[News | str], facts: Facts | CustomerFacts, view: View
) -> list[Markup]:
    """Return what is in the parcels that ``changes`` tell of, and what will follow.

    :param changes: news of the page; mere names of events tell of no parcel.
    :return: one line for each parcel that came, and for each day on which more comes;
        none when all came in one, for the customer knows what they ordered.
    """
    if facts["kind"] != const.KIND_ORDER or BLOCK_DELIVERIES not in view.blocks:
        return []
    told = {change["source"] for change in changes if not isinstance(change, str)}
    parcels = [d for d in facts["deliveries"] if d["state"] == const.DELIVERY_SHIPPED]
    new = [parcel for parcel in parcels if parcel["key"] in told]
    if not new or len(facts["deliveries"]) == 1:
        return []
    lines = [view.text("event_contents", items=_list_items([p], view)) for p in new]
    if facts["step"] != const.STEP_PARTLY_DELIVERED:
        return lines
    waiting: dict[str, list[DeliveryFacts]] = {}
    for delivery in facts["deliveries"]:
        if delivery["state"] == const.DELIVERY_WAITING:
            waiting.setdefault(delivery["expected_on"] or "", []).append(delivery)
    for day in sorted(waiting, key=lambda day: day or "9"):
        items = _list_items(waiting[day], view)
        key, date = "event_to_come", view.form.day(day or None)
        lines.append(
            view.text(f"{key}_by", items=items, date=date)
            if date
            else view.text(key, items=items)
        )
    return lines


def _list_items(parcels: Iterable[DeliveryFacts], view: View) -> Markup:
    """Return how much of what is inside; what is in two parcels counted together."""
    amounts: dict[tuple[str, str], float] = {}
    for parcel in parcels:
        for line in parcel["lines"]:
            amounts[_name(line)] = amounts.get(_name(line), 0) + line["quantity"]
    items = [
        Markup("{} × {}").format(
            view.form.quantity(amount) + (f" {unit}" if unit else ""), isolate(name)
        )
        for (name, unit), amount in amounts.items()
    ]
    if len(items) > _NAMED:
        more = view.text("event_more", count=str(len(items) - _NAMED))
        items = [*items[:_NAMED], more]
    return Markup(", ").join(items)


def _name(line: Mapping[str, Any]) -> tuple[str, str]:
    return clean_line(line["name"].partition("\n")[0]), clean_line(line["unit"])
