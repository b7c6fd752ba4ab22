from odoo import models
from odoo.exceptions import UserError

#: What is erased where Odoo would delete: with a page the ledger would go, and what was
#: told would be told again.
ERASED = (
    "customer.communication",
    "customer.status.page",
    "customer.status.event",
    "customer.status.link",
)


class PrivacyLookupWizardLine(models.TransientModel):
    """A record the lookup has found."""

    _inherit = "privacy.lookup.wizard.line"

    def action_unlink(self):
        """Erase what a customer was told; all else is deleted as Odoo does.

        :raise UserError: when it is erased already.
        """
        self.ensure_one()
        if self.res_model == "res.partner":
            # Their messages would go, and leave the texts in Odoo's chatter.
            self.env["res.partner"].browse(self.res_id)._erase_communications()
        if self.res_model not in ERASED:
            return super().action_unlink()
        if self.is_unlinked:
            raise UserError(self.env._("It is erased already."))
        # It may have gone with its customer a moment ago.
        self.env[self.res_model].sudo().browse(self.res_id).exists()._erase()
        self.execution_details = self.env._(
            "Erased %(model)s #%(number)s",
            model=self.res_model_id.name,
            number=self.res_id,
        )
        self.is_unlinked = True
        return None
