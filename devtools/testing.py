"""All checks and tests, in stages; one line at the end adds them up.

What was chosen runs stage by stage, and its output is seen as it comes. The complete
run goes on in several lanes: each stage, or a part of a large one, is a pytest with a
database, ports and log files of its own, and its output is printed when it has ended.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import databases, linting, odoo_source, packages, postgres
from .lanes import Lanes
from .odoo_command import odoo_environment, write_config
from .paths import PYTHON, STATE, TOP
from .stages import (
    LINT,
    NO_DATABASE,
    Part,
    Stage,
    chosen_stages,
    in_order,
    parts_of,
)
from .steps import end_with_parent, locked, say, steps

NO_TESTS_CHOSEN = 5  # pytest's exit code


def run_tests(arguments: list[str]) -> int:
    """Run what the arguments choose; without any, all tests and the lint checks.

    The last line printed is ``N passed, N failed``. A failed lint check and a stage
    that could not run to its end count as one failure each.

    :param arguments: for pytest: paths, which choose stages, and options.
    :return: exit code, 0 only when something passed and nothing failed.
    """
    with locked(STATE, "tests.lock"):  # the tests' databases are made anew each time
        done = run_chosen(arguments) if arguments else run_everything()
    print()
    for stage in done:
        print(stage.text)
    passed = sum(stage.passed for stage in done if stage.name != LINT)
    failed = sum(stage.failed for stage in done)
    if not passed + failed:
        print("\nNo test was chosen.")
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 0 if passed and not failed else 1


def run_chosen(arguments: list[str]) -> list[Stage]:
    """Run some stages or tests, one after the other."""
    stages = chosen_stages(arguments)
    names = {stage.name for stage in stages}
    needs_database = names - NO_DATABASE
    steps.plan(3 + (3 if needs_database else 0))
    prepare_code()
    if needs_database:
        prepare_databases(names)
    steps.begin("Tests")
    for stage in stages:
        say(f"{stage.name}: {' '.join(stage.paths)}")
        run_part(Part(stage, stage.paths))
    return stages


def run_everything() -> list[Stage]:
    """Run the lint checks and all stages in lanes beside each other."""
    packages.ensure_venv()
    stages = [Stage(LINT, []), *chosen_stages([])]
    steps.plan(6)
    with Lanes() as lanes:
        prepare_code()
        for stage in stages:
            if stage.name in NO_DATABASE:
                add_part(lanes, Part(stage, stage.paths))
        prepare_databases({stage.name for stage in stages})
        steps.begin("Tests")
        parts = [
            part
            for stage in stages
            if stage.name not in NO_DATABASE
            for part in parts_of(stage)
        ]
        for part in in_order(parts):
            if not part.alone:
                add_part(lanes, part)
        lanes.finish()
        for part in parts:
            if part.alone:
                add_part(lanes, part)
        lanes.finish()
    return stages


def prepare_code():
    """Have the packages and Odoo."""
    STATE.mkdir(exist_ok=True)
    steps.begin("Python packages")
    packages.ensure_venv()
    steps.begin("Odoo")
    odoo_source.ensure_odoo()


def prepare_databases(names: set[str]):
    """Make ready the databases that these stages need, and not more."""
    steps.begin("PostgreSQL")
    postgres.ensure_postgres()
    write_config()
    steps.begin("Chromium")
    if names & {"database", "browser"}:
        packages.ensure_browser()
    steps.begin("Databases")
    with databases.building():
        if "browser" in names:
            databases.ensure_warm()
        elif names & {"database", "crash", "hosts", "lifecycle"}:
            databases.ensure_full()
        elif "packaging" in names:
            databases.ensure_base()
        if "subsets" in names:
            databases.ensure_bare()


# --- one pytest -----------------------------------------------------------------------


def run_part(part: Part):
    """Run one pytest, its output seen as it comes, and note how it went."""
    with tempfile.TemporaryDirectory() as folder:
        command, env = call_of(part, Path(folder))
        started = time.monotonic()
        code = subprocess.run(
            command, cwd=TOP, env=env, preexec_fn=end_with_parent
        ).returncode
        take_counts(part, Path(folder), code, time.monotonic() - started)


def add_part(lanes: Lanes, part: Part):
    """Have one pytest, or the lint checks, run in a lane, and noted how it went."""
    folder = Path(tempfile.mkdtemp(prefix="odoo-dev-counts-"))

    def done(code, seconds):
        take_counts(part, folder, code, seconds)
        shutil.rmtree(folder)

    lanes.add(part.name, *call_of(part, folder), done)


def call_of(part: Part, folder: Path) -> tuple[list[str], dict[str, str]]:
    """Return command and environment of a part; make its database.

    :param folder: where it leaves its counts.
    """
    if part.stage.name == LINT:
        return [sys.executable, str(TOP / "dev"), LINT], dict(os.environ)
    env = odoo_environment(
        DEV_TEST_COUNTS=str(folder / "counts.json"),
        DEV_TEST_PART=part.suffix,
        HYPOTHESIS_STORAGE_DIRECTORY=str(STATE / "hypothesis"),
    )
    options = ["-p", "no:odoo"]
    if part.stage.name == "database":
        database = databases.fresh_copy(f"test{part.suffix}", databases.ensure_tested)
        options = [f"--odoo-database={database}", "--odoo-http"]
    else:
        env.pop("ODOO_RC")
    options += [*part.stage.options, *part.paths]
    return [str(PYTHON), "-m", "pytest", *options], env


def take_counts(part: Part, folder: Path, code: int, seconds: float):
    """Add to a stage how one of its parts went.

    :param code: with which it ended; of the lint checks, how many have failed.
    """
    stage, counts = part.stage, folder / "counts.json"
    found = {"passed": 0, "failed": 0}
    if stage.name == LINT:
        found = {"passed": len(linting.CHECKS) - code, "failed": code}
    elif counts.is_file():
        found = json.loads(counts.read_text())
    if code not in (0, NO_TESTS_CHOSEN) and not found["failed"]:
        found["failed"] = 1  # it broke off, or its very collection failed
    stage.passed += found["passed"]
    stage.failed += found["failed"]
    stage.seconds += seconds
