"""The wheel: complete, and an addon that Odoo installs from it alone."""

import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import PurePosixPath

import pytest

from devtools import (
    contents,
    databases,
    linting,
    odoo_source,
    packages,
    postgres,
    wheels,
)
from devtools.paths import PYTHON, TOP, addon_folders
from devtools.steps import output, run

MAIN = "customer_status_comm"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel."""
    return wheels.build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """Make an environment with Odoo, the pinned packages and the wheel.

    Odoo and the packages are found by a path file; this checkout is not.

    :return: its Python.
    """
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    [site] = folder.glob("lib/python3*/site-packages")
    others = f"{odoo_source.source()}\n{packages.site_packages()}\n"
    (site / "others.pth").write_text(others)
    pip = [PYTHON, "-m", "pip", "--python", python, "install", "--quiet"]
    offline = ["--no-deps", "--no-index", wheel]
    run(*pip, *offline, env=packages.pip_environment())
    return python


def clean_environment():
    """Return the variables for Odoo outside of this checkout."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "ODOO"))}
    return {**kept, "LANG": "C.UTF-8"}


def test_every_file_is_in_the_wheel(wheel):
    """D1: Nothing of an addon is left out, nor its tests, and nothing else gets in."""
    expected = set()
    for path in linting.files():
        parts = path.relative_to(TOP).parts
        if TOP / parts[0] in addon_folders():
            expected.add("/".join(("odoo", "addons", *parts)))
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    found = {name for name in names if ".dist-info" not in PurePosixPath(name).parts[0]}
    assert found == expected


def test_namespaces_are_left_to_odoo(wheel):
    """``odoo`` and ``odoo.addons`` stay namespaces."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert not names & {"odoo/__init__.py", "odoo/addons/__init__.py"}


def test_metadata(wheel):
    """Version, licence and requirements are told to pip."""
    manifests = [contents.manifest(folder) for folder in addon_folders()]
    manifest = contents.manifest(TOP / MAIN)
    with zipfile.ZipFile(wheel) as archive:
        [name] = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        [licence] = [n for n in archive.namelist() if n.endswith("licenses/LICENSE")]
        metadata = Parser().parsestr(archive.read(name).decode())
        assert b"GNU AFFERO GENERAL PUBLIC LICENSE" in archive.read(licence)
    assert metadata["Version"] == manifest["version"]
    assert metadata["License-Expression"].startswith("AGPL-3.0")
    required = set(metadata.get_all("Requires-Dist"))
    wanted = set().union(
        *(one.get("external_dependencies", {}).get("python", ()) for one in manifests)
    )
    wanted |= {"odoo-addon-partner-title==19.*"}
    wanted |= {
        'odoo-addon-queue-job==19.*; extra == "hosts"',
        'aiosmtpd>=1.4.4; extra == "tests"',
    }
    assert wanted == required


def test_odoo_installs_it_from_the_wheel(environment, tmp_path):
    """D1: Odoo finds and installs the addon where there is no checkout."""
    postgres.ensure_postgres()
    database = databases.fresh_copy("wheel", databases.ensure_base)
    try:
        odoo = [environment, "-m", "odoo", "-d", database, "-i", MAIN]
        options = ["--stop-after-init", "--no-http", f"--data-dir={tmp_path / 'data'}"]
        where = {"cwd": tmp_path, "env": clean_environment()}
        log = run(*odoo, *options, **where, stderr=subprocess.STDOUT, stdout=-1)
        state = databases.sql(
            f"SELECT state FROM ir_module_module WHERE name = '{MAIN}'", database
        )
        assert state == "installed", log.stdout.decode()[-5000:]
        code = f"import odoo.modules as m; print(m.get_module_path('{MAIN}'))"
        code = f"import odoo.tools; odoo.tools.config.parse_config([]); {code}"
        place = output(environment, "-c", code, **where)
        assert str(environment.parent.parent) in place
    finally:
        databases.drop(database)
