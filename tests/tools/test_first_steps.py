"""The first steps of a shop: which are done."""

from datetime import datetime

import pytest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.decision import Rule
from odoo.addons.customer_status_comm.tools.first_steps import State, list_steps

ALL = (
    const.FIRST_SENDER,
    const.FIRST_RULES,
    const.FIRST_TEXTS,
    const.FIRST_TEST,
    const.FIRST_ACTIVE,
    const.FIRST_TOLD,
)
BOTH = frozenset({const.EMAIL, const.SMS})


def make_rule(channel=const.CHANNEL_PREFERENCE, possible=BOTH):
    return Rule(
        id=1,
        event=const.EVENT_CONFIRMED,
        company_id=None,
        audience=const.AUDIENCE_ALL,
        channel=channel,
        possible=frozenset(possible),
        settle_minutes=0,
        active_since=datetime(2026, 1, 1),
    )


def get_done(state):
    return {step.code for step in list_steps(state) if step.is_done}


def test_a_new_shop_has_done_nothing():
    steps = list_steps(State())
    assert tuple(step.code for step in steps) == ALL
    assert get_done(State()) == set()


def test_each_step_is_done_by_its_own_fact():
    assert get_done(State(has_sender=True)) == {const.FIRST_SENDER}
    assert get_done(State(is_tested=True)) == {const.FIRST_TEST}
    assert get_done(State(is_active=True)) == {const.FIRST_ACTIVE}
    assert get_done(State(has_told=True)) == {const.FIRST_TOLD}
    assert get_done(State(rules=(make_rule(),))) == {
        const.FIRST_RULES,
        const.FIRST_TEXTS,
    }
    done = State(True, (make_rule(),), True, True, True)
    assert get_done(done) == set(ALL)


@pytest.mark.parametrize(
    ("channel", "possible", "has_text"),
    [
        (const.EMAIL, {const.EMAIL}, True),
        (const.EMAIL, {const.SMS}, False),
        (const.SMS, {const.EMAIL}, False),
        (const.CHANNEL_BOTH, {const.EMAIL}, True),
        (const.CHANNEL_PREFERENCE, {const.SMS}, True),
        (const.CHANNEL_PREFERENCE, set(), False),
    ],
)
def test_a_rule_needs_a_text_for_a_way_it_takes(channel, possible, has_text):
    state = State(rules=(make_rule(), make_rule(channel, possible)))
    assert (const.FIRST_TEXTS in get_done(state)) is has_text
    [texts] = [step for step in list_steps(state) if step.code == const.FIRST_TEXTS]
    assert texts.count == (0 if has_text else 1)
