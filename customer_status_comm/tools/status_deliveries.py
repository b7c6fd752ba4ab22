"""The parcels of an order, as its page lists them."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from .. import const
from .facts import DeliveryFacts, Facts
from .status_blocks import BLOCK_TRACKING
from .status_goods import is_carried, parcels_of
from .wording import clean_line, isolate, web_link

if TYPE_CHECKING:
    from .status_view import View


def prepare_deliveries(order: Facts, view: "View") -> list[dict[str, Any]]:
    """Return parcels sent, to come and come back, in this order."""
    sent = parcels_of(order, const.DELIVERY_SHIPPED)
    waiting = parcels_of(order, const.DELIVERY_WAITING)
    if order["step"] == const.STEP_CANCELLED:
        waiting = []
    outward = sent + waiting
    shown = []
    for place, delivery in enumerate(outward, 1):
        title = view.text("delivery_title_one")
        if len(outward) > 1:
            title = view.text(
                "delivery_title", number=str(place), count=str(len(outward))
            )
        shown.append(_prepare_delivery(delivery, title, view))
    for delivery in parcels_of(order, const.DELIVERY_RETURNED):
        title = view.text("delivery_title_returned")
        shown.append(_prepare_delivery(delivery, title, view))
    return shown


def _prepare_delivery(
    delivery: DeliveryFacts, title: Markup, view: "View"
) -> dict[str, Any]:
    """Return one parcel."""
    state = delivery["state"]
    if state == const.DELIVERY_WAITING:
        key = "delivery_picked" if delivery.get("is_picked") else "delivery_waiting"
        told = view.dated(key, delivery["expected_on"], "_by")
    elif state == const.DELIVERY_SHIPPED and not is_carried(delivery):
        told = view.dated("delivery_handed_over", delivery["on"], "_on")
    else:
        told = view.dated(f"delivery_{state}", delivery["on"], "_on")
    tracked = BLOCK_TRACKING in view.blocks
    return {
        "title": title,
        "state": state,
        "told": told,
        "carrier": clean_line(delivery["carrier"]),
        "tracking": clean_line(delivery["tracking"]) if tracked else "",
        "tracking_url": web_link(delivery["tracking_url"]) if tracked else None,
        "tracking_links": _prepare_tracking_links(delivery, view) if tracked else [],
        "lines": [
            {
                "name": clean_line(line["name"].partition("\n")[0]),
                "quantity": view.form.quantity(line["quantity"]),
            }
            for line in delivery["lines"]
        ],
    }


def _prepare_tracking_links(
    delivery: DeliveryFacts, view: "View"
) -> list[dict[str, Any]]:
    """Return where to follow the parcels of one delivery, if it has several."""
    return [
        {
            "url": web_link(link["url"]),
            "text": view.text("tracking_link_number", number=isolate(link["number"])),
        }
        for link in delivery.get("tracking_links", ())
        if web_link(link["url"])
    ]
