"""What a page may show of a document, and what it keeps when that changes hands."""

from collections.abc import Mapping
from typing import Any, Final, cast

from .. import const
from .facts import Facts

#: What of a draft is being written still.
_WRITTEN: Final = (
    "lines",
    "total",
    "currency",
    "ordered_on",
    "expected_on",
    "client_reference",
    "delivery_address",
)


def is_draft(facts: Mapping[str, Any]) -> bool:
    """Whether the document is a draft, of which nobody outside may know."""
    return facts.get("step") == const.STEP_QUOTATION


def conceal_draft(shown: Facts, now: Facts) -> Facts:
    """Return what the page of a document shows that has become a draft again.

    That it is one, and what was invoiced and delivered. What is being written its
    customer reads once it is sent; until then the page keeps what it showed.

    :param shown: what the page shows.
    :param now: the facts of now, of a draft or not; one that is none is returned.
    """
    if not is_draft(now):
        return now
    kept = {name: shown[name] for name in _WRITTEN if name in shown}
    rest = {name: value for name, value in now.items() if name not in _WRITTEN}
    return cast(Facts, rest | kept)  # each name is in one of them


def conceal_related(
    shown: Facts | None, now: Facts, hidden: Mapping[str, Facts | None]
) -> Facts:
    """Return ``now`` with what belongs to the document as it was shown.

    :param shown: what the page shows; ``None`` for nothing yet.
    :param hidden: ``{key: what its own page shows, or None}`` of the documents that
        wait to be published themselves.
    """
    if not hidden or "related" not in now:
        return now
    before = {one["key"]: one for one in (shown.get("related", []) if shown else [])}
    related = [
        _leave_alone(hidden[one["key"]] or before.get(one["key"]))
        if one["key"] in hidden
        else one
        for one in now["related"]
    ]
    return {**now, "related": [one for one in related if one]}


def _leave_alone(one: Facts | None) -> Facts | None:
    """Return facts without what belongs to their document in turn."""
    if not one or "related" not in one:
        return one
    alone: Facts = {**one}
    alone.pop("related")
    return alone


def pass_on(known: Facts) -> Facts:
    """Return what remains of ``known`` when the document is another customer's.

    By it the publisher knows what is old news, of which the new customer is not told:
    without what is of the one before, nor any day that was promised to them.
    """
    left: Facts = {**known, "client_reference": None, "expected_on": None}
    left["deliveries"] = [
        {**parcel, "expected_on": None} for parcel in known["deliveries"]
    ]
    # What is its customer's, and of no interest to what is news.
    left.pop("delivery_address", None)
    left.pop("agreed", None)
    left.pop("about", None)
    left.pop("related", None)
    return left
