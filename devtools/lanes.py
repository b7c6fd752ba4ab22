"""Commands that run beside each other; what one says is printed whole, at its end."""

import os
import subprocess
import tempfile
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait

from .paths import TOP
from .steps import end_with_parent, steps

#: So many run at a time; tests wait for servers and browsers a good part of theirs.
WIDTH = (os.cpu_count() or 1) + 1


class Lanes:
    """A queue of commands, worked off in the order in which they came.

    As a context it ends what still waits in the queue when the block breaks off, and
    waits for what runs.
    """

    def __init__(self, width: int = WIDTH):
        self.pool = ThreadPoolExecutor(width)
        self.futures: list[Future] = []
        self.ending = threading.Lock()

    def __enter__(self):
        return self

    def __exit__(self, kind, _error, _traceback):
        self.pool.shutdown(cancel_futures=kind is not None)

    def add(self, name: str, command: list, env: dict, done=None):
        """Have a command run.

        :param name: for the person at the screen.
        :param env: all of its environment.
        :param done: called with its exit code and the seconds it took, one at a time.
        """
        self.futures.append(self.pool.submit(self.run, name, command, env, done))

    def run(self, name, command, env, done):
        """Run one command, then print all it said."""
        steps.note(f"{name}: begins")
        started = time.monotonic()
        with tempfile.TemporaryFile() as said:
            code = subprocess.run(
                [str(part) for part in command],
                cwd=TOP,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                preexec_fn=end_with_parent,
            ).returncode
            seconds = time.monotonic() - started
            said.seek(0)
            text = said.read().decode(errors="replace")
        with self.ending:
            steps.note(f"{name}: ended after {seconds:.0f} s, and said")
            print(text, flush=True)
            if done:
                done(code, seconds)

    def finish(self):
        """Return when the queue is empty and nothing runs.

        :raise Exception: what went wrong in a ``done``.
        """
        wait(self.futures)
        for future in self.futures:
            future.result()
