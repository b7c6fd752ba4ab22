"""All checks and tests, in stages; one line at the end adds them up."""

import json
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import databases, linting, odoo_source, packages, postgres
from .odoo_command import odoo_environment, write_config
from .paths import ADDON_PREFIX, PYTHON, STATE, TOP
from .steps import locked, say, steps

TESTS = TOP / "tests"
#: In the order in which they run.
STAGES = (
    "tools",
    "database",
    "subsets",
    "lifecycle",
    "browser",
    "crash",
    "hosts",
    "packaging",
)
#: Options of pytest that take their value as the next argument.
WITH_VALUE = {"-k", "-m", "-n", "-o", "-p", "-c", "--maxfail", "--durations"}
NO_TESTS_CHOSEN = 5  # pytest's exit code


@dataclass
class Stage:
    """Tests that run together in one pytest, and how they went."""

    name: str
    paths: list[str]
    odoo_plugin: bool = False
    passed: int = 0
    failed: int = 0
    seconds: float = 0
    options: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """One line for the table at the end."""
        counts = f"{self.passed:5} passed {self.failed:4} failed"
        return f"  {self.name:<10} {counts} {self.seconds:7.1f} s"


def stage_of(path: str) -> str:
    """Return the name of the stage that a test file or folder belongs to."""
    try:
        parts = (TOP / path).resolve().relative_to(TOP).parts
    except ValueError:
        return "database"
    if parts[:1] == ("tests",) and len(parts) > 1:
        if parts[1] == "devtools":
            return "tools"
        if parts[1] in ("tools", "browser", "crash", "hosts"):
            return parts[1]
        if parts[1].startswith("test_wheel") or parts[1] == "packaging":
            return "packaging"
        if parts[1].startswith("test_subsets"):
            return "subsets"
        if parts[1].startswith("test_lifecycle"):
            return "lifecycle"
    return "database"


def all_paths() -> list[str]:
    """Return every file and folder with tests."""
    found = [
        path
        for path in sorted(TESTS.iterdir())
        if any(path.rglob("test_*.py")) or path.match("test_*.py")
    ]
    found += sorted(
        path
        for path in TOP.glob(f"{ADDON_PREFIX}*/tests")
        if any(path.glob("test_*.py"))
    )
    return [str(path.relative_to(TOP)) for path in found]


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Return the paths and the options among pytest's arguments."""
    paths, options = [], []
    value_next = False
    for argument in arguments:
        is_path = not value_next and (TOP / argument.partition("::")[0]).exists()
        value_next = argument in WITH_VALUE
        if is_path and not argument.startswith("-"):
            paths.append(argument)
        else:
            options.append(argument)
    return paths, options


def chosen_stages(arguments: list[str]) -> list[Stage]:
    """Return the stages that have something to do, in order."""
    paths, options = split(arguments)
    wanted = []
    for path in paths or ["tests"]:
        whole = path.rstrip("/") in ("tests", ".")
        wanted += all_paths() if whole else [path]
    stages = []
    for name in STAGES:
        own = [path for path in wanted if stage_of(path) == name]
        if own:
            stages.append(Stage(name, own, name == "database", options=options))
    return stages


def run_tests(arguments: list[str]) -> int:
    """Run what the arguments choose; without any, all tests and the lint checks.

    The last line printed is ``N passed, N failed``. A failed lint check and a stage
    that could not run to its end count as one failure each.

    :param arguments: for pytest: paths, which choose stages, and options.
    :return: exit code, 0 only when something passed and nothing failed.
    """
    done = []
    if not arguments:
        packages.ensure_venv()
        done.append(lint_stage())
    stages = chosen_stages(arguments)
    with locked(STATE, "tests.lock"):  # the tests' database is made anew each time
        prepare({stage.name for stage in stages})
        steps.begin("Tests")
        for stage in stages:
            run_stage(stage)
            done.append(stage)
    print()
    for stage in done:
        print(stage.text)
    passed = sum(stage.passed for stage in done if stage.name != "lint")
    failed = sum(stage.failed for stage in done)
    if not passed + failed:
        print("\nNo test was chosen.")
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 0 if passed and not failed else 1


def lint_stage() -> Stage:
    """Run the lint checks as a stage."""
    started = time.monotonic()
    failed = linting.run_checks()
    stage = Stage("lint", [])
    stage.passed, stage.failed = len(linting.CHECKS) - len(failed), len(failed)
    stage.seconds = time.monotonic() - started
    return stage


def prepare(names: set[str]):
    """Make ready what these stages need, and not more."""
    needs_database = names - {"tools"}
    steps.plan(3 + (3 if needs_database else 0))
    STATE.mkdir(exist_ok=True)
    steps.begin("Python packages")
    packages.ensure_venv()
    steps.begin("Odoo")
    odoo_source.ensure_odoo()
    if not needs_database:
        return
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
    if "database" in names:
        databases.fresh_copy("test", databases.ensure_tested)


def run_stage(stage: Stage):
    """Run one pytest and note how it went."""
    say(f"{stage.name}: {' '.join(stage.paths)}")
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts.json"
        command = [PYTHON, "-m", "pytest", *plugin_options(stage)]
        command += [*stage.options, *stage.paths]
        env = odoo_environment(
            DEV_TEST_COUNTS=str(counts),
            HYPOTHESIS_STORAGE_DIRECTORY=str(STATE / "hypothesis"),
        )
        if stage.name != "database":
            env.pop("ODOO_RC")
        code = subprocess.run(list(map(str, command)), cwd=TOP, env=env).returncode
        if counts.is_file():
            found = json.loads(counts.read_text())
            stage.passed, stage.failed = found["passed"], found["failed"]
    if code not in (0, NO_TESTS_CHOSEN) and not stage.failed:
        stage.failed = 1  # it broke off, or its very collection failed
    stage.seconds = time.monotonic() - started


def plugin_options(stage: Stage) -> list[str]:
    """Return the options of pytest that turn Odoo's plugin on or off."""
    if stage.odoo_plugin:
        database = databases.database_name("test")
        return [f"--odoo-database={database}", "--odoo-http"]
    return ["-p", "no:odoo"]
