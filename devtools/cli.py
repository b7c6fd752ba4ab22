"""The commands of ``./dev``."""

import argparse
import os
import shutil
import sys

from . import contents, databases, demo, node, odoo_source, packages, postgres, server
from .odoo_command import odoo_environment, write_config
from .paths import PYTHON, STATE, TOP
from .steps import DevError, run, say, steps


def prepare(further_steps: int = 0):
    """Do what every command with a database needs.

    :param further_steps: so many the command itself adds to the progress shown.
    """
    steps.plan(3 + further_steps)
    STATE.mkdir(exist_ok=True)
    steps.begin("Python packages")
    packages.ensure_venv()
    steps.begin("Odoo")
    odoo_source.ensure_odoo()
    steps.begin("PostgreSQL")
    postgres.ensure_postgres()
    write_config()


def setup(_options):
    """Fetch and build all that the other commands need."""
    prepare(1)
    steps.begin("Databases")
    with databases.building():
        databases.ensure_full()
    say("ready")


def run_demo(options):
    """Start the demo shop; Ctrl-C ends it."""
    runs = server.running(demo.NAME)
    if runs:
        demo.show_summary(runs["url"], runs["sink_url"], "`make stop` ends it.")
        return
    demo.check_port(options.port)
    prepare(2)
    demo.run_demo(options.port, options.fresh, options.detach)


def serve(options):
    """Serve a fresh copy of the demo shop, beside the demo itself; Ctrl-C ends it."""
    prepare(2)
    steps.begin("Database")
    database = databases.fresh_copy(options.database, databases.ensure_warm)
    steps.begin("Server")
    live = server.LiveServer(options.database, database, options.port)
    try:
        live.start()
        print(f"{live.url}  {live.sink_url}", flush=True)
        live.processes[-1].wait()
    except KeyboardInterrupt:
        pass
    finally:
        live.stop()


def test(options):
    """Check and test everything, or what the arguments choose."""
    from . import testing

    sys.exit(testing.run_tests(options.arguments))


def test_long(_options):
    """Run what takes hours: more of everything, and tests by Odoo's own runner."""
    from . import long_tests

    prepare()
    sys.exit(long_tests.run_tests())


def test_odoo(options):
    """Run Odoo's own tests without our addons and with them, and compare."""
    from . import odoo_tests

    prepare(2)
    sys.exit(odoo_tests.run_tests(options.choices, options.again))


def lint(options):
    """Check the form of all files; needs neither Odoo nor a database."""
    from . import linting

    STATE.mkdir(exist_ok=True)
    packages.ensure_venv()
    sys.exit(len(linting.run_checks(options.checks)))


def shell(options):
    """Open Odoo's shell on the demo shop."""
    prepare(1)
    steps.begin("Demo shop")
    if not databases.exists(demo.NAME):
        demo.prepare_database()
    command = [PYTHON, "-m", "odoo", "shell", "-d", databases.database_name(demo.NAME)]
    command += ["--no-http", "--log-level=warn", *options.arguments]
    os.execve(command[0], list(map(str, command)), odoo_environment())


def screenshots(options):
    """Take the pictures of the documentation from a fresh copy of the demo shop."""
    run_beside_server("screenshots", ["devtools.screenshots"], options.arguments)


def bench(options):
    """Measure against stock Odoo, in one run, on fresh copies of the demo shop."""
    from . import benchmarks

    prepare(3)
    steps.begin("Chromium")
    packages.ensure_browser()
    sys.exit(1 if benchmarks.run_benchmarks(options.programs) else 0)


def run_beside_server(name, modules, arguments):
    """Run Python modules one after the other beside a server of their own.

    They find its addresses in ``ODOO_URL`` and ``SINK_URL``.

    :param name: of the server's database and files.
    """
    prepare(3)
    steps.begin("Chromium")
    packages.ensure_browser()
    steps.begin("Database")
    database = databases.fresh_copy(name, databases.ensure_warm)
    steps.begin("Server")
    live = server.LiveServer(name, database)
    try:
        live.start()
        env = odoo_environment(ODOO_URL=live.url, SINK_URL=live.sink_url)
        for module in modules:
            run(PYTHON, "-m", module, *arguments, cwd=TOP, env=env)
    finally:
        live.stop()
        databases.drop(database)


