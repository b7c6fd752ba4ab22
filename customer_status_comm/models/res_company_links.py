from odoo import fields, models

from .. import const


class ResCompany(models.Model):
    """How long a shop's links work, and how long it remembers what was seen."""

    # A file of its own for its own reason to change.
    _inherit = "res.company"  # pylint: disable=R8180

    customer_status_link_months = fields.Integer(
        string="Links work for (months)",
        default=const.LINK_MONTHS,
        help="How long a link works after its order is finished: all has come and "
        "nothing is owed, services are invoiced and paid, or it is cancelled. 0: for "
        "ever. Counts for all links; those to a quotation end with it.",
    )
    customer_status_quiet_months = fields.Integer(
        string="Links without news work for (months)",
        default=const.QUIET_MONTHS,
        help="How long a link works after the last news of an order that never is "
        "finished: not delivered in full, say, or never paid. News makes it work "
        "again. 0: for ever.",
    )
    customer_status_retention_months = fields.Integer(
        string="Archive is kept for (months)",
        default=const.RETENTION_MONTHS,
        help="How long the archive keeps what customers saw. That something was told "
        "stays known, so that it is never told again. 0: for ever.",
    )

    _customer_status_link_months_within = models.Constraint(
        f"CHECK(customer_status_link_months BETWEEN 0 AND {const.MOST_MONTHS}"
        f" AND customer_status_quiet_months BETWEEN 0 AND {const.MOST_MONTHS}"
        f" AND customer_status_retention_months BETWEEN 0 AND {const.MOST_MONTHS})",
        "Type a number of months between 0 and 1,200. 0 means for ever.",
    )


class ResConfigSettings(models.TransientModel):
    """The same in the settings."""

    _inherit = "res.config.settings"  # pylint: disable=R8180

    customer_status_link_months = fields.Integer(
        related="company_id.customer_status_link_months", readonly=False
    )
    customer_status_quiet_months = fields.Integer(
        related="company_id.customer_status_quiet_months", readonly=False
    )
    customer_status_retention_months = fields.Integer(
        related="company_id.customer_status_retention_months", readonly=False
    )
