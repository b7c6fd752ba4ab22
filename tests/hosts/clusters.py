"""Database clusters of a test's own: a primary, and a replica that streams from it."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

from devtools.paths import LOGS
from devtools.postgres import (
    NOBODY,
    binaries,
    changes_user,
    data_folder,
    user_wrapper,
)
from devtools.steps import output, run

#: As quick as can be: nothing here outlives the test.
SETTINGS = """
listen_addresses = ''
fsync = off
synchronous_commit = off
wal_level = replica
max_wal_senders = 4
max_wal_size = 2GB
shared_buffers = 64MB
max_connections = 60
jit = off
hot_standby_feedback = on
"""


class Cluster:
    """A PostgreSQL server on a Unix socket of its own.

    :param name: of its folder and its log.
    """

    def __init__(self, name):
        self.data = data_folder().parent / "hosts" / name
        self.socket = Path(tempfile.mkdtemp(prefix=f"odoo-dev-{name}-"))
        self.log = self.data.with_suffix(".log")
        shutil.rmtree(self.data, ignore_errors=True)
        self.log.unlink(missing_ok=True)
        self.data.parent.mkdir(parents=True, exist_ok=True)
        self.data.mkdir(mode=0o700)
        if changes_user():
            for folder in (self.data.parent, self.data, self.socket):
                os.chown(folder, NOBODY, NOBODY)

    def run(self, program, *arguments):
        """Run a program of PostgreSQL as the user to whom the files belong."""
        said = LOGS / f"{self.data.name}-{program}.log"
        with said.open("w") as log:
            command = [*user_wrapper(), binaries() / program, *arguments]
            run(*command, cwd="/", stdout=log, stderr=log)

    def make(self):
        """Make it empty, with room for a replica to connect."""
        options = ("-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-A", "trust")
        self.run("initdb", "-D", self.data, "-U", "odoo", *options)
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(SETTINGS)

    def follow(self, primary):
        """Make it a copy of another that keeps up with it."""
        options = ("--write-recovery-conf", "--checkpoint=fast", "--no-sync")
        source = ("-h", primary.socket, "-U", "odoo")
        self.run("pg_basebackup", "-D", self.data, *options, *source)

    def start(self):
        """Start it, noting every statement in its log."""
        options = f"-c unix_socket_directories='{self.socket}' -c log_statement=all"
        control = ("-D", self.data, "-l", self.log, "-w", "-o", options, "start")
        self.run("pg_ctl", *control)

    def stop(self):
        """Stop it and delete all it had."""
        if (self.data / "postmaster.pid").is_file():
            self.signal(signal.SIGCONT)
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    def signal(self, number):
        """Send a signal to all of its processes, the first one first."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text()
        for process in (postmaster, *map(int, children.split())):
            os.kill(process, number)

    def sql(self, query, database="postgres", **options) -> str:
        """Run SQL and return its rows."""
        place = ("-h", self.socket, "-U", "odoo", "-d", database)
        command = (binaries() / "psql", "-X", "-v", "ON_ERROR_STOP=1", *place)
        return output(*command, "-Atc", query, **options)
