"""Copies of messages in the chatter that fetch pictures from elsewhere, or dress up."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.customer_status_comm import const

#: What a copy has that is more than plain words.
DRESSED = ["%<img%", "%style=%", "%class=%", "%background=%"]


def migrate(cr, _version):
    """Have the chatter show messages of before as it shows new ones."""
    messages = api.Environment(cr, SUPERUSER_ID, {})["customer.communication"]
    last = 0
    while rows := messages.browse(_find_dressed(cr, last)):
        for row in rows:
            copy = row.mail_message_id
            shown = row.with_context(lang=row.user_id.lang)._show_in_chatter(copy.body)
            if shown != copy.body:
                copy.body = shown
        messages.env.flush_all()
        messages.env.invalidate_all()
        last = rows[-1].id


def _find_dressed(cr, last):
    """Return ids of a batch of messages, behind one of them."""
    cr.execute(
        SQL(
            """
            SELECT message.id
              FROM customer_communication message
              JOIN mail_message copy ON copy.id = message.mail_message_id
             WHERE message.id > %s AND copy.body ILIKE ANY(%s)
          ORDER BY message.id LIMIT %s
            """,
            last,
            DRESSED,
            const.GC_BATCH,
        )
    )
    return [id_ for [id_] in cr.fetchall()]
