"""Where things lie.

What belongs to this checkout is under ``.odoo/``; what every checkout of this machine
can share (Odoo itself, packages, ready databases) is under ``CACHE``.
"""

import os
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
STATE = TOP / ".odoo"
CACHE = Path(
    os.environ.get("ODOO_DEV_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "odoo-dev"
)
VENV = STATE / "venv"
PYTHON = VENV / "bin" / "python"
CONFIG = STATE / "odoo.conf"
DATA_DIR = STATE / "data"
SCREENSHOTS = STATE / "screenshots"
RUN = STATE / "run"
LOGS = STATE / "logs"
DEV_ADDONS = TOP / "devtools" / "addons"
#: Addons that only the tests install: neither the demo shop nor the wheel has them.
TEST_ADDONS = TOP / "tests" / "addons"
#: What is wanted stands in ``<name>.in``, exactly what is taken in ``<name>.lock``.
REQUIREMENTS = TOP / "requirements"
OCA_REQUIREMENTS = REQUIREMENTS / "oca.in"
#: Every addon of this repository stands at its top level and begins with this.
ADDON_PREFIX = "customer_status_comm"


def addon_folders() -> list[Path]:
    """Return the folders of this repository's addons, the main one first."""
    return sorted(path.parent for path in TOP.glob(f"{ADDON_PREFIX}*/__manifest__.py"))


def folders_of_test_addons() -> list[Path]:
    """Return the folders of the addons that only the tests install."""
    return sorted(path.parent for path in TEST_ADDONS.glob("*/__manifest__.py"))
