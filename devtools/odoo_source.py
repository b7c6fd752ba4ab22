"""Odoo 19 itself: one that is given, one that is installed, or Debian's package."""

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from .paths import CACHE, STATE
from .steps import DevError, locked, output, run, say

DEB = "odoo-19"
#: The version everything was tried with; another 19.0 is taken, with a notice.
VERSION = "19.0.0+dfsg-1"
SUITE = "sid"
# What Odoo's package links to. The second group comes from an older suite, whose
# layout the links need.
COMPANIONS = (
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
OLDER_SUITE = "bookworm"
OLDER_COMPANIONS = ("fonts-font-awesome", "fonts-inconsolata")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
PACKAGES = Path("usr/lib/python3/dist-packages")
WAY_OUT = (
    "Give a checkout or an installation of Odoo 19.0 with ODOO_SOURCE=/path/to/odoo, "
    f"or a folder that holds {DEB}_*.deb and the packages it links to with "
    "ODOO_DEBS=/path/to/folder."
)
# Debian leaves this file out; without it every page of the back office logs an error,
# and every browser test fails on that.
LEFT_OUT = Path("odoo/addons/mail/static/lib/selfie_segmentation")


def is_odoo(folder: Path) -> bool:
    """Tell whether ``folder`` can stand on the Python path as a whole Odoo."""
    return all(
        (folder / part).is_file()
        for part in ("odoo/release.py", "odoo/addons/base/__manifest__.py")
    )


@cache
def source() -> Path:
    """Return the folder to put on the Python path.

    :raise DevError: when there is no Odoo yet; :func:`ensure_odoo` comes first.
    """
    found = given() or installed() or unpacked()
    if not found:
        raise DevError("Odoo is not set up: run ./dev setup")
    return found


def identity() -> str:
    """Return a name of the Odoo in use, part of the keys of saved databases."""
    folder = source()
    if CACHE in folder.parents:
        return folder.relative_to(CACHE).parts[0]
    place = (folder / "odoo").resolve()
    commit = subprocess.run(
        ["git", "-C", str(place), "rev-parse", "HEAD"], capture_output=True, text=True
    )
    return f"{place} {commit.stdout.strip()}"


def ensure_odoo():
    """Make sure that there is an Odoo 19, fetching Debian's package if need be."""
    if given() or installed() or unpacked(VERSION):
        return
    with locked(CACHE):
        if unpacked(VERSION):
            return
        other = unpacked()
        if other and not os.environ.get("ODOO_DEBS"):
            say(f"using {other.relative_to(CACHE).parts[0]} instead of {VERSION}")
            return
        fetch()
    source.cache_clear()


# --- one that is there already ---------------------------------------------------


def given() -> Path | None:
    """Return $ODOO_SOURCE, checked; None when it is not set."""
    if not os.environ.get("ODOO_SOURCE"):
        return None
    folder = Path(os.environ["ODOO_SOURCE"]).expanduser().absolute()
    if not (folder / "odoo/release.py").is_file():
        raise DevError(f"ODOO_SOURCE={folder} holds no odoo/release.py")
    return beside_other_packages(folder)


@cache
def installed() -> Path | None:
    """Return where an Odoo 19 of the machine's own Python lies, None without one."""
    code = "import odoo.release as r; print(r.version_info[0], r.__file__)"
    for python in dict.fromkeys((sys.executable, shutil.which("python3"))):
        env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        found = subprocess.run(
            [python, "-c", code], capture_output=True, text=True, env=env, cwd="/"
        )
        version, _, release = found.stdout.strip().partition(" ")
        if found.returncode == 0 and version == "19":
            return beside_other_packages(Path(release).parent.parent)
    return None


def beside_other_packages(folder: Path) -> Path:
    """Return a folder with nothing but Odoo in it, made of links.

    Beside an installed Odoo lie the machine's other packages, which must not come
    before the pinned ones.
    """
    if not any(folder.glob("*.dist-info")) and not any(folder.glob("*.egg-info")):
        return folder
    alone = STATE / "odoo-link"
    alone.mkdir(parents=True, exist_ok=True)
    for name, proof in (("odoo", "release.py"), ("addons", "account/__manifest__.py")):
        link = alone / name
        with contextlib.suppress(FileNotFoundError):
            link.unlink()
        if (folder / name / proof).is_file():
            link.symlink_to(folder / name)
    return alone


def unpacked(version: str = "") -> Path | None:
    """Return Debian's Odoo in the cache: of that version, or the best there is."""
    folders = [CACHE / f"odoo-{version or VERSION}"]
    if not version:
        folders += sorted(CACHE.glob("odoo-19.*"), reverse=True)
    # Unpacking ends with a rename, so a folder of this name is never half done.
    return next((f / PACKAGES for f in folders if is_odoo(f / PACKAGES)), None)


# --- Debian's package --------------------------------------------------------------


def fetch():
    """Download and unpack Debian's package into the cache."""
    for old in CACHE.glob("unpack-*"):  # what interrupted runs have left
        shutil.rmtree(old, ignore_errors=True)
    version, packages = saved_packages() or downloaded_packages()
    say(f"unpacking Odoo {version} (1.2 GB)")
    target = CACHE / f"odoo-{version}"
    partial = Path(tempfile.mkdtemp(prefix="unpack-", dir=CACHE))
    for package in packages:
        # dist-packages/addons is a second copy of only the addons' Python files.
        run(
            "bash",
            "-c",
            f"set -o pipefail; dpkg-deb --fsys-tarfile {shlex.quote(str(package))} | "
            f"tar -x -C {shlex.quote(str(partial))} --no-same-owner "
            f"--exclude=./{PACKAGES}/addons",
        )
    if not is_odoo(partial / PACKAGES):
        raise DevError(f"{packages[-1]} does not hold Odoo. {WAY_OUT}")
    left_out = partial / PACKAGES / LEFT_OUT
    left_out.mkdir(parents=True, exist_ok=True)
    stub = left_out / "selfie_segmentation.js"
    if not stub.exists():
        stub.write_text("/* not part of Debian's package */\n")
    partial.chmod(0o755)
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)


