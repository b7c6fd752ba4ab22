from odoo import api, fields, models

from .. import const


class CustomerStatusRule(models.Model):
    """Which messages Odoo itself would send of the same event."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.rule"  # pylint: disable=R8180

    odoo_message = fields.Char(
        string="Odoo sends, too",
        compute="_compute_odoo_message",
        help="A message of Odoo's own on the same occasion, so that the customer may "
        "hear of it twice.",
    )

    @api.depends("event", "res_model", "company_id")
    def _compute_odoo_message(self):
        messages = {}
        for rule in self:
            company = rule.company_id or self.env.company
            if company not in messages:
                messages[company] = self._get_odoo_messages(company)
            is_order = rule.res_model == "sale.order"
            rule.odoo_message = is_order and messages[company].get(rule.event)

    @api.model
    def _get_odoo_messages(self, company):
        """Return ``{event: words}`` of what Odoo tells a shop's customers of orders.

        Words in the reader's language. Addons that know of more messages add theirs.
        """
        params_sudo = self.env["ir.config_parameter"].sudo()
        messages = {
            const.EVENT_QUOTATION_SENT: self.env._(
                "the quotation itself, when it is sent by e-mail"
            ),
            const.EVENT_CONFIRMED: self.env._(
                "an order confirmation, when the customer signs or pays online"
            ),
        }
        if params_sudo.get_param("sale.automatic_invoice"):
            messages[const.EVENT_INVOICED] = self.env._(
                "the invoice, after an online payment"
            )
        return messages
