import base64

from odoo import models
from odoo.tools.image import image_data_uri, image_process

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.shape import check_shape


class Website(models.Model):
    """A web shop: where web orders come from, and the brand of their pages."""

    _inherit = "website"

    #: What the pages of web orders show of their website.
    _status_brand_fields = frozenset({"name", "logo", "domain", "company_id"})

    def write(self, vals):
        """Show another brand at once on pages that are kept in memory."""
        check_shape(self, "write", vals)
        if self._status_brand_fields.isdisjoint(vals):
            return super().write(vals)
        companies = self.company_id
        result = super().write(vals)
        (companies | self.company_id).sudo()._renew_status_pages()
        return result

    def _prepare_sale_order_values(self, partner_sudo):
        return {
            **super()._prepare_sale_order_values(partner_sudo),
            "is_web_order": True,
        }

    def _prepare_status_brand(self):
        """Return what this web shop says in place of its company's brand."""
        self.ensure_one()
        brand = {"name": self.name, "website": self.get_base_url()}
        logo = self._get_status_logo()
        return {**brand, "logo": logo} if logo else brand

    def _get_status_logo(self):
        """Return the logo as a data URI; ``None`` for Odoo's own, or one too heavy."""
        self.ensure_one()
        if not self.logo or self.logo == self._default_logo():
            return None
        image = image_process(base64.b64decode(self.logo), size=(180, 0))
        logo = base64.b64encode(image)
        return image_data_uri(logo) if len(logo) <= const.LOGO_MAX_BASE64 else None
