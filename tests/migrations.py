"""Runs a script of ``migrations/`` as an update does."""

from importlib.util import module_from_spec, spec_from_file_location

from devtools.paths import TOP


def migrate(cr, name, addon="customer_status_comm", version="19.0.1.1.0"):
    """Run one script on the database as it is.

    :param str name: of the file, without its ending.
    """
    path = TOP / addon / "migrations" / version / f"{name}.py"
    spec = spec_from_file_location("migration", path)
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    script.migrate(cr, "19.0.1.0.0")
