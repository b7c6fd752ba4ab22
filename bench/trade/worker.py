"""A shop that does what it is told; run as ``python -m bench.trade.worker DATABASE``.

Each line of standard input is one JSON command, ``[name, arguments, core]``, of a
function in ``work.py``; each answer one JSON line. ``core``: where to work, with the
database session, or null for anywhere.
"""

import contextlib
import cProfile
import json
import os
import sys

from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config

#: Set it to a folder to have the profile of each piece of work written there.
PROFILES = os.environ.get("BENCH_PROFILES")


def stay(cr, cores):
    """Have this process and its database session work on these cores."""
    os.sched_setaffinity(0, cores)
    # Somebody else's server stays where it is.
    with contextlib.suppress(PermissionError):
        os.sched_setaffinity(cr.connection.info.backend_pid, cores)


def main(database):
    """Do what comes in, each in a transaction and an environment of its own."""
    config.parse_config(
        ["-d", database, "--no-http", "--logfile=", "--log-level=error"]
    )
    registry = Registry(database)
    if PROFILES:
        os.makedirs(PROFILES, exist_ok=True)
    from . import work  # only now may models be spoken of

    shop = work.Shop()
    cores = os.sched_getaffinity(0)
    for number, line in enumerate(sys.stdin):
        name, arguments, core = json.loads(line)
        with registry.cursor() as cr:
            stay(cr, cores if core is None else {core})
            env = api.Environment(cr, api.SUPERUSER_ID, shop.context)
            profile = cProfile.Profile() if PROFILES else None
            if profile:
                profile.enable()
            answer = getattr(shop, name)(env, *arguments)
            if profile:
                profile.disable()
                profile.dump_stats(f"{PROFILES}/{database}-{number:03}-{name}.prof")
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
