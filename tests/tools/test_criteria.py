"""What stands in a rule's criteria, and how much of it is read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm.tools.criteria import (
    MOST_CHARACTERS,
    MOST_CONDITIONS,
    MOST_LEVELS,
    TooMuchError,
    find_paths,
    read_criteria,
)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        (None, []),
        (False, []),
        ("", []),
        ("[]", []),
        ("[(1, '=', 1)]", []),
        ("[(0, '=', 1)]", []),
        ("[('a', '=', 1)]", ["a"]),
        ("[['a', '=', 1]]", ["a"]),
        ("(('a', '=', 1),)", ["a"]),
        ("['!', ('a.b.c', 'in', [1, 2])]", ["a.b.c"]),
        ("['|', ('a', '=', 1), '&', ('b', '=', 1), ('a', '=', 2)]", ["a", "b"]),
        ("[('a', 'any', [('b', '=', 1), ('c.d', '>', 2)])]", ["a", "a.b", "a.c.d"]),
        (
            "[('a', 'not any', ['!', ('b', 'any', [('c', '=', None)])])]",
            ["a", "a.b", "a.b.c"],
        ),
        ("[('a.b', 'any', [('c', 'ilike', 'x')])]", ["a.b", "a.b.c"]),
        ("[('id', 'any', [('c', '=', 1)])]", ["id", "c"]),
        ("[('a.id', 'any', [('c', '=', 1)])]", ["a.id", "a.c"]),
        ("[('paid', 'any', [('c', '=', 1)])]", ["paid", "paid.c"]),
        (
            "[('a', 'any', [('id', 'any', [('b', '=', 1)])])]",
            ["a", "a.id", "a.b"],
        ),
        ("[('a', 'any', [])]", ["a"]),
    ],
)
def test_paths(text, paths):
    assert find_paths(read_criteria(text)) == paths


@pytest.mark.parametrize(
    "text",
    [
        "[(",
        "7",
        "'name'",
        "{'a': 1}",
        "name",
        "__import__('os')",
        "[('name',)]",
        "[('name', '=')]",
        "['name']",
        "[7]",
        "[None]",
        "[(2, '=', 1)]",
        "[(b'name', '=', 1)]",
        "[('', '=', 1)]",
        "[('.a', '=', 1)]",
        "[('a.', '=', 1)]",
        "[('a..b', '=', 1)]",
        "[('a', None, 1)]",
        "[('a', 'ANY!', [])]",
        "[('a', 'any!', [('b', '=', 1)])]",
        "[('a', 'not any!', [('b', '=', 1)])]",
        "[('a', 'Not Any!', [('b', '=', 1)])]",
        "[('a', 'any', [('b', 'any!', [])])]",
        "[('a', 'any', True)]",
        "[('a', 'any', 'b')]",
        "[('a', 'any', {'b': 1})]",
        "[('a', '=', {'b': 1})]",
        "[('a', '=', b'x')]",
        "[('a', '=', 1j)]",
        "[('a', '=', ...)]",
        "[('a', '=', 1e999)]",
        "[('a', '=', 9223372036854775808)]",
        "[('a', '=', 'x\\0y')]",
        "[('a', 'in', [[('b', '=', 1)]])]",
        "[('a', 'in', [('b', '=', 1)])]",
    ],
)
def test_what_is_no_criteria(text):
    with pytest.raises(ValueError):
        read_criteria(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" + " " * MOST_CHARACTERS + "]",
        "-" * 15_000 + "1",
        "[('a', '=', " + "1" + "+1j" * 5_000 + ")]",
        "[" + "('a','=',1)," * (MOST_CONDITIONS + 1) + "]",
        "[('a','any'," * (MOST_LEVELS + 1) + "[]" + ")]" * (MOST_LEVELS + 1),
    ],
    ids=["characters", "signs", "sums", "conditions", "levels"],
)
def test_what_is_too_much(text):
    begun = time.process_time()
    with pytest.raises(TooMuchError):
        read_criteria(text)
    assert time.process_time() - begun < 1


def test_what_is_just_enough():
    conditions = "[" + "('a','=',1)," * MOST_CONDITIONS + "]"
    assert find_paths(read_criteria(conditions)) == ["a"]
    levels = "[('a','any'," * MOST_LEVELS + "[]" + ")]" * MOST_LEVELS
    assert len(find_paths(read_criteria(levels))) == MOST_LEVELS


_VALUE = st.none() | st.booleans() | st.integers() | st.text() | st.binary()
_TERMS = st.recursive(
    _VALUE | st.sampled_from(["&", "|", "!", "any", "any!", "a.b", "id"]),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner, inner),
    max_leaves=30,
)


@given(_TERMS | st.text())
def test_anything_is_read_or_refused(terms):
    text = terms if isinstance(terms, str) else repr(terms)
    try:
        paths = find_paths(read_criteria(text))
    except ValueError:
        return
    assert all(path and isinstance(path, str) for path in paths)
