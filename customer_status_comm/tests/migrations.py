"""Runs a script of ``migrations/`` as an update does."""

from odoo.modules.migration import load_script
from odoo.tools import file_path


def load_migration(addon, name):
    """Return a migration of an addon's as a module, as Odoo loads it.

    :param name: the file's, below ``migrations``: ``"19.0.1.1.0/end-something"``.
    """
    path = file_path(f"{addon}/migrations/{name}.py")
    return load_script(path, name)


def migrate(cr, name, addon="customer_status_comm", version="19.0.1.1.0"):
    """Run one script on the database as it is.

    :param str name: of the file, without its ending.
    """
    load_migration(addon, f"{version}/{name}").migrate(cr, "19.0.1.0.0")
