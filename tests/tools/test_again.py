"""Sending many messages again: which of them it makes no sense to send."""

import pytest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.again import (
    Message,
    is_outdated,
    why_not_tried,
    why_skipped,
)
from odoo.addons.customer_status_comm.tools.facts import Event

FAILED = Message(
    const.EMAIL, const.COMMUNICATION_FAILED, failure=const.FAILURE_MAIL_GIVEN_UP
)
CONFIRMED = Event(const.EVENT_CONFIRMED, "sale.order,1")
INVOICED = Event(const.EVENT_INVOICED, "account.move,1")


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (FAILED, None),
        (FAILED._replace(state=const.COMMUNICATION_QUEUED), const.SKIPPED_BUSY),
        (FAILED._replace(channel=const.NOTE), const.SKIPPED_NOT_FAILED),
        (FAILED._replace(is_incoming=True), const.SKIPPED_NOT_FAILED),
        (FAILED._replace(was_repeated=True), const.SKIPPED_AGAIN),
        (FAILED._replace(failure=None), const.SKIPPED_UNCERTAIN),
        (FAILED._replace(failure=const.FAILURE_STOPPED), const.SKIPPED_STOPPED),
        (FAILED._replace(state=const.COMMUNICATION_CANCELLED), const.SKIPPED_STOPPED),
        (FAILED._replace(is_outdated=True), const.SKIPPED_OUTDATED),
        (FAILED._replace(has_sender=False), const.SKIPPED_SENDER),
        (FAILED._replace(why=const.WHY_NO_EMAIL), const.SKIPPED_UNREACHABLE),
        # What is not true any more is not a matter of the address.
        (
            FAILED._replace(why=const.WHY_NO_EMAIL, is_outdated=True),
            const.SKIPPED_OUTDATED,
        ),
    ],
)
def test_18_6_why_skipped(message, reason):
    assert why_skipped(message) == reason


@pytest.mark.parametrize(
    "state",
    [
        const.COMMUNICATION_SENT,
        const.COMMUNICATION_DELIVERED,
        const.COMMUNICATION_SCHEDULED,
        const.COMMUNICATION_SAVED,
    ],
)
def test_18_6_only_what_failed_is_sent_again(state):
    assert why_skipped(FAILED._replace(state=state)) == const.SKIPPED_NOT_FAILED


@pytest.mark.parametrize(
    ("failure", "is_sure"),
    [
        (const.FAILURE_MAIL_GIVEN_UP, True),
        (const.FAILURE_SMS_GIVEN_UP, True),
        (const.FAILURE_ADDRESS_REFUSED, True),
        (const.FAILURE_BOUNCED, True),
        (const.FAILURE_SMS_CREDIT, True),
        (const.WHY_NO_EMAIL, True),
        (const.FAILURE_INTERRUPTED, False),
        (const.FAILURE_SMS_SERVICE, False),  # it may have taken it, and not said so
        (const.FAILURE_UNKNOWN, False),
        (const.FAILURE_DUPLICATE, False),
    ],
)
def test_18_6_what_may_have_arrived_stays_as_it_is(failure, is_sure):
    reason = None if is_sure else const.SKIPPED_UNCERTAIN
    assert why_not_tried(FAILED._replace(failure=failure)) == reason


@pytest.mark.parametrize(
    ("told", "fitting", "told_since", "outdated"),
    [
        ([CONFIRMED], {const.EVENT_CONFIRMED}, False, False),
        ([CONFIRMED], {const.EVENT_CANCELLED}, False, True),
        ([CONFIRMED, INVOICED], {const.EVENT_CONFIRMED}, False, True),
        ([CONFIRMED], {const.EVENT_CONFIRMED}, True, True),
        ([CONFIRMED], None, False, True),  # the order was deleted
        ([], None, True, False),  # a person wrote it
    ],
)
def test_18_6_what_is_outdated(told, fitting, told_since, outdated):
    assert is_outdated(told, fitting, told_since) is outdated
