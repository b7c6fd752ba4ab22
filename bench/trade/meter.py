"""Measuring a piece of work from inside the shop that does it."""

import contextlib
import time
from pathlib import Path

NANOSECOND = 1e-9


def processor_time(pid: int) -> float:
    """Return the seconds a process has been on a processor."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) * NANOSECOND


def memory() -> float:
    """Return the MB of memory that this process holds."""
    status = Path("/proc/self/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024


@contextlib.contextmanager
def measuring(cr, count):
    """Measure what is done within, up to and with the end of its last commit.

    :param count: how many records it is about.
    :return: a dict that is filled in at the end, as ``bench.trade.process.Measure``.
    """
    backend = cr.connection.info.backend_pid
    measure = {"count": count}
    statements = cr.sql_log_count
    own, server = time.process_time(), processor_time(backend)
    start = time.perf_counter()
    yield measure
    measure["wall"] = time.perf_counter() - start
    measure["cpu"] = time.process_time() - own + processor_time(backend) - server
    measure["statements"] = cr.sql_log_count - statements
    measure["rss"] = memory()
