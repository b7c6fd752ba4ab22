"""A shop's own layout: a Jinja template that can lay out, and nothing else.

Jinja's sandbox keeps a template from code and records. It does not keep it from
working for hours or filling the memory, so this environment counts: every loop's turn,
every call, every character written is taken from a budget. What could make much out of
little in one go (``"x" * 10**9``, ``"%9999999d"``, ``center``) is not there.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import lru_cache, wraps
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
    pass_context,
)
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import LoopContext, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS
from jinja2.visitor import NodeTransformer

#: What one page may take: turns of loops and calls, and characters written, each time
#: they are written. Thirty orders of twenty lines take about 12,000 and 2,000,000.
MAX_STEPS: Final = 300_000
MAX_CHARACTERS: Final = 20_000_000
MAX_LAYOUT: Final = 100_000
_MAX_RANGE: Final = 1_000
_MAX_NUMBER: Final = 10**12
#: More than any template of ours writes where it is included.
_INCLUDED: Final = 20_000
_FILENAME: Final = "<layout>"

#: Filters that give back no more than they are given, by what they are given.
_TEXT_FILTERS: Final = (
    "capitalize", "e", "escape", "lower", "striptags", "title", "trim", "truncate",
    "upper",
)  # fmt: skip
_LIST_FILTERS: Final = (
    "count", "first", "items", "last", "length", "list", "map", "reject", "rejectattr",
    "reverse", "select", "selectattr",
)  # fmt: skip
_OTHER_FILTERS: Final = ("abs", "d", "default", "float", "int")
#: Tests that look at one value; those that compare are in ``_COMPARING``.
_TESTS: Final = (
    "boolean", "defined", "even", "false", "integer", "iterable", "mapping", "none",
    "number", "odd", "sequence", "string", "true", "undefined",
)  # fmt: skip
_COMPARING: Final = ("==", "eq", "equalto", "!=", "ne", "in")
_MAPPING_METHODS: Final = frozenset({"items", "keys", "values"})
_LOOP_ATTRIBUTES: Final = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length"}
    | {"depth", "depth0", "previtem", "nextitem", "cycle"}
)


class LayoutLimitError(Exception):
    """The layout works too long, or writes too much."""


class Problem(NamedTuple):
    """What is wrong with a layout: ``line`` counts from 1, ``None`` if unknown."""

    line: int | None
    reason: str
    is_limit: bool


class _Budget:
    def __init__(self):
        self.steps = MAX_STEPS
        self.characters = MAX_CHARACTERS


_budget: Final = ContextVar("budget", default=None)


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

    :raise LayoutLimitError: it takes more than ``MAX_STEPS``, ``MAX_CHARACTERS`` or
        ``MAX_LAYOUT``.
    :raise Exception: whatever a template that is wrong may raise; ``describe`` says
        what it means.
    """
    if len(text) > MAX_LAYOUT:
        raise LayoutLimitError
    template = _compile(text)
    token = _budget.set(_Budget())
    try:
        return "".join(_metered(template.generate(values)))
    finally:
        _budget.reset(token)


def describe(error: Exception) -> Problem:
    """Tell where in the layout ``error`` came up, and why, as Jinja says it.

    For whoever wrote the layout, not for logs: the reason may quote a key.
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
    return Problem(line, reason or type(error).__name__, limit)


def _metered(chunks: Iterator[str]) -> Iterator[str]:
    for chunk in chunks:
        _spend(0, len(chunk))
        yield chunk


def _spend(steps: int, characters: int = 0):
    budget = _budget.get()
    if budget is None:
        return  # Jinja computes a constant while it compiles
    budget.steps -= steps
    budget.characters -= characters
    if budget.steps < 0 or budget.characters < 0:
        raise LayoutLimitError


def _write(value: Any) -> Any:
    """Let texts and numbers through to the page, and count them."""
    if isinstance(value, str):
        _spend(1, len(value))
    elif value is None or isinstance(value, (Number, Undefined)):
        _spend(1, 20)
    else:
        raise SecurityError(f"a {type(value).__name__} is not a text")
    return value


@pass_context
def _join(_context, parts, separator="", attribute=None):
    """Join texts: Jinja's filter ``join`` and the operator ``~``."""
    if attribute is not None:
        parts = [part[attribute] for part in parts]
    joined = []
    for place, part in enumerate(parts):
        if place and separator:
            joined.append(_write(separator))
        joined.append(_write(part))
    return markup_join(joined)


@pass_context
def _turns(_context, items, characters):
    """Give out ``items`` one by one, each turn for a step and what its body holds."""
    for item in items:
        _spend(1, characters)
        yield item


def _range(*arguments: int) -> range:
    numbers = range(*arguments)
    if len(numbers) > _MAX_RANGE:
        raise LayoutLimitError
    return numbers


def _simple(value: Any) -> Any:
    """Let a single value through: comparing what is nested may never come to an end."""
    if isinstance(value, str):
        _spend(1, len(value))
    elif value is not None and not isinstance(value, (Number, Undefined)):
        raise SecurityError(f"a {type(value).__name__} cannot be compared")
    return value


