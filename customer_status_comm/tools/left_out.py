"""A page without some of the documents that it tells of beside its own."""

from collections.abc import Collection, Sequence

from .facts import CustomerFacts, Facts, is_of_customer
from .status_news import News


def leave_out(
    facts: Facts | CustomerFacts, keys: Collection[str]
) -> Facts | CustomerFacts:
    """Return ``facts`` without the related documents of ``keys`` ("repair.order,5").

    The page's own document stays. ``facts`` are left as they are.
    """
    return facts if is_of_customer(facts) else _leave_out(facts, keys)


def _leave_out(facts: Facts, keys: Collection[str]) -> Facts:
    related = facts.get("related")
    if not (keys and related):
        return facts
    kept = [_leave_out(one, keys) for one in related if one["key"] not in keys]
    return {**facts, "related": kept}


def leave_out_news(news: Sequence[News], keys: Collection[str]) -> list[News]:
    """Return what is new of no document of ``keys``."""
    return [
        one for one in news if not any(is_within(one["source"], key) for key in keys)
    ]


def is_within(source: str, key: str) -> bool:
    """Whether an event's source is the document ``key``, or something of it."""
    return source == key or source.startswith((f"{key},", f"{key}@"))
