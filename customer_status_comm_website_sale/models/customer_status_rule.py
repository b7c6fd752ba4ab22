from odoo import api, fields, models

from odoo.addons.customer_status_comm import const

#: What the switch writes in front of a rule's criteria.
WEB_ORDERS = ("is_web_order", "=", True)


class CustomerStatusRule(models.Model):
    """Rules for web orders only, by a switch."""

    _inherit = "customer.status.rule"

    only_web_orders = fields.Boolean(
        string="Web orders only",
        compute="_compute_only_web_orders",
        inverse="_inverse_only_web_orders",
        help="For orders that customers placed in the web shop.",
    )

    @api.depends("criteria")
    def _compute_only_web_orders(self):
        for rule in self:
            rule.only_web_orders = (rule._get_terms() or [])[:1] == [WEB_ORDERS]

    def _inverse_only_web_orders(self):
        for rule in self:
            rule._set_only_web_orders()

    @api.onchange("only_web_orders")
    def _onchange_only_web_orders(self):
        self._set_only_web_orders()

    def _set_only_web_orders(self):
        """Write or take away the switch's condition; the others stay."""
        others = self._get_terms()
        if others is None:  # half typed; saving it is refused
            return
        if others[:1] == [WEB_ORDERS]:
            others = others[1:]
        self.criteria = repr([WEB_ORDERS, *others] if self.only_web_orders else others)

    @api.depends("criteria")
    def _compute_criteria_summary(self):
        result = super()._compute_criteria_summary()
        for rule in self:
            if rule._get_terms() == [WEB_ORDERS]:
                rule.criteria_summary = self.env._("Web orders")
        return result

    @api.model
    def _get_odoo_messages(self, company):
        messages = super()._get_odoo_messages(company)
        websites = self.env["website"].sudo()
        if websites.search_count([("company_id", "=", company.id)], limit=1):
            messages[const.EVENT_CONFIRMED] = (
                self.env._("an order confirmation, when the customer signs online")
                if company.sudo()._is_web_confirmation_replaced()
                else self.env._(
                    "an order confirmation for every web order, and when the customer "
                    "signs online"
                )
            )
        return messages
