"""pytest plugin for the stages that run inside Odoo, beside pytest-odoo."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import odoo
from odoo.modules.registry import Registry
from odoo.tests.common import BaseCase, HttpCase, get_db_name

from .databases import BUNDLES, UNIT_TEST_BUNDLES

# Odoo gives default tags only to classes under odoo.addons; one outside that has no
# tags of its own would fail when it is collected.
BaseCase.test_tags = {"standard", "at_install"}


def pytest_sessionstart(session):
    """Give each worker of pytest-xdist attachments of its own.

    Every test class ends by removing files that its own database does not know, and
    those are another worker's new ones.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        data = Path(odoo.tools.config["data_dir"])
        own = data.with_name(f"{data.name}-{worker}")
        shutil.rmtree(own, ignore_errors=True)
        subprocess.run(["cp", "-al", data, own], check=True)
        odoo.tools.config["data_dir"] = str(own)


@pytest.fixture(scope="session", autouse=True)
def bundles(request, load_registry):
    """Build the bundles that browsers load, once and to stay.

    What a test builds is rolled back with it, and building takes seconds each time.
    """
    items = [
        item
        for item in request.session.items
        if isinstance(getattr(item, "cls", None), type)
        and issubclass(item.cls, HttpCase)
    ]
    if items:
        names = BUNDLES
        if any("/web/tests" in path.read_text() for path in {i.path for i in items}):
            names += UNIT_TEST_BUNDLES
        with Registry(get_db_name()).cursor() as cr:
            qweb = odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})["ir.qweb"]
            for bundle in names:
                qweb._get_asset_bundle(bundle, css=False, js=True).js()
                qweb._get_asset_bundle(bundle, css=True, js=False).css()
