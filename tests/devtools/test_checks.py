"""Our own lint checks, and which stage a test belongs to."""

import ast
import re
import subprocess
import sys

import pytest

from devtools import linting, stages
from devtools.paths import TOP, addon_folders


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """Make an empty folder the checkout that is checked.

    :return: function that writes a file into it.
    """
    monkeypatch.setattr(linting, "TOP", tmp_path)

    def write(name, text):
        (tmp_path / name).write_text(text)

    return write


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("see https://example.com/work/x and README.md", True),
        ("pip install " + "https://py" + "pi.org/simple", False),
        ("deb http://deb.deb" + "ian.org/debian", False),
        ("open /wo" + "rk/main/x", False),
        ("cd /ro" + "ot/.cache", False),
        ("/usr/share/doc, ~/.cache", True),
    ],
)
def test_names(checkout, text, passes):
    """Registries and places on one machine are found, others left alone."""
    checkout("a.md", f"first line\n{text}\n")
    assert linting.names() is passes


@pytest.mark.parametrize(
    ("text", "passes"),
    [("# TO" + "DO later", False), ("# TO" + "DO #12: later", True), ("# todo", True)],
)
def test_later(checkout, text, passes):
    """What is left for later needs the number of an issue."""
    checkout("a.py", text)
    assert linting.later() is passes


def test_length(checkout):
    """Code is not longer than somebody reads at once; data may be."""
    checkout("data.xml", "<odoo/>\n" * 601)
    checkout("a.py", "x = 1\n" * 600)
    assert linting.length()
    checkout("b.py", "x = 1\n" * 601)
    assert not linting.length()


@pytest.mark.parametrize(("rows", "passes"), [(38, True), (39, False)])
def test_functions(checkout, rows, passes):
    """Two lines around its rows: a function has forty at most, its docstring too."""
    head = 'class A:\n    def f(self):\n        """Do much."""\n'
    checkout("devtools.py", head + "        x = 1\n" * rows)
    checkout("bench.py", head + "        x = 1\n" * 99)
    assert linting.functions() is passes


@pytest.mark.parametrize(("number", "passes"), [(5, True), (6, False)])
def test_ways(checkout, number, passes):
    """What radon counts: conditions within expressions, too."""
    rows = "    x = [1 for i in b if i]\n" * number
    checkout("devtools.py", f"def f(b):\n{rows}    return b or 1\n")
    assert linting.ways() is passes


def test_types_of_all_that_decides_are_checked():
    """A new folder of tools, or file of names, has to be added to mypy's."""
    [settings] = re.findall(
        r"(?ms)^\[tool\.mypy\]$(.+?)^\[", (TOP / "pyproject.toml").read_text()
    )
    assert "strict = true" in settings.splitlines()
    listed = ast.literal_eval(re.search(r"(?s)files = (\[.+?\])", settings)[1])
    found = {
        str(path.relative_to(TOP))
        for folder in addon_folders()
        for name in ("const.py", "labels.py", "tools")
        for path in folder.glob(name)
    }
    assert set(listed) == found


def test_types_find_what_does_not_fit(tmp_path):
    """The very settings, with a file that is wrong."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def f(a: str) -> int:\n    return a\n")
    command = [sys.executable, "-m", "mypy", "--no-error-summary", wrong]
    found = subprocess.run(command, cwd=TOP, capture_output=True, text=True)
    assert found.returncode == 1, found.stdout + found.stderr
    assert "return-value" in found.stdout


def test_xml(checkout):
    """XML that does not parse is found."""
    checkout("a.xml", "<odoo><record/></odoo>")
    assert linting.xml()
    checkout("b.xml", "<odoo><record></odoo>")
    assert not linting.xml()


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        ("tests/tools/test_facts.py", "tools"),
        ("tests/devtools", "tools"),
        ("tests/family/test_x.py::TestX::test_y", "database"),
        ("customer_status_comm/tests/page", "database"),
        ("tests/browser", "browser"),
        ("tests/test_wheel.py", "packaging"),
        ("customer_status_comm/tests/test_x.py", "database"),
    ],
)
def test_stage(path, stage):
    """Each test runs in the one place it is made for."""
    assert stages.stage_of(path) == stage


def test_arguments_are_told_apart():
    """Paths choose stages; what belongs to an option does not."""
    arguments = ["-k", "tests", "tests/devtools", "-x"]
    assert stages.split(arguments) == (["tests/devtools"], ["-k", "tests", "-x"])


def test_line_at_the_end():
    """A stage's numbers stand in its line."""
    stage = stages.Stage("tools", [], passed=3, failed=1, seconds=1.25)
    assert stage.text.split() == ["tools", "3", "passed", "1", "failed", "1.2", "s"]
