"""Opening the communication panel and changing its template, against Odoo's composer.

Both in one browser, in turns, on the form of the same customer, from the user's click
to the moment the dialog can be used, or shows the template's subject. The first turn of
each, which fetches views and assets, does not count.
"""

import os
import statistics
from collections.abc import Iterator

from playwright.sync_api import Page, TimeoutError, sync_playwright

from devtools import packages
from devtools.pictures import log_in

from .shop import Shop
from .table import Row, hand_over, progress

TURNS = 7
#: Milliseconds; the web client asks for news all the time, so it is never quite idle.
PAUSE = 1500
LOGIN = "manager"
CUSTOMER = "Emily Spokewell"
SUBJECTS = ("About your first order", "About your second order")
SUBJECT = ".modal .o_field_widget[name=subject] input"
#: Clicks, and waits until something is there, or has a value.
CLICK = """async ([button, text, ready, value]) => {
    const there = () => {
        const found = document.querySelector(ready);
        return found && (value === null || found.value === value);
    };
    const buttons = [...document.querySelectorAll(button)];
    const start = performance.now();
    buttons.find((element) => element.textContent.includes(text)).click();
    while (!there()) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return performance.now() - start;
}"""


def click(page: Page, button: str, ready: str, text: str = "", value=None) -> float:
    """Return the milliseconds from a click until it shows what it was for.

    :param text: what stands on the button, where several fit.
    """
    page.locator(button, has_text=text).first.wait_for()
    return page.evaluate(CLICK, [button, text, ready, value])


def use_panel(page: Page) -> Iterator[tuple[str, float]]:
    """Open the panel, take one template after the other, close it; yield times."""
    yield "open", click(page, "button[name=action_contact]", SUBJECT)
    field = ".modal .o_field_widget[name=template_id] input"
    for subject in SUBJECTS:
        page.locator(field).click()
        page.locator(field).fill(subject)
        item = ".o-autocomplete--dropdown-item a"
        yield "template", click(page, item, SUBJECT, subject, subject)


def open_templates(page: Page, subject: str):
    """Unfold the composer's list of templates; it folds again when the form changes."""
    item = page.locator(".o-dropdown-item", has_text=subject).first
    for _ in range(10):
        page.locator(".modal .mail-composer-template-dropdown-btn").first.click()
        try:
            item.wait_for(timeout=3000)
        except TimeoutError:
            continue
        return
    raise TimeoutError(f"the composer does not offer {subject}")


def use_composer(page: Page) -> Iterator[tuple[str, float]]:
    """The same in Odoo's composer."""
    send = "button.o-mail-Chatter-sendMessage"
    full = "button[name='open-full-composer']"
    page.locator(send).first.wait_for()
    if not page.locator(full).count():
        page.locator(send).first.click()
    yield "open", click(page, full, ".modal .odoo-editor-editable")
    for subject in SUBJECTS:
        open_templates(page, subject)
        yield "template", click(page, ".o-dropdown-item", SUBJECT, subject, subject)


CONTESTANTS = {"panel": use_panel, "composer": use_composer}


def make_templates(shop: Shop):
    """Make two templates for each of them, with the same words."""
    [model] = shop.call("ir.model", "search", [["model", "=", "res.partner"]])
    [user] = shop.call("res.users", "search", [["login", "=", LOGIN]])
    for subject in SUBJECTS:
        values = {
            "name": subject,
            "subject": subject,
            "model_id": model,
            "user_id": user,  # Odoo's composer offers one's own only
            "body_html": "<p>Your order is on its way.</p>" * 5,
        }
        shop.call(
            "mail.template",
            "create",
            [values, {**values, "communication_type": "email"}],
        )


def measure(page: Page) -> dict[tuple[str, str], list[float]]:
    """Return the milliseconds of each turn, by contestant and work."""
    times = {}
    for turn in range(TURNS + 1):
        for name, use in CONTESTANTS.items():
            for work, took in use(page):
                if turn:
                    times.setdefault((name, work), []).append(took)
            page.locator(".modal .btn-close, .modal [special=cancel]").first.click()
            page.locator(".modal").wait_for(state="detached")
            # The form below is read anew; the next one is not to wait for that.
            page.wait_for_timeout(PAUSE)
        progress(f"  turn {turn} of {TURNS}")
    return times


def make_row(work: str, title: str, against: str, times) -> Row:
    """Return the row of one piece of work."""
    ours, stock = times["panel", work], times["composer", work]
    ratio = statistics.median(ours) / statistics.median(stock)
    return Row(
        title,
        against,
        "ms",
        statistics.median(stock),
        statistics.median(ours),
        ratio,
        "≤ 1 ×",
        ratio <= 1,
        f"{len(ours)} times in turns, in Chromium; ours from {min(ours):.0f} to "
        f"{max(ours):.0f} ms, stock from {min(stock):.0f} to {max(stock):.0f}",
    )


def main():
    """Measure and hand over."""
    shop = Shop("admin")
    make_templates(shop)
    [customer] = shop.call("res.partner", "search", [["name", "=", CUSTOMER]])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=packages.browser(), args=packages.CHROMIUM_OPTIONS
        )
        page = browser.new_page(base_url=os.environ["ODOO_URL"], locale="en-US")
        page.set_default_timeout(60_000)
        log_in(page, LOGIN)
        page.goto(f"/odoo/contacts/{customer}")
        times = measure(page)
        browser.close()
    composer = "Odoo's mail composer on the same customer"
    hand_over(
        [
            make_row("open", "opening the panel", composer, times),
            make_row("template", "changing its template", composer, times),
        ]
    )


if __name__ == "__main__":
    main()
