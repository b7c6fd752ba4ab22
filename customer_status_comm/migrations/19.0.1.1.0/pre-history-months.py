"""How long messages are kept: for ever, in a shop that never asked for less."""

from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


def migrate(cr, _version):
    """Switch deleting off where messages were kept before there was such a setting.

    Odoo fills a new column with what new companies start with.
    """
    if column_exists(cr, "res_company", "customer_communication_months"):
        return
    create_column(cr, "res_company", "customer_communication_months", "int4")
    cr.execute(SQL("UPDATE res_company SET customer_communication_months = 0"))
