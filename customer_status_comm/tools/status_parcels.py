"""What came and what is still to come, item by item, for messages."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from .. import const
from .facts import CustomerFacts, DeliveryFacts, Facts
from .status_blocks import BLOCK_DELIVERIES
from .status_items import is_short, list_items
from .status_news import News
from .status_view import View


def parcel_lines(
    changes: Sequence[News | str], facts: Facts | CustomerFacts, view: View
) -> list[Markup]:
    """Return what is in the parcels that ``changes`` tell of, and what will follow.

    What came back is listed, too.

    :param changes: news of the page; mere names of events tell of no parcel.
    :return: one line for each parcel that came, and for each day on which more comes;
        none for a parcel with all that was ordered: the customer knows what that was.
    """
    if facts["kind"] != const.KIND_ORDER or BLOCK_DELIVERIES not in view.blocks:
        return []
    told = {change["source"] for change in changes if not isinstance(change, str)}
    new = [parcel for parcel in facts["deliveries"] if parcel["key"] in told]
    back = [d for d in new if d["state"] == const.DELIVERY_RETURNED and d["lines"]]
    lines = [view.text("event_back", items=_list_items([d], view)) for d in back]
    sent = [d for d in new if d["state"] == const.DELIVERY_SHIPPED]
    if not sent or (len(facts["deliveries"]) == 1 and not is_short(facts)):
        return lines
    lines = [
        view.text("event_contents", items=_list_items([d], view)) for d in sent
    ] + lines
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
    return list_items((line for parcel in parcels for line in parcel["lines"]), view)
