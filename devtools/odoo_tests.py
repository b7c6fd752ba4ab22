"""Odoo's own tests without our addons and with them, compared test by test.

Both sides begin with the same standard modules, without demo data, as Odoo tests
itself, and all tests of a module run after the whole installation, so that they meet
our hooks. What Odoo alone makes of its tests is kept in the machine's cache.
"""

import os
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import databases, odoo_comparison, odoo_source, postgres
from .odoo_command import odoo_environment
from .paths import CACHE, LOGS, OCA_REQUIREMENTS, PYTHON, STATE, TOP
from .steps import DevError, end_with_parent, locked, say, steps

#: In the order of their worth, large modules in parts: what an interrupted run has
#: finished is kept. Left out are tests that try taxes in thousands of combinations, for
#: minutes each, those that only drive a browser, and of account what has nothing to do
#: with customers' invoices.
CHOICES = (
    "sale:-test_taxes",
    "sale_stock",
    "sale_management",
    "portal",
    "sms",
    "sms_twilio",
    "repair",
    "delivery",
    "stock_delivery",
    "mail",
    "account:out_refund,move_send,portal_invoice,payments_widget,account_partner",
    "website_sale:cart,sale_order,sale_process,mail,invoice,checkout",
    "point_of_sale:simple,flow,controller",
    "stock:flow,return_picking,stock_lot",
    "account:out_invoice",
    "account:account_payment,payment_term,early_payment,reconcile",
    "website_sale:-cart,-sale_order,-sale_process,-mail,-invoice,-checkout",
    "point_of_sale:-simple,-flow,-controller,-frontend,-_ui",
    "stock:test_move",
    "stock:-flow,-return_picking,-stock_lot,-test_move",
)
REPORT = STATE / "odoo-tests.md"
#: Raise it when what the results hold, or how they come about, changes.
FORMAT = "1"
#: After so many seconds a module's tests are taken to hang.
PATIENCE = 3 * 60 * 60
#: Seconds between two lines of progress.
TELL_EACH = 60


# --- the two databases -------------------------------------------------------------


def standard_modules() -> list[str]:
    """Return the modules of both sides: Odoo's own, without those of others."""
    addons = odoo_source.source() / "odoo" / "addons"
    return [name for name in databases.standard_modules() if (addons / name).is_dir()]


def plain_name() -> str:
    """Return the name of the database level with Odoo alone."""
    parts = (FORMAT, odoo_source.identity(), postgres.version(), *standard_modules())
    return f"plain-{databases.digest(*parts)}"


def beside_name() -> str:
    """Return the name of the database level with our addons beside Odoo's."""
    parts = (plain_name(), OCA_REQUIREMENTS.read_text(), databases.addons_digest())
    return f"beside-{databases.digest(*parts)}"


def ensure_plain() -> str:
    """Return the real name of the database with Odoo alone, made if need be."""
    save, restore = databases.save_base, databases.restore_base
    return databases.ensure_level(plain_name(), build_plain, restore, save)


def ensure_beside() -> str:
    """Return the real name of the database with our addons, made if need be."""
    return databases.ensure_level(beside_name(), build_beside)


def build_plain(making: str):
    """Install the standard modules as they come, without demo data."""
    modules = standard_modules()
    say(f"installing {len(modules)} standard modules and what they need")
    databases.install(making, modules, log="odoo-tests-plain.log")


def build_beside(making: str):
    """Install our addons, without demo data."""
    databases.copy(ensure_plain(), making)
    addons = databases.own_addons()
    say(f"installing {', '.join(addons)}")
    databases.install(making, addons, log="odoo-tests-beside.log")


# --- running -----------------------------------------------------------------------


@dataclass
class Side:
    """One of the two databases, and where its results are kept."""

    title: str
    name: str
    folder: Path
    ensure: Callable[[], str]

    def result(self, choice: str) -> Path:
        """Return the file with the results of a choice, there when all have run."""
        return self.folder / f"{file_name(choice)}.jsonl"


def both_sides() -> tuple[Side, Side]:
    """Return Odoo alone, whose results any checkout can use, and Odoo with ours."""
    kept = CACHE / "odoo-tests" / plain_name()
    ours = STATE / "odoo-tests" / beside_name()
    return (
        Side("without ours", "plain", kept, ensure_plain),
        Side("with ours", "beside", ours, ensure_beside),
    )


def file_name(choice: str) -> str:
    """Return a choice of tests as part of a file's name."""
    return choice.replace(":", "=")


