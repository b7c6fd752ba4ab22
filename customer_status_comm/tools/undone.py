"""Deliveries that were taken back before anybody heard of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias

from .. import const

#: How much of what, in which unit.
_Goods: TypeAlias = frozenset[tuple[tuple[str, str], float]]


def find_undone(
    known: Collection[str], deliveries: Iterable[Mapping[str, Any]]
) -> frozenset[str]:
    """Return the keys of parcels that left and of the returns that undo them.

    :param known: keys of what the customer knows to have left or to be back.
    :param deliveries: ``DeliveryFacts``. Of those that are not known, a return undoes
        one parcel with the same goods in it, all of them.
    """
    sent: dict[_Goods, list[str]] = {}
    undone: set[str] = set()
    news = [delivery for delivery in deliveries if delivery["key"] not in known]
    for delivery in news:
        if delivery["state"] == const.DELIVERY_SHIPPED:
            sent.setdefault(_goods(delivery), []).append(delivery["key"])
    for delivery in news:
        same = sent.get(_goods(delivery))
        if delivery["state"] == const.DELIVERY_RETURNED and delivery["lines"] and same:
            undone |= {same.pop(), delivery["key"]}
    return frozenset(undone)


def _goods(delivery: Mapping[str, Any]) -> _Goods:
    """Return what is inside, to be compared."""
    goods: Counter[tuple[str, str]] = Counter()
    for line in delivery["lines"]:
        goods[line["name"], line["unit"]] += line["quantity"]
    return frozenset((what, round(count, 5)) for what, count in goods.items())
