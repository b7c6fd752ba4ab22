"""A shop's own layout: a Jinja template that can lay out, and nothing else.

Jinja's sandbox keeps a template from code and records. It does not keep it from
working for hours or filling the memory, so this environment counts: every part of the
template each time it is gone through (``layout_tree.py``), every item, every call,
every character read or written (``layout_operations.py``) is taken from a budget
(``layout_budget.py``). What could make much out of little in one go (``"x" * 10**9``,
``"%9999999d"``, ``center``) is not there, and nothing is worked out before, while the
template is compiled.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from numbers import Number
from pathlib import Path
from traceback import walk_tb
from typing import Any, Final, NamedTuple

from jinja2 import (
    DictLoader,
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .. import const
from .layout_budget import LayoutLimitError, page_budget, spend
from .layout_operations import FILTERS, GLOBALS, TESTS, sensible, simple, write
from .layout_tree import Metering

MAX_LAYOUT: Final = 100_000
_FILENAME: Final = "<layout>"
_MAPPING_METHODS: Final = frozenset({"items", "keys", "values"})
_LOOP_ATTRIBUTES: Final = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length"}
    | {"depth", "depth0", "previtem", "nextitem", "cycle"}
)


class Problem(NamedTuple):
    """What is wrong with a layout: ``line`` counts from 1, ``None`` if unknown."""

    line: int | None
    reason: str
    is_limit: bool


def load_templates() -> dict[str, str]:
    """Return our templates by file name, without the indentation no reader needs."""
    folder = Path(__file__).parent.parent / "templates"
    return {
        path.name: re.sub(r"\n\s+", "\n", path.read_text("utf-8"))
        for path in folder.glob("*.jinja")
    }


def standard_layout() -> str:
    """Return the text of our own layout, as a shop may start its own from it."""
    path = Path(__file__).parent.parent / "templates" / "status_document.html.jinja"
    return path.read_text("utf-8")


def render_layout(text: str, values: Mapping[str, Any]) -> str:
    """Return ``values`` laid out by the template ``text``.

    :raise LayoutLimitError: it is longer than ``MAX_LAYOUT``, has too many parts, or
        takes more than the budget of a page.
    :raise Exception: whatever a template that is wrong may raise; ``describe`` says
        what it means.
    """
    if len(text) > MAX_LAYOUT:
        raise LayoutLimitError
    template = _compile(text)
    with page_budget():
        return "".join(_metered(template.generate(values)))


def describe(error: Exception) -> Problem:
    """Tell where in the layout ``error`` came up, and why, as Jinja says it.

    For whoever wrote the layout, not for logs: the reason may quote a key. It has up to
    ``const.SEARCH_MAX`` characters.
    """
    line = None
    if isinstance(error, TemplateSyntaxError):
        line = error.lineno if error.filename in (None, _FILENAME) else None
    else:
        for frame, lineno in walk_tb(error.__traceback__):
            if frame.f_code.co_filename == _FILENAME:
                line = lineno
    limit = isinstance(error, (LayoutLimitError, RecursionError, MemoryError))
    known = type(error).__module__.startswith("jinja2")
    reason = (getattr(error, "message", None) or str(error)) if known else ""
    reason = (reason or type(error).__name__)[: const.SEARCH_MAX]
    return Problem(line, reason, limit)


def _metered(chunks: Iterator[str]) -> Iterator[str]:
    for chunk in chunks:
        spend(1, len(chunk))
        yield chunk


class _LayoutEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox with a meter, and without what a layout does not need."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    intercepted_unops = frozenset({"+", "-"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.filters, self.tests, self.globals = dict(FILTERS), dict(TESTS), {**GLOBALS}

    def _parse(
        self, source: str, name: str | None, filename: str | None
    ) -> nodes.Template:
        tree: nodes.Template = Metering().visit(super()._parse(source, name, filename))
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow the few that a layout needs: ``str`` has ``center`` and ``format``."""
        if isinstance(obj, Mapping):
            return attr in _MAPPING_METHODS
        if isinstance(obj, LoopContext):
            return attr in _LOOP_ATTRIBUTES
        return _is_module(obj) and super().is_safe_attribute(obj, attr, value)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Take an item of a text, a list or a mapping."""
        return super().getitem(obj, simple(argument))

    def wrap_str_format(self, value: Any) -> None:
        """Leave ``str.format`` to ``is_safe_attribute``, which refuses it."""

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a macro or a block; what it returns has been written once more."""
        spend(10 + len(args) + len(kwargs))
        result = super().call(__context, __obj, *args, **kwargs)
        if isinstance(result, str):
            spend(0, len(result))
        return result

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute with numbers of a sensible size; add texts."""
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return super().call_binop(context, operator, left, right)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            spend(1, len(left) + len(right))
        elif not (isinstance(left, Number) and isinstance(right, Number)):
            kinds = f"{type(left).__name__} {operator} {type(right).__name__}"
            raise SecurityError(f"{kinds} is not possible in a layout")
        elif operator == "**":
            raise LayoutLimitError
        return super().call_binop(context, operator, sensible(left), sensible(right))

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        """Turn the sign of numbers."""
        if not isinstance(arg, (Number, Undefined)):
            raise SecurityError(f"{operator} {type(arg).__name__} is not possible")
        return super().call_unop(context, operator, sensible(arg))


def _is_module(obj: Any) -> bool:
    """Whether ``obj`` is what ``{% import %}`` gives."""
    return type(obj).__name__ == "TemplateModule"


#: A dict of ours is all a layout can include: there is no path to other files.
_ENVIRONMENT: Final = _LayoutEnvironment(
    loader=DictLoader(load_templates()),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    auto_reload=False,
    finalize=write,
    # What is worked out while a template is compiled is not counted.
    optimized=False,
)


@lru_cache(maxsize=64)
def _compile(text: str) -> Template:
    code = _ENVIRONMENT.compile(text, name=None, filename=_FILENAME)
    return Template.from_code(_ENVIRONMENT, code, _ENVIRONMENT.make_globals(None))
