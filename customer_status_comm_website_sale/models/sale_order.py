from odoo import fields, models

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.shape import check_shape


class SaleOrder(models.Model):
    """Web orders: told apart from others, under the brand of their web shop."""

    _inherit = "sale.order"

    # Not website_id: that is copied with the order.
    is_web_order = fields.Boolean(
        string="Web order",
        readonly=True,
        copy=False,
        help="A customer placed it in the web shop. A copy of it is no web order.",
    )

    is_passed_on = fields.Boolean(
        string="Another customer's than who ordered it",
        readonly=True,
        copy=False,
        help="Staff have given the web order to another customer: who placed it is not "
        "shown how it stands any more.",
    )

    def write(self, vals):
        check_shape(self, "write", vals)
        if vals.get("partner_id"):
            firm = self.env["res.partner"].browse(vals["partner_id"])
            firm = firm.commercial_partner_id
            placed = self.filtered(lambda order: order._is_placed_by_other_than(firm))
            super(SaleOrder, placed).write({"is_passed_on": True})
        return super().write(vals)

    def _is_placed_by_other_than(self, firm):
        """Whether it is a web order, no cart any more, that somebody else placed."""
        self.ensure_one()
        is_placed = self.is_web_order and self.state != "draft"
        return is_placed and self.partner_id.commercial_partner_id != firm

    def get_base_url(self):
        """Return the domain of the order's web shop, never of another company's."""
        if len(self) == 1 and self.website_id and not self._get_status_website():
            return self.company_id.get_base_url()
        return super().get_base_url()

    def _get_status_website(self):
        """Return the website of an order, if it belongs to the order's company."""
        self.ensure_one()
        website = self.sudo().website_id
        return website.filtered(lambda site: site.company_id == self.company_id)

    def _prepare_status_facts(self):
        facts = super()._prepare_status_facts()
        for order in self.filtered("is_web_order"):
            mine, website = facts[order.id], order._get_status_website()
            # A bank transfer: Odoo calls it a quotation that was sent.
            if mine["step"] == const.STEP_QUOTATION_SENT:
                mine["step"] = const.STEP_AWAITING_PAYMENT
            if website:
                mine["site"] = {"key": f"website,{website.id}", "name": website.name}
        return facts

    def _send_order_confirmation_mail(self):
        told = self.filtered(lambda order: order._is_confirmation_ours())
        return super(SaleOrder, self - told)._send_order_confirmation_mail()

    def _is_confirmation_ours(self):
        """Whether a status message takes the place of Odoo's order confirmation."""
        self.ensure_one()
        company = self.company_id.sudo()
        if not (self.is_web_order and company._is_web_confirmation_replaced()):
            return False
        rules = self.env["customer.status.rule"]._find_rules(company, self._name)
        fitting = rules.filtered(lambda rule: rule.event == const.EVENT_CONFIRMED)
        return any(rule._filter(self) for rule in fitting)
