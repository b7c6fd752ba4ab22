from odoo import models


class UomUom(models.Model):
    """Units, as customers read them."""

    _inherit = "uom.uom"

    def _get_status_unit(self):
        """Return the unit's name, ``""`` for a plain count: "4" says enough."""
        find_id = self.env["ir.model.data"]._xmlid_to_res_id
        if self.id == find_id("uom.product_uom_unit", raise_if_not_found=False):
            return ""
        return self.name or ""
