"""What goes into the ready-made databases, and the hashes that stand for it."""

import ast
import hashlib
from pathlib import Path

from .paths import ADDON_PREFIX, TOP, addon_folders

#: Standard modules of the demo and the tests, beyond what the addons depend on.
EXTRA_MODULES = (
    "contacts",
    "point_of_sale",
    "repair",
    "sale_management",
    "sms_twilio",
    "stock",
    "stock_delivery",
    "website_sale",
)
#: Addons of ours that change how all the others work: only databases of their own,
#: made for the tests of them, have these.
APART = {"customer_status_comm_queue_job"}
# Folders of an addon that are read afresh by each server and never loaded into a
# database.
NOT_LOADED = {"tests", "readme", "__pycache__"}
NOT_LOADED_STATIC = {"src", "tests", "lib", "description"}


def digest(*parts) -> str:
    """Return a short hash of the parts."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


def manifest(folder: Path) -> dict:
    """Return an addon's manifest."""
    return ast.literal_eval((folder / "__manifest__.py").read_text())


def own_folders() -> list[Path]:
    """Return the folders of our addons that the databases have."""
    return [folder for folder in addon_folders() if folder.name not in APART]


def own_addons() -> list[str]:
    """Return the names of our installable addons, without those apart."""
    return [
        folder.name
        for folder in own_folders()
        if manifest(folder).get("installable", True)
    ]


def standard_modules() -> list[str]:
    """Return the modules of the ``base`` level."""
    names = set(EXTRA_MODULES)
    for folder in own_folders():
        names.update(manifest(folder).get("depends", []))
    return sorted(names - {folder.name for folder in addon_folders()})


def addons_digest(folders=None) -> str:
    """Hash what an installation of addons puts into a database; ours unless given."""
    parts = []
    for folder in own_folders() if folders is None else folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and is_loaded(path.relative_to(folder)):
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                parts += [path.relative_to(TOP), content]
    return digest(*parts)


def is_loaded(path: Path) -> bool:
    """Tell whether a file of an addon has a part in what a database holds."""
    first, *rest = path.parts
    if first in NOT_LOADED or "__pycache__" in rest or path.suffix in (".md", ".rst"):
        return False
    return not (first == "static" and rest[0] in NOT_LOADED_STATIC)


def web_digest() -> str:
    """Identify the web files of our addons; a bundle is rebuilt when one is newer."""
    parts = []
    for folder in own_folders():
        for path in sorted(folder.glob("static/**/*.*")):
            stat = path.stat()
            parts += [path.relative_to(TOP), stat.st_size, stat.st_mtime_ns]
    return digest(*parts)


def bare_modules() -> list[str]:
    """Return the modules of the ``bare`` level."""
    names = manifest(TOP / ADDON_PREFIX).get("depends", [])
    return sorted({*names} - {folder.name for folder in addon_folders()})
