"""The page on paper, and laid out from right to left."""

import io
import re

import pytest
from pypdf import PdfReader

from devtools import postgres

PHONE = {"width": 390, "height": 844}
#: What A4 leaves between Chromium's margins, in CSS pixels.
PAPER = {"width": 718, "height": 1040}
OVERFLOWS = """() => {
    const limit = document.documentElement.clientWidth + 1;
    return [...document.querySelectorAll("body *")]
        .filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width && (box.right > limit || box.left < -1);
        })
        .map((element) => element.outerHTML.slice(0, 120));
}"""


@pytest.fixture(scope="module")
def paths(live):
    """Return the addresses of a small order, and of a customer with earlier orders."""
    [order_id] = postgres.sql(
        "SELECT res_id FROM customer_status_page WHERE res_model = 'sale.order' "
        "AND facts->>'step' = 'confirmed' "
        "ORDER BY json_array_length((facts->'lines')::json), id LIMIT 1",
        live.database,
    ).splitlines()
    [partner_id] = postgres.sql(
        "SELECT res_id FROM customer_status_page WHERE res_model = 'res.partner' "
        "ORDER BY json_array_length((facts->'orders')::json) DESC, id LIMIT 1",
        live.database,
    ).splitlines()
    return f"/my/status/order/{order_id}", f"/my/status/customer/{partner_id}"


def print_page(page):
    """Return the sheets of the page's print, as text without spaces."""
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    return [re.sub(r"\s+", "", sheet.extract_text()) for sheet in sheets]


def squeeze(text):
    return re.sub(r"\s+", "", text)


def test_a_small_order_is_one_sheet(new_page, login, paths):
    """All that is on the screen is on one sheet of A4."""
    page = new_page(viewport=PAPER)
    login(page, "manager")
    page.goto(paths[0])
    title = page.locator("h1").inner_text()
    total = page.locator(".lines tfoot .price").inner_text()
    names = page.locator(".lines tbody th bdi").all_inner_texts()

    [sheet] = print_page(page)

    for text in (title, total, *names):
        assert squeeze(text) in sheet
    page.emulate_media(media="print")
    assert page.evaluate(OVERFLOWS) == []


def test_what_is_folded_up_is_printed(new_page, login, paths):
    """Nobody can unfold paper."""
    page = new_page(viewport=PAPER)
    login(page, "manager")
    page.goto(paths[1])
    folded = page.locator("details:not([open])")
    assert folded.count()
    hidden = folded.first.locator(":scope > :not(summary)").first
    assert not hidden.is_visible()
    text = squeeze(hidden.text_content())

    sheets = "".join(print_page(page))

    assert text[:20] in sheets
    page.emulate_media(media="print")
    assert page.evaluate(OVERFLOWS) == []


@pytest.mark.parametrize("viewport", [PHONE, PAPER], ids=["phone", "paper"])
def test_right_to_left(new_page, login, paths, viewport):
    """Turned round, nothing leaves the page and text begins at the right."""
    page = new_page(viewport=viewport)
    login(page, "manager")
    for path in paths:
        page.goto(path)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate(OVERFLOWS) == []
        align = page.locator("h1").evaluate("e => getComputedStyle(e).textAlign")
        assert align in ("start", "right")
        assert page.locator("h1").evaluate("e => getComputedStyle(e).direction") == (
            "rtl"
        )
