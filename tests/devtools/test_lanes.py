"""Commands beside each other: whole output, exit codes, an end when it breaks off."""

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from devtools import stages
from devtools.lanes import Lanes
from devtools.paths import TOP

#: Says something twice, and waits for its neighbour in between.
TALK = """
import pathlib, sys, time
name, here, there = sys.argv[1:]
print(name, "first", flush=True)
pathlib.Path(here).touch()
limit = time.monotonic() + 60
while not pathlib.Path(there).exists() and time.monotonic() < limit:
    time.sleep(0.01)
print(name, "second")
sys.exit(3 if name == "bad" else 0)
"""

#: Runs one command, as ``make test`` does, which writes down its number and stays.
RUN = """
import os, sys
from devtools.lanes import Lanes
with Lanes(1) as lanes:
    lanes.add("one", [sys.executable, "-c", *sys.argv[1:]], dict(os.environ))
    lanes.finish()
"""
STAY = """
import os, pathlib, sys, time
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
time.sleep(120)
"""


def note(codes, name, code, _seconds):
    """Remember with which code a command ended."""
    codes[name] = code


def test_what_each_says_stays_together(capfd, tmp_path):
    """Two that run at the same time are printed one after the other."""
    good, bad = str(tmp_path / "good"), str(tmp_path / "bad")
    codes = {}
    with Lanes(2) as lanes:
        for name, here, there in (("good", good, bad), ("bad", bad, good)):
            command = [sys.executable, "-c", TALK, name, here, there]
            done = partial(note, codes, name)
            lanes.add(name, command, dict(os.environ), done)
        lanes.finish()
    assert codes == {"good": 0, "bad": 3}
    said = capfd.readouterr().out.split()
    assert sorted([said[:4], said[4:]]) == [
        ["bad", "first", "bad", "second"],
        ["good", "first", "good", "second"],
    ]


def test_what_waits_is_dropped_when_the_run_breaks_off(capfd, tmp_path):
    """What runs is waited for; the rest of the queue never begins."""
    mark = tmp_path / "begun"
    wait = [sys.executable, "-c", "import time; time.sleep(0.5)"]
    touch = [sys.executable, "-c", f"open({str(mark)!r}, 'w')"]
    with pytest.raises(ZeroDivisionError), Lanes(1) as lanes:
        lanes.add("first", wait, dict(os.environ))
        time.sleep(0.1)
        lanes.add("second", touch, dict(os.environ))
        raise ZeroDivisionError
    assert not mark.exists()
    assert "second" not in capfd.readouterr().err


@pytest.mark.parametrize("stage", stages.chosen_stages([]), ids=lambda s: s.name)
def test_the_parts_of_a_stage_are_all_of_it_once(stage):
    """No file is left out or run twice; each part has something to do."""
    parts = stages.parts_of(stage)
    files = [path for part in parts for path in part.paths]
    whole = [
        str(file.relative_to(TOP))
        for path in stage.paths
        for file in stages.test_files(TOP / path)
    ]
    assert sorted(files) == sorted(whole)
    assert all(part.paths for part in parts)
    assert len({part.suffix for part in parts}) == len(parts)


def test_what_takes_longest_begins_first():
    """Else one lane would work alone at the end, and the others be empty."""
    parts = [
        part
        for stage in stages.chosen_stages([])
        if stage.name not in stages.NO_DATABASE
        for part in stages.parts_of(stage)
        if not part.alone
    ]
    assert {part.stage.name for part in parts} == set(stages.SECONDS)
    order = stages.in_order(parts)
    seconds = [part.seconds for part in order]
    assert seconds == sorted(seconds, reverse=True)
    assert sum(seconds) <= sum(stages.SECONDS.values())
    assert seconds[0] < sum(seconds) / 3, "no part is longer than a lane's whole turn"
    assert order[-1].stage.name == "packaging"


def test_nothing_runs_beside_what_restarts_the_database_server():
    """Whichever file calls it is known."""
    callers = {
        str(path.relative_to(TOP))
        for path in (TOP / "tests").rglob("test_*.py")
        if "restart_database()" in path.read_text() and path.name != "test_lanes.py"
    }
    assert callers == stages.ALONE


def test_what_runs_ends_with_who_started_it(tmp_path):
    """A run that is killed leaves nothing behind that works in its databases."""
    mark = tmp_path / "pid"
    run = subprocess.Popen([sys.executable, "-c", RUN, STAY, mark], cwd=TOP)
    wait_until(lambda: mark.exists() and mark.read_text())
    command = Path("/proc", mark.read_text())
    assert command.exists()
    run.terminate()
    run.wait(10)
    wait_until(lambda: not command.exists() or " Z " in (command / "stat").read_text())


def wait_until(condition):
    """Wait until it is true; fail when that takes half a minute."""
    limit = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.05)
