"""Erasure: what is left of facts when a customer wants to be forgotten."""

import hashlib
import hmac
import re
from collections.abc import Collection, Iterable

from .. import const
from .facts import DeliveryFacts, Event, Facts
from .foreign import loads

#: What stands in the ledger for a tracking number that was forgotten.
_HIDDEN = re.compile(r".*,hidden:[0-9a-f]{64}\Z", re.DOTALL)


def forget(facts: Facts) -> Facts:
    """Return ``facts`` without what may tell of a person.

    Steps, dates, numbers and amounts stay: by them the publisher knows what was told,
    and must not be told again. The document itself keeps what the law wants kept.
    """
    left: Facts = {**facts, "client_reference": None}
    left.pop("delivery_address", None)
    left.pop("agreed", None)
    left.pop("about", None)
    left["lines"] = [{**line, "name": ""} for line in facts.get("lines", [])]
    left["deliveries"] = [_forget_parcel(one) for one in facts.get("deliveries", [])]
    if "related" in facts:
        left["related"] = [forget(one) for one in facts["related"]]
    return left


def _forget_parcel(parcel: DeliveryFacts) -> DeliveryFacts:
    # Empty and not None, so that the same number is no news to the publisher.
    number = parcel["tracking"] and ""
    left: DeliveryFacts = {**parcel, "tracking": number, "tracking_url": None}
    left.pop("tracking_links", None)
    left["lines"] = [{**line, "name": ""} for line in parcel.get("lines", [])]
    return left


def hide_number(event: Event, secret: str) -> Event:
    """Return ``event`` with a keyed hash in place of its tracking number, if any.

    By the hash it is still known that this very number was told; without ``secret``
    nobody finds the number by trying.

    :param secret: of the database.
    """
    parcel, number = _split_number(event)
    if not number or _HIDDEN.match(event.source):
        return event
    digest = hmac.new(secret.encode(), event.source.encode(), hashlib.sha256)
    return event._replace(source=f"{parcel},hidden:{digest.hexdigest()}")


def find_hidden(told: Iterable[Event], facts: Facts, secret: str) -> set[Event]:
    """Return the events of ``facts``' tracking numbers that stand hidden in ``told``.

    :param told: what the ledger has.
    :param facts: as they are now, with the numbers.
    """
    hidden = {event for event in told if _HIDDEN.match(event.source)}
    if not hidden:
        return set()
    candidates = {
        Event(const.EVENT_TRACKING, f"{parcel['key']},{parcel['tracking']}")
        for parcel in facts.get("deliveries", ())
        if parcel["tracking"]
    }
    return {event for event in candidates if hide_number(event, secret) in hidden}


def _split_number(event: Event) -> tuple[str, str]:
    """Return the key of the parcel, and its tracking number, of an event's source."""
    if event.event != const.EVENT_TRACKING:
        return event.source, ""
    model, id_, number = (*event.source.split(",", 2), "", "")[:3]
    return f"{model},{id_}", number


def names_records(notification: str, model: str, ids: Collection[int]) -> bool:
    """Whether a notification of Odoo's bus has values of one of these records.

    :param notification: JSON; ``{"mail.message": [{"id": 5, …}]}`` somewhere within. Of
        one longer than ``const.DATA_MAX`` it is enough that it names the model.
    """
    if len(notification) > const.DATA_MAX:
        return f'"{model}"' in notification
    try:
        left = [loads(notification)]
    except ValueError:
        return False
    wanted = set(map(str, ids))
    while left:
        value = left.pop()
        if isinstance(value, dict):
            records = value.get(model)
            records = records if isinstance(records, list) else [records]
            told = {str(one.get("id")) for one in records if isinstance(one, dict)}
            if told & wanted:
                return True
            left += value.values()
        elif isinstance(value, list):
            left += value
    return False
