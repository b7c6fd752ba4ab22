"""No text makes a regular expression of ours work for longer than it is long."""

import ast

import pytest

from ..linear import MOST, find_growth, hostile_texts, repeat
from ..sources import find_patterns, read_sources

PATTERNS = {pattern.place: pattern for pattern in find_patterns()}


def ask(pattern, method):
    """Return the work that the code has this pattern do."""
    if method in ("sub", "subn"):
        return lambda text: pattern.sub("", text)
    if method == "finditer":
        return lambda text: sum(1 for _match in pattern.finditer(text))
    return getattr(pattern, method)


def find_slow(pattern, methods, enough=3):
    """Return the texts that take too long, each with how much it takes longer.

    :param enough: how many it looks for; they take long, and are enough to see why.
    """
    slow = {}
    for method in sorted(methods):
        work = ask(pattern, method)
        for name, make in hostile_texts(pattern):
            growth = find_growth(work, make)
            if growth > MOST:
                slow[method, name] = round(growth)
            if len(slow) == enough:
                return slow
    return slow


def test_the_test_sees_what_is_not_linear():
    """It finds the patterns that were there, and what each is asked."""
    import re

    assert find_slow(re.compile(r"^\s*\w*Error", re.MULTILINE), {"findall"}, 1)
    assert find_slow(re.compile(r"\(\d\d\d, '(.*?)'\)", re.DOTALL), {"search"}, 1)
    assert find_slow(re.compile(r"<body\b[^>]*>"), {"search"}, 1)
    assert not find_slow(re.compile(r"<body\b[^<>]*>"), {"search"})
    assert find_growth(lambda text: sorted(text * 9), repeat("ab")) <= MOST
    assert len(PATTERNS) > 20


def test_every_pattern_is_found():
    """None is made in a way that is not looked through."""
    for path, tree in read_sources().items():
        for node in ast.walk(tree):
            names = [alias.name for alias in getattr(node, "names", ())]
            if isinstance(node, ast.Import):
                assert not {"regex", "fnmatch"} & set(names), path
            if isinstance(node, ast.ImportFrom):
                assert node.module not in ("re", "regex", "fnmatch"), path


@pytest.mark.parametrize("place", PATTERNS)
def test_18_4_a_pattern_takes_ten_times_as_long_for_ten_times_as_much(place):
    pattern = PATTERNS[place]
    assert pattern.compiled, "write it so that it can be read without running the code"
    assert not find_slow(pattern.compiled, pattern.methods)
