"""Fixtures of the browser tests: a real server, real mail and SMS, real Chromium.

The server runs on a fresh copy of the database with the addons' demo data, with its
cron threads; what it sends is caught by the stand-ins of ``devtools.sinks``.
"""

import json
import os
import re
from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from devtools import databases, packages, postgres
from devtools.paths import SCREENSHOTS
from devtools.server import LiveServer

from .steps import COUNT_REQUESTS

#: Milliseconds that the page may take for what a test waits for.
TIMEOUT = 20_000
DESKTOP = {"width": 1366, "height": 900}
#: What a page may leave in a browser beside cookies, and beside what it downloaded.
STORED = "local_storage,indexeddb,websql,service_workers,cache_storage,file_systems"
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


@pytest.fixture(scope="session")
def contexts(browser):
    """Keep browsers' contexts, for what they have downloaded and compiled.

    :return: ``Contexts``
    """
    return Contexts(browser)


class Contexts:
    """Contexts of the browser that nobody uses, to be taken again.

    Who takes one finds it as new, but for its cache: loading Odoo's scripts anew for
    each test took a good part of the time that all of them take.
    """

    def __init__(self, browser):
        self.browser = browser
        self.free = {}

    def take(self, **options) -> tuple[str, BrowserContext, Page]:
        """Return a context with one empty page, and the key to give it back by.

        :param options: Playwright's.
        """
        key = json.dumps(options, sort_keys=True)
        known = self.free.setdefault(key, [])
        context = known.pop() if known else self._make(options)
        page = context.new_page()
        kept = {"origin": options["base_url"], "storageTypes": STORED}
        devtools = context.new_cdp_session(page)
        devtools.send("Storage.clearDataForOrigin", kept)
        devtools.detach()
        return key, context, page

    def _make(self, options: dict) -> BrowserContext:
        context = self.browser.new_context(**options)
        context.set_default_timeout(TIMEOUT)
        context.add_init_script(COUNT_REQUESTS)
        return context

    def give_back(self, key: str, context: BrowserContext):
        """Close what is open, and forget who was there."""
        for page in context.pages:
            page.close()
        context.set_offline(False)
        context.clear_cookies()
        self.free[key].append(context)


@pytest.fixture
def new_page(request, contexts, live):
    """Open pages for a test, each like a browser of its own.

    :return: function of Playwright's context options (``viewport``, ``locale``, …)
        that returns a page whose addresses start at the server's. When the test
        fails, each page's picture is kept in ``.odoo/screenshots``, and with
        BROWSER_TRACE its trace.
    """
    taken = []

    def open_page(*, viewport=DESKTOP, **options) -> Page:
        options["viewport"] = DESKTOP
        options.setdefault("locale", "en-US")
        options.setdefault("base_url", live.url)
        key, context, page = contexts.take(**options)
        if TRACE:
            context.tracing.start(screenshots=True, snapshots=True)
        taken.append((key, context))
        page.set_viewport_size(viewport)
        return page

    yield open_page
    report = request.node.stash.get(REPORT, None)
    for number, (key, context) in enumerate(taken):
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
        contexts.give_back(key, context)


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
