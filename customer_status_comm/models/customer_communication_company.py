from odoo import api, fields, models, tools

from .. import const


class CustomerCommunicationCompany(models.AbstractModel):
    """What a company decides of the history of its messages."""

    _name = "customer.communication.company"
    _description = "Company with a History of Messages"

    customer_communication_access = fields.Selection(
        [
            (const.ACCESS_CUSTOMER, "Everybody who may read the customer"),
            (const.ACCESS_DOCUMENT, "Who may read the order it is about"),
        ],
        string="Messages are read by",
        default=const.ACCESS_CUSTOMER,
        required=True,
        help="Their author and customer status managers always read them. Files of a "
        "message are for those who may read the order, whatever is set here.",
    )
    customer_communication_months = fields.Integer(
        string="Messages are kept for (months)",
        default=const.HISTORY_MONTHS,
        help="How long the contact history keeps messages, and their files; then they "
        "are deleted, in the chatter, too. That something was told stays known. 0: for "
        "ever.",
    )

    _customer_communication_months_within = models.Constraint(
        f"CHECK(customer_communication_months BETWEEN 0 AND {const.MOST_MONTHS})",
        "Type a number of months between 0 and 1,200. 0 means for ever.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._forget_strict_company_ids()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if "customer_communication_access" in vals:
            self._forget_strict_company_ids()
        return result

    @api.model
    @tools.ormcache()
    def _get_strict_company_ids(self):
        """Return the ids of companies whose messages follow their documents."""
        companies = self.sudo().with_context(active_test=False)
        strict = [("customer_communication_access", "=", const.ACCESS_DOCUMENT)]
        return frozenset(companies.search(strict).ids)

    @api.model
    def _forget_strict_company_ids(self):
        self.env.registry.clear_cache()
