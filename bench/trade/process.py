"""Starting shops and having them work, from a program that measures."""

import contextlib
import json
import os
import statistics
import subprocess
from collections.abc import Callable, Iterator
from typing import NamedTuple

from devtools.odoo_command import odoo_environment
from devtools.paths import LOGS, PYTHON, TOP
from devtools.steps import end_with_parent

#: Where the runner says which database has our addons, and which has not.
OURS, STOCK = "OUR_DATABASE", "STOCK_DATABASE"


class Measure(NamedTuple):
    """What one piece of work took.

    :param wall: seconds on the clock, up to the end of the commit.
    :param cpu: seconds of processor time, of the shop and of its database session.
    :param statements: SQL statements, those of the commit included.
    :param rss: MB of memory that the shop's process holds afterwards.
    :param count: how many records the work was about.
    """

    wall: float
    cpu: float
    statements: int
    rss: float
    count: int


class Shop:
    """A shop's process: Odoo on one database, told what to do line by line.

    :param database: real name.
    :param name: of its log file.
    """

    def __init__(self, database: str, name: str):
        self.log = (LOGS / f"bench-{name}.log").open("w")
        self.process = subprocess.Popen(
            [str(PYTHON), "-m", "bench.trade.worker", database],
            cwd=TOP,
            env=odoo_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            preexec_fn=end_with_parent,
        )

    def begin(self, name: str, *arguments, core: int | None = None):
        """Have something done, without waiting for it.

        :param core: on which; any if it does not matter.
        """
        command = json.dumps([name, arguments, core])
        print(command, file=self.process.stdin, flush=True)

    def finish(self):
        """Wait for what was begun; return its answer.

        :raise RuntimeError: when the shop broke down.
        """
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the shop broke down, see {self.log.name}")
        return json.loads(line)

    def do(self, name: str, *arguments):
        """Have something done; return its answer."""
        self.begin(name, *arguments)
        return self.finish()

    def measure(self, name: str, *arguments) -> Measure:
        """Have something measured done."""
        return Measure(**self.do(name, *arguments))

    def stop(self):
        """End the process; it ends with its input."""
        self.process.stdin.close()
        self.process.wait(60)
        self.log.close()


@contextlib.contextmanager
def open_shops(*databases: str) -> Iterator[list[Shop]]:
    """Run one shop for each of ``databases``: ``OURS`` or ``STOCK``, several times."""
    shops = []
    try:
        for number, variable in enumerate(databases):
            name = f"{variable.partition('_')[0].lower()}-{number}"
            shops.append(Shop(os.environ[variable], name))
        # A second process on a database works in the shop of the first.
        first = [shops[databases.index(variable)] for variable in set(databases)]
        for shop in first:
            shop.begin("open_shop")
        for shop in first:
            shop.finish()
        yield shops
    finally:
        for shop in shops:
            shop.stop()


def in_turns(
    rounds: int, *contestants: Callable[[], Measure], warm_up: bool = True
) -> list[list[Measure]]:
    """Have them work in turns, A B, B A, A B; return the measures of each.

    :param warm_up: begin with a round that does not count.
    """
    measures: list[list[Measure]] = [[] for _contestant in contestants]
    order = list(enumerate(contestants))
    for turn in range(rounds + warm_up):
        for place, work in order if turn % 2 else reversed(order):
            measured = work()
            if turn >= warm_up:
                measures[place].append(measured)
    return measures


def median(measures: list[Measure], what: str) -> float:
    """Return the median of one of the numbers of ``Measure``, per record but rss."""
    return statistics.median(
        getattr(each, what) / (1 if what == "rss" else each.count) for each in measures
    )
