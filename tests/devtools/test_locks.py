"""What is installed is what was chosen: each file by its hash, whatever the index."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version

import pytest

from devtools import packages
from devtools.paths import REQUIREMENTS
from devtools.steps import DevError

LOCKS = sorted(packages.LOCKS)
#: ``name==version ; marker \`` and a line for each hash.
ENTRY = re.compile(
    r"^([a-z0-9][a-z0-9-]*)==([\w.]+)(?: ; ([^\\\n]+?))? \\\n"
    r"((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)
locks = pytest.mark.parametrize("name", LOCKS)


def read(name):
    """Return ``[(package, version, marker, hashes)]`` of a lock."""
    found = ENTRY.findall(packages.lock(name).read_text())
    return [(*entry, re.findall("[0-9a-f]{64}", hashes)) for *entry, hashes in found]


def wanted(name):
    """Return the packages that are named in what a lock is made of."""
    lines = (REQUIREMENTS / f"{name}.in").read_text().splitlines()
    names = set()
    for line in lines:
        if line.startswith("-r "):
            names |= wanted(line[3:].removesuffix(".in"))
        elif line and not line.startswith("#"):
            package = re.match(r"[\w-]+", line)[0].lower()
            names.add(package.replace("_", "-"))
    return names


def test_every_file_of_requirements_is_one_of_these():
    files = {path.name for path in REQUIREMENTS.iterdir()}
    known = {f"{name}{end}" for name in LOCKS for end in (".in", ".lock")}
    assert files == known | {"odoo.in"}


@locks
def test_a_lock_has_versions_and_hashes_and_nothing_else(name):
    """No index, no host, no path: any mirror that has the same files will do."""
    text = packages.lock(name).read_text()
    assert ENTRY.sub("", text).strip() == ""
    assert "://" not in text
    for package, _version, _marker, hashes in read(name):
        assert len(hashes) == len(set(hashes)) > 0, package


@locks
def test_all_that_is_wanted_is_locked(name):
    assert wanted(name) <= {package for package, *_others in read(name)}


@pytest.mark.parametrize("name", ["installer", "dev", "oca"])
def test_what_is_here_is_what_is_locked(name):
    """With the one Python that runs this; others have markers of their own."""
    locked = {}
    for package, number, _marker, _hashes in read(name):
        locked.setdefault(package, set()).add(number)
    for package in wanted(name) & locked.keys():
        assert version(package) in locked[package], package


def test_an_environment_is_made_anew_when_a_lock_changes(tmp_path, monkeypatch):
    for name in LOCKS:
        (tmp_path / f"{name}.lock").write_text(packages.lock(name).read_text())
    before = packages.lock_digest()
    monkeypatch.setattr(packages, "REQUIREMENTS", tmp_path)
    assert packages.lock_digest() == before
    for name in ("installer", "dev", "oca"):
        with (tmp_path / f"{name}.lock").open("a") as file:
            file.write("\n")
        after = packages.lock_digest()
        assert after != before, name
        before = after


# What happens to a file that is another than was locked -------------------------------


@pytest.fixture
def index(tmp_path):
    """Return a folder with one small package, and the hash of its file."""
    wheel = tmp_path / "index" / "tiny-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    info = "tiny-1.0.dist-info"
    about = "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n"
    made = (
        "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", "")
        archive.writestr(f"{info}/METADATA", about)
        archive.writestr(f"{info}/WHEEL", made)
        archive.writestr(f"{info}/RECORD", "")
    return wheel.parent, hashlib.sha256(wheel.read_bytes()).hexdigest()


@pytest.fixture
def python(tmp_path):
    """Return the Python of an environment with nothing in it."""
    folder = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder / "bin" / "python"


@pytest.mark.parametrize("uv", [False, True], ids=["pip", "uv"])
def test_only_the_file_that_was_locked_is_installed(
    tmp_path, monkeypatch, index, python, uv
):
    folder, digest = index
    monkeypatch.setattr(packages, "REQUIREMENTS", tmp_path)
    offline = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(folder),
        "UV_NO_INDEX": "1",
        "UV_FIND_LINKS": str(folder),
    }
    monkeypatch.setattr(packages, "pip_environment", lambda: {**os.environ, **offline})
    lock = tmp_path / "tiny.lock"
    for hash_, works in (("0" * 64, False), (None, False), (digest, True)):
        line = f"tiny==1.0 --hash=sha256:{hash_}\n" if hash_ else "tiny==1.0\n"
        lock.write_text(line)
        if works:
            packages.install_locked("tiny", uv=uv, python=python)
        else:
            with pytest.raises(DevError):
                packages.install_locked("tiny", uv=uv, python=python)
        there = subprocess.run([python, "-c", "import tiny"], capture_output=True)
        assert (there.returncode == 0) is works
