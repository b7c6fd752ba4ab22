"""Waiting briefly for what another has in hand."""

from psycopg2.errors import LockNotAvailable

from odoo.tools import SQL

from . import const


def lock_briefly(records):
    """Lock the rows of ``records``; wait some seconds at most for who has them.

    :return: whether they are ours now. ``False``: another still has one of them.
    :raise psycopg2.OperationalError: when another had one and has changed it. Only a
        new transaction sees what it did; Odoo begins a request anew for it.
    """
    if not records:
        return True
    cr = records.env.cr
    [[before]] = records.env.execute_query(
        SQL("SELECT current_setting('lock_timeout')")
    )
    set_to = "SELECT set_config('lock_timeout', %s, true)"
    try:
        with cr.savepoint():
            cr.execute(SQL(set_to, f"{const.LOCK_SECONDS}s"))
            rows = SQL(
                "SELECT 1 FROM %s WHERE id IN %s ORDER BY id FOR UPDATE",
                SQL.identifier(records._table),
                tuple(records.ids),
            )
            cr.execute(rows, log_exceptions=False)
            cr.execute(SQL(set_to, before))
    except LockNotAvailable:
        return False
    return True
