"""Odoo's command line with worker processes, but without its process for websockets.

That one needs gevent, which nothing here uses otherwise. A process that does nothing
takes its place: Odoo starts it anew whenever it has ended.
"""

import subprocess
import sys

import odoo.cli
from odoo.service.server import PreforkServer

from .steps import end_with_parent

IDLE = "import signal; signal.pause()"


def spawn_idle(server: PreforkServer):
    """Start what stands in for the websocket process."""
    process = subprocess.Popen([sys.executable, "-c", IDLE], preexec_fn=end_with_parent)
    server.long_polling_pid = process.pid


if __name__ == "__main__":
    PreforkServer.long_polling_spawn = spawn_idle
    odoo.cli.main()
