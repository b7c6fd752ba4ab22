"""Who is told what."""

from datetime import datetime, timedelta

import pytest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.channel import Customer
from odoo.addons.customer_status_comm.tools.decision import (
    Rule,
    Situation,
    Touch,
    decide,
    due_at,
    leading,
    pick_rule,
    settle_minutes,
    silence,
)
from odoo.addons.customer_status_comm.tools.facts import Event
from odoo.addons.customer_status_comm.tools.hours import Hours

START = datetime(2026, 5, 1)
NOW = START + timedelta(days=30)
ORDER = "sale.order,42"
CUSTOMER = Customer(email="a@b.example", has_email=True)
CONFIRMED = Event(const.EVENT_CONFIRMED, ORDER)
OLD_INVOICE = Event(const.EVENT_INVOICED, "account.move,1")
NEW_INVOICE = Event(const.EVENT_INVOICED, "account.move,2")
FACTS = {
    "deliveries": [],
    "invoices": [
        {"key": "account.move,1", "on": "2026-04-01"},
        {"key": "account.move,2", "on": "2026-05-20"},
    ],
}


def rule(event=const.EVENT_CONFIRMED, **values):
    """Return a rule that tells everybody by e-mail."""
    defaults = {
        "id": 1,
        "event": event,
        "company_id": None,
        "audience": const.AUDIENCE_ALL,
        "channel": const.EMAIL,
        "possible": frozenset({const.EMAIL}),
        "settle_minutes": 10,
        "active_since": START,
    }
    return Rule(**defaults | values)


RULES = [rule(), rule(const.EVENT_INVOICED, id=2, settle_minutes=30)]


def touch(born_at=NOW, reasons=(const.REASON_STATE,)):
    return Touch(born_at, NOW, frozenset(reasons))


def decide_on(events, rules=RULES, facts=FACTS, **values):
    """Decide with everything in favour of telling, but for ``values``."""
    case = Situation(company_id=7, customer=CUSTOMER, touch=touch(), since=START)
    return decide(events, facts, rules, case._replace(**values))


def test_told_by_the_rules_channel():
    [decision] = decide_on([CONFIRMED])
    assert (decision.channels, decision.why) == ((const.EMAIL,), None)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"rules": []}, const.WHY_NO_RULE),
        ({"customer": None}, const.WHY_NO_PARTNER),
        ({"customer": CUSTOMER._replace(gets_status=False)}, const.WHY_OPTED_OUT),
        ({"customer": Customer()}, const.WHY_NO_EMAIL),
        ({"rules": [rule(audience=const.AUDIENCE_NONE)]}, const.WHY_AUDIENCE),
        ({"rules": [rule(audience=const.AUDIENCE_COMPANY)]}, const.WHY_AUDIENCE),
    ],
)
def test_reasons_for_silence(values, why):
    """M+1 of docs/requirements.md."""
    [decision] = decide_on([CONFIRMED], **values)
    assert (decision.channels, decision.why) == ((), why)


def test_audiences():
    """M+1 of docs/requirements.md."""
    company = CUSTOMER._replace(is_company=True)
    for audience, told in (
        (const.AUDIENCE_COMPANY, company),
        (const.AUDIENCE_PRIVATE, CUSTOMER),
        (const.AUDIENCE_ALL, company),
    ):
        [decision] = decide_on(
            [CONFIRMED], rules=[rule(audience=audience)], customer=told
        )
        assert decision.channels, audience


def test_the_companys_own_rule_wins():
    own, generic, foreign = (
        rule(id=1, company_id=7),
        rule(id=2),
        rule(id=3, company_id=8),
    )
    for rules in ([generic, own, foreign], [own, generic], [foreign, own]):
        assert pick_rule(rules, const.EVENT_CONFIRMED, 7) == own
    assert pick_rule([foreign, generic], const.EVENT_CONFIRMED, 7) == generic
    assert pick_rule([foreign], const.EVENT_CONFIRMED, 7) is None


def test_the_first_rule_whose_criteria_are_met():
    web, team = rule(id=1, company_id=7), rule(id=2, company_id=7)
    rules = [rule(id=3), web, team]
    for matching, picked in (
        ({1, 2, 3}, web),
        ({2, 3}, team),
        ({3}, None),  # a shop with rules of its own has no use for those for all
        (set(), None),
    ):
        found = pick_rule(rules, const.EVENT_CONFIRMED, 7, frozenset(matching))
        assert found == picked, matching
    [decision] = decide_on([CONFIRMED], matching=frozenset())
    assert decision.why == const.WHY_NO_RULE


