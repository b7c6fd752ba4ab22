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
    :param failure: why it failed, ``const.FAILURE_*`` or ``const.WHY_*``; nobody knows
        whether one without has arrived.
    :param why: ``const.WHY_*`` its customer cannot be reached, or wants no such
        messages; ``None``: they can.
    :param is_outdated: it was written by a rule, and is not true any more.
    """

    channel: str
    state: str
    is_incoming: bool = False
    was_repeated: bool = False
    failure: str | None = None
    has_sender: bool = True
    why: str | None = None
    is_outdated: bool = False


def why_not_tried(message: Message) -> str | None:
    """Return ``const.SKIPPED_*`` for what has not failed, or not surely; else ``None``.

    Among many, nobody looks at each: who has a message already must not get it again.
    """
    if message.state == const.COMMUNICATION_QUEUED:
        return const.SKIPPED_BUSY
    is_sent = message.channel != const.NOTE and not message.is_incoming
    if is_sent and _was_stopped(message):
        return const.SKIPPED_STOPPED
    if not is_sent or message.state != const.COMMUNICATION_FAILED:
        return const.SKIPPED_NOT_FAILED
    if message.was_repeated:
        return const.SKIPPED_AGAIN
    if not message.failure or message.failure in const.FAILURES_UNCERTAIN:
        return const.SKIPPED_UNCERTAIN
    return None


def _was_stopped(message: Message) -> bool:
    """Whether somebody did not want it sent: took it back, or deleted what it was."""
    if message.state == const.COMMUNICATION_CANCELLED:
        return True
    is_failed = message.state == const.COMMUNICATION_FAILED
    return is_failed and message.failure == const.FAILURE_STOPPED


def why_skipped(message: Message) -> str | None:
    """Return ``const.SKIPPED_*``, why it is not sent again; ``None``: it is."""
    not_tried = why_not_tried(message)
    if not_tried:
        return not_tried
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
