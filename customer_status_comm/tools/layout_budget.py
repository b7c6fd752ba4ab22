"""How much a shop's own layout may do, and how that is counted.

*Steps* are parts of the template that are gone through and items that are looked at,
about 0.1 µs each; *characters* are those read or written, each time, about 10 ns each.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

#: What one page may take. Thirty orders of twenty lines take a tenth of it.
MAX_STEPS: Final = 10_000_000
MAX_CHARACTERS: Final = 30_000_000
#: What all pages may take together that a layout is tried on when it is saved.
SAVE_STEPS: Final = 8_000_000
SAVE_CHARACTERS: Final = 40_000_000


class LayoutLimitError(Exception):
    """The layout works too long, or writes too much."""


class _Budget:
    """What is left. ``steps`` and ``characters``: how many."""

    def __init__(self, steps: int, characters: int):
        self.steps = steps
        self.characters = characters


_budget: Final[ContextVar[_Budget | None]] = ContextVar("budget", default=None)
_shared: Final[ContextVar[_Budget | None]] = ContextVar("shared", default=None)


def spend(steps: int, characters: int = 0) -> None:
    """Take from the budget.

    :raise LayoutLimitError: nothing is left; or no page is being laid out, for what is
        worked out while a template is compiled would never be counted.
    """
    budget = _budget.get()
    if budget is None:
        raise LayoutLimitError
    budget.steps -= steps
    budget.characters -= characters
    if budget.steps < 0 or budget.characters < 0:
        raise LayoutLimitError


@contextmanager
def page_budget() -> Iterator[None]:
    """Give one page its budget; within ``one_budget`` no more than is left of that."""
    shared = _shared.get()
    limits = (MAX_STEPS, MAX_CHARACTERS)
    if shared:
        limits = (
            min(MAX_STEPS, shared.steps),
            min(MAX_CHARACTERS, shared.characters),
        )
    budget = _Budget(*limits)
    token = _budget.set(budget)
    try:
        yield
    finally:
        _budget.reset(token)
        if shared:
            shared.steps -= limits[0] - budget.steps
            shared.characters -= limits[1] - budget.characters


@contextmanager
def one_budget() -> Iterator[None]:
    """Have all pages that are laid out within take from one budget."""
    token = _shared.set(_Budget(SAVE_STEPS, SAVE_CHARACTERS))
    try:
        yield
    finally:
        _shared.reset(token)
