from odoo import fields, models

from .. import const


class ResCompany(models.Model):
    """When the managers are woken because customers hear nothing."""

    # A file of its own for its own reason to change.
    _inherit = "res.company"  # pylint: disable=R8180

    customer_status_alarm_minutes = fields.Integer(
        string="Alarm after (minutes)",
        default=const.ALARM_MINUTES,
        help="The managers get an activity when something should have been published "
        "and nothing was for so many minutes. Default: 30. 0: no such alarm.",
    )

    _customer_status_alarm_minutes_within = models.Constraint(
        f"CHECK(customer_status_alarm_minutes BETWEEN 0 AND {const.MOST_MINUTES})",
        "Type a number of minutes between 0 and 525,600 (a year). 0 means no alarm.",
    )


class ResConfigSettings(models.TransientModel):
    """The same in the settings."""

    _inherit = "res.config.settings"  # pylint: disable=R8180

    customer_status_alarm_minutes = fields.Integer(
        related="company_id.customer_status_alarm_minutes", readonly=False
    )
