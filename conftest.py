"""Settings of every pytest run."""

import json
import os
from pathlib import Path

import pytest


def pytest_configure(config):
    """Load what tests with a database need, when Odoo's plugin is on."""
    if config.pluginmanager.hasplugin("odoo"):
        from devtools import odoo_pytest

        config.pluginmanager.register(odoo_pytest)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Make a skipped test a failed one, for a skip hides what is missing."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which counts as failed: {report.longrepr}"


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector):
    """The same for a module that skips itself."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, which counts as failed: {report.longrepr}"


def pytest_terminal_summary(terminalreporter):
    """Write down how many tests passed and failed, for the line at the very end."""
    path = os.environ.get("DEV_TEST_COUNTS")
    if path:
        stats = terminalreporter.stats
        not_passed = ("failed", "error", "subtests failed", "skipped", "xfailed")
        failed = {
            report.nodeid for name in not_passed for report in stats.get(name, [])
        }
        passed = {report.nodeid for report in stats.get("passed", [])} - failed
        counts = {"passed": len(passed), "failed": len(failed)}
        Path(path).write_text(json.dumps(counts))
