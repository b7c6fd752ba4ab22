"""Who is told what: the rules, applied to the events of one document."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from .. import const
from .channel import Customer, resolve
from .facts import Event, Facts
from .hours import ANY_TIME, Hours, next_moment
from .span import minutes
from .way import has_own_way


class Rule(NamedTuple):
    """A rule's plain values. No ``company_id``: for companies without their own.

    :param possible: the channels that its template has a text for.
    :param hours: when its messages may leave, in the shop's time.
    """

    id: int
    event: str
    company_id: int | None
    audience: str
    channel: str
    possible: frozenset[str]
    settle_minutes: int
    active_since: datetime
    hours: Hours = ANY_TIME


class Touch(NamedTuple):
    """What is known of how a document came to be looked at.

    :param born_at: when the document was made, UTC.
    :param last_at: its last change, UTC.
    :param reasons: ``const.REASON_*`` of all its changes that wait.
    :param by_customer: whether one of them is the customer's own doing.
    """

    born_at: datetime
    last_at: datetime
    reasons: frozenset[str]
    by_customer: bool = False


class Decision(NamedTuple):
    """What becomes of one event.

    :param channels: the ways it is told, or would be told were it not held.
    :param why: a ``const.WHY_*`` when it is silent or held.
    :param is_held: it waits for somebody to release or discard it.
    """

    event: Event
    rule: Rule | None
    channels: tuple[str, ...]
    why: str | None
    is_held: bool = False

    @property
    def is_told(self) -> bool:
        """Whether the customer hears of it now."""
        return bool(self.channels) and not self.is_held

    @property
    def state(self) -> str:
        """What the ledger calls it: ``const.TOLD``, ``HELD`` or ``SILENT``."""
        if self.is_held:
            return const.HELD
        return const.TOLD if self.channels else const.SILENT


class Situation(NamedTuple):
    """What an event's fate depends on, beside the event and the rules.

    :param company_id: the shop's.
    :param customer: ``None`` when the document has no customer, or one who is nobody
        (a web shop's visitor).
    :param touch: how the document came to be looked at.
    :param since: when the company began to tell its customers, UTC.
    :param first: no facts of this document were published before.
    :param told: events with a source of their own that the ledger knows already.
    :param elsewhere: events that rules tell of the documents that belong to it.
    :param matching: ids of the rules whose criteria the document meets; ``None``: all.
    :param hold_before: what happened before this day is held back, when nothing of the
        document was published before; ``None`` holds nothing back.
    """

    company_id: int
    customer: Customer | None
    touch: Touch
    since: datetime
    first: bool = False
    told: frozenset[Event] = frozenset()
    elsewhere: frozenset[Event] = frozenset()
    matching: frozenset[int] | None = None
    hold_before: date | None = None


#: Which touch may have brought an event about; used only for a document's first facts.
_HINTS = {
    const.EVENT_INVOICED: {const.REASON_INVOICE, const.REASON_PAYMENT},
    const.EVENT_PAID: {const.REASON_INVOICE, const.REASON_PAYMENT},
    const.EVENT_CREDITED: {const.REASON_INVOICE, const.REASON_PAYMENT},
    const.EVENT_NOTE_PRINTED: {const.REASON_DELIVERY},
    const.EVENT_PICKED: {const.REASON_DELIVERY},
    const.EVENT_PARTLY_DELIVERED: {const.REASON_DELIVERY, const.REASON_CHANGED},
    const.EVENT_DELIVERED: {const.REASON_DELIVERY, const.REASON_CHANGED},
    const.EVENT_RETURNED: {const.REASON_DELIVERY},
    const.EVENT_TRACKING: {const.REASON_DELIVERY},
}
_OF_ORDER = {const.REASON_STATE, const.REASON_CREATED, const.REASON_IMPORTED}


def pick_rule(
    rules: Iterable[Rule],
    event: str,
    company_id: int,
    matching: frozenset[int] | None = None,
) -> Rule | None:
    """Return the rule for ``event``: of the company's own, else of those for all.

    A company with rules of its own for an event has no use for those for all, even
    where its own do not fit. Of several that fit, the first in the order given.
    """
    of_event = [rule for rule in rules if rule.event == event]
    own = [rule for rule in of_event if rule.company_id == company_id]
    for rule in own or [rule for rule in of_event if rule.company_id is None]:
        if matching is None or rule.id in matching:
            return rule
    return None


def happened_on(event: Event, facts: Facts) -> date | None:
    """Return the day an event is dated: its invoice's, parcel's, or order's."""
    dated = {
        source["key"]: source["on"]
        for source in facts["invoices"] + facts["deliveries"]
    }
    if event.event == const.EVENT_CONFIRMED and not has_own_way(facts):
        dated[event.source] = facts.get("ordered_on")
    day = dated.get(event.source)
    return date.fromisoformat(day) if day else None


def is_old_news(event: Event, facts: Facts, touch: Touch, since: datetime) -> bool:
    """Whether ``event`` is from before ``since``; for a document never published.

    A document made since then has no old news. An older one has only what its touches
    speak of, and of invoices and deliveries only those dated since then.
    """
    if touch.born_at >= since:
        return False
    if not touch.reasons & _HINTS.get(event.event, _OF_ORDER):
        return True
    if event.event == const.EVENT_CONFIRMED:
        return False  # the touch says that it was confirmed just now
    day = happened_on(event, facts)
    return day is not None and day < since.date()


def decide(
    events: Sequence[Event],
    facts: Facts,
    rules: Iterable[Rule],
    situation: Situation,
) -> list[Decision]:
    """Decide for each event whether and how it is told.

    :return: one decision per event, in the order given.
    """
    rules = list(rules)
    return [_decide_one(event, facts, rules, situation) for event in events]


def _decide_one(
    event: Event, facts: Facts, rules: list[Rule], case: Situation
) -> Decision:
    rule = pick_rule(rules, event.event, case.company_id, case.matching)
    why = _why_silent(event, facts, rule, case)
    if why or not rule or not case.customer:
        return Decision(event, rule, (), why)
    channels, why = resolve(rule.channel, case.customer, rule.possible)
    held = _why_held(event, facts, case) if channels else None
    return Decision(event, rule, channels, held or why, bool(held))


def _why_silent(
    event: Event, facts: Facts, rule: Rule | None, case: Situation
) -> str | None:
    """Tell why an event is not for this customer, whatever the way."""
    if event in case.told:  # first of all: the ledger has room for it only once
        return const.WHY_ALREADY_TOLD
    if not rule:
        return const.WHY_NO_RULE
    if _is_told_elsewhere(event, facts, case.elsewhere):
        return const.WHY_RELATED
    since = max(case.since, rule.active_since)
    if case.first and is_old_news(event, facts, case.touch, since):
        return const.WHY_BEFORE_START
    if case.customer is None:
        return const.WHY_NO_PARTNER
    if not _is_in_audience(rule.audience, case.customer):
        return const.WHY_AUDIENCE
    return None if case.customer.gets_status else const.WHY_OPTED_OUT


def _is_told_elsewhere(event: Event, facts: Facts, elsewhere: frozenset[Event]) -> bool:
    """Whether the customer hears the same of a document that belongs to this one.

    Of what is handed over they hear by itself, not by its order as well; what its order
    brought about, confirmed or cancelled, by the order.
    """
    for one in facts.get("related", ()):
        same = None
        if event.source == one["key"] and has_own_way(one):
            same = one["way"][-1]
        elif has_own_way(facts) and one["step"] == event.event:
            same = event.event
        if same and Event(same, one["key"]) in elsewhere:
            return True
    return False


def _why_held(event: Event, facts: Facts, case: Situation) -> str | None:
    """Tell why somebody should look at an event before the customer hears of it."""
    if const.REASON_IMPORTED in case.touch.reasons:
        return const.WHY_IMPORTED
    limit = case.hold_before if case.first else None
    day = happened_on(event, facts) if limit else None
    return const.WHY_LONG_AGO if limit and day and day < limit else None


def silence(decisions: Iterable[Decision], why: str) -> list[Decision]:
    """Return ``decisions`` with nothing told: what would have been has ``why``."""
    return [
        decision._replace(channels=(), why=why, is_held=False)
        if decision.channels
        else decision
        for decision in decisions
    ]


def leading(decisions: Iterable[Decision]) -> Decision | None:
    """Return the decision whose rule gives the message its text: the last told."""
    told = [decision for decision in decisions if decision.is_told]
    return told[-1] if told else None


def settle_minutes(decisions: Iterable[Decision]) -> int:
    """Return how many minutes the document must rest before its events are told."""
    rules = [d.rule for d in decisions if d.is_told and d.rule]
    return max((rule.settle_minutes for rule in rules), default=0)


def due_at(
    decisions: Sequence[Decision],
    last_at: datetime,
    now: datetime,
    timezone: str,
    rests: bool = True,
) -> datetime:
    """Return when the news may be told, naive UTC; not later than ``now``: at once.

    :param last_at: the document's last change, naive UTC.
    :param timezone: the shop's, for the hours of the rule that gives the text.
    :param rests: whether the document must rest first, as the rules say.
    """
    # Not finer than ``now``: else a publisher would find it due, and then not, until
    # the second is over.
    settling = minutes(settle_minutes(decisions)) if rests else minutes(0)
    rested = last_at.replace(microsecond=0) + settling
    chosen = leading(decisions)
    if not (chosen and chosen.rule):
        return rested
    moment = next_moment(max(rested, now), chosen.rule.hours, timezone)
    return rested if moment == now else moment


def _is_in_audience(audience: str, customer: Customer) -> bool:
    if audience == const.AUDIENCE_PRIVATE:
        return not customer.is_company
    if audience == const.AUDIENCE_COMPANY:
        return customer.is_company
    return audience == const.AUDIENCE_ALL
