from odoo import api, models

from odoo.addons.customer_status_comm import const


class CustomerStatusRule(models.Model):
    """What Inventory tells customers of its own accord."""

    _inherit = "customer.status.rule"

    @api.model
    def _get_odoo_messages(self, company):
        messages = super()._get_odoo_messages(company)
        shop = company.sudo()
        ways = []
        if shop.stock_move_email_validation:
            ways.append(self.env._("an e-mail for every delivery"))
        if shop._get_text_validation("sms"):
            ways.append(self.env._("an SMS for every delivery"))
        if ways:
            told = ", ".join(ways)
            messages[const.EVENT_PARTLY_DELIVERED] = told
            messages[const.EVENT_DELIVERED] = told
        return messages
