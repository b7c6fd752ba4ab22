"""A shop that does what it is told; run as ``python -m bench.trade.worker DATABASE``.

Each line of standard input is one JSON command, ``[name, arguments]``, of a function in
``work.py``; each answer one JSON line.
"""

import cProfile
import json
import os
import sys

from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config

#: Set it to a folder to have the profile of each piece of work written there.
PROFILES = os.environ.get("BENCH_PROFILES")


def main(database):
    """Do what comes in, each in a transaction and an environment of its own."""
    config.parse_config(
        ["-d", database, "--no-http", "--logfile=", "--log-level=error"]
    )
    registry = Registry(database)
    from . import work  # only now may models be spoken of

    shop = work.Shop()
    for number, line in enumerate(sys.stdin):
        name, arguments = json.loads(line)
        with registry.cursor() as cr:
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
