"""What a shop's own layout can do, each operation with a meter.

A filter is here if it gives back little more than it is given. All of them, and all
tests, get the context: Jinja works out nothing that does while it compiles.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from functools import wraps
from numbers import Number
from typing import Any, Final, TypeAlias, cast

from jinja2 import Undefined, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.runtime import Context, LoopContext, markup_join
from jinja2.tests import TESTS as JINJA_TESTS

from .layout_budget import LayoutLimitError, spend

#: A filter or a test, of Jinja's or ours.
_Function: TypeAlias = Callable[..., Any]
_MAX_RANGE: Final = 1_000
_MAX_NUMBER: Final = 10**12
#: Of a text that says how something is to be done: what is trimmed, how it ends.
_MAX_OPTION: Final = 100
#: Steps of an item that a filter goes through.
_ITEM: Final = 15
#: What a character costs a filter of texts, beside one that only looks at it.
_TEXT_FILTERS: Final = {
    "capitalize": 2, "e": 1, "escape": 1, "lower": 2, "striptags": 15, "title": 25,
    "trim": 1, "truncate": 1, "upper": 2,
}  # fmt: skip
#: Those that make a number of a text.
_NUMBER_FILTERS: Final = ("abs", "float", "int")
_LIST_FILTERS: Final = (
    "first", "items", "last", "list", "map", "reject", "rejectattr", "reverse",
    "select", "selectattr",
)  # fmt: skip
#: Those that look at what they are given, and at nothing within.
_OTHER_FILTERS: Final = ("count", "d", "default", "length")
_OTHER_TESTS: Final = (
    "boolean", "defined", "false", "integer", "iterable", "mapping", "none", "number",
    "sequence", "string", "true", "undefined",
)  # fmt: skip
_COMPARING: Final = ("==", "eq", "equalto", "!=", "ne")


def simple(value: Any) -> Any:
    """Let a single value through: comparing what is nested may never come to an end."""
    if isinstance(value, str):
        spend(1, len(value))
    elif value is not None and not isinstance(value, (Number, Undefined)):
        raise SecurityError(f"a {type(value).__name__} cannot be compared")
    return value


def sensible(number: Any) -> Any:
    """Let a number through that is soon written.

    :raise LayoutLimitError: it is too large.
    """
    is_number = isinstance(number, Number)
    if is_number and abs(number) > _MAX_NUMBER:
        raise LayoutLimitError
    return number


@pass_context
def write(_context: Context, value: Any) -> Any:
    """Let texts and numbers through to the page, and count them."""
    if isinstance(value, str):
        spend(5, len(value))
    elif value is None or isinstance(value, (Number, Undefined)):
        spend(5, 20)
        sensible(value)
    else:
        raise SecurityError(f"a {type(value).__name__} is not a text")
    return value


@pass_context
def join(
    context: Context,
    parts: Iterable[Any],
    separator: str = "",
    attribute: str | int | None = None,
) -> str:
    """Join texts: Jinja's filter ``join`` and the operator ``~``."""
    if attribute is not None:
        getitem = context.environment.getitem
        # To find nothing takes longest.
        items = _counted(parts, 2 * _ITEM)
        parts = (getitem(part, _option(attribute)) for part in items)
    joined = []
    for place, part in enumerate(parts):
        if place and separator:
            joined.append(write(context, separator))
        joined.append(write(context, part))
    text = markup_join(joined)
    spend(0, len(text))
    return text


@pass_context
def turns(
    _context: Context, items: Iterable[Any], steps: int, characters: int
) -> Iterator[Any]:
    """Give out ``items`` one by one, each turn for what the loop's body holds."""
    for item in items:
        spend(steps, characters)
        yield item


@pass_context
def charge(_context: Context, value: Any, steps: int, characters: int) -> Any:
    """Take from the budget what a part of the template holds that is gone through."""
    spend(steps, characters)
    return value


@pass_context
def compared(_context: Context, value: Any) -> Any:
    """Let through what is compared."""
    return simple(value)


@pass_context
def searched(_context: Context | None, items: Any) -> Any:
    """Let through what something is looked for in."""
    if isinstance(items, str):
        spend(1, len(items))
    elif isinstance(items, Mapping):
        spend(1)
    elif isinstance(items, (list, tuple, range)):
        spend(_ITEM * len(items))
        spend(0, sum(len(item) for item in items if isinstance(item, str)))
    elif isinstance(items, Iterator):
        return _counted(items)
    elif not isinstance(items, Undefined):
        raise SecurityError(f"a {type(items).__name__} cannot be searched")
    return items


@pass_context
def sliced(_context: Context, part: Any) -> Any:
    """Count a part of a text or list, which has been written anew."""
    if isinstance(part, str):
        spend(1, len(part))
    elif isinstance(part, Sized):
        spend(len(part))
    return part


