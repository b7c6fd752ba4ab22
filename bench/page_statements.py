"""SQL statements for one view of a status page, as the server itself counts them.

It writes their number into its log behind each request: Odoo's own, which asks whether
its caches still hold, and ours. ``BEGIN`` and ``COMMIT`` it does not count.
"""

import os
import re
import time
from pathlib import Path

from .load import Page, as_second_visit
from .shop import Shop
from .table import Row, hand_over, progress

LINES = 5
MOST = 3
#: So many views that both worker processes have the page in memory.
VIEWS = 12


class Log:
    """What the server writes into its log from now on."""

    def __init__(self):
        self.path = Path(os.environ["SERVER_LOG"])
        self.start = self.path.stat().st_size

    def statements(self, path: str, status: int, count: int) -> list[int]:
        """Return the numbers behind the requests for ``path``, once there are so many.

        :raise TimeoutError: when there are fewer after some seconds.
        """
        logged = re.sub(r"^/status/.+", "/status/***", path)  # no log names a link
        line = re.compile(
            rf'"GET {re.escape(logged)} HTTP/[\d.]+" {status} \S+ (\d+) [\d.]+ [\d.]+'
        )
        limit = time.monotonic() + 20
        while time.monotonic() < limit:
            with self.path.open("rb") as log:
                log.seek(self.start)
                found = line.findall(log.read().decode(errors="replace"))
            if len(found) >= count:
                return [int(number) for number in found]
            time.sleep(0.1)
        raise TimeoutError(f"the log tells of {len(found)} of {count} views of {path}")


def view(page: Page, count: int = 1, status: int = 200) -> list[int]:
    """Ask for a page so often; return the statements of each view."""
    log = Log()
    for _ in range(count):
        page.fetch(status)
    return log.statements(page.target, status, count)


def main():
    """Count and hand over."""
    shop = Shop()
    view(Page(shop.make_order(LINES).status_url), VIEWS)  # workers know the company
    order = shop.make_order(LINES)
    page = Page(order.status_url)
    first, *_more = view(page)
    later = max(view(page, VIEWS)[-VIEWS // 2 :])
    etag = re.search(rb"(?i)etag: (\S+)", page.fetch())[1].decode()
    unchanged = max(view(Page(order.status_url, etag=etag), VIEWS, 304))
    missing = max(view(Page(f"{shop.url}/status/{'x' * 43}"), VIEWS, 404)[-2:])
    stock = view(as_second_visit(Page(order.portal_url)), VIEWS)[-1]
    progress(f"  first {first}, later {later}, 304 {unchanged}, 404 {missing}")
    note = (
        f"a page's first view takes {first}, an unknown link {missing}; one of them "
        "is Odoo's own, which asks whether its caches still hold"
    )
    goal = f"≤ {MOST}"
    hand_over(
        [
            Row(
                "SQL statements per view",
                "stock portal page of the same order",
                "",
                stock,
                later,
                max(first, later),
                goal,
                max(first, later) <= MOST,
                note,
            ),
            Row(
                "SQL statements per answer 304",
                "the view before",
                "",
                later,
                unchanged,
                unchanged,
                "no more",
                unchanged <= later,
            ),
        ]
    )


if __name__ == "__main__":
    main()
