from odoo import models


class MailTemplate(models.Model):
    """What waits is told in the words of now."""

    # A file of its own for its own reason to change.
    _inherit = "mail.template"  # pylint: disable=R8180

    def write(self, vals):
        result = super().write(vals)
        self._look_again_where_used()
        return result

    def _update_field_translations(self, *args, **options):
        result = super()._update_field_translations(*args, **options)
        self._look_again_where_used()
        return result

    def _look_again_where_used(self):
        """Have the publisher look again at what rules tell in these words.

        What a template kept from being published is so as soon as it is mended.
        """
        rules_sudo = self.env["customer.status.rule"].sudo()
        rules_sudo = rules_sudo.search_fetch(
            [("template_id", "in", self.ids)], ["company_id"]
        )
        if not rules_sudo:
            return
        companies = self.env["res.company"]
        if all(rule.company_id for rule in rules_sudo):
            companies = rules_sudo.company_id
        self.env["customer.status.change"].sudo()._look_again(companies)
