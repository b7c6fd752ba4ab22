"""Waiting briefly for what another has in hand."""

from psycopg2.errors import LockNotAvailable

from odoo.tools import SQL

from . import const


def lock_briefly(records):
    """Lock the rows of ``records``; wait some seconds at most for who has them.

    Nothing that refers to them can be written meanwhile.

    :return: whether they are ours now. ``False``: another still has one of them.
    :raise psycopg2.OperationalError: when another had one and has changed it. Only a
        new transaction sees what it did; Odoo begins a request anew for it.
    """
    return _take_briefly(
        records, "SELECT 1 FROM %s WHERE id IN %s ORDER BY id FOR UPDATE"
    )


def take_turns(records):
    """Have those who call this for the same records do it one after the other.

    Each then sees what those before have written. What refers to the records may be
    written by anybody meanwhile.

    :return: whether it is our turn. ``False``: another is not done yet.
    :raise psycopg2.OperationalError: when another was, while we waited or before that;
        Odoo begins a request anew for it, and then sees what the other did.
    """
    return _take_briefly(records, "UPDATE %s SET write_uid = write_uid WHERE id IN %s")


def _take_briefly(records, statement):
    """Do ``statement`` to rows, waiting some seconds at most; whether that came about.

    :param str statement: SQL with places for the table and the ids.
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
            table = SQL.identifier(records._table)
            cr.execute(SQL(statement, table, tuple(records.ids)), log_exceptions=False)
            cr.execute(SQL(set_to, before))
    except LockNotAvailable:
        return False
    return True
