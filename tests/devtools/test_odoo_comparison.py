"""How two runs of Odoo's own tests are read and compared."""

import json

import pytest

from devtools import odoo_comparison as comparison
from devtools.odoo_comparison import FAILED, NOT_RUN, PASSED, SKIPPED

ONE = "odoo.addons.sale.tests.test_order.TestOrder.test_one"
TWO = "odoo.addons.sale.tests.test_order.TestOrder.test_two"
TRACEBACK = """\
Traceback (most recent call last):
  File "test_order.py", line 7, in test_one
    self.assertEqual(1, 2)
AssertionError: 1 != 2 : of
 several lines
"""


def written(*entries, ended=True):
    """Return the file a run leaves that planned two tests."""
    lines = [{"planned": [ONE, TWO]}, *entries, *([{"ended": True}] if ended else [])]
    return "".join(f"{json.dumps(line)}\n" for line in lines)


def entry(test, outcome, message="", queries=0):
    """Return the line of one test."""
    counts = {"seconds": 0.5, "queries": queries}
    return {"test": test, "outcome": outcome, "message": message, **counts}


def make_run(*entries, ended=True):
    """Return a run that planned two tests."""
    return comparison.read_run(written(*entries, ended=ended))


def test_a_whole_run():
    run = make_run(entry(ONE, PASSED, queries=7), entry(TWO, SKIPPED, "no browser"))
    assert run.outcomes == {ONE: PASSED, TWO: SKIPPED}
    assert run.messages[TWO] == "no browser"
    assert run.queries[ONE] == 7
    assert (run.planned, run.seconds, run.ended) == (2, 1.0, True)


def test_a_run_that_broke_off_in_the_middle_of_a_line():
    text = written(entry(ONE, PASSED), ended=False) + '{"test": "odoo.addo'
    run = comparison.read_run(text)
    assert run.outcomes == {ONE: PASSED, TWO: NOT_RUN}
    assert not run.ended


def test_what_failed_first_stays():
    run = make_run(entry(ONE, FAILED, "first"), entry(ONE, PASSED))
    assert (run.outcomes[ONE], run.messages[ONE]) == (FAILED, "first")


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("sale", True),
        ("sale:order", True),
        ("sale:price,order", True),
        ("sale:price", False),
        ("sale:addons", False),
        ("sale:-order", False),
        ("sale:-price", True),
        ("sale:sale,-order", False),
        ("sale:sale,-price", True),
        ("sale:price,-taxes", False),
    ],
)
def test_which_files_a_choice_means(choice, expected):
    assert comparison.module_of(choice) == "sale"
    name = "odoo.addons.sale.tests.test_sale_order"
    assert comparison.is_chosen(name, choice) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (PASSED, PASSED, "passed"),
        (SKIPPED, SKIPPED, "skipped"),
        (FAILED, FAILED, "failed"),
        (NOT_RUN, NOT_RUN, "failed"),
        (FAILED, NOT_RUN, "failed"),
        (FAILED, SKIPPED, "failed"),
        (PASSED, FAILED, "only_with_ours"),
        (PASSED, NOT_RUN, "only_with_ours"),
        (PASSED, SKIPPED, "only_with_ours"),
        (SKIPPED, FAILED, "only_with_ours"),
        (SKIPPED, NOT_RUN, "only_with_ours"),
        (FAILED, PASSED, "only_without"),
        (NOT_RUN, PASSED, "only_without"),
        (SKIPPED, PASSED, "only_without"),
    ],
)
def test_where_a_test_belongs(before, after, expected):
    assert comparison.sort_of(before, after) == expected


def test_comparing_two_runs():
    without = make_run(entry(ONE, PASSED), entry(TWO, FAILED))
    with_ours = make_run(entry(ONE, FAILED, TRACEBACK), entry(TWO, FAILED))
    found = comparison.compare("sale", without, with_ours)
    assert (found.only_with_ours, found.failed) == ([ONE], [TWO])
    assert not found.is_good


def test_the_same_on_both_sides_is_good():
    run = make_run(entry(ONE, PASSED), entry(TWO, FAILED))
    assert comparison.compare("sale", run, run).is_good


def test_a_run_that_broke_off_is_not_good():
    whole = make_run(entry(ONE, PASSED), entry(TWO, PASSED))
    torn = make_run(entry(ONE, PASSED), ended=False)
    found = comparison.compare("sale", torn, torn)
    assert found.broken == ["without our addons", "with our addons"]
    assert not found.is_good
    found = comparison.compare("sale", whole, torn)
    assert (found.broken, found.only_with_ours) == (["with our addons"], [TWO])


def test_trouble_after_a_class_counts_where_it_is():
    after = entry("tearDownClass (odoo.addons.sale.tests.test_order.TestOrder)", FAILED)
    both = (entry(ONE, PASSED), entry(TWO, PASSED))
    found = comparison.compare("sale", make_run(*both), make_run(*both, after))
    assert found.only_with_ours == [after["test"]]
    found = comparison.compare("sale", make_run(*both, after), make_run(*both))
    assert found.is_good


def test_the_reason_is_the_last_error():
    assert comparison.reason_of(TRACEBACK) == "AssertionError: 1 != 2 : of"
    chain = f"Traceback (most recent call last):\nKeyError: 1\n\n{TRACEBACK}"
    assert comparison.reason_of(chain) == "AssertionError: 1 != 2 : of"
    assert comparison.reason_of("drives a browser") == "drives a browser"
    assert comparison.reason_of("") == ""


def test_the_report_says_what_our_addons_break():
    without = make_run(entry(ONE, PASSED), entry(TWO, PASSED, queries=100))
    with_ours = make_run(entry(ONE, FAILED, TRACEBACK), entry(TWO, PASSED, queries=103))
    found = comparison.compare("sale", without, with_ours)
    text = comparison.report([found], {"sale": (without, with_ours)})
    assert "| sale   |      1 |      0 |       0 |              1 |" in text
    assert "| sale   |     100 |       103 | +3.0 % |" in text
    short = "sale.tests.test_order.TestOrder.test_one"
    assert f"- `{short}`: AssertionError: 1 != 2 : of" in text
    assert f"`{short}`\n\n```\n{TRACEBACK}```" in text


def test_the_summary_adds_up():
    run = make_run(entry(ONE, PASSED), entry(TWO, SKIPPED))
    found = [comparison.compare(name, run, run) for name in ("sale", "stock")]
    rows = comparison.summary(found).splitlines()
    assert rows[-1].replace(" ", "") == "|all|2|0|2|0|0|"
    assert len({len(row) for row in rows}) == 1
