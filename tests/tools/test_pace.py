"""How much of a batch fits into the time there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm.tools.pace import (
    MOST_GROWTH,
    count_fitting,
    find_budget,
)

WEIGHTS = st.lists(st.integers(1, 50_000), min_size=1, max_size=300)


@pytest.mark.parametrize(
    ("weights", "budget", "count"),
    [
        ([5, 5, 5], 10, 2),
        ([5, 5, 5], 100, 3),
        ([50, 5], 10, 1),  # one is too much by itself, and is worked off all the same
        ([5], 0, 1),
        ([], 10, 0),
    ],
)
def test_as_many_as_fit_and_one_at_least(weights, budget, count):
    assert count_fitting(weights, budget) == count


@pytest.mark.parametrize(
    ("weight", "seconds", "left", "budget"),
    [
        (100, 10, 20, 200),
        (100, 1, 1000, 100 * MOST_GROWTH),  # the next may be slower
        (100, 0, 10, 100 * MOST_GROWTH),
        (100, 40, -10, 0),
        (100, 20, 10, 50),
    ],
)
def test_what_fits_is_known_from_what_was_done(weight, seconds, left, budget):
    assert find_budget(weight, seconds, left) == budget


@given(WEIGHTS, st.floats(0.0001, 0.01), st.integers(1, 10_000))
def test_a_batch_ends_in_time_whatever_is_in_it(weights, speed, first):
    """Work that goes on at one pace passes the time by one document at most."""
    left, budget = 30.0, first
    while weights and left > 0:
        count = count_fitting(weights, budget)
        part, weights = weights[:count], weights[count:]
        seconds = sum(part) * speed
        heaviest = max(part) * speed
        begins_with = first * speed
        assert left - seconds >= -max(heaviest, begins_with) - 0.001
        left -= seconds
        budget = find_budget(sum(part), seconds, left)
