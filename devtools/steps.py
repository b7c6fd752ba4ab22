"""Running commands, and telling the person at the screen what goes on."""

import contextlib
import ctypes
import fcntl
import shlex
import signal
import subprocess
import sys
import time

START = time.monotonic()


class DevError(Exception):
    """Something the person has to know or do; its text is shown without a traceback."""


class Steps:
    """Numbered progress lines: ``[ 12.3 s] 3/7 Odoo: unpacking``."""

    def __init__(self):
        self.current = 0
        self.total = 0
        self.name = ""

    def plan(self, total: int):
        """Say how many steps this command has."""
        self.current, self.total, self.name = 0, total, ""

    def begin(self, name: str):
        """Start the next step; it is shown once it has something to say."""
        self.current += 1
        self.name = name

    def say(self, text: str):
        """Print one progress line of the current step to standard error."""
        place = f"{self.current}/{self.total} " if self.total else ""
        head = f"{self.name}: " if self.name else ""
        self.note(f"{place}{head}{text}")

    def note(self, text: str):
        """Print a line about something that goes on beside the steps."""
        seconds = time.monotonic() - START
        print(f"[{seconds:6.1f} s] {text}", file=sys.stderr, flush=True)


steps = Steps()
say = steps.say


def run(*command, **options) -> subprocess.CompletedProcess:
    """Run a command to its end.

    :param command: program and arguments; each is made a string.
    :param options: as of :func:`subprocess.run`; ``check`` is on unless given.
    :raise DevError: with the command and its exit code.
    """
    command = [str(part) for part in command]
    options.setdefault("check", True)
    options.setdefault("stdin", subprocess.DEVNULL)
    try:
        return subprocess.run(command, **options)
    except FileNotFoundError as error:
        raise DevError(f"{command[0]} is not on this machine") from error
    except subprocess.CalledProcessError as error:
        detail = error.stderr or ""  # only what the caller has asked for
        if isinstance(detail, bytes):
            detail = detail.decode(errors="replace")
        text = f"failed ({error.returncode}): {shlex.join(command)}\n{detail[-3000:]}"
        raise DevError(text.strip()) from error


def end_with_parent():
    """Have the kernel end this process when the one that started it dies.

    For ``preexec_fn`` of ``subprocess``; a thread that starts a process counts as the
    one that started it.
    """
    death_signal = 1  # PR_SET_PDEATHSIG
    ctypes.CDLL(None).prctl(death_signal, signal.SIGTERM)


def output(*command, **options) -> str:
    """Run a command and return what it prints, without the last line end."""
    options.setdefault("stdout", subprocess.PIPE)
    return run(*command, text=True, **options).stdout.strip()


def succeeds(*command, **options) -> bool:
    """Tell whether a command can be run and ends well; what it prints is dropped."""
    options.setdefault("stdout", subprocess.DEVNULL)
    options.setdefault("stderr", subprocess.DEVNULL)
    try:
        return run(*command, check=False, **options).returncode == 0
    except DevError:
        return False


@contextlib.contextmanager
def locked(folder, name="lock"):
    """Keep other commands out of ``folder`` until the block ends.

    The lock dies with its process, so an interrupted command leaves none behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another command that works in {folder}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
