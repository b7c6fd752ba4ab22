"""Each numbered requirement of docs/requirements.md has its tests, or says why not."""

import ast
import re
from functools import cache
from typing import NamedTuple

import pytest

from devtools.paths import TOP, addon_folders

PAGE = (TOP / "docs" / "requirements.md").read_text()
#: Every requirement there is; a row may be of a part of one, as C8.2 is of C8.
WANTED = [
    *(f"M{number}" for number in range(1, 10)),
    *(f"M+{number}" for number in range(1, 5)),
    *(f"C{number}" for number in range(1, 16)),
    *(f"D{number}" for number in range(1, 7)),
    *(f"B{number}" for number in range(1, 29)),
]
NOT_YET = "not yet: "
_ID = r"(?:M\+?|[CDB])\d+"
_ROW = re.compile(rf"^\| ({_ID}(?:\.\d+)?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
_TEST = re.compile(r"`((?:customer_status_comm\w*/)?tests/[\w/]+\.py)::(\w+)`")
#: The id in the name of a test, as ``test_c8_…``, ``test_m_plus_1_…``.
_IN_NAME = re.compile(r"(?<=_)(m_plus_\d+|[mcb]\d+)(?=_)")


class Row(NamedTuple):
    """A row of the page.

    :param tests: ``[(path, name)]``
    """

    id: str
    asks: str
    tests: list[tuple[str, str]]
    shown_by: str

    @property
    def requirement(self):
        """The requirement that the row is of, or of a part of."""
        return self.id.partition(".")[0]


ROWS = [
    Row(id_, asks, _TEST.findall(shown), shown)
    for id_, asks, shown in _ROW.findall(PAGE)
]


@cache
def read_tests(path):
    """Return ``{name of a test: its docstring and those above it}``."""
    tree = ast.parse((TOP / path).read_text())
    found = {}

    def walk(node, said):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef | ast.FunctionDef):
                told = f"{said}\n{ast.get_docstring(child) or ''}"
                if child.name.startswith("test_"):
                    found[child.name] = found.get(child.name, "") + told
                walk(child, told)

    walk(tree, ast.get_docstring(tree) or "")
    return found


def carries(path, name, requirement):
    """Tell whether a test says in its name or docstrings which requirement it shows."""
    in_name = requirement.replace("+", "_plus_").lower()
    if re.search(rf"_{in_name}(?:_|$)", name):
        return True
    exactly = rf"(?<![\w+.]){re.escape(requirement)}(?!\d)"
    said = read_tests(path)[name]
    return bool(re.search(exactly, said, re.IGNORECASE))


def test_every_requirement_has_a_row():
    assert list(dict.fromkeys(row.requirement for row in ROWS)) == WANTED
    ids = [row.id for row in ROWS]
    assert len(set(ids)) == len(ids)
    lines = [line for line in PAGE.splitlines() if re.match(rf"\| {_ID}", line)]
    assert len(lines) == len(ROWS), "a row that does not have the three columns"


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_a_row_names_tests_that_carry_its_id_or_says_why_not(row):
    if not row.tests:
        assert row.shown_by.startswith(NOT_YET)
        assert len(row.shown_by) > len(NOT_YET) + 10, "it gives no reason"
        return
    assert not _TEST.sub("", row.shown_by).strip(), "more than names of tests"
    for path, name in row.tests:
        assert name in read_tests(path), path
        assert carries(path, name, row.requirement), f"{path}::{name}"


def test_nothing_of_the_seeds_is_missing():
    missing = [row.id for row in ROWS if re.match(r"[MC]\d", row.id) and not row.tests]
    assert not missing


def test_each_sentence_of_the_seeds_has_a_row_of_its_own():
    """Rows of a seed are numbered through, from the first."""
    for wanted in WANTED:
        if re.match(r"[MC]\d", wanted):
            ids = [row.id for row in ROWS if row.requirement == wanted]
            assert ids == [f"{wanted}.{place}" for place in range(1, len(ids) + 1)]


def test_ids_in_names_of_tests_are_requirements():
    folders = [TOP / "tests", *(folder / "tests" for folder in addon_folders())]
    known = {wanted.replace("+", "_plus_").lower() for wanted in WANTED}
    wrong, count = [], 0
    for path in sorted(
        path for folder in folders for path in folder.rglob("test_*.py")
    ):
        for name in read_tests(str(path.relative_to(TOP))):
            for id_ in _IN_NAME.findall(f"{name}_"):
                count += 1
                if id_ not in known:
                    wrong.append(f"{path.name}::{name}")
    assert not wrong
    assert count > 100
