"""The private Python environment with exactly the packages of requirements/*.lock."""

import hashlib
import os
import re
import shutil
import subprocess
import sys

from .paths import CACHE, OCA_REQUIREMENTS, PYTHON, REQUIREMENTS, STATE, VENV
from .steps import DevError, locked, output, run, say, succeeds

UV = "uv==0.13.9"

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


def lock_digest() -> str:
    """Return the identity of what has to be installed, for this very Python."""
    digest = hashlib.sha256(f"{UV} {sys.version} {sys.base_prefix}".encode())
    for path in (REQUIREMENTS, OCA_REQUIREMENTS):
        digest.update(path.read_bytes())
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
    """Install the pinned packages, with uv where that works, else with pip."""
    packages = sum(line[:1].isalnum() for line in REQUIREMENTS.read_text().splitlines())
    say(f"installing {packages} packages")
    env = pip_environment()
    pip = [PYTHON, "-m", "pip", "install", "-qq"]
    uv = [PYTHON, "-m", "uv", "pip", "install", "-q", "--python", PYTHON]
    with_uv = succeeds(*pip, UV, env=env) and succeeds(*uv, "-r", REQUIREMENTS, env=env)
    if not with_uv:
        say("uv cannot install them here: taking pip, which needs a minute")
        run(*pip, "-r", REQUIREMENTS, env=env)
    run(*(uv if with_uv else pip), "--no-deps", "-r", OCA_REQUIREMENTS, env=env)


def install_extra(requirement: str):
    """Add one package that only some machines need, without its dependencies."""
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--no-deps"]
    run(*pip, requirement, env=pip_environment())


def site_packages():
    """Return the environment's folder of installed packages."""
    return next(VENV.glob("lib/python3*/site-packages"))


def compile_lock():
    """Choose versions for requirements/dev.lock, for every Python from 3.10 on."""
    folder = REQUIREMENTS.parent
    options = ["--universal", "--python-version", "3.10", "--no-annotate", "--upgrade"]
    result = ["--no-header", "--quiet", "-o", REQUIREMENTS.name]
    uv = [PYTHON, "-m", "uv", "pip", "compile"]
    run(*uv, *options, *result, "dev.in", cwd=folder, env=pip_environment())


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
