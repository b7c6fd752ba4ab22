"""What a new shop does once, and how far it has come."""

from typing import NamedTuple

from .. import const
from .channel import Customer, resolve
from .decision import Rule

#: Somebody whom every message reaches.
_REACHABLE = Customer(email="a@b.example", phone="+4512345678")


class State(NamedTuple):
    """How far one shop has come. Plain values, no record.

    :param rules: those that are switched on and tell somebody.
    :param is_tested: somebody has had a test message sent to themselves.
    :param is_active: customers are told by themselves.
    :param has_told: at least one customer was told something.
    """

    has_sender: bool = False
    rules: tuple[Rule, ...] = ()
    is_tested: bool = False
    is_active: bool = False
    has_told: bool = False


class Step(NamedTuple):
    """One line of the checklist.

    :param code: ``const.FIRST_*``.
    :param count: rules that are on; of ``FIRST_TEXTS``, those without a text.
    """

    code: str
    is_done: bool
    # The method of tuples by this name is not needed.
    count: int = 0  # type: ignore[assignment]


def list_steps(state: State) -> list[Step]:
    """Return all steps in the order in which a shop takes them."""
    mute = sum(not has_text(rule) for rule in state.rules)
    return [
        Step(const.FIRST_SENDER, state.has_sender),
        Step(const.FIRST_RULES, bool(state.rules), len(state.rules)),
        Step(const.FIRST_TEXTS, bool(state.rules) and not mute, mute),
        Step(const.FIRST_TEST, state.is_tested),
        Step(const.FIRST_ACTIVE, state.is_active),
        Step(const.FIRST_TOLD, state.has_told),
    ]


def has_text(rule: Rule) -> bool:
    """Whether the rule's template has a text for a way that the rule would take."""
    return bool(resolve(rule.channel, _REACHABLE, rule.possible).channels)
