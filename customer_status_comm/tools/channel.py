"""Which way a message takes to a customer, and why not another."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from .. import const


class Customer(NamedTuple):
    """What decides how a customer may be reached. Plain values, no record.

    :param email: normalised address, or several with a comma and a space between them;
        ``None`` when there is none that can be used.
    :param phone: number in E.164, or ``None`` when there is none that can be used.
    :param has_email: whether anything is typed in, valid or not; likewise
        ``has_phone``.
    :param phone_unclear: whether what is typed in may be another's number.
    :param others: the address for each channel that an addon has added.
    """

    preference: str | None = None
    email: str | None = None
    phone: str | None = None
    has_email: bool = False
    has_phone: bool = False
    phone_unclear: bool = False
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
        if customer.phone_unclear:
            return const.WHY_UNCLEAR_PHONE
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
    :param possible: the channels that the message has a text for. One without a text
        is passed over; it is the reason only where an e-mail could have been sent, or
        where there is no text at all. No template needs one for SMS.
    """
    asked = _get_asked(wanted, customer)
    whys = {c: why_not(c, customer) for c in asked if c in possible}
    free = tuple(channel for channel, why in whys.items() if not why)
    if free:
        return Way(free[:1] if wanted == const.CHANNEL_PREFERENCE else free)
    lacking = set(asked) - set(possible)
    if not whys or (const.EMAIL in lacking and not why_not(const.EMAIL, customer)):
        return Way((), const.WHY_NO_TEXT)
    return Way((), next(iter(whys.values())))


def _get_asked(wanted: str, customer: Customer) -> tuple[str, ...]:
    """Return the channels that ``wanted`` means for ``customer``, best first."""
    if wanted == const.CHANNEL_BOTH:
        return (const.EMAIL, const.SMS)
    if wanted != const.CHANNEL_PREFERENCE:
        return (wanted,)
    first = customer.preference or const.EMAIL
    return tuple(dict.fromkeys((first, const.EMAIL, const.SMS)))


#: Who has an e-mail address and nothing else, as most customers do.
_READER = Customer(email="reader@customer.example", has_email=True)


def lacks_text(wanted: str, possible: frozenset[str]) -> bool:
    """Whether customers hear nothing because a template has no text for their way.

    :param wanted: as of ``resolve``, and ``possible`` likewise.
    """
    return resolve(wanted, _READER, possible).why == const.WHY_NO_TEXT
