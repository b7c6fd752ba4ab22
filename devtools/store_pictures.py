"""The pictures of the addons' store pages: some of the guide's, beside each page."""

import shutil

from .guide_pictures import GUIDE
from .paths import ADDON_PREFIX, TOP
from .pictures import DOCS

#: What of the English guide each addon's store page shows.
SHOWN = {
    "": (
        "status-phone",
        "panel-configure",
        "panel-compose",
        "panel-history",
        "order",
        "rules",
        "settings-page",
    ),
    "_pos": ("pos",),
    "_privacy": ("erase",),
    "_queue_job": ("health",),
    "_repair": ("repair", "calendar"),
    "_server": ("health",),
    "_stock": ("status-desktop",),
    "_website_sale": ("status-phone",),
}


def take_store():
    """Lay copies of the guide's pictures beside each addon's store page."""
    for suffix, names in SHOWN.items():
        folder = TOP / f"{ADDON_PREFIX}{suffix}" / "static" / "description"
        for name in names:
            shutil.copyfile(GUIDE / "en" / f"{name}.png", folder / f"{name}.png")
    banner = TOP / ADDON_PREFIX / "static" / "description" / "banner.png"
    shutil.copyfile(DOCS / "overview.png", banner)
