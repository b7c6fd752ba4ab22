"""Numbers of parcels that the ledger kept when what customers saw was forgotten."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.customer_status_comm import const


def migrate(cr, _version):
    """Hide them, as erasure and the end of the archive's months do now."""
    events = api.Environment(cr, SUPERUSER_ID, {})["customer.status.event"]
    last = 0
    while rows := events.browse(_find_forgotten(cr, last)):
        rows._hide_numbers()
        events.env.flush_all()
        events.env.invalidate_all()
        last = rows[-1].id


def _find_forgotten(cr, last):
    """Return ids of a batch of rows with a number and no facts, behind one of them."""
    cr.execute(
        SQL(
            """
            SELECT id FROM customer_status_event
             WHERE id > %s AND event = %s AND facts IS NULL
          ORDER BY id LIMIT %s
            """,
            last,
            const.EVENT_TRACKING,
            const.GC_BATCH,
        )
    )
    return [id_ for [id_] in cr.fetchall()]
