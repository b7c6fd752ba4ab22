"""Sending many messages once more: which of them it makes no sense to send."""

from collections.abc import Collection
from typing import NamedTuple

from .. import const
from .facts import Event


class Message(NamedTuple):
    """One message of the history. Plain values, no record.

    :param channel: ``const.EMAIL``, ``const.SMS``, ``const.NOTE`` or an addon's.
    :param state: ``const.COMMUNICATION_*``.
    :param is_incoming: the customer wrote it.
    :param was_repeated: it was sent again already.
    :param has_sender: there is an address that it can leave from.
    :param why: ``const.WHY_*`` its customer cannot be reached, or wants no such
        messages; ``None``: they can.
    :param is_outdated: it was written by a rule, and is not true any more.
    """

    channel: str
    state: str
    is_incoming: bool = False
    was_repeated: bool = False
    has_sender: bool = True
    why: str | None = None
    is_outdated: bool = False


#: Where a message stands that may be sent once more.
_SETTLED = frozenset(
    {
        const.COMMUNICATION_SENT,
        const.COMMUNICATION_DELIVERED,
        const.COMMUNICATION_FAILED,
        const.COMMUNICATION_CANCELLED,
    }
)


def why_skipped(message: Message) -> str | None:
    """Return ``const.SKIPPED_*``, why it is not sent again; ``None``: it is."""
    if message.channel == const.NOTE or message.is_incoming:
        return const.SKIPPED_KIND
    if message.state not in _SETTLED:
        return const.SKIPPED_BUSY
    if message.was_repeated:
        return const.SKIPPED_AGAIN
    if message.is_outdated:
        return const.SKIPPED_OUTDATED
    if not message.has_sender:
        return const.SKIPPED_SENDER
    return const.SKIPPED_UNREACHABLE if message.why else None


def is_outdated(
    told: Collection[Event], fitting: Collection[str] | None, told_since: bool
) -> bool:
    """Whether what a rule had told is not true any more, or no news.

    :param told: what the message tells; empty for what a person wrote.
    :param fitting: names of the events that are true of its document now; ``None``:
        there is no such document any more.
    :param told_since: whether its customer was told something later.
    """
    if not told:
        return False
    if fitting is None or told_since:
        return True
    return any(event.event not in fitting for event in told)
