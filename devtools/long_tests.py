"""What a day does not need: more of everything, and what takes hours.

Three things, one after the other: the tests that make values up or kill processes, with
many times as many; each addon's own tests by Odoo's own runner, in a database that has
this addon and what it depends on and no other of ours; Odoo's own tests beside ours.
"""

import os
import re

from . import databases, odoo_tests, testing
from .contents import APART, own_addons
from .odoo_command import odoo
from .paths import LOGS, TOP
from .steps import DevError, say

#: Instead of what each day has; see CONTRIBUTING.md.
MORE = {
    "CRASH_KILLS": "100",
    "WRONG_TOKENS": "100000",
    "FUZZ_EXAMPLES": "5000",
    "RPC_FUZZ_CALLS": "2000",
}
#: The tests that do more then.
PATHS = (
    "tests/tools",
    "tests/family/test_rpc_fuzz.py",
    "tests/family/test_wrong_tokens.py",
    "tests/crash/test_b1_killed.py",
)
#: What Odoo's runner says in the end.
_RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")


def run_tests() -> int:
    """Run all of it; return 0 when nothing failed."""
    for name, value in MORE.items():
        os.environ.setdefault(name, value)
    bad = testing.run_tests(list(PATHS))
    for addon in find_tested():
        failed, count = run_alone(addon)
        bad += failed
        print(f"  {addon:<40} {count - failed:5} passed {failed:4} failed", flush=True)
    bad += odoo_tests.run_tests([], False)
    return 1 if bad else 0


def find_tested() -> list[str]:
    """Return the addons that have tests of their own."""
    addons = [*own_addons(), *sorted(APART)]
    return [name for name in addons if (TOP / name / "tests").is_dir()]


def run_alone(addon: str) -> tuple[int, int]:
    """Run an addon's tests as who installs it would.

    :return: how many failed, and how many there are.
    """
    say(f"{addon}: its own tests, by Odoo's runner")
    with databases.building():
        database = databases.database_name(f"run-{addon}")
        databases.copy(databases.ensure_bare(), database)
    log = f"run-{addon}.log"
    install = ("-d", database, "-i", addon, "--without-demo", "--stop-after-init")
    try:
        said = odoo(*install, "--test-tags", f"/{addon}", log=log)
    except DevError:  # it ends so when a test has failed
        said = (LOGS / log).read_text(errors="replace")
    finally:
        databases.drop(database)
    return read_result(said)


def read_result(said: str) -> tuple[int, int]:
    """Return how many tests failed, and how many there are, of all that Odoo printed.

    One that was broken off, or of which no test was found, has failed.
    """
    found = _RESULT.findall(said)
    if not found:
        return 1, 1
    failed, errors, count = map(int, found[-1])
    return (failed + errors, count) if count else (1, 1)
