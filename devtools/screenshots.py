"""Takes the pictures of the documentation from a running demo shop.

Its addresses come in the environment: ``ODOO_URL`` and ``SINK_URL``. Arguments name
the parts to take (``en``, ``da``, ``overview``, ``store``); without one, all of them.
"""

import sys

from playwright.sync_api import Browser, sync_playwright

from . import guide_pictures, icons, packages, store_pictures
from .pictures import DOCS, LANGUAGES, save


def compose_overview(browser: Browser):
    """Lay the phone beside the panel, for the top of the README."""
    folder = guide_pictures.GUIDE / "en"
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    path = DOCS / "overview.html"
    path.write_text(
        f"""
        <style>
          body {{ margin: 0; background: #ecebf3; }}
          div {{ display: flex; height: 720px; gap: 60px; padding: 0 60px;
                 align-items: center; box-sizing: border-box; }}
          img {{ border-radius: 14px; box-shadow: 0 10px 40px #0003; }}
        </style>
        <div>
          <img src="{(folder / "status-phone.png").as_uri()}"
               style="width: 300px; height: 640px; object-fit: cover;
                      object-position: top; border-radius: 30px">
          <img src="{(folder / "panel-compose.png").as_uri()}" style="width: 800px">
        </div>"""
    )
    page.goto(path.as_uri())
    page.wait_for_timeout(500)
    save(page, DOCS / "overview.png")
    path.unlink()


def main():
    """Take all pictures, or the parts that are named."""
    parts = sys.argv[1:] or [*LANGUAGES, "overview", "store"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=packages.browser(), args=packages.CHROMIUM_OPTIONS
        )
        languages = [language for language in LANGUAGES if language in parts]
        if languages:
            guide_pictures.prepare_shop(browser)
        for language in languages:
            guide_pictures.take_guide(browser, language)
        if "overview" in parts:
            compose_overview(browser)
        if "store" in parts:
            icons.take_icons(browser)
            store_pictures.take_store()
        browser.close()


if __name__ == "__main__":
    main()
