from odoo import api, models


class CustomerStatusPage(models.Model):
    """The page of a web order bears the brand of its web shop."""

    _inherit = "customer.status.page"

    @api.model
    def _prepare_site_brand(self, facts, company):
        brand = super()._prepare_site_brand(facts, company)
        if not facts.get("site"):
            return brand
        website = (
            self.env["website"]
            .sudo()
            .browse(int(facts["site"]["key"].partition(",")[2]))
        )
        if not website.exists() or website.company_id != company:
            return brand
        return brand | website._prepare_status_brand()
