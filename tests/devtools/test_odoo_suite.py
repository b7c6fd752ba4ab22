"""What Odoo's runner says of a test is what is written down."""

import os
import subprocess

import pytest

from devtools import odoo_source, packages
from devtools.odoo_command import odoo_environment
from devtools.odoo_comparison import FAILED, PASSED, SKIPPED, read_run, reason_of
from devtools.paths import PYTHON, TOP

#: Runs some tests as Odoo runs its own, in a process of their own: it loads Odoo.
SCRIPT = """
import logging
import sys

from odoo.tests import case
from odoo.tests.suite import TestSuite

from devtools import odoo_suite

logging.disable()


class Broken(case.TestCase):
    @classmethod
    def setUpClass(cls):
        raise ValueError("no chart of accounts")

    def test_one(self):
        pass

    def test_two(self):
        pass


class Mixed(case.TestCase):
    @classmethod
    def tearDownClass(cls):
        raise ValueError("left open")

    def test_bad(self):
        self.assertEqual(1, 2)

    def test_browser(self):
        odoo_suite.skip_browser()

    def test_good(self):
        pass

    def test_subtests(self):
        for number in (1, 2, 3):
            with self.subTest(number=number):
                self.assertNotEqual(number, 2)


tests = [Broken("test_one"), Broken("test_two"), Mixed("test_bad")]
tests += [Mixed("test_browser"), Mixed("test_good"), Mixed("test_subtests")]
recorder = odoo_suite.Recorder(sys.stdout, [test.id() for test in tests])
TestSuite(tests)(recorder)
recorder.note(ended=True)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Return the run of the tests above."""
    script = tmp_path_factory.mktemp("suite") / "mixed.py"
    script.write_text(SCRIPT)
    packages.ensure_venv()
    odoo_source.ensure_odoo()
    done = subprocess.run(
        [PYTHON, script],
        env=odoo_environment(PYTHONPATH=f"{odoo_source.source()}{os.pathsep}{TOP}"),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = read_run(done.stdout)
    assert found.ended
    return found


@pytest.mark.parametrize(
    ("test", "outcome", "reason"),
    [
        ("Broken.test_one", FAILED, "ValueError: no chart of accounts"),
        ("Broken.test_two", FAILED, "ValueError: no chart of accounts"),
        ("Mixed.test_bad", FAILED, "AssertionError: 1 != 2"),
        ("Mixed.test_browser", SKIPPED, "drives a browser"),
        ("Mixed.test_good", PASSED, ""),
        ("Mixed.test_subtests", FAILED, "AssertionError: 2 == 2"),
    ],
)
def test_each_test_has_its_outcome(run, test, outcome, reason):
    name = f"__main__.{test}"
    assert (run.outcomes[name], reason_of(run.messages[name])) == (outcome, reason)


def test_trouble_after_a_class_has_a_line_of_its_own(run):
    name = "tearDownClass (__main__.Mixed)"
    assert run.outcomes[name] == FAILED
    assert run.planned == 6
    assert len(run.outcomes) == 7
