"""What two runs of the same tests have in common, and where they part.

Plain decisions without Odoo or files: results in, tables and text out.
"""

import json
from dataclasses import dataclass, field

PASSED = "passed"
FAILED = "failed"
SKIPPED = "skipped"
#: It was planned, but the run broke off before it, or it is not there at all.
NOT_RUN = "not run"


@dataclass
class Run:
    """How the tests of one module went on one side."""

    outcomes: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)
    planned: int = 0
    seconds: float = 0
    ended: bool = False


@dataclass
class Comparison:
    """The tests of one module by how they went on both sides, in order."""

    module: str
    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    #: They pass, or are left out, without our addons and fail, or do not run, with.
    only_with_ours: list[str] = field(default_factory=list)
    #: The other way round.
    only_without: list[str] = field(default_factory=list)
    #: A side that broke off: ``without our addons`` or ``with our addons``.
    broken: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Tell whether both sides ran to their end and ours costs no test."""
        return not self.only_with_ours and not self.broken


def module_of(choice: str) -> str:
    """Return the module of a choice of tests."""
    return choice.partition(":")[0]


def is_chosen(test_file: str, choice: str) -> bool:
    """Tell whether a file of tests belongs to a choice.

    :param test_file: a Python module, ``odoo.addons.sale.tests.test_sale_order``.
    :param choice: ``sale`` for all files of the module, ``sale:order,price`` for those
        with one of the words in their names, ``sale:-taxes`` for those without.
    """
    words = choice.partition(":")[2].split(",")
    wanted = [word for word in words if word and not word.startswith("-")]
    unwanted = [word[1:] for word in words if word.startswith("-")]
    name = test_file.rpartition(".")[2]
    if any(word in name for word in unwanted):
        return False
    return not wanted or any(word in name for word in wanted)


def read_run(text: str) -> Run:
    """Return what :mod:`devtools.odoo_suite` has written; a torn last line is lost."""
    run = Run()
    for line in text.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            break
        if "planned" in entry:
            run.planned = len(entry["planned"])
            run.outcomes.update(dict.fromkeys(entry["planned"], NOT_RUN))
        elif "test" in entry:
            name = entry["test"]
            if run.outcomes.get(name) == FAILED:
                continue  # what failed first says why
            run.outcomes[name] = entry["outcome"]
            run.messages[name] = entry["message"]
            run.queries[name] = entry["queries"]
            run.seconds += entry["seconds"]
        elif "ended" in entry:
            run.ended = True
    return run


def compare(module: str, without: Run, with_ours: Run) -> Comparison:
    """Sort the tests of two runs."""
    found = Comparison(module)
    for run, side in ((without, "without our addons"), (with_ours, "with our addons")):
        if not run.ended:
            found.broken.append(side)
    for test in dict.fromkeys([*without.outcomes, *with_ours.outcomes]):
        # Trouble after a class has no line of its own on a side that had none.
        unknown = PASSED if test.startswith("tearDownClass") else NOT_RUN
        before = without.outcomes.get(test, unknown)
        after = with_ours.outcomes.get(test, unknown)
        getattr(found, sort_of(before, after)).append(test)
    return found


def sort_of(before: str, after: str) -> str:
    """Return the list of a :class:`Comparison` that a test belongs to.

    A test that passed and is skipped now counts as failed: it shows no longer what it
    showed.
    """
    if before == after:
        return {PASSED: "passed", SKIPPED: "skipped"}.get(before, "failed")
    if after == PASSED:
        return "only_without"
    if before in (PASSED, SKIPPED):
        return "only_with_ours"
    return "failed"


def shorten(test: str) -> str:
    """Return a test's name without what all of them begin with."""
    return test.replace("odoo.addons.", "")


def reason_of(message: str) -> str:
    """Return the line of a traceback that says what went wrong."""
    lines = [line for line in message.splitlines() if line and not line[0].isspace()]
    starts = [at for at, line in enumerate(lines) if line.startswith("Traceback")]
    told = lines[starts[-1] + 1 :] if starts else lines
    return told[0][:300] if told else ""


# --- for people --------------------------------------------------------------------

HEADINGS = ("module", "passed", "failed", "skipped", "only with ours", "only without")
EXPLANATION = """\
Each of Odoo's own tests ran twice: on standard modules alone, and with our addons
beside them. All of a module's standard tests run after the whole installation;
tests that drive a browser are skipped on both sides. *Passed*, *failed* and *skipped*
went the same way on both sides: what failed on both is Odoo's own trouble, or that of
this machine. *Only with ours* is what our addons break; *only without* fails on
standard modules alone.
"""


def row_of(found: Comparison) -> tuple:
    """Return the cells of a module's row, under :data:`HEADINGS`."""
    lists = (found.passed, found.failed, found.skipped)
    lists += (found.only_with_ours, found.only_without)
    return (found.module, *map(len, lists))


def table(rows: list[tuple]) -> str:
    """Return a table that reads well in a terminal and as Markdown."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = []
    for row in (cells[0], rule, *cells[1:]):
        first, *others = zip(row, widths, strict=True)
        aligned = [first[0].ljust(first[1]), *(cell.rjust(w) for cell, w in others)]
        lines.append(f"| {' | '.join(aligned)} |")
    return "\n".join(lines)


def summary(found: list[Comparison]) -> str:
    """Return the table of all modules, and their sum."""
    rows = [row_of(one) for one in found]
    total = ("all", *(sum(column) for column in list(zip(*rows, strict=True))[1:]))
    return table([HEADINGS, *rows, total])


def queries_of(found: Comparison, without: Run, with_ours: Run) -> tuple:
    """Return module and number of queries of the tests that passed on both sides."""
    counts = [
        sum(run.queries.get(test, 0) for test in found.passed)
        for run in (without, with_ours)
    ]
    more = f"{100 * (counts[1] / counts[0] - 1):+.1f} %" if counts[0] else ""
    return (found.module, *counts, more)


def details(title: str, tests: list[str], run: Run) -> list[str]:
    """Return the lines of a report about tests, and why they failed in ``run``."""
    if not tests:
        return []
    lines = [f"### {title}", ""]
    for test in tests:
        why = reason_of(run.messages.get(test, "")) or run.outcomes.get(test, NOT_RUN)
        lines.append(f"- `{shorten(test)}`: {why}")
    return [*lines, ""]


def report(found: list[Comparison], runs: dict[str, tuple[Run, Run]]) -> str:
    """Return the whole report, in Markdown.

    :param runs: for each module both runs, the one without our addons first.
    """
    queries = [queries_of(one, *runs[one.module]) for one in found]
    lines = ["# Odoo's own tests, without our addons and with them", ""]
    lines += [EXPLANATION, summary(found), ""]
    lines += ["Database queries of the tests that passed on both sides:", ""]
    lines += [table([("module", "without", "with ours", "more"), *queries]), ""]
    for one in found:
        without, with_ours = runs[one.module]
        parts = [f"The run {side} broke off.\n" for side in one.broken]
        parts += details("Fails only with our addons", one.only_with_ours, with_ours)
        parts += details("Fails only without them", one.only_without, without)
        parts += details("Fails on both sides", one.failed, without)
        if parts:
            lines += [f"## {one.module}", "", *parts]
        for test in one.only_with_ours:
            message = with_ours.messages.get(test, "").rstrip()
            lines += [f"`{shorten(test)}`", "", "```", message, "```", ""]
    return "\n".join(lines)
