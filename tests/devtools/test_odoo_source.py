"""Finding Odoo: the machine's mirror, and a version when the pinned one is gone."""

import pytest

from devtools import odoo_source
from devtools.steps import DevError

DEB822 = """\
Types: deb
# the suites that change
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Types: deb
URIs: http://mirror.example/debian/ http://other.example/debian
Suites: bookworm bookworm-updates
Components: main
"""
ONE_LINE = """\
# deb http://unused.example/debian bookworm main
deb http://mirror.example/debian-security bookworm-security main
deb [signed-by=/etc/x.gpg arch=amd64] http://mirror.example/debian sid main
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sources.list.d/debian.sources", DEB822),
        ("sources.list.d/debian.list", ONE_LINE),
        ("sources.list", ONE_LINE),
    ],
)
def test_mirror_of_the_machine(tmp_path, name, text):
    """Both forms of apt's configuration are read; half suites are passed over."""
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / name).write_text(text)
    assert odoo_source.mirror(tmp_path) == "http://mirror.example/debian"


def test_no_mirror(tmp_path):
    """Without one the message says what else can be done."""
    (tmp_path / "sources.list").write_text(
        "deb http://ubuntu.example/ubuntu noble main"
    )
    with pytest.raises(DevError, match="ODOO_SOURCE"):
        odoo_source.mirror(tmp_path)


@pytest.mark.parametrize(
    ("versions", "chosen"),
    [
        (["19.0.0+dfsg-1"], "19.0.0+dfsg-1"),
        (["19.0.2+dfsg-1", "19.0.0+dfsg-1"], "19.0.0+dfsg-1"),
        (["19.0.2+dfsg-3", "19.0.2+dfsg-1"], "19.0.2+dfsg-3"),
    ],
)
def test_version(versions, chosen, capsys):
    """The pinned version is taken if it is there, else the newest with a notice."""
    rows = [
        f"   odoo-19 | {version} | http://x/debian sid/main" for version in versions
    ]
    assert odoo_source.choose_version("\n".join(rows)) == chosen
    assert ("notice" in capsys.readouterr().err) == (chosen != odoo_source.VERSION)


def test_no_version():
    """Another series is not taken."""
    with pytest.raises(DevError, match="ODOO_DEBS"):
        odoo_source.choose_version("odoo-19 | 20.0.0-1 | http://x/debian sid/main\n")


def test_beside_other_packages(tmp_path, monkeypatch):
    """An installed Odoo is reached by links that leave its neighbours behind."""
    monkeypatch.setattr(odoo_source, "STATE", tmp_path / "state")
    site = tmp_path / "site-packages"
    (site / "odoo").mkdir(parents=True)
    (site / "odoo" / "release.py").touch()
    assert odoo_source.beside_other_packages(site) == site
    (site / "requests-1.0.dist-info").mkdir()
    alone = odoo_source.beside_other_packages(site)
    assert [path.name for path in alone.iterdir()] == ["odoo"]
    assert (alone / "odoo" / "release.py").is_file()
