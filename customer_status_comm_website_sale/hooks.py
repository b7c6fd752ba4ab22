"""What is done once, when the addon is installed, and when it is uninstalled."""

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


def uninstall_hook(env):
    """Switch the rules off that were for web orders only.

    What they ask for is gone with the addon. Left as they are they would keep every
    order from being published; for all orders they would tell what nobody meant to.
    """
    rules = env["customer.status.rule"].with_context(active_test=False)
    mine = rules.search([("criteria", "like", "is_web_order")])
    for rule in mine:
        rule.only_web_orders = False
        if "is_web_order" in rule.criteria:  # within criteria of somebody's own making
            rule.criteria = "[]"
    mine.active = False
