from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of the company one works in."""

    _inherit = "res.config.settings"

    customer_service_email = fields.Char(
        related="company_id.customer_service_email", readonly=False
    )
    customer_communication_access = fields.Selection(
        related="company_id.customer_communication_access",
        readonly=False,
        required=True,
    )
    customer_communication_months = fields.Integer(
        related="company_id.customer_communication_months", readonly=False
    )
    customer_status_active = fields.Boolean(
        related="company_id.customer_status_active", readonly=False
    )
    customer_status_hold_days = fields.Integer(
        related="company_id.customer_status_hold_days", readonly=False
    )
    customer_status_mode = fields.Selection(
        related="company_id.customer_status_mode", readonly=False
    )
    customer_status_introduction = fields.Text(
        related="company_id.customer_status_introduction", readonly=False
    )
    customer_communication_hourly_limit = fields.Integer(
        related="company_id.customer_communication_hourly_limit", readonly=False
    )
    customer_status_release_limit = fields.Integer(
        related="company_id.customer_status_release_limit", readonly=False
    )
    customer_status_odoo_messages = fields.Text(
        compute="_compute_customer_status_odoo_messages"
    )

    @api.depends("company_id")
    def _compute_customer_status_odoo_messages(self):
        rules = self.env["customer.status.rule"]
        names = dict(rules._selection_event())
        for settings in self:
            company = settings.company_id
            ours = {rule.event for rule in rules._find_rules(company, "sale.order")}
            settings.customer_status_odoo_messages = "\n".join(
                f"{names[event]}: {message}"
                for event, message in rules._get_odoo_messages(company).items()
                if event in ours
            )
