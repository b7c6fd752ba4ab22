"""What is done once, when the addon is installed."""

from odoo import SUPERUSER_ID
from odoo.tools import SQL


def post_init_hook(env):
    """Mark the web orders there are.

    The web shop makes its carts as Odoo itself; what staff have copied they made.
    """
    env.flush_all()
    env.cr.execute(
        SQL(
            "UPDATE sale_order SET is_web_order = TRUE "
            "WHERE website_id IS NOT NULL AND create_uid = %s",
            SUPERUSER_ID,
        )
    )
    env.invalidate_all()
