"""Who is told what: the rules, applied to the events of one document."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from .. import const
from .channel import Customer, resolve
from .facts import Event, Facts


class Rule(NamedTuple):
    """A rule's plain values. No ``company_id``: for companies without their own."""

    id: int
    event: str
    company_id: int | None
    audience: str
    channel: str
    possible: frozenset[str]
    settle_minutes: int
    active_since: datetime


class Touch(NamedTuple):
    """What is known of how a document came to be looked at.

    :param born_at: when the document was made, UTC.
    :param last_at: its last change, UTC.
    :param reasons: ``const.REASON_*`` of all its changes that wait.
    """

    born_at: datetime
    last_at: datetime
    reasons: frozenset[str]


class Decision(NamedTuple):
    """What becomes of one event: told by ``channels``, or silent with a ``why``."""

    event: Event
    rule: Rule | None
    channels: tuple[str, ...]
    why: str | None


#: Which touch may have brought an event about; used only for a document's first facts.
_HINTS = {
    const.EVENT_INVOICED: {const.REASON_INVOICE, const.REASON_PAYMENT},
    const.EVENT_PAID: {const.REASON_INVOICE, const.REASON_PAYMENT},
    const.EVENT_CREDITED: {const.REASON_INVOICE, const.REASON_PAYMENT},
    const.EVENT_PARTLY_DELIVERED: {const.REASON_DELIVERY, const.REASON_CHANGED},
    const.EVENT_DELIVERED: {const.REASON_DELIVERY, const.REASON_CHANGED},
    const.EVENT_RETURNED: {const.REASON_DELIVERY},
    const.EVENT_TRACKING: {const.REASON_DELIVERY},
}
_OF_ORDER = {const.REASON_STATE, const.REASON_CREATED}


def pick_rule(rules: Iterable[Rule], event: str, company_id: int) -> Rule | None:
    """Return the rule for ``event``: the company's own, else the one for all."""
    own = generic = None
    for rule in rules:
        if rule.event == event:
            if rule.company_id == company_id:
                own = own or rule
            elif rule.company_id is None:
                generic = generic or rule
    return own or generic


def is_old_news(event: Event, facts: Facts, touch: Touch, since: datetime) -> bool:
    """Whether ``event`` is from before ``since``; for a document never published.

    A document made since then has no old news. An older one has only what its touches
    speak of, and of invoices and deliveries only those dated since then.
    """
    if touch.born_at >= since:
        return False
    if not touch.reasons & _HINTS.get(event.event, _OF_ORDER):
        return True
    happened = {
        source["key"]: source["on"]
        for source in facts["invoices"] + facts["deliveries"]
    }.get(event.source)
    return bool(happened) and date.fromisoformat(happened) < since.date()


def decide(
    events: Sequence[Event],
    facts: Facts,
    *,
    rules: Iterable[Rule],
    company_id: int,
    customer: Customer | None,
    touch: Touch,
    first: bool,
    told: frozenset[Event] = frozenset(),
    since: datetime,
) -> list[Decision]:
    """Decide for each event whether and how it is told.

    :param customer: ``None`` when the document has no customer, or one who is nobody
        (a web shop's visitor).
    :param first: no facts of this document were published before.
    :param told: events with a source of their own that the ledger knows already.
    :param since: when the company began to tell its customers, UTC.
    :return: one decision per event, in the order given.
    """
    decisions = []
    rules = list(rules)
    for event in events:
        rule = pick_rule(rules, event.event, company_id)
        why, channels = None, ()
        if event in told:  # first of all: the ledger has room for it only once
            why = const.WHY_ALREADY_TOLD
        elif not rule:
            why = const.WHY_NO_RULE
        elif first and is_old_news(event, facts, touch, max(since, rule.active_since)):
            why = const.WHY_BEFORE_START
        elif customer is None:
            why = const.WHY_NO_PARTNER
        elif not _is_in_audience(rule.audience, customer):
            why = const.WHY_AUDIENCE
        elif not customer.gets_status:
            why = const.WHY_OPTED_OUT
        else:
            channels, why = resolve(rule.channel, customer, rule.possible)
        decisions.append(Decision(event, rule, channels, why))
    return decisions


def leading(decisions: Iterable[Decision]) -> Decision | None:
    """Return the decision whose rule gives the message its text: the last told."""
    told = [decision for decision in decisions if decision.channels]
    return told[-1] if told else None


def settle_minutes(decisions: Iterable[Decision]) -> int:
    """Return how many minutes the document must rest before its events are told."""
    return max((d.rule.settle_minutes for d in decisions if d.channels), default=0)


def _is_in_audience(audience: str, customer: Customer) -> bool:
    if audience == const.AUDIENCE_PRIVATE:
        return not customer.is_company
    if audience == const.AUDIENCE_COMPANY:
        return customer.is_company
    return audience == const.AUDIENCE_ALL
