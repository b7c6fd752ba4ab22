"""The picture of docs/architecture.md: every arrow names code that is there."""

import ast
import re

import pytest

from devtools.paths import TOP

PAGE = (TOP / "docs" / "architecture.md").read_text()
#: Number and code of each row of the table below the picture.
ROWS = dict(re.findall(r"^\| (\d+) \|.*\| (`.+`) \|$", PAGE, re.MULTILINE))


def functions_of(path):
    """Return the names of all functions and methods of a file."""
    tree = ast.parse((TOP / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_numbered_arrow_has_its_row():
    """The picture and the table below it tell the same."""
    picture = re.search(r"```mermaid\n(.*?)```", PAGE, re.DOTALL)[1]
    assert re.findall(r'-- "(\d+) ', picture) == list(ROWS)


@pytest.mark.parametrize(("number", "code"), ROWS.items())
def test_the_code_of_an_arrow_is_there(number, code):
    """A function that is renamed takes its arrow along."""
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", code)
    assert named, number
    missing = [name for path, name in named if name not in functions_of(path)]
    assert not missing
