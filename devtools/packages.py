"""The private Python environment with exactly the packages of requirements/*.lock."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .paths import CACHE, PYTHON, REQUIREMENTS, STATE, VENV
from .steps import DevError, locked, output, run, say, succeeds

#: What stands in each lock: versions with the hashes of all their files, so that it is
#: the same from any index, and no host has to be trusted. With the options by which
#: they are chosen: ``dev`` takes what is newest, of the others ``.in`` says which.
LOCKS = {
    "installer": ("--no-deps",),
    "dev": ("--upgrade",),
    "oca": ("--no-deps",),
    "postgres": ("--no-deps",),  # only where a machine has no PostgreSQL
    "node": ("--no-deps",),  # only where a machine has no Node
}
#: For every Python from 3.10 on.
COMPILING = (
    *("--universal", "--python-version", "3.10", "--no-annotate", "--no-header"),
    *("--generate-hashes", "--quiet"),
)

#: What keeps Chromium quiet and lets it run as root.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def lock(name: str) -> Path:
    """Return the path of a lock."""
    return REQUIREMENTS / f"{name}.lock"


def lock_digest() -> str:
    """Return the identity of what has to be installed, for this very Python."""
    digest = hashlib.sha256(f"{sys.version} {sys.base_prefix}".encode())
    for name in ("installer", "dev", "oca"):
        digest.update(lock(name).read_bytes())
    return digest.hexdigest()


def ensure_venv():
    """Make the environment, unless it is there, whole and up to date."""
    stamp = VENV / "complete"
    with locked(STATE, "venv.lock"):
        if stamp.is_file() and stamp.read_text() == lock_digest() and PYTHON.exists():
            return
        # Always from nothing: what an interrupted or older installation has left
        # behind is never trusted, and with a warm cache this takes seconds.
        shutil.rmtree(VENV, ignore_errors=True)
        say("making a private environment")
        make_venv()
        install()
        stamp.write_text(lock_digest())


def make_venv():
    """Run ``python -m venv``; Debian keeps a part of it in a package of its own."""
    if succeeds(sys.executable, "-m", "venv", VENV):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing python3-venv")
        run("apt-get", "-qq", "update")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run("apt-get", "-qq", "install", "-y", "python3-venv", env=quiet)
    if not succeeds(sys.executable, "-m", "venv", VENV):
        raise DevError(
            f"{sys.executable} -m venv does not work: install python3-venv, "
            "or run this with another Python (python3.12 ./dev ...)"
        )


def pip_environment() -> dict[str, str]:
    """Return the environment for pip and uv."""
    return {
        **os.environ,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
        "UV_CACHE_DIR": str(CACHE / "uv"),
        "UV_SYSTEM_CERTS": "1",
        **uv_settings(),
    }


def uv_settings() -> dict[str, str]:
    """Return for uv, which does not read them, the machine's settings of pip."""
    listed = output(PYTHON, "-m", "pip", "config", "list")
    settings = dict(re.findall(r"(?m)^(?:global|install)\.(\S+)='(.*)'$", listed))
    names = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    return {
        variable: settings[name]
        for name, variable in names.items()
        if name in settings and variable not in os.environ
    }


def install():
    """Install what is locked, with uv where that works, else with pip.

    A lock names all that is needed, so nothing is looked up besides.
    """
    packages = sum(line[:1].isalnum() for line in lock("dev").read_text().splitlines())
    say(f"installing {packages} packages")
    with_uv = try_install("installer") and try_install("dev", uv=True)
    if not with_uv:
        say("uv cannot install them here: taking pip, which needs a minute")
        install_locked("dev")
    install_locked("oca", uv=with_uv)


def install_locked(name: str, uv=False, python=PYTHON):
    """Install what stands in a lock, and nothing whose hash does not.

    :raise DevError: when a file is not what it was, or has no hash.
    """
    run(*install_command(name, uv, python), env=pip_environment())


def try_install(name: str, uv=False) -> bool:
    """Do the same, and tell whether it worked."""
    return succeeds(*install_command(name, uv, PYTHON), env=pip_environment())


def install_command(name: str, uv: bool, python: Path) -> list:
    """Return the command that installs what stands in a lock."""
    with_pip = (python, "-m", "pip", "install", "-qq")
    with_uv = (PYTHON, "-m", "uv", "pip", "install", "-q", "--python", python)
    options = ("--require-hashes", "--no-deps", "-r", lock(name))
    return [*(with_uv if uv else with_pip), *options]


def site_packages():
    """Return the environment's folder of installed packages."""
    return next(VENV.glob("lib/python3*/site-packages"))


def compile_locks():
    """Choose versions, and note the hashes of all their files."""
    for name, options in LOCKS.items():
        uv = (PYTHON, "-m", "uv", "pip", "compile")
        files = ("-o", lock(name).name, f"{name}.in")
        command = (*uv, *COMPILING, *options, *files)
        run(*command, cwd=REQUIREMENTS, env=pip_environment())


def browser() -> str | None:
    """Return the path of Chromium or Chrome, None without one."""
    names = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
    return next(filter(None, map(shutil.which, names)), None)


def ensure_browser():
    """Install Debian's Chromium where there is no browser that tests can drive."""
    if browser():
        return
    if os.geteuid() or not shutil.which("apt-get"):
        raise DevError("The tests need Chromium or Chrome on the PATH: install one.")
    say("installing Chromium")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "-qq", "update", env=quiet)
    install = ["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"]
    run(*install, env=quiet, stdout=subprocess.DEVNULL)