def _range(*arguments: int) -> range:
    numbers = range(*arguments)
    if len(numbers) > _MAX_RANGE:
        raise LayoutLimitError
    return numbers


def _counted(items: Iterable[Any], steps: int = _ITEM) -> Iterator[Any]:
    for item in items:
        spend(steps, len(item) if isinstance(item, str) else 0)
        yield item


def _each(items: Any, steps: int) -> Any:
    """Count the items a filter goes through, one by one."""
    if items is None or isinstance(items, (Undefined, LoopContext)):
        return items
    if not isinstance(items, Sized):
        return _counted(items, steps)
    spend(steps * len(items))
    return items


def _option(value: Any) -> Any:
    """Let through what says how something is to be done.

    :raise LayoutLimitError: it is no short text and no sensible number.
    """
    if isinstance(simple(value), str) and len(value) > _MAX_OPTION:
        raise LayoutLimitError
    return sensible(value)


def _own(function: _Function, context: Context) -> tuple[Any, ...]:
    """Return what Jinja gives a filter or test of its own before the value."""
    passed = getattr(function, "jinja_pass_arg", None)
    if passed is None:
        return ()
    places = {
        "context": context,
        "eval_context": context.eval_ctx,
        "environment": context.environment,
    }
    return (places[passed.name],)


def _of_text(function: _Function, weight: int) -> _Function:
    """Return a filter of texts that takes from the budget what it reads and writes."""

    @wraps(function)
    def metered(context: Context, value: Any, *args: Any, **kwargs: Any) -> Any:
        size = len(value) if isinstance(simple(value), str) else 20
        spend(0, weight * size)
        options = [_option(option) for option in args]
        kwargs = {name: _option(option) for name, option in kwargs.items()}
        result = function(*_own(function, context), sensible(value), *options, **kwargs)
        spend(10, len(result) if isinstance(result, str) else 0)
        return sensible(result)

    return _with_context(metered)


def _of_items(function: _Function) -> _Function:
    """Return a filter of lists that counts what it goes through, and what comes out."""

    @wraps(function)
    def metered(context: Context, value: Any, *args: Any, **kwargs: Any) -> Any:
        steps = _ITEM
        for option in (*args, *kwargs.values()):
            if isinstance(option, str):  # "lines.0.name", say
                steps += _ITEM * _option(option).count(".")
        result = function(
            *_own(function, context), _each(value, steps), *args, **kwargs
        )
        size = len(result) if isinstance(result, (str, list, tuple, dict)) else 0
        spend(10, size)
        return result

    return _with_context(metered)


def _plain(function: _Function, *prepare: _Function) -> _Function:
    """Return a filter or test that looks at little.

    :param prepare: what is done to each argument before.
    """

    @wraps(function)
    def metered(context: Context, *args: Any, **kwargs: Any) -> Any:
        spend(10)
        prepared = [work(one) for work, one in zip(prepare, args, strict=False)]
        rest = args[len(prepared) :]
        return function(*_own(function, context), *prepared, *rest, **kwargs)

    return _with_context(metered)


def _with_context(function: _Function) -> _Function:
    """Mark a function as one that is given the context, and as nothing else."""
    for name in ("jinja_pass_arg", "jinja_async_variant"):
        function.__dict__.pop(name, None)
    return pass_context(function)


def _number(value: Any) -> Any:
    """Let a number through: of a text, ``%`` would make another."""
    if not isinstance(value, (Number, Undefined)):
        raise SecurityError(f"a {type(value).__name__} is no number")
    return value


#: Jinja's own, of which its types say too little.
_TESTS: Final = cast(Mapping[str, _Function], JINJA_TESTS)
#: ``{name: function}`` of what the environment has, and of what ``layout_tree.py`` puts
#: into a template.
FILTERS: Final = {
    **{
        name: _of_text(JINJA_FILTERS[name], weight)
        for name, weight in _TEXT_FILTERS.items()
    },
    **{name: _of_text(JINJA_FILTERS[name], 1) for name in _NUMBER_FILTERS},
    **{name: _of_items(JINJA_FILTERS[name]) for name in _LIST_FILTERS},
    **{name: _plain(JINJA_FILTERS[name]) for name in _OTHER_FILTERS},
    "join": join,
    "_turns": turns,
    "_charge": charge,
    "_compared": compared,
    "_searched": searched,
    "_sliced": sliced,
}
TESTS: Final = {
    **{name: _plain(_TESTS[name]) for name in _OTHER_TESTS},
    **{name: _plain(_TESTS[name], _number) for name in ("even", "odd")},
    **{name: _plain(_TESTS[name], simple, simple) for name in _COMPARING},
    "in": _plain(_TESTS["in"], simple, lambda items: searched(None, items)),
}
GLOBALS: Final = {"range": _range}
