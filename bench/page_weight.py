"""What a browser fetches to show a status page, against the stock portal page.

Chromium opens both for an order of twenty lines, with an empty cache, as customers do
on their first visit; every byte of every answer counts, heads and bodies, as they came
over the wire.
"""

from playwright.sync_api import sync_playwright

from devtools import packages

from .shop import Shop
from .table import Row, hand_over, progress

LINES = 20
MOST_BYTES = 30_000


def weigh(browser, url: str) -> tuple[int, int]:
    """Return the requests and the bytes that a first visit takes."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    embedded, sizes = set(), {}

    def ask(event):
        if event["request"]["url"].startswith("data:"):
            embedded.add(event["requestId"])

    def get(event):
        sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.requestWillBeSent", ask)
    session.on("Network.loadingFinished", get)
    page.goto(url, wait_until="networkidle")
    context.close()
    fetched = sizes.keys() - embedded
    return len(fetched), round(sum(sizes[request] for request in fetched))


def main():
    """Weigh and hand over."""
    order = Shop().make_order(LINES)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=packages.browser(), args=packages.CHROMIUM_OPTIONS
        )
        weigh(browser, order.portal_url)  # builds the bundles, once
        requests, weight = weigh(browser, order.status_url)
        stock_requests, stock_weight = weigh(browser, order.portal_url)
        browser.close()
    progress(f"  {weight} bytes in {requests} requests, stock {stock_weight}")
    note = f"order of {LINES} lines, first visit, nothing compressed that Odoo does not"
    portal = "stock portal page of the same order with its assets"
    hand_over(
        [
            Row(
                "weight of the page",
                portal,
                "bytes",
                stock_weight,
                weight,
                weight,
                f"≤ {MOST_BYTES:,}",
                weight <= MOST_BYTES,
                note,
            ),
            Row(
                "requests for the page",
                portal,
                "requests",
                stock_requests,
                requests,
                requests,
                "1",
                requests == 1,
            ),
        ]
    )


if __name__ == "__main__":
    main()
