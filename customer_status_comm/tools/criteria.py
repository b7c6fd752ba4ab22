"""The criteria of a rule: what stands in them, before they are asked of anything.

Criteria are Odoo's domains as text. They come from people and over RPC, so they are
bounded, and read for the paths by which they ask.
"""

from ast import literal_eval
from collections.abc import Iterator
from datetime import date
from math import isfinite
from typing import Any, Literal, TypeAlias

#: A domain: conditions of three parts, and operators between them.
Terms: TypeAlias = list[Any]
MOST_CHARACTERS = 20_000
MOST_CONDITIONS = 500
#: Sub-domains (``any``) within one another.
MOST_LEVELS = 10

_LOGIC = ("&", "|", "!")
#: The constants of Odoo: always, never.
_CONSTANTS = ((1, "=", 1), (0, "=", 1))
_SUBDOMAIN = ("any", "not any")
_COLLECTIONS = (list, tuple, set)


class TooMuchError(ValueError):
    """More than anybody needs: too long, too many conditions, or too deep."""


def read_criteria(text: str | Literal[False] | None) -> Terms:
    """Return the terms of criteria as they stand in the field; none: ``[]``.

    :raise TooMuchError: past one of the limits above.
    :raise ValueError: when it is no list of terms that ``find_paths`` can follow.
    """
    text = text or "[]"
    if len(text) > MOST_CHARACTERS:
        raise TooMuchError
    try:
        terms: Terms = literal_eval(text)
    except (MemoryError, RecursionError):
        raise TooMuchError from None
    except (SyntaxError, TypeError) as error:
        raise ValueError(str(error)) from error
    find_paths(terms)
    return terms


def find_paths(terms: Terms) -> list[str]:
    """Return every path by which ``terms`` ask, dotted, each once, in their order.

    The paths of a sub-domain begin with that of its field:
    ``[("a", "any", [("b", "=", 1)])]`` asks by ``a`` and by ``a.b``.

    :raise TooMuchError: see ``read_criteria``.
    :raise ValueError: for what is no term, or asks past the rights of the reader.
    """
    paths = {}
    for count, path in enumerate(_walk(terms, "", 0), start=1):
        if count > MOST_CONDITIONS:
            raise TooMuchError
        paths[path] = True
    return list(paths)


def _walk(terms: object, prefix: str, level: int) -> Iterator[str]:
    """Yield the path of each condition, those of sub-domains behind that of theirs."""
    if level > MOST_LEVELS:
        raise TooMuchError
    if not isinstance(terms, (list, tuple)):
        raise ValueError(f"no list of conditions: {terms!r:.60}")
    for term in terms:
        if term in _LOGIC:
            continue
        if not isinstance(term, (list, tuple)) or len(term) != 3:
            raise ValueError(f"no condition: {term!r:.60}")
        if tuple(term) not in _CONSTANTS:
            path, operator, value = term
            yield from _walk_condition(path, operator, value, prefix, level)


def _walk_condition(
    path: object, operator: object, value: object, prefix: str, level: int
) -> Iterator[str]:
    """Yield the paths of one condition."""
    if not isinstance(path, str) or not all(path.split(".")):
        raise ValueError(f"no field: {path!r:.60}")
    # Odoo takes operators in capitals, and looks for those it refuses in small ones.
    if not isinstance(operator, str) or operator != operator.lower():
        raise ValueError(f"no operator: {operator!r:.60}")
    if operator.endswith("any!"):
        raise ValueError(f"{operator!r} asks past the rights of who reads")
    full = prefix + path
    yield full
    if operator in _SUBDOMAIN:
        # "id any" is about the same records.
        inner = full.removesuffix("id") if path.split(".")[-1] == "id" else f"{full}."
        yield from _walk(value, inner, level + 1)
    else:
        _check_value(value)


def _check_value(value: object) -> None:
    """Refuse what no field can be compared with.

    :raise ValueError: for anything but a plain value, or a collection of them.
    """
    for one in value if isinstance(value, _COLLECTIONS) else (value,):
        plain = one is None or isinstance(one, (str, int, float, date))
        text = isinstance(one, str) and "\0" in one
        number = isinstance(one, (int, float)) and not (
            isfinite(one) and abs(one) < 2**63
        )
        if not plain or text or number:
            raise ValueError(f"no value: {one!r:.60}")
