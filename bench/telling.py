"""Telling customers by the hundred and thousand, against Odoo's own way of doing it.

An order that was touched becomes facts, page, link, ledger and an e-mail in Odoo's
queue; Odoo's way is ``sale.order._send_order_notification_mail``, one by one. Every
order has a customer of its own, five lines and a delivery.

``--most N`` goes on to so many customers at a time; 100,000 take a quarter of an hour.
"""

import argparse

from .table import Row, hand_over, progress
from .trade.process import OURS, STOCK, Measure, Shop, in_turns, median, open_shops

WORK = "telling {:,} customers"
#: How many at a time, and how often; the first is compared with Odoo's own way.
SIZES = {100: 5, 1_000: 3, 10_000: 1, 100_000: 1}
#: As many as take no longer than the rest of the table allows.
MOST = 10_000
#: Odoo tells so many in each turn; what it takes does not depend on how many.
STOCK_ORDERS = 30
MOST_MS = 5.0
LEAST_TIMES = 10
#: Where the goal of milliseconds was set, the plainest e-mail took three.
MOST_OF_FLOOR = MOST_MS / 3
FLAT = 1.15


def tell(shop: Shop, count: int) -> Measure:
    """Have our shop tell ``count`` customers."""
    orders = shop.do("copy_orders", count)
    shop.do("touch", orders)
    measured = shop.measure("publish", count)
    queued = shop.do("count_told", orders)
    if queued != count:
        raise RuntimeError(f"{queued} of {count} customers were told")
    return measured


def mail(shop: Shop, count: int) -> Measure:
    """Have the other shop mail ``count`` customers."""
    return shop.measure("mail_one_by_one", shop.do("copy_orders", count))


def mail_in_batches(shop: Shop, count: int) -> Measure:
    """Have the other shop queue the plainest e-mail for ``count`` customers."""
    return shop.measure("mail_in_batches", shop.do("copy_orders", count))


def make_stock_rows(
    ours: list[Measure], stock: list[Measure], floor: list[Measure], count: int
) -> list[Row]:
    """Return the rows of what one customer costs."""
    own, other = median(ours, "cpu") * 1000, median(stock, "cpu") * 1000
    work = WORK.format(count)
    shared = {
        "work": work,
        "against": "Odoo's own order mail",
        "unit": "ms/customer",
        "stock": other,
        "ours": own,
    }
    note = (
        "processor time of shop and database, "
        f"{median(ours, 'statements'):.2f} SQL statements for each customer (Odoo: "
        f"{median(stock, 'statements'):.0f}); on the clock "
        f"{median(ours, 'wall') * 1000:.1f} ms (Odoo: "
        f"{median(stock, 'wall') * 1000:.1f}, without the PDF it would attach)"
    )
    return [
        Row(
            **shared,
            value=own,
            goal=f"≤ {MOST_MS:.0f} ms",
            met=own <= MOST_MS,
            note=note,
        ),
        Row(
            **shared,
            value=other / own,
            goal=f"≥ {LEAST_TIMES} × faster",
            met=other / own >= LEAST_TIMES,
        ),
        make_floor_row(own, median(floor, "cpu") * 1000, work),
    ]


def make_floor_row(own: float, floor: float, work: str) -> Row:
    """Return the row that holds us against the least that Odoo needs for an e-mail.

    The goal is that of milliseconds, as it means on any machine.

    :param own: milliseconds that a customer costs. ``floor``: likewise.
    """
    return Row(
        work=work,
        against="the plainest e-mail, by Odoo's batch methods",
        unit="ms/customer",
        stock=floor,
        ours=own,
        value=own / floor,
        goal=f"≤ {MOST_OF_FLOOR:.2f} ×",
        met=own / floor <= MOST_OF_FLOOR,
        note="theirs: template of one paragraph, layout, message, notification, mail; "
        "ours besides: facts, decision, greeting, page, link, ledger, history",
    )


def make_flat_rows(count: int, measures: list[Measure], least: Measure) -> list[Row]:
    """Return the rows of what a customer and the memory cost beside the fewest told.

    :param least: the numbers that a customer costs at the smallest size, as
        ``Measure`` of one record.
    """
    cpu, rss = median(measures, "cpu"), median(measures, "rss")
    return [
        Row(
            work=WORK.format(count),
            against=f"{least.count:,} customers",
            unit="ms/customer",
            stock=least.cpu * 1000,
            ours=cpu * 1000,
            value=cpu / least.cpu,
            goal=f"≤ {FLAT} ×",
            met=cpu / least.cpu <= FLAT,
            note="processor time of shop and database",
        ),
        Row(
            work=f"{WORK.format(count)}: memory",
            against=f"{least.count:,} customers",
            unit="MB",
            stock=least.rss,
            ours=rss,
            value=rss / least.rss,
            goal=f"≤ {FLAT} ×",
            met=rss / least.rss <= FLAT,
            note="of the publisher's process, at the end",
        ),
    ]


def main():
    """Measure, and hand the rows over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=MOST, choices=SIZES)
    options = parser.parse_args()
    first, *sizes = [size for size in SIZES if size <= options.most]
    with open_shops(OURS, STOCK) as (ours, stock):
        ours.do("clear_outbox")
        progress(f"telling {first} customers, and Odoo's own way")
        tell(ours, first)
        measures = in_turns(
            SIZES[first],
            lambda: tell(ours, first),
            lambda: mail(stock, STOCK_ORDERS),
            lambda: mail_in_batches(stock, first),
        )
        hand_over(make_stock_rows(*measures, first))
        least = Measure(
            *(median(measures[0], what) for what in Measure._fields[:4]), first
        )
        for size in sizes:
            progress(f"telling {size} customers")
            measured = [tell(ours, size) for _turn in range(SIZES[size])]
            hand_over(make_flat_rows(size, measured, least))


if __name__ == "__main__":
    main()
