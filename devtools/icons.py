"""The addons' icons: a speech bubble with a check mark, and a small sign of its own."""

from pathlib import Path

from playwright.sync_api import Browser

from .paths import ADDON_PREFIX, TOP, addon_folders

SIZE = 128
_BLUE, _AMBER, _INK = "#1a6fe0", "#fbb945", "#25345c"
_BUBBLE = f"""\
<path d="M10 3h30a7 7 0 0 1 7 7v20a7 7 0 0 1-7 7H24L13 47V37h-3a7 7 0 0 1-7-7V10
a7 7 0 0 1 7-7Z" fill="{_BLUE}"/>
<path d="m14 20.5 7.5 7.5L36 13" fill="none" stroke="#fff" stroke-width="5.5"
stroke-linecap="round" stroke-linejoin="round"/>"""
_BADGE = f"""\
<circle cx="37.5" cy="37.5" r="12.5" fill="#fff"/>
<circle cx="37.5" cy="37.5" r="11" fill="{_AMBER}"/>
<g transform="translate(37.5 37.5)" fill="none" stroke="{_INK}" stroke-width="1.8"
stroke-linecap="round" stroke-linejoin="round">
%s
</g>"""
#: What is drawn on the badge, around its middle: a parcel, a till, a padlock, a
#: spanner, the world wide web, machines upon each other, and an eye that is shut.
_SIGNS = {
    "stock": '<path d="m-6-3 6-3 6 3v6.5l-6 3-6-3Zm0 0 6 3 6-3M0 0v6.5"/>',
    "pos": '<path d="M-6 0H6v6H-6ZM-4 0v-2.5h8V0M0-2.5V-6M-2.5-6h5M-3 3h6"/>',
    "privacy": '<path d="M-5-1H5v6.5H-5ZM-3-1v-2.5a3 3 0 0 1 6 0V-1M0 1.5v1.5"/>',
    "repair": '<path d="M5.5-3.5a4 4 0 0 1-5.3 4.3L-3.5 4.5A1.7 1.7 0 0 1-5.9 2.1l3.7'
    '-3.7A4 4 0 0 1 2.1-6.9L-.3-4.5l.5 2.2 2.2.5Z" transform="translate(.8 1.2)"/>',
    "website_sale": '<circle r="6.5"/><path d="M-6.5 0h13M0-6.5c-3.8 4-3.8 9 0 13'
    'M0-6.5c3.8 4 3.8 9 0 13"/>',
    "server": '<path d="M-6-1.5c3.5 4 8.5 4 12 0M-4 .5-5.5 3.5M0 1.5V5M4 .5 5.5 3.5"/>',
    "queue_job": '<path d="M-6-5.5H6v3H-6ZM-6-1.5H6v3H-6ZM-6 2.5H6v3H-6Z"/>',
}


def draw(addon: str) -> str:
    """Return an addon's icon as SVG; an addon without a sign has the bubble alone."""
    sign = _SIGNS.get(addon.removeprefix(f"{ADDON_PREFIX}_"))
    parts = [_BUBBLE, _BADGE % sign] if sign else [_BUBBLE]
    inner = "\n".join(parts)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50" '
        f'viewBox="0 0 50 50">\n{inner}\n</svg>\n'
    )


def take_icons(browser: Browser):
    """Write ``static/description/icon.svg`` and ``icon.png`` of every addon."""
    page = browser.new_page(viewport={"width": SIZE, "height": SIZE})
    for addon in addon_folders():
        path = addon / "static" / "description" / "icon.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        _take(page, draw(addon.name), path)
        print(f"  {path.relative_to(TOP)}", flush=True)
    page.close()


def _take(page, drawing: str, path: Path):
    path.with_suffix(".svg").write_text(drawing)
    style = f"margin:0;display:block;width:{SIZE}px;height:{SIZE}px"
    page.set_content(
        drawing.replace("<svg ", f'<svg style="{style}" ', 1)
        + "<style>body { margin: 0; background: transparent; }</style>"
    )
    page.screenshot(path=path, omit_background=True)
