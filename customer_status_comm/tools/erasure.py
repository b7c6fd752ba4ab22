"""Erasure: what is left of facts when a customer wants to be forgotten."""

from .facts import Facts


def forget(facts: Facts) -> Facts:
    """Return ``facts`` without what may tell of a person.

    Steps, dates, numbers and amounts stay: by them the publisher knows what was told,
    and must not be told again. The document itself keeps what the law wants kept.
    """
    left = {**facts, "client_reference": None}
    for name in ("delivery_address", "agreed", "about"):
        left.pop(name, None)
    left["lines"] = [{**line, "name": ""} for line in facts.get("lines", [])]
    left["deliveries"] = [
        {
            **delivery,
            "tracking": None,
            "tracking_url": None,
            "lines": [{**line, "name": ""} for line in delivery.get("lines", [])],
        }
        for delivery in facts.get("deliveries", [])
    ]
    return left
