"""Service orders that are paid are finished, so that their links end; others go on."""

from odoo import SUPERUSER_ID, api

#: Pages that are in memory at a time.
BATCH = 500


def migrate(cr, version):
    """Date the end of those that may be finished and are not yet."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        """
        SELECT id FROM customer_status_page
         WHERE finished_at IS NULL
           AND facts ->> 'step' = 'confirmed'
           AND facts ->> 'billing' IN ('paid', 'credited')
         ORDER BY id
        """
    )
    ids = [id_ for [id_] in cr.fetchall()]
    for start in range(0, len(ids), BATCH):
        pages = env["customer.status.page"].browse(ids[start : start + BATCH])
        env.add_to_compute(pages._fields["finished_at"], pages)
        env.flush_all()
        env.invalidate_all()
