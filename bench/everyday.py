"""Everyday work with our addons, against the same without them.

Two shops, of which one has our addons, confirm the same orders, post their invoices,
validate their deliveries, and import others from a file, in turns. E-mails are queued,
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
IMPORTED = 100
MOST_TIME = 1.05
MOST_STATEMENTS = 3
#: What is done to the orders, by the name of its work; in this order.
WORKS = {
    "confirm": "confirming",
    "post": "posting the invoices of",
    "deliver": "validating the deliveries of",
}


def do_all(shop: Shop, count: int) -> dict[str, Measure]:
    """Have a shop work off ``count`` new orders; return what each work took."""
    orders = shop.do("make_orders", count)
    measures = {"confirm": shop.measure("confirm", orders)}
    invoices = shop.do("make_invoices", orders)
    measures["post"] = shop.measure("post", invoices)
    deliveries = shop.do("get_deliveries", orders)
    measures["deliver"] = shop.measure("deliver", deliveries)
    return measures


def compare(ours: list[Measure], stock: list[Measure], what: str) -> float:
    """Return the median over the turns of our share of stock's."""
    pairs = zip(ours, stock, strict=True)
    ratios = [getattr(own, what) / getattr(other, what) for own, other in pairs]
    return sorted(ratios)[len(ratios) // 2]


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
        note=f"processor time of shop and database, {len(ours)} turns; on the clock "
        f"{compare(ours, stock, 'wall'):.2f} ×",
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


def measure_work(ours: Shop, stock: Shop) -> list[Row]:
    """Return the rows of confirming, posting and validating."""
    for shop in (stock, ours):
        do_all(shop, WARM_UP)
    turns: dict[Shop, list[dict[str, Measure]]] = {ours: [], stock: []}
    for turn in range(ROUNDS):
        progress(f"everyday work: turn {turn + 1} of {ROUNDS}")
        for shop in (stock, ours) if turn % 2 else (ours, stock):
            turns[shop].append(do_all(shop, ORDERS))
    rows = []
    for name, words in WORKS.items():
        work = f"{words} {ORDERS} orders"
        both = [[turn[name] for turn in turns[shop]] for shop in (ours, stock)]
        rows += [make_time_row(work, *both, MOST_TIME), make_statement_row(work, *both)]
    return rows


def measure_import(ours: Shop, stock: Shop, count: int) -> Row:
    """Return the row of importing confirmed orders from a file."""
    for shop in (stock, ours):
        shop.measure("load_orders", WARM_UP)
    turns: dict[Shop, list[Measure]] = {ours: [], stock: []}
    for turn in range(1 if count > IMPORTED else ROUNDS):
        progress(f"importing {count} orders: turn {turn + 1}")
        for shop in (stock, ours) if turn % 2 else (ours, stock):
            turns[shop].append(shop.measure("load_orders", count))
    work = f"importing {count} orders of 5 lines"
    return make_time_row(work, turns[ours], turns[stock], MOST_TIME)


def main():
    """Measure, and hand the rows over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--import", type=int, dest="imported", default=IMPORTED)
    options = parser.parse_args()
    with open_shops(OURS, STOCK) as (ours, stock):
        if options.imported == IMPORTED:
            hand_over(measure_work(ours, stock))
        hand_over([measure_import(ours, stock, options.imported)])


if __name__ == "__main__":
    main()
