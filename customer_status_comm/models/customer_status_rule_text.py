from odoo import api, models

from .. import const
from ..tools.channel import lacks_text


class CustomerStatusRule(models.Model):
    """Rules whose template says nothing."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.rule"  # pylint: disable=R8180

    @api.model
    def _count_without_text(self, companies):
        """Return ``{company id: number of rules that tell nobody for want of a text}``.

        Counted are those that are switched on and decide in the company.
        """
        rules = self.sudo().search([("company_id", "in", [*companies.ids, False])])
        return {
            company.id: sum(rule._lacks_text() for rule in rules._get_deciding(company))
            for company in companies
        }

    def _get_deciding(self, company):
        """Return those of these rules that ``pick_rule`` may choose in ``company``."""
        own = self.filtered(lambda rule: rule.company_id == company)
        taken = {(rule.event, rule.res_model) for rule in own}
        return own | self.filtered(
            lambda rule: (
                not rule.company_id and (rule.event, rule.res_model) not in taken
            )
        )

    def _lacks_text(self):
        """Whether somebody would be told by this rule, had its template a text."""
        self.ensure_one()
        if self.audience == const.AUDIENCE_NONE:
            return False
        return lacks_text(self.channel, self.template_id._get_automatic_channels())
