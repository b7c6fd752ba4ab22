"""Ready-made databases, each level a copy of the one before.

``bare``
    what the main addon depends on, and not one module more; without demo data. Kept in
    the machine's cache, too.
``base``
    the standard modules without their demo data. Kept in the machine's cache too.
``full``
    ``base`` and this repository's addons with their demo data.
``warm``
    ``full`` with the web client's asset bundles built, for browsers.
``tested``
    ``warm``, if it is there, or ``full``, with the addons under ``tests/addons`` and
    the company that the tests work in; beside ``warm`` with the bundles, too, that
    these addons change.

Names carry a hash of all that went into them, so a stale one is never used; each is
built under a temporary name and renamed, so an interrupted one neither.
"""

import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from .contents import (
    addons_digest,
    bare_modules,
    digest,
    own_addons,
    standard_modules,
    web_digest,
)
from .odoo_command import odoo
from .odoo_source import identity
from .paths import (
    CACHE,
    CONFIG,
    DATA_DIR,
    LOGS,
    OCA_REQUIREMENTS,
    STATE,
    TOP,
    folders_of_test_addons,
)
from .postgres import database_name, sql, version
from .steps import DevError, locked, run, say

LANGUAGES = ("da_DK",)
#: Raise it when the way of building changes.
FORMAT = "4"
#: So many saved databases stay in the machine's cache.
KEPT = 5
#: Without demo data the administrator has no address to send from, and is shown
#: Odoo's guided tours.
ADMINISTRATOR = """
env.ref("base.user_admin").write({"email": "admin@example.com", "tour_enabled": False})
env.cr.commit()
"""
#: What browsers load: the back office, web pages, the point of sale, tours.
BUNDLES = (
    "web.assets_web",
    "web.assets_frontend",
    "web.assets_frontend_minimal",
    "web.assets_frontend_lazy",
    "point_of_sale.assets_prod",
    "customer_status_comm_pos.assets_panel",
    "web.assets_tests",
    "web.__assets_tests_call__",
)
#: Large, and loaded only by the tests of JavaScript at /web/tests.
UNIT_TEST_BUNDLES = ("web.assets_unit_tests_setup", "web.assets_unit_tests")
BUILD_BUNDLES = """
for bundle in {!r}:
    env["ir.qweb"]._get_asset_bundle(bundle, css=False, js=True).js()
    env["ir.qweb"]._get_asset_bundle(bundle, css=True, js=False).css()
env.cr.commit()
"""
#: Its accounts take seconds, which no run of a few tests should.
MAKE_SHOP = """
from odoo.addons.customer_status_comm.tests.common import make_shop
make_shop(env)
env.cr.commit()
"""
#: What ``MAKE_SHOP`` calls.
SHOP_MAKER = TOP / "customer_status_comm/tests/common.py"


# --- single databases --------------------------------------------------------------


def filestore(database: str) -> Path:
    """Return the folder of a database's attachments."""
    return DATA_DIR / "filestore" / database


def existing() -> list[str]:
    """Return the real names of all databases of the server."""
    return sql("SELECT datname FROM pg_database").split()


def exists(name: str) -> bool:
    """Tell whether one of our databases is there."""
    return database_name(name) in existing()


def drop(database: str):
    """Drop a database and its files, with its connections; no error without one.

    :param database: real name.
    """
    run("dropdb", "--if-exists", "--force", database, stderr=subprocess.DEVNULL)
    shutil.rmtree(filestore(database), ignore_errors=True)


def drop_all():
    """Drop every database of this checkout from a server that is not ours alone."""
    for database in existing():
        if database.startswith(database_name("")):
            drop(database)


def copy(source: str, target: str):
    """Make ``target``, real names both, a copy of ``source``."""
    drop(target)
    run("createdb", "-T", source, target)
    if filestore(source).is_dir():
        # Odoo never changes a stored file, so both may share it.
        run("cp", "-al", filestore(source), filestore(target))


def rename(source: str, target: str):
    """Give a database, and its files, another name."""
    if filestore(source).is_dir():
        shutil.rmtree(filestore(target), ignore_errors=True)
        filestore(source).rename(filestore(target))
    sql(f'ALTER DATABASE "{source}" RENAME TO "{target}"')


# --- the levels --------------------------------------------------------------------


def bare_name() -> str:
    """Return the name of the ``bare`` level that fits the present files."""
    oca = OCA_REQUIREMENTS.read_text()
    return f"bare-{digest(FORMAT, identity(), version(), oca, *bare_modules())}"


def base_name() -> str:
    """Return the name of the ``base`` level that fits the present files."""
    oca = OCA_REQUIREMENTS.read_text()
    parts = (FORMAT, identity(), version(), oca, *LANGUAGES, *standard_modules())
    return f"base-{digest(*parts)}"


def full_name() -> str:
    """Return the name of the ``full`` level that fits the present files."""
    return f"full-{digest(base_name(), addons_digest())}"


def warm_name() -> str:
    """Return the name of the ``warm`` level that fits the present files."""
    return f"warm-{digest(full_name(), web_digest(), *BUNDLES)}"


def tested_name() -> str:
    """Return the name of the ``tested`` level that fits the present files."""
    below = warm_name() if exists(warm_name()) else full_name()
    own = addons_digest(folders_of_test_addons())
    return f"tested-{digest(below, own, MAKE_SHOP, SHOP_MAKER.read_text())}"


def ensure_bare() -> str:
    """Return the real name of the ``bare`` level, made if need be."""
    return ensure_level(bare_name(), build_bare, restore_base, save_base)


def ensure_base() -> str:
    """Return the real name of the ``base`` level, made if need be."""
    return ensure_level(base_name(), build_base, restore_base, save_base)