class Running:
    """The tests of one choice on one side, in a process of their own."""

    def __init__(self, side: Side, choice: str):
        self.side, self.choice = side, choice
        self.database = databases.fresh_copy(f"odoo-tests-{side.name}", side.ensure)
        side.folder.mkdir(parents=True, exist_ok=True)
        self.partial = side.result(choice).with_suffix(f".{os.getpid()}")
        self.partial.unlink(missing_ok=True)
        self.log = LOGS / f"odoo-tests-{side.name}-{file_name(choice)}.log"
        self.started = time.monotonic()
        command = [PYTHON, "-m", "devtools.odoo_suite", self.database, choice]
        with self.log.open("w") as handle:
            self.process = subprocess.Popen(
                list(map(str, [*command, self.partial])),
                cwd=TOP,
                env=odoo_environment(),
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=subprocess.STDOUT,
                preexec_fn=end_with_parent,
            )

    def read(self) -> odoo_comparison.Run:
        """Return how far the tests have come."""
        if not self.partial.is_file():
            return odoo_comparison.Run()
        return odoo_comparison.read_run(self.partial.read_text())

    def is_over(self) -> bool:
        """Tell whether the tests have ended, or taken so long that they never will."""
        if self.process.poll() is not None:
            return True
        return time.monotonic() - self.started > PATIENCE

    def finish(self) -> odoo_comparison.Run:
        """End it; keep results that are whole."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        databases.drop(self.database)
        run = self.read()
        if run.ended:
            self.partial.rename(self.side.result(self.choice))
        else:
            self.partial.unlink(missing_ok=True)
            say(f"{self.choice} broke off {self.side.title}; see {self.log}")
        return run


def tell(choice: str, runs: dict[str, odoo_comparison.Run]):
    """Say how far the sides have come.

    :param runs: by the titles of the sides.
    """
    parts = []
    for title, run in runs.items():
        counts = Counter(run.outcomes.values())
        done = run.planned - counts[odoo_comparison.NOT_RUN]
        failed = counts[odoo_comparison.FAILED]
        parts.append(f"{done} of {run.planned} tests {title}, {failed} failed")
    say(f"{choice}: {'; '.join(parts)}")


def run_choice(choice: str, sides: tuple[Side, Side], again: bool):
    """Return both runs of a choice of tests, from what is kept where it still holds.

    Both sides run at the same time.

    :param again: run our side, whatever is kept.
    """
    runs, going = {}, {}
    for side in sides:
        path = side.result(choice)
        if path.is_file() and not (again and side.name == "beside"):
            runs[side.name] = odoo_comparison.read_run(path.read_text())
        else:
            going[side.name] = Running(side, choice)
    told = time.monotonic()
    try:
        while not all(one.is_over() for one in going.values()):
            time.sleep(0.5)
            if time.monotonic() - told > TELL_EACH:
                told = time.monotonic()
                tell(choice, {one.side.title: one.read() for one in going.values()})
    finally:
        for name, one in going.items():
            runs[name] = one.finish()
    tell(choice, {side.title: runs[side.name] for side in sides})
    return tuple(runs[side.name] for side in sides)


def check_choices(choices: list[str]):
    """Refuse a module that has no tests, or is not installed on both sides."""
    names = {odoo_comparison.module_of(choice) for choice in choices}
    for name in sorted(names):
        if not (odoo_source.source() / "odoo/addons" / name / "tests").is_dir():
            raise DevError(f"Odoo has no tests of {name}")
    query = "SELECT name FROM ir_module_module WHERE state = 'installed'"
    installed = postgres.sql(query, ensure_plain()).split()
    missing = sorted(names - set(installed))
    if missing:
        raise DevError(f"not installed beside our addons: {', '.join(missing)}")


def run_tests(choices: list[str], again: bool = False) -> int:
    """Run and compare the tests of modules; print a table and write the report.

    :param choices: as of :func:`odoo_comparison.is_chosen`; without any, all of
        :data:`CHOICES`.
    :return: exit code, 0 when nothing fails only with our addons.
    """
    choices = choices or list(CHOICES)
    steps.begin("Databases")
    with databases.building():
        ensure_beside()
        check_choices(choices)
    steps.begin("Odoo's tests")
    found, runs = [], {}
    with locked(STATE, "odoo-tests.lock"):
        sides = both_sides()
        for choice in choices:
            runs[choice] = run_choice(choice, sides, again)
            found.append(odoo_comparison.compare(choice, *runs[choice]))
            REPORT.write_text(odoo_comparison.report(found, runs))
    print(odoo_comparison.summary(found))
    for one in found:
        for side in one.broken:
            print(f"{one.module}: the run {side} broke off")
        for test in one.only_with_ours:
            print(f"fails only with ours: {odoo_comparison.shorten(test)}")
    print(f"\n{REPORT}")
    return 0 if all(one.is_good for one in found) else 1
