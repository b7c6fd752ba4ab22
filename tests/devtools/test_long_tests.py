"""The tests that take hours: what is run, and how its result is read."""

import re

import pytest

from devtools import long_tests
from devtools.paths import TOP

SAID = "odoo.tests.result: {} failed, {} error(s) of {} tests when loading database"


@pytest.mark.parametrize(
    ("said", "result"),
    [
        (SAID.format(0, 0, 83), (0, 83)),
        (SAID.format(2, 3, 514), (5, 514)),
        (f"{SAID.format(1, 0, 9)}\n{SAID.format(0, 0, 83)}", (0, 83)),
        (SAID.format(0, 0, 0), (1, 1)),
        ("Odoo broke off", (1, 1)),
    ],
)
def test_what_odoos_runner_says(said, result):
    assert long_tests.read_result(said) == result


def test_each_addon_with_tests_is_run():
    folders = TOP.glob("customer_status_comm*/tests/__init__.py")
    assert set(long_tests.find_tested()) == {path.parts[-3] for path in folders}


@pytest.mark.parametrize("path", long_tests.PATHS)
def test_what_does_more_is_there(path):
    assert (TOP / path).exists()


@pytest.mark.parametrize("name", long_tests.MORE)
def test_what_says_how_much_is_read(name):
    """A variable that nobody reads would have the day's work done once more."""
    texts = [
        path.read_text()
        for path in (TOP / "tests").rglob("*.py")
        if path.name != "test_long_tests.py"
    ]
    assert any(f'"{name}"' in text for text in texts)


@pytest.mark.parametrize("addon", long_tests.find_tested())
def test_odoos_runner_finds_every_test(addon):
    """It takes modules that the package imports, and no others."""
    folder = TOP / addon / "tests"
    said = (folder / "__init__.py").read_text()
    for path in folder.rglob("test_*.py"):
        room = "" if path.parent == folder else path.parent.name
        assert f"from .{room} import" in said, path
        assert path.stem in re.findall(r"\w+", said), path.stem