def ensure_full() -> str:
    """Return the real name of the ``full`` level, made if need be."""
    return ensure_level(full_name(), build_full)


def ensure_warm() -> str:
    """Return the real name of the ``warm`` level, made if need be."""
    return ensure_level(warm_name(), build_warm)


def ensure_tested() -> str:
    """Return the real name of the ``tested`` level, made if need be."""
    return ensure_level(tested_name(), build_tested)


def ensure_level(name: str, build, restore=None, save=None) -> str:
    """Return the real name of a level, making it unless it is there.

    :param build: called with the real name of a database to make.
    :param restore: as ``build``, from the machine's cache; returns whether it could.
    :param save: called with the database and ``name``, to fill that cache.
    """
    level = database_name(name)
    if level in existing():
        return level
    making = database_name(f"making-{name}")
    drop(making)
    if not (restore and restore(making, name)):
        build(making)
        if save:
            save(making, name)
    rename(making, level)
    kind = database_name(name.partition("-")[0] + "-")
    for old in existing():
        if old.startswith(kind) and old != level:
            drop(old)
    return level


def build_bare(making: str):
    """Install what the main addon depends on."""
    say("installing only what the main addon needs")
    odoo(
        *("-d", making, "-i", ",".join(bare_modules()), "--without-demo"),
        *("--stop-after-init", "--no-http"),
        log="bare.log",
    )


def build_base(making: str):
    """Install the standard modules."""
    modules = standard_modules()
    say(f"installing {len(modules)} standard modules and what they need (a minute)")
    odoo(
        *("-d", making, "-i", ",".join(modules), "--without-demo"),
        *("--stop-after-init", "--no-http"),
        log="base.log",
    )
    # Not with --load-language, which would make it the only language there is.
    languages = ("i18n", "loadlang", "-c", CONFIG, "-d", making, "-l", *LANGUAGES)
    odoo(*languages, log="languages.log")
    odoo("shell", "-d", making, "--no-http", log="admin.log", script=ADMINISTRATOR)
    # Odoo gives a module its demo data only when all that it depends on has them.
    sql("UPDATE ir_module_module SET demo = true", making)


def save_base(making: str, name: str):
    """Keep a database of standard modules for other checkouts of this machine."""
    folder = CACHE / "databases"
    folder.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix="partial-", dir=folder))
    run("pg_dump", "-Fc", "-Z1", "-f", partial / "dump", making)
    run("tar", "-cf", partial / "files.tar", "-C", filestore(making), ".")
    partial.chmod(0o755)
    with contextlib.suppress(OSError):  # another checkout was faster
        partial.rename(folder / name)
    shutil.rmtree(partial, ignore_errors=True)
    kind = name.partition("-")[0]
    saved = sorted(folder.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime)
    for old in saved[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def restore_base(making: str, name: str) -> bool:
    """Take a database of standard modules that another checkout has kept."""
    saved = CACHE / "databases" / name
    if not (saved / "files.tar").is_file():
        return False
    say("restoring the standard modules from this machine's cache")
    run("createdb", "-T", "template0", making)
    try:
        restore = ("pg_restore", "-j2", "--no-owner", "--exit-on-error")
        run(*restore, "-d", making, saved / "dump")
        filestore(making).mkdir(parents=True, exist_ok=True)
        run("tar", "-xf", saved / "files.tar", "-C", filestore(making))
    except DevError as error:
        say(f"that failed, so they are installed anew: {error}")
        shutil.rmtree(saved, ignore_errors=True)
        drop(making)
        return False
    return True


def build_full(making: str):
    """Install this repository's addons with their demo data."""
    copy(ensure_base(), making)
    addons = own_addons()
    if addons:
        say(f"installing {', '.join(addons)}")
        install(making, addons, log="addons.log")


def install(database: str, addons: list[str], log: str, update: bool = False):
    """Install (or also update) addons; broken demo data is an error."""
    arguments = ["-d", database, "-i", ",".join(addons)]
    if update:
        arguments += ["-u", ",".join(addons)]
    said = odoo(*arguments, "--stop-after-init", "--no-http", log=log)
    if "demo data failed to install" in said:
        trouble = said.partition("demo data failed to install")[2][-5000:]
        raise DevError(f"{trouble}\nThe demo data could not be loaded: {LOGS / log}")


def build_warm(making: str):
    """Build the bundles that browsers load."""
    copy(ensure_full(), making)
    say("building the web client's bundles")
    script = BUILD_BUNDLES.format(BUNDLES)
    odoo("shell", "-d", making, "--no-http", log="bundles.log", script=script)


def build_tested(making: str):
    """Install the addons that only the tests need, and make their company."""
    warm = exists(warm_name())
    copy(ensure_warm() if warm else ensure_full(), making)
    addons = [folder.name for folder in folders_of_test_addons()]
    if addons:
        say(f"installing {', '.join(addons)}")
        install(making, addons, log="test-addons.log")
    say("making the tests' company")
    script = MAKE_SHOP
    if warm:
        script += BUILD_BUNDLES.format(BUNDLES + UNIT_TEST_BUNDLES)
    odoo("shell", "-d", making, "--no-http", log="tested.log", script=script)


@contextlib.contextmanager
def building():
    """Keep other commands of this checkout from making databases at the same time."""
    with locked(STATE, "databases.lock"):
        yield


def fresh_copy(name: str, level) -> str:
    """Make one of our databases anew as a copy of a level.

    :param level: ``ensure_base``, ``ensure_full`` or ``ensure_warm``.
    :return: real name of the copy.
    """
    with building():
        database = database_name(name)
        copy(level(), database)
        return database
