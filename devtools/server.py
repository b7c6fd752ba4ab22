"""A running Odoo on one of our databases, with the stand-ins for the outside world."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from .odoo_command import odoo_environment
from .paths import LOGS, PYTHON, RUN, STATE, TOP
from .postgres import sql
from .steps import DevError, end_with_parent

HOST = "127.0.0.1"
#: What people type; a log-in at one name of this machine is none at another.
NAME = "localhost"
#: Linux gives the ports from 32768 on to whoever asks for any.
PORTS = range(15000, 32768)
#: Seconds that a server may take until it answers, and until it has ended.
START_TIMEOUT = 180
STOP_TIMEOUT = 15
SERVER_WIDE = "base,rpc,web,customer_status_comm_server,csc_dev_sinks"


def port_is_free(port: int) -> bool:
    """Tell whether a port of the loopback interface can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            probe.bind((HOST, port))
            return True
    return False


def free_port() -> int:
    """Return a free port.

    It is none of those that the kernel chooses from by itself, lest somebody's
    connection has it by the time that a server wants it.
    """
    while True:
        port = secrets.choice(PORTS)
        if port_is_free(port):
            return port


class LiveServer:
    """Odoo with its cron threads, an SMTP server and SMS services, on free ports.

    :param name: of the files under .odoo that belong to it.
    :param database: real name of an existing database; its parameters are set to
        this server's addresses.
    :param port: of Odoo, 0 for any.
    :param sink_port: of the page with what was sent, 0 for any.
    :param detached: the processes outlive the one that starts them.
    :param workers: processes that answer requests; 0 for one process with threads.
    :param crons: processes or threads that run scheduled actions.
    """

    def __init__(
        self,
        name,
        database,
        port=0,
        sink_port=0,
        detached=False,
        workers=0,
        crons=2,
    ):
        self.name = name
        self.database = database
        self.port = port or free_port()
        self.sink_port = sink_port
        self.detached = detached
        self.workers = workers
        self.crons = crons
        self.smtp_port = 0
        self.processes: list[subprocess.Popen] = []
        self.log = LOGS / f"{name}-server.log"
        self.sink_folder = STATE / "sink" / name

    @property
    def url(self) -> str:
        """Odoo's address, without a slash at its end."""
        return f"http://{NAME}:{self.port}"

    @property
    def sink_url(self) -> str:
        """Address of the page with what was sent, without a slash at its end."""
        return f"http://{NAME}:{self.sink_port}"

    def start(self):
        """Start all, and return when Odoo answers.

        :raise DevError: with the end of its log, when it does not.
        """
        LOGS.mkdir(parents=True, exist_ok=True)
        try:
            self.start_sinks()
            set_parameters(
                self.database,
                {
                    "web.base.url": self.url,
                    "web.base.url.freeze": "True",
                    "report.url": self.url,
                    "sms.endpoint": self.sink_url,
                },
            )
            self.start_odoo()
            self.remember()
            self.wait()
        except BaseException:
            self.stop()
            raise

    def start_sinks(self):
        """Start the stand-ins and learn their ports."""
        command = ["-m", "devtools.sinks", "--dir", self.sink_folder]
        command += ["--http-port", self.sink_port]
        with (LOGS / f"{self.name}-sinks.log").open("w") as log:
            process = self.spawn(command, stdout=subprocess.PIPE, stderr=log)
        line = process.stdout.readline()
        process.stdout.close()
        if not line:
            text = (LOGS / f"{self.name}-sinks.log").read_text()[-2000:]
            raise DevError(f"{text}\nthe mail and SMS stand-ins do not start")
        ports = json.loads(line)
        self.smtp_port, self.sink_port = ports["smtp"], ports["http"]

    def start_odoo(self):
        """Start Odoo."""
        program = "devtools.odoo_workers" if self.workers else "odoo"
        # With a filter Odoo lists all databases, over a connection of its own, for
        # each request without a session; a server that is measured has but one.
        chosen = [] if self.workers else [f"--db-filter=^{self.database}$"]
        arguments = [
            *("-m", program, "-d", self.database, *chosen),
            *("-p", self.port, f"--gevent-port={free_port()}"),
            *(f"--smtp={HOST}", f"--smtp-port={self.smtp_port}"),
            *(f"--workers={self.workers}", f"--max-cron-threads={self.crons}"),
            f"--load={SERVER_WIDE}",
        ]
        with self.log.open("w") as log:
            sink = {"CSC_SMS_SINK": self.sink_url}
            self.spawn(arguments, stdout=log, stderr=subprocess.STDOUT, **sink)

    def spawn(self, arguments, stdout, stderr, **extra) -> subprocess.Popen:
        """Start a Python process of ours, out of reach of the terminal's Ctrl-C."""
        process = subprocess.Popen(
            [str(part) for part in (PYTHON, *arguments)],
            cwd=TOP,
            env=odoo_environment(**extra),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
            preexec_fn=None if self.detached else end_with_parent,
        )
        self.processes.append(process)
        return process

    def wait(self):
        """Wait until Odoo answers."""
        server = self.processes[-1]
        limit = time.monotonic() + START_TIMEOUT
        while time.monotonic() < limit:
            if server.poll() is not None:
                text = self.log.read_text(errors="replace")[-4000:]
                raise DevError(f"{text}\nOdoo ended; all it said is in {self.log}")
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/web/login", timeout=60).close()
                return
            time.sleep(0.2)
        raise DevError(f"{self.url} does not answer; see {self.log}")

    def remember(self):
        """Write down what runs, for :func:`stop_running`."""
        RUN.mkdir(parents=True, exist_ok=True)
        state = {
            "url": self.url,
            "sink_url": self.sink_url,
            "processes": [
                [process.pid, start_time(process.pid)] for process in self.processes
            ],
        }
        partial = RUN / f"{self.name}.partial"
        partial.write_text(json.dumps(state))
        partial.rename(RUN / f"{self.name}.json")

    def stop(self):
        """End all that was started; no error when it has ended already."""
        end([(process.pid, start_time(process.pid)) for process in self.processes])
        for process in self.processes:
            process.wait()
        self.processes.clear()
        (RUN / f"{self.name}.json").unlink(missing_ok=True)

    def clear_kept(self):
        """Forget what an earlier server of this name has sent."""
        shutil.rmtree(self.sink_folder, ignore_errors=True)

    def messages(self, kind: str | None = None) -> list[dict]:
        """Return what was sent, newest first.

        :param kind: ``mail`` or ``sms`` for only these.
        :return: see ``sink_store.Store.messages``; an SMS has an empty ``subject``.
        """
        address = f"{self.sink_url}/messages.json?kind={kind or ''}"
        with urllib.request.urlopen(address, timeout=30) as answer:
            return [{"subject": "", **message} for message in json.load(answer)]

    def wait_for_message(self, predicate, timeout: float = 30) -> dict:
        """Return the newest message that fits, as soon as there is one.

        :param predicate: called with a message, tells whether it is the one.
        :raise TimeoutError: with what was sent instead.
        """
        limit = time.monotonic() + timeout
        while True:
            messages = self.messages()
            for message in messages:
                if predicate(message):
                    return message
            if time.monotonic() > limit:
                sent = [
                    (message["kind"], message["to"], message.get("subject"))
                    for message in messages
                ]
                raise TimeoutError(f"no such message in {timeout} s; sent: {sent}")
            time.sleep(0.2)

    def clear(self):
        """Forget what was sent."""
        request = urllib.request.Request(f"{self.sink_url}/clear", b"", method="POST")
        with urllib.request.urlopen(request, timeout=30):
            pass


