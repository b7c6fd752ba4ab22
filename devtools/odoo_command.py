"""Running Odoo's own command line with the private environment."""

import contextlib
import os
import re
import subprocess
import time

from .odoo_source import source
from .paths import (
    CONFIG,
    DATA_DIR,
    DEV_ADDONS,
    LOGS,
    PYTHON,
    SCREENSHOTS,
    TEST_ADDONS,
    TOP,
    VENV,
)
from .steps import DevError, say

#: Odoo's log says with this which module it comes to.
LOADING = re.compile(rb"Loading module (\w+) \((\d+)/(\d+)\)")
#: Seconds between two lines about how far Odoo has come.
PACE = 5


def odoo_environment(**extra: str) -> dict[str, str]:
    """Return the environment for Odoo and the tests."""
    env = {**os.environ, "PYTHONPATH": str(source()), "ODOO_RC": str(CONFIG)}
    env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{env['PATH']}"
    env.setdefault("LANG", "C.UTF-8")
    # Without compiled files each start takes seconds longer.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**env, **extra}


def write_config():
    """Write Odoo's configuration file for this checkout."""
    for folder in (DATA_DIR, LOGS, SCREENSHOTS):
        folder.mkdir(parents=True, exist_ok=True)
    lines = {
        "addons_path": f"{TOP},{DEV_ADDONS},{TEST_ADDONS}",
        "data_dir": DATA_DIR,
        "screenshots": SCREENSHOTS,
        "http_interface": "127.0.0.1",
        "list_db": False,
        # As docs/server.md advises; servers of ours load more with ``--load``.
        "server_wide_modules": "base,rpc,web,customer_status_comm_server",
        # Chromium reserves more address space than Odoo's limit would let it.
        "limit_memory_hard": 0,
        "limit_memory_soft": 0,
    }
    text = "".join(f"{name} = {value}\n" for name, value in lines.items())
    # Whole at any moment, for another process may be reading it.
    partial = CONFIG.with_suffix(f".{os.getpid()}")
    partial.write_text(f"[options]\n{text}")
    partial.rename(CONFIG)


def odoo(*arguments, log: str, script: str = "", **options) -> str:
    """Run Odoo to its end.

    :param arguments: of Odoo's command line.
    :param log: name of the file under .odoo/logs that takes all it prints.
    :param script: Python for ``odoo shell``, given as its standard input.
    :param options: as of :func:`subprocess.run`.
    :return: all it printed.
    :raise DevError: with the end of what it printed, when it fails.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / log
    command = [str(part) for part in (PYTHON, "-m", "odoo", *arguments)]
    with (
        path.open("wb") as handle,
        subprocess.Popen(
            command,
            env=odoo_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **options,
        ) as process,
    ):
        with contextlib.suppress(BrokenPipeError):  # it ended at once, and says why
            process.stdin.write(script.encode())
            process.stdin.close()
        for line in follow(process.stdout):
            handle.write(line)
    text = path.read_text(errors="replace")
    if process.returncode:
        end = "\n".join(text.splitlines()[-60:])
        raise DevError(f"{end}\nOdoo failed; all it said is in {path}")
    return text


def follow(lines):
    """Yield the lines of Odoo's log, and say which module it has come to.

    :param lines: iterable of bytes, as Odoo prints them.
    """
    said = time.monotonic()
    for line in lines:
        found = LOADING.search(line)
        if found and time.monotonic() - said >= PACE:
            name, number, total = (part.decode() for part in found.groups())
            say(f"module {number} of {total}, {name}")
            said = time.monotonic()
        yield line
