"""Erasure: what is left of facts when a customer wants to be forgotten."""

from .facts import DeliveryFacts, Facts


def forget(facts: Facts) -> Facts:
    """Return ``facts`` without what may tell of a person.

    Steps, dates, numbers and amounts stay: by them the publisher knows what was told,
    and must not be told again. The document itself keeps what the law wants kept.
    """
    left = {**facts, "client_reference": None}
    for name in ("delivery_address", "agreed", "about"):
        left.pop(name, None)
    left["lines"] = [{**line, "name": ""} for line in facts.get("lines", [])]
    left["deliveries"] = [_forget_parcel(one) for one in facts.get("deliveries", [])]
    if "related" in facts:
        left["related"] = [forget(one) for one in facts["related"]]
    return left


def _forget_parcel(parcel: DeliveryFacts) -> DeliveryFacts:
    left = {**parcel, "tracking": None, "tracking_url": None}
    left.pop("tracking_links", None)
    left["lines"] = [{**line, "name": ""} for line in parcel.get("lines", [])]
    return left
