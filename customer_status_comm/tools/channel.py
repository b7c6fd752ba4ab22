"""Which way a message takes to a customer, and why not another."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from .. import const


class Customer(NamedTuple):
    """What decides how a customer may be reached. Plain values, no record.

    :param email: normalised address, or ``None`` when there is none that can be used.
    :param phone: number in E.164, or ``None`` when there is none that can be used.
    :param has_email: whether anything is typed in, valid or not; likewise
        ``has_phone``.
    :param others: the address for each channel that an addon has added.
    """

    preference: str | None = None
    email: str | None = None
    phone: str | None = None
    has_email: bool = False
    has_phone: bool = False
    email_blacklisted: bool = False
    phone_blacklisted: bool = False
    gets_status: bool = True
    is_company: bool = False
    others: Mapping[str, str] = MappingProxyType({})


class Way(NamedTuple):
    """The channels to use, in order; ``why`` (``const.WHY_*``) when there is none."""

    channels: tuple[str, ...]
    why: str | None = None


def get_address(channel: str, customer: Customer) -> str | None:
    """Return where ``customer`` is reached by ``channel``; ``None``: nowhere."""
    known = {const.EMAIL: customer.email, const.SMS: customer.phone}
    return known[channel] if channel in known else customer.others.get(channel)


def why_not(channel: str, customer: Customer) -> str | None:
    """Tell what stands in the way of reaching ``customer`` by ``channel``.

    :param channel: ``const.EMAIL``, ``const.SMS`` or what an addon has added.
    :return: a ``const.WHY_*``, or ``None`` when the way is free.
    """
    if channel == const.EMAIL:
        if not customer.email:
            known = customer.has_email
            return const.WHY_INVALID_EMAIL if known else const.WHY_NO_EMAIL
        return const.WHY_EMAIL_BLACKLISTED if customer.email_blacklisted else None
    if channel != const.SMS:
        return None if get_address(channel, customer) else const.WHY_NO_ADDRESS
    if not customer.phone:
        return const.WHY_INVALID_PHONE if customer.has_phone else const.WHY_NO_PHONE
    return const.WHY_PHONE_BLACKLISTED if customer.phone_blacklisted else None


def resolve(
    wanted: str,
    customer: Customer,
    possible: frozenset[str] = frozenset({const.EMAIL, const.SMS}),
) -> Way:
    """Choose the channels of an automatic message.

    :param wanted: a rule's channel: e-mail, SMS, both, an addon's, or what the customer
        prefers. A preference that cannot be met falls back to e-mail and SMS; a rule
        that names one channel does not.
    :param possible: the channels that the message has a text for.
    """
    if wanted == const.CHANNEL_PREFERENCE:
        first = customer.preference or const.EMAIL
        wishes = dict.fromkeys((first, const.EMAIL, const.SMS))
        order = [channel for channel in wishes if channel in possible]
        whys = [why_not(channel, customer) for channel in order]
        for channel, why in zip(order, whys, strict=True):
            if not why:
                return Way((channel,))
        return Way((), whys[0] if whys else const.WHY_NO_TEXT)
    asked = (const.EMAIL, const.SMS) if wanted == const.CHANNEL_BOTH else (wanted,)
    whys = {c: why_not(c, customer) for c in asked if c in possible}
    free = tuple(channel for channel, why in whys.items() if not why)
    return Way(free, None if free else next(iter(whys.values()), const.WHY_NO_TEXT))