def wheel(_options):
    """Build the wheel with all addons into dist/."""
    from . import wheels

    STATE.mkdir(exist_ok=True)
    packages.ensure_venv()
    print(wheels.build(TOP / "dist"))


def changelog(options):
    """Put what is new into CHANGELOG.md; --draft only shows it."""
    from . import changelog as of_release

    STATE.mkdir(exist_ok=True)
    packages.ensure_venv()
    of_release.build(options.draft)


def i18n(_options):
    """Export the texts to translate, and merge them into the Danish catalogues."""
    prepare(2)
    steps.begin("Database")
    database = databases.fresh_copy("i18n", databases.ensure_full)
    try:
        databases.install(database, sorted(contents.APART), log="apart.log")
        steps.begin("Texts")
        addons = (*contents.own_addons(), *sorted(contents.APART))
        command = [PYTHON, "-m", "devtools.i18n", database, *addons]
        run(*command, cwd=TOP, env=odoo_environment())
    finally:
        databases.drop(database)


def lock(_options):
    """Compile requirements/*.lock and package-lock.json, from the newest packages."""
    STATE.mkdir(exist_ok=True)
    packages.ensure_venv()
    packages.compile_locks()
    node.compile_lock()


def stop(_options):
    """Stop everything of this checkout that runs in the background."""
    for name in server.stop_running():
        print(f"stopped {name}")
    if postgres.is_private() and postgres.stop_postgres():
        print("stopped PostgreSQL")


def clean(options):
    """Delete all that was made for this checkout; what is shared stays."""
    stop(options)
    if postgres.is_private():
        postgres.remove_cluster()
    else:
        databases.drop_all()
    for folder in (STATE, node.MODULES):
        shutil.rmtree(folder, ignore_errors=True)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return the command with its options."""
    parser = argparse.ArgumentParser(prog="dev", description=__doc__)
    commands = parser.add_subparsers(metavar="command", required=True)

    def add(function, name=""):
        summary = function.__doc__.partition("\n")[0]
        name = name or function.__name__
        command = commands.add_parser(name, help=summary, description=summary)
        command.set_defaults(function=function)
        return command

    add(setup)
    command = add(run_demo, "demo")
    port = int(os.environ.get("ODOO_PORT") or 8069)
    detach = os.environ.get("ODOO_DEMO_DETACH", "") not in ("", "0")
    command.add_argument("--port", type=int, default=port, help="8069, or $ODOO_PORT")
    command.add_argument("--fresh", action="store_true", help="forget what was done")
    command.add_argument("--detach", action="store_true", default=detach)
    add(test).add_argument("arguments", nargs=argparse.REMAINDER, metavar="pytest…")
    add(test_long, "test-long")
    command = add(test_odoo, "test-odoo")
    help_text = "a standard module, or module:word,word for some of its test files"
    command.add_argument("choices", nargs="*", help=help_text)
    command.add_argument("--again", action="store_true", help="our side, even if kept")
    add(lint).add_argument("checks", nargs="*", help="only these, by name")
    for function in (shell, screenshots):
        add(function).add_argument("arguments", nargs=argparse.REMAINDER)
    add(bench).add_argument(
        "programs",
        nargs="*",
        help="only these, by name; with arguments in one word: 'telling --most 100000'",
    )
    add(changelog).add_argument("--draft", action="store_true", help="only show it")
    command = add(serve)
    command.add_argument("--database", default="served", help="made anew")
    command.add_argument("--port", type=int, default=0)
    for function in (wheel, i18n, lock, stop, clean):
        add(function)
    return parser.parse_args(arguments)


def main():
    """Run one command; a failure that was foreseen is one message."""
    options = parse(sys.argv[1:] or ["--help"])
    try:
        options.function(options)
    except DevError as error:
        sys.exit(f"{error}")
    except KeyboardInterrupt:
        sys.exit(130)
