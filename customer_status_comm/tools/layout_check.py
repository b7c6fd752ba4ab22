"""Whether a shop's own layout works for every page it may have to lay out."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .. import const
from .facts import CustomerFacts, Facts
from .layout_budget import one_budget, page_budget
from .layout_output import find_unwanted
from .status_blocks import ALL_BLOCKS
from .status_document import Brand, render_document
from .status_layout import MAX_LAYOUT, describe
from .status_sample import sample_customer, sample_order

#: NUL, and halves of characters: in no text of a database, nor in UTF-8.
_UNWRITABLE: Final = re.compile(r"[\x00\ud800-\udfff]")


class LayoutError(Exception):
    """A layout does not work.

    ``reason``: one of ``const.LAYOUT_*``. ``line``: where, counted from 1, or ``None``.
    ``detail``: what Jinja says about it, or the words that may not stand there.
    ``kind``: ``const.KIND_*`` of the page that showed it, or ``None``.
    """

    def __init__(
        self,
        reason: str,
        line: int | None = None,
        detail: str = "",
        kind: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.detail = detail
        self.kind = kind


def check_layout(text: str, *, labels: Mapping[str, str], brand: Brand) -> None:
    """Try ``text`` on invented orders in every step and on customers.

    Each is tried with all blocks and with none, and one order and one customer also
    with each block alone and each block missing. All have one budget together.

    :raise LayoutError: the first page that cannot be laid out.
    """
    if len(text) > MAX_LAYOUT:
        raise LayoutError(const.LAYOUT_TOO_MUCH)
    with one_budget():
        for facts, blocks in _cases():
            try_layout(text, facts, labels=labels, brand=brand, blocks=blocks)


def try_layout(text: str, facts: Facts | CustomerFacts, **options: Any) -> str:
    """Return ``facts`` laid out by ``text``.

    :param options: those of ``status_document.render_document``.
    :raise LayoutError: it cannot be done, nothing comes of it, or what comes out has
        what no page may have.
    """
    options = {"language": "en_US", "changes": const.EVENTS, **options}
    try:
        _refuse_unwritable(text)
        html = render_document(facts, layout=text, **options)
        _refuse_unwritable(html)
        with page_budget():
            unwanted = find_unwanted(html)
    except LayoutError:
        raise
    except Exception as error:  # a template of others may raise anything
        problem = describe(error)
        reason = const.LAYOUT_TOO_MUCH if problem.is_limit else const.LAYOUT_WRONG
        detail = "" if problem.is_limit else problem.reason
        raise LayoutError(reason, problem.line, detail, facts["kind"]) from error
    if not html.strip():
        raise LayoutError(const.LAYOUT_EMPTY, kind=facts["kind"])
    if unwanted:
        line = _find_line(text, unwanted)
        kind = None if line else facts["kind"]
        raise LayoutError(const.LAYOUT_UNWANTED, line, unwanted, kind)
    return html


def _refuse_unwritable(text: str) -> None:
    """Refuse what no database keeps, and no page can be written with."""
    found = _UNWRITABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        detail = f"\\u{ord(found[0]):04x}"
        raise LayoutError(const.LAYOUT_UNWANTED, line, detail)


def _find_line(text: str, unwanted: str) -> int | None:
    """Return where the layout says what came out, as far as it says so plainly."""
    place = text.lower().find(unwanted.partition("=")[0].lower())
    return None if place < 0 else text.count("\n", 0, place) + 1


def _cases() -> Iterator[tuple[Facts | CustomerFacts, frozenset[str]]]:
    customer = sample_customer()
    without_orders: CustomerFacts = {**customer, "orders": []}
    bare = sample_order(
        step=const.STEP_CONFIRMED,
        client_reference=None,
        lines=[],
        deliveries=[],
        invoices=[],
    )
    pages: list[Facts | CustomerFacts] = [
        *(sample_order(step=step) for step in const.STEPS),
        *(bare, customer, without_orders),
    ]
    for facts in pages:
        yield facts, ALL_BLOCKS
        yield facts, frozenset()
    pages = [sample_order(), customer]
    for facts in pages:
        for block in sorted(ALL_BLOCKS):
            yield facts, ALL_BLOCKS - {block}
            yield facts, frozenset({block})
