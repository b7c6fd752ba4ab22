"""The runner of the measurements: what it keeps, and what it says of failures."""

import dataclasses
import json
import os
import sys
import time

import pytest

from bench.table import Row
from devtools import bench_report, benchmarks
from devtools.paths import TOP
from devtools.steps import DevError

ROW = Row("a page", "the portal", "requests/s", 20.0, 800.0, 40.0, "≥ 35 ×", True)
HAND_OVER = f"""
import json
print({json.dumps(dataclasses.asdict(ROW))!r}, flush=True)
"""
RUNNABLE = """
if __name__ == "__main__":
    main()
"""


@pytest.fixture
def bench(tmp_path, monkeypatch):
    """Make an empty folder the one with the programs.

    :return: function that writes a program into it.
    """
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setattr(benchmarks, "FOLDER", folder)
    monkeypatch.setattr(benchmarks, "PYTHON", sys.executable)

    def write(name, text):
        (folder / f"{name}.py").write_text(text)

    return write


def run(name, timeout=30.0):
    """Run a program in this test's environment."""
    return benchmarks.run_program(name, dict(os.environ), timeout)


def test_programs_are_what_can_be_run(bench):
    bench("__init__", "")
    bench("table", "class Row: pass")
    bench("b", RUNNABLE)
    bench("a", RUNNABLE)
    assert benchmarks.programs() == ["a", "b"]


def test_the_table_itself_is_no_program():
    assert "panel_open" in benchmarks.programs()
    assert "table" not in benchmarks.programs()


def test_programs_are_chosen_by_name(bench):
    bench("a", RUNNABLE)
    bench("b", RUNNABLE)
    assert benchmarks.choose([]) == ["a", "b"]
    assert benchmarks.choose(["b"]) == ["b"]
    assert benchmarks.choose(["b --most 9"]) == ["b --most 9"]
    with pytest.raises(DevError, match="there is no c in bench/; there is a, b"):
        benchmarks.choose(["b", "c"])


def test_rows_are_taken_over(bench):
    bench("a", HAND_OVER)
    outcome = run("a")
    assert outcome.rows == [ROW]
    assert not outcome.failure


def test_a_program_is_given_its_arguments(bench):
    bench("a", "import sys; assert sys.argv[1:] == ['--most', '9']\n" + HAND_OVER)
    assert not run("a --most 9").failure
    assert "exit code 1" in run("a").failure


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        (HAND_OVER + "raise SystemExit(3)", "exit code 3"),
        (HAND_OVER + "print('by the way')", "printed what is no row: by the way"),
        (HAND_OVER + "print('{}')", "printed what is no row: {}"),
        (HAND_OVER + "import time; time.sleep(60)", "took longer than 2 s"),
    ],
)
def test_a_failure_loses_no_rows(bench, text, failure):
    bench("a", text)
    outcome = run("a", timeout=2)
    assert outcome.rows == [ROW]
    assert failure in outcome.failure


def test_no_rows_are_a_failure(bench):
    bench("a", "")
    assert run("a").failure == "handed over no row"


def test_nothing_a_program_started_survives_it(bench, tmp_path):
    pid = tmp_path / "pid"
    started = [sys.executable, "-c", "import time; time.sleep(60)"]
    bench(
        "a",
        "import pathlib, subprocess\n"
        f"child = subprocess.Popen({started!r})\n"
        f"pathlib.Path({str(pid)!r}).write_text(str(child.pid))\n",
    )
    start = time.monotonic()
    run("a")
    assert time.monotonic() - start < 30
    stat = f"/proc/{pid.read_text()}/stat"
    limit = time.monotonic() + 10
    while os.path.exists(stat) and time.monotonic() < limit:
        with open(stat) as handle:
            if handle.read().rpartition(")")[2].split()[0] == "Z":
                break
        time.sleep(0.05)
    else:
        assert not os.path.exists(stat)


def test_the_table_on_the_screen():
    missed = dataclasses.replace(ROW, work="weight", stock=None, met=False, value=1.234)
    heading, rule, first, second, _gap, last = bench_report.to_text(
        [ROW, missed]
    ).splitlines()
    assert heading.split() == list(bench_report.HEADINGS)
    assert set(rule) == {"-", " "}
    assert "20 requests/s" in first
    assert first.endswith("yes")
    assert "–" in second
    assert "1.23" in second
    assert second.endswith("MISSED")
    assert last == "1 of 2 goals met"


def test_what_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(benchmarks, "describe_machine", lambda: machine)
    machine = {
        "measured_on": "2026-01-02",
        "cores": 2,
        "python": "3.12.1",
        "postgresql": "17",
        "odoo": "odoo-19",
    }
    page = tmp_path / "performance.md"
    page.write_text(
        f"# Findings\n\n{bench_report.BEGIN}\n\nold\n\n{bench_report.END}\n\n## Wall\n"
    )
    noted = dataclasses.replace(ROW, note="12 rounds")
    outcomes = [
        benchmarks.Outcome("a", [noted]),
        benchmarks.Outcome("b", failure="took longer than 2 s"),
    ]
    benchmarks.keep(outcomes, tmp_path)
    text = page.read_text()
    assert text.startswith("# Findings\n")
    assert text.endswith("\n## Wall\n")
    assert "old" not in text
    assert "| a page | the portal | 20 requests/s | 800 requests/s | 40 |" in text
    assert "12 rounds" in text
    assert "`bench/b.py` failed in this run:** took longer than 2 s" in text
    kept = json.loads((tmp_path / "performance.json").read_text())
    assert kept["rows"] == [{"program": "a", **dataclasses.asdict(noted)}]
    assert kept["failed"] == {"b": "took longer than 2 s"}
    benchmarks.keep(outcomes, tmp_path)
    assert page.read_text() == text


def test_a_page_without_marks_gets_them():
    assert bench_report.put_table("# A\n", "x").startswith("# A\n\n<!-- table")
    assert bench_report.put_table("", "x").startswith(bench_report.BEGIN)


def test_the_documentation_has_the_marks():
    page = (TOP / "docs" / "performance.md").read_text()
    assert page.count(bench_report.BEGIN) == page.count(bench_report.END) == 1