def set_parameters(database: str, values: dict[str, str]):
    """Set Odoo's system parameters in a database that no server has open."""
    rows = ", ".join(
        f"('{key}', '{value}', now(), now())" for key, value in values.items()
    )
    sql(
        "INSERT INTO ir_config_parameter (key, value, create_date, write_date) "
        f"VALUES {rows} ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        database,
    )


# --- processes -----------------------------------------------------------------------


def start_time(pid: int) -> str:
    """Return when a process began, empty when it is gone.

    Together with the number it names a process for good; numbers are used again.
    """
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        if fields[0] != "Z":
            return fields[19]
    return ""


def end(processes):
    """End processes, gently first.

    :param processes: (number, start time) pairs; one that does not fit is left alone.
    """
    for sign, patience in ((signal.SIGTERM, STOP_TIMEOUT), (signal.SIGKILL, 5)):
        limit = time.monotonic() + patience
        for pid, started in processes:
            if started and start_time(pid) == started:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, sign)
        while any(started and start_time(pid) == started for pid, started in processes):
            if time.monotonic() > limit:
                break
            time.sleep(0.05)
        else:
            return


def running(name: str) -> dict | None:
    """Return what :meth:`LiveServer.remember` wrote of a server that still runs."""
    with contextlib.suppress(OSError, ValueError):
        state = json.loads((RUN / f"{name}.json").read_text())
        if all(start_time(pid) == started for pid, started in state["processes"]):
            return state
    return None


def stop_running() -> list[str]:
    """End every server of this checkout; return the names of those there were."""
    stopped = []
    for path in sorted(RUN.glob("*.json")):
        with contextlib.suppress(OSError, ValueError):
            end(json.loads(path.read_text())["processes"])
            stopped.append(path.stem)
        path.unlink(missing_ok=True)
    return stopped
