"""What the facts of an order say of its goods: where they are, and who carries them."""

from .. import const
from .facts import DeliveryFacts, Facts, LineFacts
from .status_items import is_short


def path_of(order: Facts) -> list[str]:
    """Return the steps that an order goes through, as far as it is known."""
    now = order["step"]
    path = [const.STEP_CONFIRMED]
    if now not in const.STEPS_ORDERED:
        path.insert(0, now)
    if now == const.STEP_PARTLY_DELIVERED:
        path.append(now)
    if goods_of(order) or now == const.STEP_DELIVERED:
        path.append(const.STEP_DELIVERED)
    return path


def step_word(step: str, order: Facts) -> str:
    """Return the step that names this one: a delivery with less in it is a part."""
    short = step == const.STEP_DELIVERED and is_short(order)
    return const.STEP_PARTLY_DELIVERED if short else step


def goods_of(order: Facts) -> list[LineFacts]:
    """Return the lines of what is to be handed over."""
    return [
        line for line in order["lines"] if line["deliverable"] and line["ordered"] > 0
    ]


def parcels_of(order: Facts, state: str) -> list[DeliveryFacts]:
    """Return the parcels in a state, ``const.DELIVERY_*``."""
    return [delivery for delivery in order["deliveries"] if delivery["state"] == state]


def find_expected_day(order: Facts) -> str | None:
    """Return the day by which all should have come: the order's, or its parcels'."""
    if order["step"] in (const.STEP_DELIVERED, const.STEP_CANCELLED):
        return None
    waiting = parcels_of(order, const.DELIVERY_WAITING)
    days = [delivery["expected_on"] for delivery in waiting if delivery["expected_on"]]
    return order["expected_on"] or max(days, default=None)


def last_day(order: Facts, state: str) -> str | None:
    """Return the last ISO day on which a parcel came to this state."""
    return max((d["on"] for d in parcels_of(order, state) if d["on"]), default=None)


def is_carried(delivery: DeliveryFacts) -> bool:
    """Whether a parcel went with a carrier, and not over the counter."""
    return bool(delivery["carrier"] or delivery["tracking"])


def has_carrier(order: Facts) -> bool:
    """Whether goods left with a carrier, so that "sent" is all the shop knows."""
    return any(map(is_carried, parcels_of(order, const.DELIVERY_SHIPPED)))


def by_carrier(name: str, order: Facts) -> str:
    """Return the label name of a step or event: a carrier's goods are "shipped"."""
    told = name in (const.STEP_DELIVERED, const.STEP_PARTLY_DELIVERED)
    return name.replace("delivered", "shipped") if told and has_carrier(order) else name
