"""Documents that go another way than an order: a repair is received, ready, fetched.

Their facts say the way themselves, step by step (``way``), and reaching a step is an
event of the same name. Labels of a step, in ``_get_status_labels`` of its model:
``headline_…``, ``next_…`` (and ``next_…_by`` where a day may be expected), ``step_…``
and ``event_…``.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .. import const


def has_own_way(facts: Mapping[str, Any]) -> bool:
    """Whether a document's steps are its own, not those of an order."""
    return "way" in facts


def is_finished(facts: Mapping[str, Any]) -> bool:
    """Whether the document is at the end of its way, or given up."""
    return facts["step"] in (facts["way"][-1], const.STEP_CANCELLED)


def holds(event: str, facts: Mapping[str, Any]) -> bool:
    """Whether an event is still true, and worth a word, of the document as it stands.

    What is finished or waits for the customer has no other news than just that: who
    has fetched a repair must not be called to fetch it.
    """
    step, way = facts["step"], facts["way"]
    if event == const.EVENT_CANCELLED:
        return bool(step == const.STEP_CANCELLED)
    moving = not is_finished(facts) and not facts.get("awaits_customer")
    if event == const.EVENT_RESCHEDULED:
        return moving
    if event not in way or step not in way:
        return False
    return bool(event == step or (moving and way.index(event) < way.index(step)))


def events_on_way(
    before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> Iterator[str]:
    """Tell which events lie between two facts, in the order in which they are told.

    :param before: the facts as last told; ``None`` when nothing ever was.
    """
    was, now, way = before and before["step"], after["step"], after["way"]
    if now == const.STEP_CANCELLED:
        # Nobody needs to hear that what they never heard of is given up.
        if before and was != now:
            yield const.EVENT_CANCELLED
        return
    start = way.index(was) + 1 if was in way else 0
    for step in way[start : way.index(now) + 1]:
        if holds(step, after):
            yield step
    if _is_put_off(before, after) and holds(const.EVENT_RESCHEDULED, after):
        yield const.EVENT_RESCHEDULED


def _is_put_off(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> bool:
    """Whether another day is expected than the customer was told."""
    if not before or before["step"] not in after["way"]:
        return False
    was, now = before["expected_on"], after["expected_on"]
    return bool(was and now and was != now)


def find_handed_over(
    before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> str | None:
    """Return the key of what belongs to a document and has come to its end since.

    :param before: as last told; ``None`` when nothing ever was.
    """
    was = {one["key"] for one in (before or {}).get("related", ()) if _has_arrived(one)}
    now = [one["key"] for one in after.get("related", ()) if _has_arrived(one)]
    return next((key for key in now if key not in was), None)


def _has_arrived(facts: Mapping[str, Any]) -> bool:
    return has_own_way(facts) and facts["step"] == facts["way"][-1]


def told_before(
    ledger: Iterable[tuple[str, str]], facts: Mapping[str, Any]
) -> Iterator[str]:
    """Tell which steps the customer has heard of, and need not hear of again.

    A step that is taken back and reached again is no news; what begins anew after the
    customer heard that it was given up is.

    :param ledger: ``(event, const.TOLD or another state)``, newest first.
    """
    for event, state in ledger:
        if state != const.TOLD:
            continue
        if event == const.EVENT_CANCELLED:
            return
        if event in facts["way"]:
            yield event


def events_that_fit(facts: Mapping[str, Any]) -> frozenset[str]:
    """Tell which events may be told by hand of a document as it stands now."""
    events = (*facts["way"], const.EVENT_RESCHEDULED, const.EVENT_CANCELLED)
    return frozenset(event for event in events if holds(event, facts))
