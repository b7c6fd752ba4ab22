"""What taking pictures of the demo shop is made of: browser, languages, small files."""

import os
from functools import cache
from pathlib import Path

import polib
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from .paths import TOP, addon_folders

DOCS = TOP / "docs"
DESKTOP = {"width": 1366, "height": 800}
PHONE = {"width": 390, "height": 844}
#: ``res.lang`` of each language of the guide.
LANGUAGES = {"en": "en_US", "da": "da_DK"}


@cache
def _danish() -> dict[str, str]:
    known = {}
    for addon in addon_folders():
        path = addon / "i18n" / "da.po"
        for entry in polib.pofile(str(path)) if path.is_file() else ():
            known.setdefault(entry.msgid, entry.msgstr)
    return known


def word(text: str, language: str) -> str:
    """Return a text of our addons as the screen shows it in ``language``."""
    return text if language == "en" else _danish()[text]


def save(source: Page | Locator, path: Path, **options):
    """Save what a page or a part of it shows, with few colours and so few bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    source.screenshot(path=path, **options)
    # Around a part of the page, what lies behind it shines through.
    shrink(path, margin=0 if isinstance(source, Page) else 2)
    print(f"  {path.relative_to(TOP)}", flush=True)


def shrink(path: Path, margin: int = 0):
    """Give a picture a palette of its own: a third of the bytes, and looks the same.

    :param margin: pixels to cut off all around.
    """
    picture = Image.open(path).convert("RGB")
    inner = (margin, margin, picture.width - margin, picture.height - margin)
    few = picture.crop(inner).quantize(256, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def log_in(page: Page, login: str):
    """Log a user of the demo shop in, whose password is the same."""
    page.goto("/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click(".oe_login_form button[type=submit]")
    page.wait_for_selector(".o_main_navbar")


class Visitor:
    """A user of the demo shop at a desk, who works in one language.

    :param login: the password is the same.
    :param language: of ``LANGUAGES``; the user's own is changed to it.
    """

    def __init__(self, browser: Browser, login: str, language: str):
        self.language = language
        context = browser.new_context(
            base_url=os.environ["ODOO_URL"], viewport=DESKTOP, locale="en-US"
        )
        self.page = context.new_page()
        log_in(self.page, login)
        user = self.call("res.users", "search", [["login", "=", login]])
        self.call("res.users", "write", user, {"lang": LANGUAGES[language]})

    def call(self, model: str, method: str, *args, **kwargs):
        """Call a method of a model as this user; return its result."""
        asked = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.page.request.post(
            "/web/dataset/call_kw", data={"jsonrpc": "2.0", "params": asked}
        ).json()
        if "error" in answer:
            raise SystemExit(f"{model}.{method}: {answer['error']['data']['message']}")
        return answer.get("result")

    def find(self, model: str, *domain) -> list[int]:
        """Return the ids of records."""
        return self.call(model, "search", list(domain))

    def word(self, text: str) -> str:
        """Return a text of our addons as this user reads it."""
        return word(text, self.language)

    def open(self, path: str, until: str) -> Page:
        """Open a place of the back office; wait until ``until`` is there."""
        self.page.goto(f"/odoo/{path}")
        self.page.locator(until).first.wait_for()
        self.settle()
        return self.page

    def settle(self):
        """Wait until nothing moves any more."""
        self.page.mouse.move(5, 500)
        self.page.wait_for_timeout(1200)

    def press(self, selector: str, until: str) -> Locator:
        """Press what is seen of ``selector``; return ``until`` once it is there."""
        self.page.locator(f"{selector} >> visible=true").first.click()
        found = self.page.locator(until).first
        found.wait_for()
        self.settle()
        return found

    def choose(self, field: str, text: str):
        """Type into a many2one of a dialog and take the first suggestion."""
        box = self.page.locator(f".modal .o_field_widget[name={field}] input")
        box.fill(text)
        self.page.locator(".o-autocomplete--dropdown-item", has_text=text).first.click()
        self.page.wait_for_timeout(800)
