"""Sending many messages again: which of them it makes no sense to send."""

import pytest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.again import (
    Message,
    is_outdated,
    why_skipped,
)
from odoo.addons.customer_status_comm.tools.facts import Event

FAILED = Message(const.EMAIL, const.COMMUNICATION_FAILED)
CONFIRMED = Event(const.EVENT_CONFIRMED, "sale.order,1")
INVOICED = Event(const.EVENT_INVOICED, "account.move,1")


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (FAILED, None),
        (FAILED._replace(state=const.COMMUNICATION_SENT), None),
        (FAILED._replace(state=const.COMMUNICATION_CANCELLED), None),
        (FAILED._replace(state=const.COMMUNICATION_QUEUED), const.SKIPPED_BUSY),
        (FAILED._replace(state=const.COMMUNICATION_SCHEDULED), const.SKIPPED_BUSY),
        (FAILED._replace(channel=const.NOTE), const.SKIPPED_KIND),
        (FAILED._replace(is_incoming=True), const.SKIPPED_KIND),
        (FAILED._replace(was_repeated=True), const.SKIPPED_AGAIN),
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
