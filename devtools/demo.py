"""The demo shop: its database, its server, and what to tell the person about it."""

import shutil
import signal
import sys

from . import databases, server
from .contents import addons_digest, digest
from .databases import database_name
from .paths import STATE
from .postgres import sql
from .server import LiveServer
from .steps import DevError, say, steps

NAME = "demo"

SUMMARY = """
The demo shop runs.

  Shop back office     {url}/odoo
  What has been sent   {sink_url}

  Log in as            sales / sales        a salesperson
                       counter / counter    at the counter and in the stock room
                       manager / manager    the administrator: rules, templates

  Five things to try
   1. As sales, open Contacts and press Contact on a customer: write an e-mail, an SMS
      or a note, then look at the customer's history and at what has been sent.
   2. Open Sales and confirm a quotation: within a minute its customer has an e-mail.
   3. Open that message among what has been sent and follow the customer's link.
   4. Cancel an order, or invoice it; as counter, deliver a part of one from Inventory:
      the customer is told only the news. It rests for a minute first: the order says
      so, and has the button Send now.
   5. As manager, open the settings of Customer Status: who is told what, and when.

  No e-mail and no SMS leaves this machine. {how_to_stop}
"""


def check_port(port: int):
    """Stop early when the demo cannot listen.

    :raise DevError: when another program has the port.
    """
    if not server.port_is_free(port):
        raise DevError(
            f"Port {port} of this machine is taken by another program. "
            f"Choose another one: ODOO_PORT={port + 10} make demo"
        )


def run_demo(port: int, fresh: bool, detach: bool):
    """Start the demo; return when it has ended, or at once when detached.

    :param port: of Odoo; the page with what was sent has the next one if that is free.
    :param fresh: drop what was done in the demo before.
    :param detach: leave it running in the background.
    """
    steps.begin("Demo shop")
    prepare_database(fresh)
    steps.begin("Server")
    say("starting")
    sink_port = port + 1 if server.port_is_free(port + 1) else 0
    live = LiveServer(NAME, database_name(NAME), port, sink_port, detached=detach)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Ignored in what a script has started with &.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    live.start()
    stop = "`make stop` ends it." if detach else "Ctrl-C ends it."
    show_summary(live.url, live.sink_url, stop)
    if detach:
        return
    try:
        live.processes[-1].wait()
        print("The server has ended.")
    except KeyboardInterrupt:
        print("\nStopping the demo.")
    finally:
        live.stop()


def show_summary(url: str, sink_url: str, how_to_stop: str):
    """Print where everything is."""
    print(
        SUMMARY.format(url=url, sink_url=sink_url, how_to_stop=how_to_stop), flush=True
    )


def send_no_pdf():
    """Take the PDF off Odoo's own e-mails: without wkhtmltopdf none of them leaves.

    Without it a web order paid by bank transfer would hang, for one.
    """
    say("no wkhtmltopdf here: Odoo's own e-mails go without their PDF")
    sql("DELETE FROM mail_template_ir_actions_report_rel", database_name(NAME))


def prepare_database(fresh: bool = False):
    """Make the demo's database, or bring an older one up to date with the addons."""
    present = digest(databases.base_name(), addons_digest())
    stamp = STATE / "demo.present"
    if fresh or not databases.exists(NAME):
        stamp.unlink(missing_ok=True)
        databases.fresh_copy(NAME, databases.ensure_warm)
        LiveServer(NAME, NAME).clear_kept()
        if not shutil.which("wkhtmltopdf"):
            send_no_pdf()
    elif not stamp.is_file() or stamp.read_text() != present:
        say("bringing its addons up to date")
        with databases.building():
            addons = databases.own_addons()
            database = database_name(NAME)
            try:
                databases.install(database, addons, log="demo-update.log", update=True)
            except DevError as error:
                raise DevError(
                    f"{error}\nTo begin with a new demo shop: make demo ARGS=--fresh"
                ) from error
    stamp.write_text(present)
