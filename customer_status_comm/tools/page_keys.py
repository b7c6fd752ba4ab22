"""Which documents a page tells of."""

from collections.abc import Iterator

from .facts import CustomerFacts, Facts, is_of_customer


def documents_within(facts: Facts | CustomerFacts) -> frozenset[tuple[str, int]]:
    """Return ``(model, id)`` of every document that a page of ``facts`` tells of.

    Its own, those that belong to it, and of a customer's page what it lists, with what
    belongs to that. Invoices and parcels are parts of an order.
    """
    return frozenset(map(split_key, keys_of(facts)))


def keys_of(facts: Facts | CustomerFacts) -> Iterator[str]:
    """Yield the keys ("sale.order,7") of these, the page's own document first."""
    yield facts["key"]
    listed = facts["orders"] if is_of_customer(facts) else facts.get("related")
    for within in listed or ():
        yield from keys_of(within)


def split_key(key: str) -> tuple[str, int]:
    """Return ``(model, id)`` of the document that facts name ``key``."""
    model, id_ = key.split(",")
    return model, int(id_)
