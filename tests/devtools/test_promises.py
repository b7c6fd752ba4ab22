"""Every promise of docs/promises.md names tests, and the tests are there."""

import ast
import re

import pytest

from devtools.paths import TOP

PROMISES = (TOP / "docs" / "promises.md").read_text()
ROWS = [
    line.split("|")[1:-1]
    for line in PROMISES.splitlines()
    if line.startswith("| ") and not line.startswith("| promise ")
]


def functions_of(path):
    """Return the names of the test functions and methods of a file."""
    tree = ast.parse((TOP / path).read_text())
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {node.name for node in functions if node.name.startswith("test_")}


def test_there_are_promises():
    assert len(ROWS) > 20


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip()[:50] for row in ROWS])
def test_promise_names_tests_that_exist(row):
    path = r"(?:customer_status_comm\w*/)?tests/[\w/]+\.py"
    named = re.findall(rf"`({path})::(\w+)`", row[2])
    assert named, "it names no test"
    missing = [name for path, name in named if name not in functions_of(path)]
    assert not missing
