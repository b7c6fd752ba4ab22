from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging customers: nothing they were told is lost, nothing is told again."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        """Carry over what names a customer by model and id."""
        result = super()._update_reference_fields(src_partners, dst_partner)
        is_source = [
            ("res_model", "=", "res.partner"),
            ("res_id", "in", src_partners.ids),
        ]
        for model in ("customer.communication", "customer.status.change"):
            self.env[model].sudo().search(is_source).res_id = dst_partner.id
        for page in self.env["customer.status.page"].sudo().search(is_source):
            page._merge_into(dst_partner)
        return result

    @api.model
    def _update_values(self, src_partners, dst_partner):
        """Who did not want status messages does not get them after a merge."""
        everyone = src_partners | dst_partner
        opted_out = not all(everyone.mapped("gets_status_messages"))
        result = super()._update_values(src_partners, dst_partner)
        if opted_out:
            dst_partner.gets_status_messages = False
        return result
