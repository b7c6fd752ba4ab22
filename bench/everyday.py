"""Everyday work with our addons, against the same without them.

Two shops, of which one has our addons, confirm the same orders, post their invoices,
validate their deliveries, and import others from a file: at the same time and on the
same core, which they share by the millisecond, so that whatever slows the one slows the
other. E-mails are queued, not sent; the publisher does not run, for it is a scheduled
action of its own.

Each on a core of its own, turns of the same work differed by ten percent; on one, by
half a percent.

``--import N`` imports so many orders; 10,000 take an hour on two cores, for then each
shop has one to itself, and they change from batch to batch.
"""

import argparse
import os
import statistics

from .table import Row, hand_over, progress
from .trade.process import OURS, STOCK, Measure, Shop, median, open_shops

ROUNDS = 2
ORDERS = 100
#: A round that does not count, so that caches are filled.
WARM_UP = 20
IMPORTED = 30
IMPORTS = 2
MOST_TIME = 1.05
MOST_STATEMENTS = 3
#: What is done to the orders, by the name of its work; in this order.
WORKS = {
    "confirm": "confirming",
    "post": "posting the invoices of",
    "deliver": "validating the deliveries of",
}


def get_cores(turn: int, apart: bool = False) -> list[int]:
    """Return on which core either shop works.

    :param turn: the cores change from turn to turn.
    :param apart: each on a core of its own, which takes half the time.
    """
    cores = sorted(os.sched_getaffinity(0))
    return [cores[(turn + place * apart) % len(cores)] for place in (0, 1)]


def do_together(shops, name: str, arguments: list, cores=(None, None)) -> list:
    """Have both shops do a piece of work on their own records; return their answers.

    :param arguments: one for each shop, or a tuple of several.
    :param cores: of each shop; any where it does not matter.
    """
    for shop, own, core in zip(shops, arguments, cores, strict=True):
        shop.begin(name, *(own if isinstance(own, tuple) else (own,)), core=core)
    return [shop.finish() for shop in shops]


def measure_together(shops, name: str, arguments: list, turn: int) -> list[Measure]:
    """The same with work that is measured."""
    answers = do_together(shops, name, arguments, get_cores(turn))
    return [Measure(**answer) for answer in answers]


def do_all(shops: list[Shop], count: int, turn: int = 0) -> dict[str, list[Measure]]:
    """Have shops work off ``count`` new orders; return what each work took in each."""
    orders = do_together(shops, "make_orders", [count] * len(shops))
    measures = {"confirm": measure_together(shops, "confirm", orders, turn)}
    invoices = do_together(shops, "make_invoices", orders)
    measures["post"] = measure_together(shops, "post", invoices, turn)
    deliveries = do_together(shops, "get_deliveries", orders)
    measures["deliver"] = measure_together(shops, "deliver", deliveries, turn)
    return measures


def import_together(shops: list[Shop], count: int, turn: int = 0) -> list[Measure]:
    """Have shops import a file of ``count`` orders, batch by batch side by side.

    :return: what all batches took together, of each shop.
    """
    imports = do_together(shops, "prepare_import", [count] * len(shops))
    rows, batches = [0] * len(shops), []
    while not batches or any(rows):
        arguments = list(zip(imports, rows, strict=True))
        cores = get_cores(turn + len(batches), apart=count > IMPORTED)
        answers = do_together(shops, "import_batch", arguments, cores)
        batches.append([Measure(**measure) for measure, _row in answers])
        rows = [row for _measure, row in answers]
        done = [sum(batch.count for batch in own) for own in zip(*batches, strict=True)]
        if count > IMPORTED:
            totals = [[add_up(own)] for own in zip(*batches, strict=True)]
            ratio = compare(*totals, "cpu")
            progress(f"  imported {done[0]} of {count}: {ratio:.3f} × so far")
    if done != [count] * len(shops):
        raise RuntimeError(f"{done} of {count} orders were imported")
    return [add_up(own) for own in zip(*batches, strict=True)]


def add_up(measures) -> Measure:
    """Return what pieces of work took together."""
    wall, cpu, statements, rss, count = zip(*measures, strict=True)
    return Measure(sum(wall), sum(cpu), sum(statements), max(rss), sum(count))


def compare(ours: list[Measure], stock: list[Measure], what: str) -> float:
    """Return our share of stock's: the median of the turns, each of both at once."""
    return statistics.median(
        getattr(own, what) / getattr(other, what)
        for own, other in zip(ours, stock, strict=True)
    )


def make_time_row(work: str, ours: list[Measure], stock: list[Measure], goal) -> Row:
    """Return the row of the time a work takes."""
    ratio = compare(ours, stock, "cpu")
    return Row(
        work=work,
        against="the same without our addons",
        unit="ms/order",
        stock=median(stock, "cpu") * 1000,
        ours=median(ours, "cpu") * 1000,
        value=ratio,
        goal=f"time ≤ {goal:.2f} ×",
        met=ratio <= goal,
        note=f"processor time of shop and database in {len(ours)} turns, both shops at "
        f"once, median of the turns; on the clock {compare(ours, stock, 'wall'):.2f} ×",
    )


def make_statement_row(work: str, ours: list[Measure], stock: list[Measure]) -> Row:
    """Return the row of the SQL statements of a whole batch."""
    # The least of the turns: in some caches are filled, or Odoo looks after something.
    least_own = min(measure.statements for measure in ours)
    least = min(measure.statements for measure in stock)
    more = least_own - least
    return Row(
        work=f"{work}: SQL statements",
        against="the same without our addons",
        unit="statements",
        stock=least,
        ours=least_own,
        value=more,
        goal=f"≤ {MOST_STATEMENTS} more",
        met=more <= MOST_STATEMENTS,
        note="of the whole batch, with those of the commit; the least of the turns",
    )


def measure_work(shops: list[Shop]) -> list[Row]:
    """Return the rows of confirming, posting and validating.

    :param shops: ours and stock.
    """
    do_all(shops, WARM_UP)
    turns = []
    for turn in range(ROUNDS):
        progress(f"everyday work: turn {turn + 1} of {ROUNDS}")
        turns.append(do_all(shops, ORDERS, turn))
        for name, (own, other) in turns[-1].items():
            progress(f"  {name} {compare([own], [other], 'cpu'):.3f} ×")
    rows = []
    for name, words in WORKS.items():
        work = f"{words} {ORDERS} orders"
        both = [[turn[name][place] for turn in turns] for place in (0, 1)]
        rows += [make_time_row(work, *both, MOST_TIME), make_statement_row(work, *both)]
    return rows


def measure_import(shops: list[Shop], count: int) -> Row:
    """Return the row of importing confirmed orders from a file."""
    import_together(shops, WARM_UP)
    turns = []
    for turn in range(1 if count > IMPORTED else IMPORTS):
        progress(f"importing {count} orders: turn {turn + 1}")
        turns.append(import_together(shops, count, turn))
        own, other = turns[-1]
        progress(f"  import {compare([own], [other], 'cpu'):.3f} ×")
    ours, stock = zip(*turns, strict=True)
    work = f"importing {count} orders of 5 lines"
    return make_time_row(work, list(ours), list(stock), MOST_TIME)


def main():
    """Measure, and hand the rows over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--import", type=int, dest="imported", default=IMPORTED)
    options = parser.parse_args()
    with open_shops(OURS, STOCK) as shops:
        if options.imported == IMPORTED:
            hand_over(measure_work(shops))
        hand_over([measure_import(shops, options.imported)])


if __name__ == "__main__":
    main()
