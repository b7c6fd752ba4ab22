"""Pages published before may have the tracking number of another customer's parcel."""

from odoo import SUPERUSER_ID, api

#: Pages that are in memory at a time.
BATCH = 200


def migrate(cr, version):
    """Clean the pages of all orders that share a parcel with another customer's."""
    clean_parcels(api.Environment(cr, SUPERUSER_ID, {}))


def clean_parcels(env):
    """Take the number away from whom the parcel does not go to."""
    env.flush_all()
    env.cr.execute(
        """
        SELECT move.picking_id, array_agg(DISTINCT sale_line.order_id)
          FROM stock_move move
          JOIN sale_order_line sale_line ON sale_line.id = move.sale_line_id
          JOIN sale_order ON sale_order.id = sale_line.order_id
          JOIN res_partner customer ON customer.id = sale_order.partner_id
         WHERE move.picking_id IS NOT NULL
         GROUP BY move.picking_id
        HAVING count(DISTINCT customer.commercial_partner_id) > 1
        """
    )
    shared = env.cr.fetchall()
    for start in range(0, len(shared), BATCH):
        _clean(env, shared[start : start + BATCH])
        env.flush_all()
        env.invalidate_all()


def _clean(env, shared):
    """Clean the pages of the orders in these parcels.

    :param shared: ``[(id of the stock.picking, ids of its orders)]``.
    """
    hidden = set()
    for picking_id, order_ids in shared:
        picking = env["stock.picking"].browse(picking_id)
        for order in env["sale.order"].browse(order_ids):
            if not picking._is_followed_by(order):
                hidden.add((f"sale.order,{order.id}", f"stock.picking,{picking_id}"))

    def untracked(facts):
        return {
            **facts,
            "deliveries": [
                _untrack(parcel) if (facts["key"], parcel["key"]) in hidden else parcel
                for parcel in facts["deliveries"]
            ],
        }

    orders = {order_id for _picking_id, order_ids in shared for order_id in order_ids}
    pages = env["customer.status.page"]
    domain = [("res_model", "=", "sale.order"), ("res_id", "in", list(orders))]
    pages.search(domain)._rewrite(untracked)


def _untrack(parcel):
    nothing = {"tracking": None, "tracking_url": None}
    return {
        name: value
        for name, value in (parcel | nothing).items()
        if name != "tracking_links"
    }
