"""Status pages a second, against the stock portal page of the same order.

And against ``/web/health`` of the same server: what Odoo needs to answer anything at
all. All three in turns, by the same clients, on a server with two worker processes.
"""

import statistics

from .load import Page, as_second_visit, ask
from .shop import Shop
from .table import Row, hand_over, progress

LINES = 5
ROUNDS = 5
CONNECTIONS = 4
#: Of one turn; the slow page needs longer until there is something to count.
SECONDS = {"status": 2.5, "portal": 4.0, "health": 2.5}
TIMES_THE_PORTAL = 35
SHARE_OF_HEALTH = 0.65


def measure(pages: dict[str, Page]) -> dict[str, list[float]]:
    """Return the answers a second of each page, round by round."""
    speeds = {name: [] for name in pages}
    for page in pages.values():
        ask(page, 1.5, CONNECTIONS)  # every worker is to be warm
    for place in range(ROUNDS):
        for name, page in pages.items():
            speeds[name].append(ask(page, SECONDS[name], CONNECTIONS))
        last = ", ".join(f"{name} {all_[-1]:.0f}" for name, all_ in speeds.items())
        progress(f"  round {place + 1} of {ROUNDS}, requests/s: {last}")
    return speeds


def main():
    """Measure and hand over."""
    shop = Shop()
    order = shop.make_order(LINES)
    speeds = measure(
        {
            "status": Page(order.status_url),
            "portal": as_second_visit(Page(order.portal_url)),
            "health": Page(f"{shop.url}/web/health"),
        }
    )
    ours, portal, health = (
        statistics.median(speeds[name]) for name in ("status", "portal", "health")
    )
    # Of the same round: what else the machine does changes from round to round.
    times = statistics.median(
        a / b for a, b in zip(speeds["status"], speeds["portal"], strict=True)
    )
    share = statistics.median(
        a / b for a, b in zip(speeds["status"], speeds["health"], strict=True)
    )
    note = (
        f"order of {LINES} lines; {ROUNDS} rounds in turns, {CONNECTIONS} connections "
        f"at once, 2 worker processes, client on the same cores; from "
        f"{min(speeds['status']):.0f} to {max(speeds['status']):.0f} requests/s"
    )
    hand_over(
        [
            Row(
                "status page",
                "stock portal page of the same order",
                "requests/s",
                portal,
                ours,
                times,
                f"≥ {TIMES_THE_PORTAL} ×",
                times >= TIMES_THE_PORTAL,
                note,
            ),
            Row(
                "status page",
                "/web/health of the same server",
                "requests/s",
                health,
                ours,
                share,
                f"≥ {SHARE_OF_HEALTH:.0%}",
                share >= SHARE_OF_HEALTH,
                note,
            ),
        ]
    )


if __name__ == "__main__":
    main()
