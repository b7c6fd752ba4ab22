"""Runs the tests of one standard module and writes down how each one went.

Run inside the private environment: ``python -m devtools.odoo_suite DATABASE CHOICE
FILE``, with a choice as of :func:`devtools.odoo_comparison.is_chosen`. The file gets a
JSON object per line: ``{"planned": [test]}`` first, then one ``{"test", "outcome",
"message", "seconds", "queries"}`` for each test as it ends, and ``{"ended": true}``
last. Outcomes are those of that module.

It is Odoo's own runner, but for three things: all tests come after the installation of
all modules, also those which Odoo runs in the middle of it, because only then the hooks
of later modules are there; every result is kept; and no test drives a browser.
"""

import json
import re
import sys
import threading
import time
import unittest

import odoo.cli
import odoo.http
import odoo.service.server
import odoo.sql_db
from odoo.modules import module as odoo_module
from odoo.modules.registry import Registry
from odoo.tests import case, loader
from odoo.tests.common import HttpCase
from odoo.tests.result import OdooTestResult
from odoo.tests.suite import OdooSuite
from odoo.tools import config

from .odoo_comparison import FAILED, PASSED, SKIPPED, is_chosen, module_of

NO_BROWSER = "drives a browser"
#: How Odoo calls what goes wrong before the first or after the last test of a class.
AROUND_A_CLASS = re.compile(r"(setUpClass|tearDownClass) \((.+)\)")


class Recorder(OdooTestResult):
    """A result that writes every test's outcome to a file."""

    def __init__(self, handle, planned: list[str]):
        super().__init__()
        self.handle = handle
        self.planned = planned
        self.outcome = (PASSED, "")
        self.note(planned=planned)

    def note(self, **values):
        """Write one line, at once, so that a crash loses none."""
        self.handle.write(json.dumps(values) + "\n")
        self.handle.flush()

    def startTest(self, test):
        super().startTest(test)
        self.outcome = (PASSED, "")

    def stopTest(self, test):
        super().stopTest(test)
        self.note_test(
            test.id(),
            *self.outcome,
            seconds=round(time.time() - self.time_start, 2),
            queries=odoo.sql_db.sql_counter - self.queries_start,
        )

    def note_test(self, test, outcome, message, seconds=0.0, queries=0):
        """Write how one test went."""
        values = {"seconds": seconds, "queries": queries}
        self.note(test=test, outcome=outcome, message=message, **values)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.settle(test, SKIPPED, reason)

    def logError(self, flavour, test, error):
        super().logError(flavour, test, error)
        self.settle(test, FAILED, self._exc_info_to_string(error, test))

    def settle(self, test, outcome: str, message: str):
        """Keep the first trouble of a test, or give it to all tests of a class."""
        around = AROUND_A_CLASS.fullmatch(test.id())
        if not around or isinstance(test, case.TestCase):
            if self.outcome[0] != FAILED:
                self.outcome = (outcome, message)
            return
        place, name = around.groups()
        if place == "tearDownClass":
            self.note_test(test.id(), outcome, message)
        for planned in self.planned:
            if place == "setUpClass" and planned.rpartition(".")[0] == name:
                self.note_test(planned, outcome, message)


def skip_browser(*_args, **_options):
    """Stand in for what opens a browser."""
    raise unittest.SkipTest(NO_BROWSER)


def load(database: str) -> Registry:
    """Load a database and serve HTTP beside it, without running any test yet."""
    options = ["-d", database, "--test-tags=standard", "--workers=0"]
    config.parse_config([*options, "--http-port=0"], setup_logging=True)
    odoo.service.server.load_server_wide_modules()
    server = odoo.service.server.ThreadedServer(odoo.http.root)
    odoo.service.server.server = server
    threading.current_thread().dbname = database  # as Odoo's own server does
    config["test_enable"] = False
    registry = Registry(database)
    config["test_enable"] = True
    server.start(stop=True)
    return registry


def run_choice(choice: str, handle):
    """Run the standard tests of a module, or of some of its files.

    :param handle: open text file for the results.
    """
    tests = loader.make_suite([module_of(choice)], "standard")
    suite = OdooSuite(test for test in tests if is_chosen(test.__module__, choice))
    recorder = Recorder(handle, [test.id() for test in suite])
    odoo_module.current_test = True
    try:
        suite(recorder)
    finally:
        odoo_module.current_test = False
    recorder.note(ended=True)


def main(database: str, choice: str, target: str):
    """Run tests of a module on a database nobody else uses."""
    load(database)
    HttpCase.browser_js = skip_browser
    with open(target, "w") as handle:
        run_choice(choice, handle)
    odoo.service.server.server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
