"""Opening the communication panel, against opening Odoo's own mail composer.

Both are opened in one browser, in turns, on the same customer, from the web client's
own action to the moment the dialog can be used. The first turn of each, which fetches
views and assets, does not count. Prints medians in milliseconds and their ratio.
"""

import os
import statistics

from playwright.sync_api import sync_playwright

from devtools import packages
from devtools.screenshots import log_in

TURNS = 12
CUSTOMER = "Emily Spokewell"
OPEN = """async ([action, ready]) => {
    const service = odoo.__WOWL_DEBUG__.root.actionService
        || odoo.__WOWL_DEBUG__.root.env.services.action;
    const start = performance.now();
    service.doAction(action);
    while (!document.querySelector(ready)) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return performance.now() - start;
}"""


def make_actions(partner_id: int) -> dict[str, tuple[dict, str]]:
    """Return for each contestant its action and what is there once it is open."""
    shared = {
        "type": "ir.actions.act_window",
        "target": "new",
        "views": [[False, "form"]],
    }
    panel = shared | {
        "res_model": "customer.communication.panel",
        "context": {"default_partner_id": partner_id},
    }
    composer = shared | {
        "res_model": "mail.compose.message",
        "context": {
            "default_model": "res.partner",
            "default_res_ids": [partner_id],
            "default_partner_ids": [partner_id],
            "default_composition_mode": "comment",
        },
    }
    return {
        "panel": (panel, ".modal .o_field_widget[name=subject] input"),
        "composer": (composer, ".modal .odoo-editor-editable"),
    }


def find_customer(page) -> int:
    """Return the id of the demo shop's customer."""
    found = page.evaluate(
        """async (name) => {
            const orm = odoo.__WOWL_DEBUG__.root.env.services.orm;
            return orm.search("res.partner", [["name", "=", name]], { limit: 1 });
        }""",
        CUSTOMER,
    )
    return found[0]


def measure() -> dict[str, list[float]]:
    """Return the milliseconds of each turn."""
    times = {"panel": [], "composer": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=packages.browser(), args=packages.CHROMIUM_OPTIONS
        )
        page = browser.new_page(base_url=os.environ["ODOO_URL"], locale="en-US")
        log_in(page, "manager")
        page.goto("/odoo/contacts?debug=1")
        page.locator("tr.o_data_row").first.wait_for()
        actions = make_actions(find_customer(page))
        for turn in range(TURNS + 1):
            for name, (action, ready) in actions.items():
                took = page.evaluate(OPEN, [action, ready])
                if turn:
                    times[name].append(took)
                page.locator(".modal .btn-close, .modal [special=cancel]").first.click()
                page.locator(".modal").wait_for(state="detached")
        browser.close()
    return times


def main():
    """Measure and print."""
    times = measure()
    medians = {name: statistics.median(took) for name, took in times.items()}
    for name, took in times.items():
        print(
            f"{name:>9}: median {medians[name]:6.0f} ms "
            f"(from {min(took):.0f} to {max(took):.0f}, {len(took)} turns)"
        )
    ratio = medians["panel"] / medians["composer"]
    print(f"panel_open: {ratio:.2f} times Odoo's composer")


if __name__ == "__main__":
    main()
