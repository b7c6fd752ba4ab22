"""Orders to which no more is to come are finished, so that their links end."""

from odoo import SUPERUSER_ID, api

#: Pages that are in memory at a time.
BATCH = 500


def close_locked(env):
    """Say of locked orders of services that no more will come: it is on no page yet."""
    env.cr.execute(
        """
        SELECT page.id, page.res_id
          FROM customer_status_page page
          JOIN sale_order ON sale_order.id = page.res_id
         WHERE page.res_model = 'sale.order'
           AND page.finished_at IS NULL
           AND page.facts ->> 'step' IN ('confirmed', 'partly_delivered')
           AND sale_order.locked AND sale_order.state = 'sale'
         ORDER BY page.id
        """
    )
    rows = env.cr.fetchall()
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        orders = env["sale.order"].browse([order_id for _id, order_id in batch])
        for page_id, order_id in batch:
            order = env["sale.order"].browse(order_id).with_prefetch(orders.ids)
            lines = order.order_line.filtered(
                lambda line: not line.display_type and not line.is_downpayment
            )
            if lines._are_status_closed():
                page = env["customer.status.page"].browse(page_id)
                page._rewrite(lambda facts: {**facts, "is_closed": True})
        env.flush_all()
        env.invalidate_all()


def migrate(cr, version):
    """Date the end of those that may be finished and are not yet."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    close_locked(env)
    cr.execute(
        """
        SELECT id FROM customer_status_page
         WHERE finished_at IS NULL
           AND facts ->> 'step' IN ('confirmed', 'partly_delivered')
         ORDER BY id
        """
    )
    ids = [id_ for [id_] in cr.fetchall()]
    for start in range(0, len(ids), BATCH):
        pages = env["customer.status.page"].browse(ids[start : start + BATCH])
        env.add_to_compute(pages._fields["finished_at"], pages)
        env.flush_all()
        env.invalidate_all()
