"""Fixtures of the browser tests: a real server, real mail and SMS, real Chromium.

The server runs on a fresh copy of the database with the addons' demo data, with its
cron threads; what it sends is caught by the stand-ins of ``devtools.sinks``.
"""

import os
import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, sync_playwright

from devtools import databases, packages, postgres
from devtools.paths import SCREENSHOTS
from devtools.server import LiveServer

#: Milliseconds that the page may take for what a test waits for.
TIMEOUT = 20_000
#: To look afterwards at all that a failed test did; costs a third of the time.
TRACE = os.environ.get("BROWSER_TRACE", "") not in ("", "0")


@pytest.fixture(scope="session")
def live():
    """Serve a fresh copy of the demo shop on free ports.

    :return: ``LiveServer`` with ``url``, ``sink_url``, ``database``,
        ``messages(kind=None)``, ``wait_for_message(predicate, timeout=30)`` and
        ``clear()``.
    """
    postgres.ensure_postgres()
    name = f"browser{os.environ.get('DEV_TEST_PART', '')}"
    database = databases.fresh_copy(name, databases.ensure_warm)
    server = LiveServer(name, database)
    server.clear_kept()
    # Its greeting opens over the page, on a phone over all of it.
    postgres.sql("UPDATE res_users SET odoobot_state = 'disabled'", database)
    # Its e-mails about Odoo itself leave whenever it is their turn.
    postgres.sql("UPDATE digest_digest SET state = 'deactivated'", database)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        databases.drop(database)


@pytest.fixture(scope="session")
def browser():
    """Start the machine's own Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=packages.browser(), args=packages.CHROMIUM_OPTIONS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(request, browser, live):
    """Open pages for a test, each like a browser of its own.

    :return: function of Playwright's context options (``viewport``, ``locale``, …)
        that returns a page whose addresses start at the server's. When the test
        fails, each page's picture is kept in ``.odoo/screenshots``, and with
        BROWSER_TRACE its trace.
    """
    contexts = []

    def open_page(**options) -> Page:
        options.setdefault("viewport", {"width": 1366, "height": 900})
        options.setdefault("locale", "en-US")
        options.setdefault("base_url", live.url)
        context = browser.new_context(**options)
        context.set_default_timeout(TIMEOUT)
        if TRACE:
            context.tracing.start(screenshots=True, snapshots=True)
        contexts.append(context)
        return context.new_page()

    yield open_page
    report = request.node.stash.get(REPORT, None)
    for number, context in enumerate(contexts):
        path = None
        if report and report.failed:
            name = re.sub(r"[^\w-]+", "_", request.node.nodeid)[-100:]
            time = datetime.now().strftime("%Y%m%d-%H%M%S")
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            path = SCREENSHOTS / f"{name}-{number}-{time}"
            for shown in context.pages[:1]:
                shown.screenshot(path=f"{path}.png", full_page=True)
        if TRACE:
            context.tracing.stop(path=f"{path}.zip" if path else None)
        context.close()


@pytest.fixture
def page(new_page) -> Page:
    """Open one page, see :func:`new_page`."""
    return new_page()


@pytest.fixture(scope="session")
def login():
    """Return the function that logs a user in.

    :return: ``login(page, user, password=None)``; the password is the user's name
        unless given. It returns when the back office is there. Who has logged in
        before goes on with that session: the form is filled in once for each user.
    """
    sessions = {}

    def log_in(page: Page, user: str, password: str | None = None):
        if user in sessions:
            page.context.add_cookies([sessions[user]])
            page.goto("/odoo")
            page.wait_for_selector(".o_main_navbar")
            return
        page.goto("/web/login")
        page.fill("input[name=login]", user)
        page.fill("input[name=password]", password or user)
        page.click("button[type=submit]:has-text('Log in')")
        page.wait_for_selector(".o_main_navbar")
        cookies = page.context.cookies()
        [sessions[user]] = [c for c in cookies if c["name"] == "session_id"]

    return log_in


REPORT = pytest.StashKey()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep a test's result where its fixtures find it when they end."""
    outcome = yield
    if call.when == "call":
        item.stash[REPORT] = outcome.get_result()
