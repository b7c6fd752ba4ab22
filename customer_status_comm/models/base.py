from odoo import models

from ..tools.phone import is_clear


class Base(models.AbstractModel):
    """Odoo's own SMS windows: they text no stranger for a slip in a number, either."""

    _inherit = "base"

    def _sms_get_recipients_info(self, force_field=False, partner_fallback=True):
        """Take a number that is not clear for one that is none, as a wrong one is."""
        result = super()._sms_get_recipients_info(force_field, partner_fallback)
        home = self.env.company.country_id
        for record in self:
            info = result.get(record.id)
            if not info or not info["sanitized"]:
                continue
            owner = info["partner"] if info["partner_store"] else record
            country = owner._phone_get_country().get(owner.id)
            if not is_clear(
                info["number"],
                info["sanitized"],
                customer=(country and country.code) or None,
                shop=home.code or None,
            ):
                info["sanitized"] = False
        return result
