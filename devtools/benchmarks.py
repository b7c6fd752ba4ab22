"""Runs the measurements of ``bench/`` and keeps what they found.

Each program of ``bench/`` hands over rows (see ``bench/table.py``). It finds in its
environment:

``ODOO_URL``, ``SINK_URL``
    a server with our addons on a copy of the demo shop, with worker processes like a
    production server, and without crons; and what it sent. All programs share it.
``SERVER_LOG``
    that server's log file.
``OUR_DATABASE``, ``STOCK_DATABASE``
    two databases that no server has open, for Odoo in the program's own process: a copy
    of the demo shop, and one with the same standard modules but without our addons.
    Each program gets new ones.
"""

import contextlib
import datetime
import json
import os
import platform
import signal
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass, field

from bench.table import Row, taken_from

from . import bench_report, databases, odoo_source, postgres, server
from .odoo_command import odoo_environment
from .paths import PYTHON, TOP
from .steps import DevError, say, steps

FOLDER = TOP / "bench"
#: Seconds that one program may take.
TIMEOUT = 420
WORKERS = 2
#: By the variable that names it: a database for each program, and what it is a copy of.
COPIES = {
    "OUR_DATABASE": ("bench-ours", databases.ensure_warm),
    "STOCK_DATABASE": ("bench-stock", databases.ensure_base),
}


@dataclass
class Outcome:
    """What a program handed over, and how it ended."""

    program: str
    rows: list[Row] = field(default_factory=list)
    failure: str = ""
    seconds: float = 0


def programs() -> list[str]:
    """Return the names of the programs: the files of ``bench/`` that can be run."""
    return sorted(
        path.stem
        for path in FOLDER.glob("*.py")
        if '\nif __name__ == "__main__":' in path.read_text()
    )


def choose(names: list[str]) -> list[str]:
    """Return the programs to run; all of them unless some are named.

    :param names: each may have arguments behind it: ``"telling --most 100000"``.
    :raise DevError: when there is none of that name.
    """
    known = programs()
    if unknown := sorted({name.split()[0] for name in names} - set(known)):
        raise DevError(
            f"there is no {', '.join(unknown)} in bench/; there is {', '.join(known)}"
        )
    return names or known


def run_program(
    call: str, env: dict[str, str], timeout: float | None = TIMEOUT
) -> Outcome:
    """Run one program to its end and collect its rows.

    Those it handed over before it failed count; whatever it started ends with it.

    :param call: its name, with arguments behind it or not.
    :param env: its whole environment.
    """
    outcome, start = Outcome(call), time.monotonic()
    name, *arguments = call.split()
    # Not a pipe: what a program has left running would keep that open.
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [str(PYTHON), "-m", f"{FOLDER.name}.{name}", *arguments],
            cwd=FOLDER.parent,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            start_new_session=True,
        )
        try:
            if code := process.wait(timeout):
                outcome.failure = f"ended with exit code {code}"
        except subprocess.TimeoutExpired:
            outcome.failure = f"took longer than {timeout:.0f} s"
        finally:
            end_group(process)
        output.seek(0)
        lines = output.read().splitlines()
    outcome.seconds = time.monotonic() - start
    for line in lines:
        try:
            outcome.rows.append(taken_from(line))
        except (TypeError, ValueError):
            outcome.failure = outcome.failure or f"printed what is no row: {line[:200]}"
    if not outcome.rows:
        outcome.failure = outcome.failure or "handed over no row"
    return outcome


def end_group(process: subprocess.Popen):
    """Kill a program and all that it started; no error when it has ended already."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def run_all(names: list[str]) -> list[Outcome]:
    """Run programs one after the other beside one server; tell how each went."""
    steps.begin("Databases")
    served = databases.fresh_copy("bench", databases.ensure_warm)
    live = server.LiveServer("bench", served, workers=WORKERS, crons=0)
    outcomes = []
    try:
        steps.begin("Server")
        live.start()
        for name in names:
            steps.begin(name)
            say("running")
            copies = {
                variable: databases.fresh_copy(copy, level)
                for variable, (copy, level) in COPIES.items()
            }
            addresses = {"ODOO_URL": live.url, "SINK_URL": live.sink_url}
            env = odoo_environment(**addresses, SERVER_LOG=str(live.log), **copies)
            # Who asks for another size has time.
            has_arguments = len(name.split()) > 1
            outcome = run_program(name, env, None if has_arguments else TIMEOUT)
            outcomes.append(outcome)
            say(outcome.failure or f"done in {outcome.seconds:.0f} s")
    finally:
        live.stop()
        for name in ("bench", *(copy for copy, _level in COPIES.values())):
            databases.drop(databases.database_name(name))
    return outcomes


def describe_machine() -> dict[str, str | int]:
    """Return what of this machine the ratios may depend on."""
    return {
        "measured_on": datetime.date.today().isoformat(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "postgresql": postgres.version(),
        # Not where it lies: the last part names the version, or the commit.
        "odoo": odoo_source.identity().rpartition("/")[2],
    }


def keep(outcomes: list[Outcome], folder=TOP / "docs"):
    """Write what was found into ``performance.json`` and ``performance.md``.

    Of the latter only the part between the two marks.
    """
    found = {
        **describe_machine(),
        "rows": [
            {"program": outcome.program, **asdict(row)}
            for outcome in outcomes
            for row in outcome.rows
        ],
        "failed": {
            outcome.program: outcome.failure for outcome in outcomes if outcome.failure
        },
    }
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (folder / "performance.json").write_text(f"{text}\n")
    page = folder / "performance.md"
    old = page.read_text() if page.exists() else ""
    page.write_text(bench_report.put_table(old, bench_report.to_markdown(found)))


def run_benchmarks(names: list[str]) -> int:
    """Run the programs named, or all; print one table.

    :return: exit code: how many programs failed. A goal that was missed is no failure
        of the program: the table says so.
    """
    chosen = choose(names)
    steps.total += len(chosen)
    outcomes = run_all(chosen)
    rows = [row for outcome in outcomes for row in outcome.rows]
    print(bench_report.to_text(rows))
    failed = [outcome for outcome in outcomes if outcome.failure]
    for outcome in failed:
        print(f"FAILED: {outcome.program} {outcome.failure}")
    if not names:
        keep(outcomes)
        print("written to docs/performance.json and docs/performance.md")
    return len(failed)