@pass_context
def _compared(_context, value):
    return _simple(value)


def _counted(function: Callable, prepare: Callable | None = None) -> Callable:
    """Return a filter that takes what it gives back from the budget.

    :param prepare: what is done to the value before it is filtered.
    """
    place = 1 if hasattr(function, "jinja_pass_arg") else 0

    @wraps(function)
    def counted(*args, **kwargs):
        args = list(args)
        if prepare:
            args[place] = prepare(args[place])
        result = function(*args, **kwargs)
        size = len(result) if isinstance(result, (str, list, tuple, dict)) else 0
        _spend(1, size)
        return result

    return counted


def _each(items: Any) -> Any:
    """Count the items a filter goes through, one by one."""
    if isinstance(items, (Undefined, LoopContext)) or items is None:
        return items
    _spend(len(items) if hasattr(items, "__len__") else 1)
    return items


class _Metering(NodeTransformer):
    """Puts the meter into a template: around loops and in place of ``~``."""

    def visit_For(self, node):
        if node.recursive:  # its inner turns would not be counted
            raise TemplateSyntaxError("a loop cannot be recursive", node.lineno)
        self.generic_visit(node)
        size = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        size += _INCLUDED * sum(1 for _node in node.find_all(nodes.Include))
        node.iter = self.filter(node.iter, "_turns", [nodes.Const(size)])
        return node

    def visit_Concat(self, node):
        self.generic_visit(node)
        parts = nodes.Tuple(node.nodes, "load", lineno=node.lineno)
        return self.filter(parts, "join", [])

    def visit_Compare(self, node):
        self.generic_visit(node)
        node.expr = self.filter(node.expr, "_compared", [])
        for operand in node.ops:
            if operand.op not in ("in", "notin"):
                operand.expr = self.filter(operand.expr, "_compared", [])
        return node

    def visit_Dict(self, node):
        self.generic_visit(node)
        if not all(isinstance(pair.key, nodes.Const) for pair in node.items):
            raise TemplateSyntaxError("a key must be a text or a number", node.lineno)
        return node

    def visit_ScopedEvalContextModifier(self, node):
        raise TemplateSyntaxError("autoescape cannot be switched off", node.lineno)

    @staticmethod
    def filter(node, name, args):
        return nodes.Filter(node, name, args, [], None, None, lineno=node.lineno)


class _LayoutEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox with a meter, and without what a layout does not need."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, **options):
        super().__init__(**options)
        self.filters = {
            **{name: _counted(FILTERS[name], _simple) for name in _TEXT_FILTERS},
            **{name: _counted(FILTERS[name], _each) for name in _LIST_FILTERS},
            **{name: _counted(FILTERS[name]) for name in _OTHER_FILTERS},
            "join": _join,
            "_turns": _turns,
            "_compared": _compared,
        }
        self.tests = {
            **{name: TESTS[name] for name in _TESTS},
            **{name: _counted(TESTS[name], _simple) for name in _COMPARING},
        }
        self.globals = {"range": _range}

    def _parse(self, source, name, filename):
        return _Metering().visit(super()._parse(source, name, filename))

    def is_safe_attribute(self, obj, attr, value):
        """Allow the few that a layout needs: ``str`` has ``center`` and ``format``."""
        if isinstance(obj, Mapping):
            return attr in _MAPPING_METHODS
        if isinstance(obj, LoopContext):
            return attr in _LOOP_ATTRIBUTES
        return _is_module(obj) and super().is_safe_attribute(obj, attr, value)

    def getitem(self, obj, argument):
        """Take a part of a text or a list; a part of a text is written anew."""
        if not isinstance(argument, slice):
            _simple(argument)
        result = super().getitem(obj, argument)
        if isinstance(result, str):
            _spend(0, len(result))
        return result

    def wrap_str_format(self, value):
        """Leave ``str.format`` to ``is_safe_attribute``, which refuses it."""

    def call(__self, __context, __obj, *args, **kwargs):
        """Call a macro or a block; what it returns has been written once more."""
        _spend(1)
        result = super().call(__context, __obj, *args, **kwargs)
        if isinstance(result, str):
            _spend(0, len(result))
        return result

    def call_binop(self, context, operator, left, right):
        """Compute with numbers of a sensible size; add texts."""
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return super().call_binop(context, operator, left, right)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            _spend(1, len(left) + len(right))
        elif not (isinstance(left, Number) and isinstance(right, Number)):
            kinds = f"{type(left).__name__} {operator} {type(right).__name__}"
            raise SecurityError(f"{kinds} is not possible in a layout")
        elif operator == "**" or max(abs(left), abs(right)) > _MAX_NUMBER:
            raise LayoutLimitError
        return super().call_binop(context, operator, left, right)


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
    finalize=_write,
)


@lru_cache(maxsize=64)
def _compile(text: str) -> Template:
    code = _ENVIRONMENT.compile(text, name=None, filename=_FILENAME)
    return Template.from_code(_ENVIRONMENT, code, _ENVIRONMENT.make_globals(None))
