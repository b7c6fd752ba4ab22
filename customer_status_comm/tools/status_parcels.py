"""What came and what is still to come, item by item, for messages."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from .. import const
from .facts import CustomerFacts, DeliveryFacts, Facts, is_of_customer
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
    if is_of_customer(facts) or facts["kind"] != const.KIND_ORDER:
        return []
    if BLOCK_DELIVERIES not in view.blocks:
        return []
    told = {change["source"] for change in changes if not isinstance(change, str)}
    new = [parcel for parcel in facts["deliveries"] if parcel["key"] in told]
    sent = _tell_each("event_contents", const.DELIVERY_SHIPPED, new, view)
    back = _tell_each("event_back", const.DELIVERY_RETURNED, new, view)
    if not sent or (len(facts["deliveries"]) == 1 and not is_short(facts)):
        return back
    if facts["step"] != const.STEP_PARTLY_DELIVERED:
        return sent + back
    return sent + back + _tell_waiting(facts["deliveries"], view)


def _tell_each(
    key: str, state: str, parcels: Iterable[DeliveryFacts], view: View
) -> list[Markup]:
    """Return what is in each of the parcels in a state; of a return it may be nothing.

    :param key: of the label.
    """
    return [
        view.text(key, items=_list_items([parcel], view))
        for parcel in parcels
        if parcel["state"] == state
        and (parcel["lines"] or state != const.DELIVERY_RETURNED)
    ]


def _tell_waiting(parcels: Iterable[DeliveryFacts], view: View) -> list[Markup]:
    """Return what is still to come, a line for each day, what has none at last."""
    waiting: dict[str, list[DeliveryFacts]] = {}
    for parcel in parcels:
        if parcel["state"] == const.DELIVERY_WAITING:
            waiting.setdefault(parcel["expected_on"] or "", []).append(parcel)
    lines = []
    for day in sorted(waiting, key=lambda day: day or "9"):
        items = _list_items(waiting[day], view)
        if day:
            date = view.form.day(day)
            lines.append(view.text("event_to_come_by", items=items, date=date))
        else:
            lines.append(view.text("event_to_come", items=items))
    return lines


def _list_items(parcels: Iterable[DeliveryFacts], view: View) -> Markup:
    """Return how much of what is inside; what is in two parcels counted together."""
    return list_items((line for parcel in parcels for line in parcel["lines"]), view)