def saved_packages() -> tuple[str, list[Path]] | None:
    """Return version and packages of $ODOO_DEBS; None when it is not set."""
    if not os.environ.get("ODOO_DEBS"):
        return None
    folder = Path(os.environ["ODOO_DEBS"]).expanduser().absolute()
    odoo = sorted(folder.glob(f"{DEB}_*.deb"))
    if not odoo:
        raise DevError(f"ODOO_DEBS={folder} holds no {DEB}_*.deb")
    version = output("dpkg-deb", "--field", odoo[-1], "Version")
    others = [p for p in sorted(folder.glob("*.deb")) if p not in odoo]
    return version, [*others, odoo[-1]]


def downloaded_packages() -> tuple[str, list[Path]]:
    """Download Odoo and what it links to from the machine's own Debian mirror."""
    if not shutil.which("apt-get") or not KEYRING.is_file():
        raise DevError(f"Odoo can be fetched on Debian only. {WAY_OUT}")
    site = mirror()
    say("reading Debian's package lists")
    apt = AptSuite(site, SUITE)
    version = apt.choose_version()
    say(f"downloading Odoo {version} (132 MB)")
    packages = apt.download(COMPANIONS)
    packages += AptSuite(site, OLDER_SUITE).download(OLDER_COMPANIONS)
    packages += apt.download([f"{DEB}={version}"])
    return version, packages


def mirror(etc: Path = Path("/etc/apt")) -> str:
    """Return the address of the Debian mirror in the machine's apt configuration.

    :param etc: folder of that configuration.
    :raise DevError: when there is none.
    """
    found = []
    for path in sorted(etc.glob("sources.list.d/*.sources")):
        for stanza in re.split(r"\n\s*\n", path.read_text()):
            fields = dict(re.findall(r"(?m)^(\w[\w-]*):[ \t]*(.*)$", stanza))
            if fields.get("Enabled", "yes").strip() != "no":
                found.append((fields.get("URIs", ""), fields.get("Suites", "")))
    for path in [etc / "sources.list", *sorted(etc.glob("sources.list.d/*.list"))]:
        if path.is_file():
            line = r"(?m)^[ \t]*deb[ \t]+(?:\[[^]]*\][ \t]*)?(\S+)[ \t]+(\S+)"
            found += re.findall(line, path.read_text())
    for addresses, suites in found:
        # …-security and …-updates may live elsewhere than the suites themselves.
        whole = any("-" not in suite and "/" not in suite for suite in suites.split())
        if whole and addresses.split() and "debian" in addresses.split()[0]:
            return addresses.split()[0].rstrip("/")
    raise DevError(f"apt is not set up with a Debian mirror. {WAY_OUT}")


def choose_version(madison: str) -> str:
    """Return the pinned version of Odoo, or the newest 19.0 with a notice.

    :param madison: what ``apt-cache madison`` prints, the newest version first.
    :raise DevError: when there is no 19.0.
    """
    rows = [row.split("|") for row in madison.splitlines()]
    versions = [row[1].strip() for row in rows if len(row) == 3]
    versions = [version for version in versions if version.startswith("19.0")]
    if VERSION in versions:
        return VERSION
    if not versions:
        raise DevError(f"Debian has no {DEB} any more. {WAY_OUT}")
    say(f"notice: Debian has no {VERSION} any more, taking {versions[0]}")
    return versions[0]


class AptSuite:
    """One suite of a Debian mirror with lists of our own, beside the machine's."""

    def __init__(self, site: str, suite: str):
        folder = CACHE / "apt" / suite
        for part in ("lists/partial", "cache/archives/partial"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        line = f"deb [signed-by={KEYRING}] {site} {suite} main\n"
        (folder / "sources.list").write_text(line)
        self.options = [
            f"-oDir::Etc::sourcelist={folder}/sources.list",
            "-oDir::Etc::sourceparts=-",
            f"-oDir::State::lists={folder}/lists",
            f"-oDir::Cache={folder}/cache",
            "-oAcquire::Languages=none",
            "-oAPT::Sandbox::User=root",
            "-oAcquire::Retries=3",
        ]
        run("apt-get", "-qq", *self.options, "update")

    def choose_version(self) -> str:
        """Return the version of Odoo to take from this suite."""
        return choose_version(output("apt-cache", *self.options, "madison", DEB))

    def download(self, names) -> list[Path]:
        """Download packages into the cache; what is there and whole is kept."""
        folder = CACHE / "debs"
        folder.mkdir(parents=True, exist_ok=True)
        run("apt-get", "-qq", *self.options, "download", *names, cwd=folder)
        found = []
        for name in names:
            name, _, version = name.partition("=")
            version = version.replace(":", "%3a") or "*"
            files = folder.glob(f"{name}_{version}_*.deb")
            found.append(max(files, key=lambda path: path.stat().st_mtime))
        return found
