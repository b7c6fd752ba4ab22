"""Everyday work with our addons, against the same without them.

Two shops, of which one has our addons, confirm the same orders, post their invoices,
validate their deliveries, and import others from a file: at the same time, each on a
core of its own, so that whatever else slows the machine slows both. E-mails are queued,
not sent; the publisher does not run, for it is a scheduled action of its own.

``--import N`` imports so many orders in each turn; 10,000 take an hour on two cores.
"""

import argparse

from .table import Row, hand_over, progress
from .trade.process import OURS, STOCK, Measure, Shop, median, open_shops

ROUNDS = 3
ORDERS = 100
#: A round that does not count, so that caches are filled.
WARM_UP = 20
IMPORTED = 60
MOST_TIME = 1.05
MOST_STATEMENTS = 3
#: What is done to the orders, by the name of its work; in this order.
WORKS = {
    "confirm": "confirming",
    "post": "posting the invoices of",
    "deliver": "validating the deliveries of",
}


def do_together(shops: list[Shop], name: str, arguments: list) -> list:
    """Have each shop do a piece of work on its own records; return their answers."""
    for shop, argument in zip(shops, arguments, strict=True):
        shop.begin(name, argument)
    return [shop.finish() for shop in shops]


def measure_together(shops: list[Shop], name: str, arguments: list) -> list[Measure]:
    """The same with work that is measured."""
    return [Measure(**answer) for answer in do_together(shops, name, arguments)]


def do_all(shops: list[Shop], count: int) -> dict[str, list[Measure]]:
    """Have shops work off ``count`` new orders; return what each work took in each."""
    orders = do_together(shops, "make_orders", [count] * len(shops))
    measures = {"confirm": measure_together(shops, "confirm", orders)}
    invoices = do_together(shops, "make_invoices", orders)
    measures["post"] = measure_together(shops, "post", invoices)
    deliveries = do_together(shops, "get_deliveries", orders)
    measures["deliver"] = measure_together(shops, "deliver", deliveries)
    return measures


def compare(ours: list[Measure], stock: list[Measure], what: str) -> float:
    """Return our share of stock's in all turns together."""
    return sum(getattr(own, what) for own in ours) / sum(
        getattr(other, what) for other in stock
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
        f"once; on the clock {compare(ours, stock, 'wall'):.2f} ×",
    )


def make_statement_row(work: str, ours: list[Measure], stock: list[Measure]) -> Row:
    """Return the row of the SQL statements of a whole batch."""
    # The last turn: in the first ones caches are filled.
    more = ours[-1].statements - stock[-1].statements
    return Row(
        work=f"{work}: SQL statements",
        against="the same without our addons",
        unit="statements",
        stock=stock[-1].statements,
        ours=ours[-1].statements,
        value=more,
        goal=f"≤ {MOST_STATEMENTS} more",
        met=more <= MOST_STATEMENTS,
        note="of the whole batch, with those of the commit",
    )


def measure_work(shops: list[Shop]) -> list[Row]:
    """Return the rows of confirming, posting and validating.

    :param shops: ours and stock.
    """
    do_all(shops, WARM_UP)
    turns = []
    for turn in range(ROUNDS):
        progress(f"everyday work: turn {turn + 1} of {ROUNDS}")
        turns.append(do_all(shops, ORDERS))
    rows = []
    for name, words in WORKS.items():
        work = f"{words} {ORDERS} orders"
        both = [[turn[name][place] for turn in turns] for place in (0, 1)]
        rows += [make_time_row(work, *both, MOST_TIME), make_statement_row(work, *both)]
    return rows


def measure_import(shops: list[Shop], count: int) -> Row:
    """Return the row of importing confirmed orders from a file."""
    measure_together(shops, "load_orders", [WARM_UP] * len(shops))
    turns = []
    for turn in range(1 if count > IMPORTED else ROUNDS):
        progress(f"importing {count} orders: turn {turn + 1}")
        turns.append(measure_together(shops, "load_orders", [count] * len(shops)))
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
