"""Which way a message takes to a customer."""

import pytest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.channel import (
    Customer,
    Way,
    get_address,
    lacks_text,
    resolve,
)

BOTH = Customer(
    email="a@b.example", phone="+4520000001", has_email=True, has_phone=True
)
MAIL = Customer(email="a@b.example", has_email=True)
PHONE = Customer(phone="+4520000001", has_phone=True)
NOBODY = Customer()
BIRD = BOTH._replace(others={"pigeon": "loft 7"})
PREFERENCE, EITHER = const.CHANNEL_PREFERENCE, const.CHANNEL_BOTH


@pytest.mark.parametrize(
    ("wanted", "customer", "expected"),
    [
        (const.EMAIL, BOTH, Way((const.EMAIL,))),
        (const.SMS, BOTH, Way((const.SMS,))),
        (EITHER, BOTH, Way((const.EMAIL, const.SMS))),
        (EITHER, PHONE, Way((const.SMS,))),
        (EITHER, NOBODY, Way((), const.WHY_NO_EMAIL)),
        # No preference means e-mail first.
        (PREFERENCE, BOTH, Way((const.EMAIL,))),
        (PREFERENCE, BOTH._replace(preference=const.SMS), Way((const.SMS,))),
        # A preference falls back, a rule's own channel does not.
        (PREFERENCE, MAIL._replace(preference=const.SMS), Way((const.EMAIL,))),
        (PREFERENCE, PHONE, Way((const.SMS,))),
        (const.SMS, MAIL, Way((), const.WHY_NO_PHONE)),
        (const.EMAIL, PHONE, Way((), const.WHY_NO_EMAIL)),
        (PREFERENCE, NOBODY, Way((), const.WHY_NO_EMAIL)),
        (
            PREFERENCE,
            NOBODY._replace(preference=const.SMS),
            Way((), const.WHY_NO_PHONE),
        ),
        # What is typed in but cannot be used is not the same as nothing.
        (const.EMAIL, Customer(has_email=True), Way((), const.WHY_INVALID_EMAIL)),
        (const.SMS, Customer(has_phone=True), Way((), const.WHY_INVALID_PHONE)),
        # A blacklist stops that channel only.
        (
            const.EMAIL,
            BOTH._replace(email_blacklisted=True),
            Way((), const.WHY_EMAIL_BLACKLISTED),
        ),
        (PREFERENCE, BOTH._replace(email_blacklisted=True), Way((const.SMS,))),
        (EITHER, BOTH._replace(phone_blacklisted=True), Way((const.EMAIL,))),
        # A way that an addon has added: by itself, preferred, and fallen back from.
        ("pigeon", BIRD, Way(("pigeon",))),
        ("pigeon", BOTH, Way((), const.WHY_NO_ADDRESS)),
        (PREFERENCE, BIRD._replace(preference="pigeon"), Way(("pigeon",))),
        (PREFERENCE, BOTH._replace(preference="pigeon"), Way((const.EMAIL,))),
        (PREFERENCE, PHONE._replace(preference="pigeon"), Way((const.SMS,))),
        (PREFERENCE, BIRD, Way((const.EMAIL,))),
    ],
)
def test_resolve(wanted, customer, expected):
    """B7 of docs/requirements.md."""
    possible = frozenset({const.EMAIL, const.SMS, "pigeon"})
    assert resolve(wanted, customer, possible) == expected


def test_get_address():
    addresses = [get_address(channel, BIRD) for channel in (const.EMAIL, const.SMS)]
    assert addresses == ["a@b.example", "+4520000001"]
    assert get_address("pigeon", BIRD) == "loft 7"
    assert get_address("pigeon", BOTH) is None


def test_a_channel_without_a_text_is_not_used():
    only_email = frozenset({const.EMAIL})
    texter = BOTH._replace(preference=const.SMS)
    assert resolve(PREFERENCE, texter, only_email) == Way((const.EMAIL,))
    assert resolve(const.SMS, texter, only_email) == Way((), const.WHY_NO_TEXT)


ONLY_SMS, ONLY_EMAIL, NO_TEXT = (
    frozenset({const.SMS}),
    frozenset({const.EMAIL}),
    Way((), const.WHY_NO_TEXT),
)


@pytest.mark.parametrize(
    ("wanted", "customer", "possible", "expected"),
    [
        # An e-mail could leave, were there one.
        (PREFERENCE, MAIL, ONLY_SMS, NO_TEXT),
        (PREFERENCE, MAIL._replace(preference=const.SMS), ONLY_SMS, NO_TEXT),
        (EITHER, MAIL, ONLY_SMS, NO_TEXT),
        (const.EMAIL, MAIL, ONLY_SMS, NO_TEXT),
        # The other way is taken as long as there is one.
        (PREFERENCE, BOTH, ONLY_SMS, Way((const.SMS,))),
        (EITHER, BOTH, ONLY_SMS, Way((const.SMS,))),
        # No template needs a text for SMS: what is missing is the address.
        (PREFERENCE, PHONE, ONLY_EMAIL, Way((), const.WHY_NO_EMAIL)),
        (EITHER, PHONE, ONLY_EMAIL, Way((), const.WHY_NO_EMAIL)),
        # Neither way: the address of the one that says something.
        (PREFERENCE, NOBODY, ONLY_SMS, Way((), const.WHY_NO_PHONE)),
        (PREFERENCE, NOBODY, frozenset(), NO_TEXT),
    ],
)
def test_why_nobody_is_told_where_a_text_is_missing(
    wanted, customer, possible, expected
):
    assert resolve(wanted, customer, possible) == expected


@pytest.mark.parametrize(
    ("wanted", "possible", "expected"),
    [
        (PREFERENCE, ONLY_EMAIL, False),
        (PREFERENCE, ONLY_SMS, True),
        (PREFERENCE, frozenset(), True),
        (EITHER, ONLY_EMAIL, False),
        (EITHER, ONLY_SMS, True),
        (const.EMAIL, ONLY_EMAIL, False),
        (const.EMAIL, ONLY_SMS, True),
        (const.SMS, ONLY_SMS, False),
        (const.SMS, ONLY_EMAIL, True),
        ("pigeon", ONLY_EMAIL, True),
        ("pigeon", frozenset({"pigeon"}), False),
    ],
)
def test_lacks_text(wanted, possible, expected):
    assert lacks_text(wanted, possible) is expected
