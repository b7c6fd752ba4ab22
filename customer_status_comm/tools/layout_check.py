"""Whether a shop's own layout works for every page it may have to lay out."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from .. import const
from .facts import CustomerFacts, Facts
from .status_blocks import ALL_BLOCKS
from .status_document import Brand, render_document
from .status_layout import MAX_LAYOUT, describe
from .status_sample import sample_customer, sample_order

#: What a page that needs no script and asks for nothing outside has no use for.
_UNWANTED: Final = re.compile(
    r"<\s*(?:script|iframe|object|embed|form|base)\b"
    r"|<\s*meta\b[^<>]*\brefresh\b|<[a-z][^<>]*\son\w+\s*="
    r"|javascript:",
    re.IGNORECASE,
)


class LayoutError(Exception):
    """A layout does not work.

    ``reason``: one of ``const.LAYOUT_*``. ``line``: where, counted from 1, or ``None``.
    ``detail``: what Jinja says about it, or the words that may not stand there.
    ``kind``: ``const.KIND_*`` of the page that showed it, or ``None``.
    """

    def __init__(self, reason, line=None, detail="", kind=None):
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.detail = detail
        self.kind = kind


def check_layout(text: str, *, labels: Mapping[str, str], brand: Brand) -> None:
    """Try ``text`` on invented orders in every step and on customers.

    Each is tried with all blocks and with none, and one order and one customer also
    with each block alone and each block missing.

    :raise LayoutError: the first page that cannot be laid out.
    """
    if len(text) > MAX_LAYOUT:
        raise LayoutError(const.LAYOUT_TOO_MUCH)
    found = _UNWANTED.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise LayoutError(const.LAYOUT_UNWANTED, line, found[0].strip())
    for facts, blocks in _cases():
        try_layout(text, facts, labels=labels, brand=brand, blocks=blocks)


def try_layout(text: str, facts: Facts | CustomerFacts, **options) -> str:
    """Return ``facts`` laid out by ``text``.

    :param options: those of ``status_document.render_document``.
    :raise LayoutError: it cannot be done, or nothing comes of it.
    """
    options = {"language": "en_US", "changes": const.EVENTS, **options}
    try:
        html = render_document(facts, layout=text, **options)
    except Exception as error:  # a template of others may raise anything
        problem = describe(error)
        reason = const.LAYOUT_TOO_MUCH if problem.is_limit else const.LAYOUT_WRONG
        detail = "" if problem.is_limit else problem.reason
        raise LayoutError(reason, problem.line, detail, facts["kind"]) from error
    if not html.strip():
        raise LayoutError(const.LAYOUT_EMPTY, kind=facts["kind"])
    return html


def _cases() -> Iterator[tuple[Facts | CustomerFacts, frozenset[str]]]:
    customer = sample_customer()
    documents = [sample_order(step=step) for step in const.STEPS]
    bare = {"client_reference": None, "lines": [], "deliveries": [], "invoices": []}
    documents.append(sample_order(step=const.STEP_CONFIRMED, **bare))
    documents += [customer, {**customer, "orders": []}]
    for facts in documents:
        yield facts, ALL_BLOCKS
        yield facts, frozenset()
    for facts in (sample_order(), customer):
        for block in sorted(ALL_BLOCKS):
            yield facts, ALL_BLOCKS - {block}
            yield facts, frozenset({block})
