from odoo import api, fields, models
from odoo.exceptions import UserError

from ..shape import check_shape


class CustomerStatusRule(models.Model):
    """Rules for every company are changed by those who have every company."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.rule"  # pylint: disable=R8180

    company_id = fields.Many2one(default=lambda self: self._default_company_id())

    @api.model
    def _default_company_id(self):
        """Return a company for who may not decide for all of them."""
        nothing = self.env["res.company"]
        return nothing if self._may_decide_for_all() else self.env.company

    @api.model
    def _may_decide_for_all(self):
        """Whether the user may change what every company tells.

        Administrators may: they give themselves any company.
        """
        user = self.env.user
        if self.env.su or user.has_group("base.group_system"):
            return True
        # Archived ones tell nobody; Odoo's copy has them searched, too.
        others = [("active", "=", True), ("id", "not in", user.company_ids.ids)]
        return not self.env["res.company"].sudo().search_count(others, limit=1)

    def _check_may_decide(self, becomes_shared=False):
        """Refuse a rule without a company to those who have not every company.

        :raise UserError: when one of these is such a rule, or shall become one.
        """
        is_shared = becomes_shared or not all(rule.company_id for rule in self)
        if is_shared and not self._may_decide_for_all():
            raise UserError(
                self.env._(
                    "This rule is for every company, and you do not belong to all of "
                    "them. Make one for your own: duplicate it and choose your company."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._check_may_decide()
        return rules

    def write(self, vals):
        check_shape(self, "write", vals)
        self._check_may_decide("company_id" in vals and not vals["company_id"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_all(self):
        self._check_may_decide()

    def copy_data(self, default=None):
        """Give a duplicate to the company of who may not decide for all."""
        vals_list = super().copy_data(default)
        own = self._default_company_id()
        for vals in vals_list:
            vals["company_id"] = vals.get("company_id") or own.id
        return vals_list
