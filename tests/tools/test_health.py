"""What of the figures is fine, what is not, and what deserves an alarm."""

from datetime import datetime, timedelta

import pytest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.health import (
    Figures,
    Later,
    Way,
    find_worst,
    is_late,
    judge,
)

NOW = datetime(2026, 5, 3, 12, 0)


def ago(minutes):
    """Return the moment so many minutes before ``NOW``."""
    return NOW - timedelta(minutes=minutes)


def find_alarms(findings):
    """Return the codes of what somebody must be woken for, sorted, each once."""
    return sorted({one.code for one in findings if one.level == const.LEVEL_ERROR})


def levels(figures):
    """Return ``{code: level}``."""
    return {one.code: one.level for one in judge(figures)}


def test_a_shop_in_which_nothing_happens_is_well():
    findings = judge(Figures(NOW))
    assert find_worst(findings) == const.LEVEL_FINE
    assert find_alarms(findings) == []


@pytest.mark.parametrize(
    ("due", "ran", "minutes", "late"),
    [
        (None, None, 30, False),  # nothing is due
        (29, None, 30, False),
        (31, None, 30, True),  # it has never run
        (31, 40, 30, True),
        (300, 5, 30, False),  # it is busy with many
        (300, 31, 30, True),
        (300, None, 0, False),  # the shop wants no alarm
        (6, None, 5, True),
    ],
)
def test_the_publisher_is_late_when_it_does_not_run_though_something_is_due(
    due, ran, minutes, late
):
    figures = Figures(
        NOW,
        due_since=due and ago(due),
        last_run=ran and ago(ran),
        alarm_minutes=minutes,
    )
    assert is_late(figures) is late
    assert find_alarms(judge(figures)) == ([const.HEALTH_WAITING] if late else [])


def test_a_publisher_that_is_switched_off_is_an_alarm():
    figures = Figures(NOW, publisher_on=False, next_run=ago(-60))
    assert find_alarms(judge(figures)) == [const.HEALTH_PUBLISHER]
    [publisher] = [one for one in judge(figures) if one.code == const.HEALTH_PUBLISHER]
    assert publisher.until is None, "it has no next run"


def test_a_shop_that_is_switched_off_publishes_nothing_and_needs_no_publisher():
    found = levels(Figures(NOW, is_active=False, publisher_on=False, unpublished=3))
    assert found[const.HEALTH_SWITCHED_OFF] == const.LEVEL_FINE
    assert const.HEALTH_PUBLISHER not in found
    assert const.LEVEL_ERROR not in found.values()


def test_a_document_that_could_not_be_published_is_an_alarm():
    assert find_alarms(judge(Figures(NOW, unpublished=1))) == [const.HEALTH_UNPUBLISHED]


@pytest.mark.parametrize(
    ("reason", "in_a_row", "level"),
    [
        (const.FAILURE_MAIL_SERVER, 4, const.LEVEL_WARNING),
        (const.FAILURE_MAIL_SERVER, 5, const.LEVEL_ERROR),
        (const.FAILURE_SMS_CREDIT, 5, const.LEVEL_ERROR),
        (const.WHY_INVALID_EMAIL, 50, const.LEVEL_WARNING),  # the customer's own
        (const.FAILURE_BOUNCED, 50, const.LEVEL_WARNING),
    ],
)
def test_failures_pile_up_when_a_way_does_not_work_any_more(reason, in_a_row, level):
    way = Way(failures={reason: 60}, failed_in_a_row=in_a_row)
    [finding] = [
        one
        for one in judge(Figures(NOW, ways={const.EMAIL: way}))
        if one.code == const.HEALTH_FAILURE
    ]
    assert (finding.failure, finding.count, finding.level) == (reason, 60, level)


def test_every_reason_is_a_line_the_worst_first():
    email = Way(failures={const.FAILURE_BOUNCED: 1, const.WHY_INVALID_EMAIL: 3})
    text = Way(failures={const.FAILURE_SMS_CREDIT: 9}, failed_in_a_row=9)
    figures = Figures(NOW, ways={const.EMAIL: email, const.SMS: text})
    reasons = [one.failure for one in judge(figures) if one.failure]
    assert reasons == [
        const.FAILURE_SMS_CREDIT,
        const.WHY_INVALID_EMAIL,
        const.FAILURE_BOUNCED,
    ]
    assert judge(figures)[0].failure == const.FAILURE_SMS_CREDIT
    assert const.HEALTH_NO_FAILURE not in levels(figures)


@pytest.mark.parametrize(
    ("minutes", "level"), [(59, const.LEVEL_FINE), (61, const.LEVEL_WARNING)]
)
def test_messages_that_stay_in_the_queue_are_worth_a_look(minutes, level):
    way = Way(queued=2, queued_since=ago(minutes))
    assert levels(Figures(NOW, ways={const.SMS: way}))[const.HEALTH_TEXTS] == level


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        (Figures(NOW, has_mail_server=False), const.HEALTH_MAIL_SERVER),
        (Figures(NOW, has_sender=False), const.HEALTH_SENDER),
        (Figures(NOW, sms_is_used=True, sms_trouble=True), const.HEALTH_SMS_SERVICE),
    ],
)
def test_what_is_not_set_up_is_worth_a_look_and_no_alarm(figures, code):
    assert levels(figures)[code] == const.LEVEL_WARNING
    assert find_worst(judge(figures)) == const.LEVEL_WARNING
    assert find_alarms(judge(figures)) == []


def test_a_copy_that_shall_send_nothing_wakes_nobody_for_sending_nothing():
    way = Way(failures={const.FAILURE_MAIL_SERVER: 9}, failed_in_a_row=9)
    figures = Figures(
        NOW,
        is_copy=True,
        publisher_on=False,
        due_since=ago(500),
        ways={const.EMAIL: way},
    )
    assert find_alarms(judge(figures)) == []
    assert levels(figures)[const.HEALTH_COPY] == const.LEVEL_WARNING


@pytest.mark.parametrize(
    ("later", "alarms"),
    [
        (Later(), []),
        (Later(overdue=1, overdue_since=ago(10)), []),
        (Later(overdue=1, overdue_since=ago(11)), [const.HEALTH_OVERDUE]),
        (Later(is_on=False), []),
        (Later(is_on=False, waiting=1), [const.HEALTH_LATER]),
    ],
)
def test_what_people_have_sent_later_leaves_in_time_or_is_an_alarm(later, alarms):
    assert find_alarms(judge(Figures(NOW, later=later))) == alarms
    asleep = Figures(NOW, later=later, is_active=False)
    assert find_alarms(judge(asleep)) == alarms, "people have written them"
    assert find_alarms(judge(Figures(NOW, later=later, is_copy=True))) == []


def test_the_server_keeps_links_out_of_its_log_or_is_worth_a_look():
    assert levels(Figures(NOW))[const.HEALTH_LOG] == const.LEVEL_FINE
    found = levels(Figures(NOW, log_is_masked=False))
    assert found[const.HEALTH_LOG] == const.LEVEL_WARNING
    assert find_alarms(judge(Figures(NOW, log_is_masked=False))) == []


def test_links_that_open_nothing_are_worth_a_look():
    assert const.HEALTH_DATABASES not in levels(Figures(NOW))
    found = levels(Figures(NOW, links_open=False))
    assert found[const.HEALTH_DATABASES] == const.LEVEL_WARNING