def test_b5_what_is_imported_is_held():
    imported = touch(reasons=[const.REASON_IMPORTED, const.REASON_STATE])
    [decision] = decide_on([CONFIRMED], touch=imported)
    assert (decision.state, decision.why) == (const.HELD, const.WHY_IMPORTED)
    assert decision.channels, "what it would be told by, were it released"
    assert leading([decision]) is None, "nobody hears of it"
    [silent] = decide_on([CONFIRMED], touch=imported, customer=Customer())
    assert silent.state == const.SILENT, "there is nothing to release"


def test_b5_what_happened_long_ago_is_held():
    facts = FACTS | {"ordered_on": "2026-05-10"}
    for first, hold_before, why in (
        (True, "2026-05-15", const.WHY_LONG_AGO),
        (True, "2026-05-10", None),
        (False, "2026-05-15", None),  # news of a document that is known
    ):
        day = datetime.fromisoformat(hold_before).date()
        [decision] = decide_on([CONFIRMED], facts=facts, first=first, hold_before=day)
        assert (decision.is_held, decision.why) == (bool(why), why)


def test_silencing_what_would_have_been_told():
    told = decide_on([CONFIRMED])
    [decision] = silence(told, const.WHY_STOPPED)
    assert (decision.state, decision.why) == (const.SILENT, const.WHY_STOPPED)
    untold = decide_on([CONFIRMED], rules=[])
    assert silence(untold, const.WHY_STOPPED) == untold, "it has a reason of its own"


def test_due_once_rested_and_within_the_hours():
    morning = Hours(8 * 60, 12 * 60)
    noon = datetime(2026, 5, 20, 11, 55)
    for hours, now, due in (
        ({}, noon, noon + timedelta(minutes=10)),
        ({"hours": morning}, noon, datetime(2026, 5, 21, 8)),
        ({"hours": morning}, datetime(2026, 5, 21, 8, 5), noon + timedelta(minutes=10)),
        ({"hours": morning}, datetime(2026, 5, 21, 12), datetime(2026, 5, 22, 8)),
    ):
        decisions = decide_on([CONFIRMED], rules=[rule(**hours)])
        assert due_at(decisions, noon, now, "UTC") == due


def test_what_need_not_rest_is_due_in_the_second_of_its_change():
    """Odoo's clock counts seconds, the outbox's is finer."""
    second = datetime(2026, 5, 20, 11, 55, 30)
    changed_at = second.replace(microsecond=700_000)
    decisions = decide_on([CONFIRMED], rules=[rule(settle_minutes=0)])
    assert due_at(decisions, changed_at, second, "UTC") == second


@pytest.mark.parametrize("rules", [RULES, []], ids=["rule", "no rule"])
def test_what_the_ledger_knows_is_not_told_again(rules):
    """Nor noted again, whatever the rules say by now: its place is taken."""
    told = frozenset({NEW_INVOICE})
    [decision] = decide_on([NEW_INVOICE], told=told, rules=rules)
    assert decision.why == const.WHY_ALREADY_TOLD


def test_a_documents_own_event_may_happen_again():
    """The ledger keeps it with its revision, so the plain event is not in it."""
    told = frozenset({Event(const.EVENT_CONFIRMED, f"{ORDER}@1")})
    [decision] = decide_on([CONFIRMED], told=told)
    assert decision.channels


def test_silent_start():
    """Of an older document only what was touched, and dated since, is news."""
    before = START - timedelta(days=60)
    invoiced = touch(before, [const.REASON_INVOICE])
    decisions = decide_on(
        [CONFIRMED, OLD_INVOICE, NEW_INVOICE], first=True, touch=invoiced
    )
    assert [decision.why for decision in decisions] == [
        const.WHY_BEFORE_START,
        const.WHY_BEFORE_START,
        None,
    ]
    [decision] = decide_on([CONFIRMED], first=True, touch=touch(before))
    assert decision.channels, "confirmed just now, however old the quotation"
    [decision] = decide_on([CONFIRMED], first=True, touch=touch(NOW, ["lines"]))
    assert decision.channels, "a document made since then has no old news"


def test_a_rule_tells_only_what_came_after_it():
    late = rule(active_since=NOW + timedelta(days=1))
    old = touch(NOW, [const.REASON_CHANGED])
    [decision] = decide_on([CONFIRMED], rules=[late], first=True, touch=old)
    assert decision.why == const.WHY_BEFORE_START


def test_one_message_takes_the_text_of_the_last_event_told():
    """B12 of docs/requirements.md."""
    decisions = decide_on([CONFIRMED, NEW_INVOICE])
    assert leading(decisions).event == NEW_INVOICE
    assert settle_minutes(decisions) == 30
    silent = decide_on([CONFIRMED], rules=[])
    assert leading(silent) is None
    assert settle_minutes(silent) == 0
