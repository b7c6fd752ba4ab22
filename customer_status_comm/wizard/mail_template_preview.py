from odoo import fields, models

from odoo.addons.mail.wizard import mail_template_preview as stock


class MailTemplatePreview(models.TransientModel):
    """Shows the text of an SMS, too, and ours in a frame of its own."""

    _inherit = "mail.template.preview"
    _MAIL_TEMPLATE_FIELDS = [
        *stock.MailTemplatePreview._MAIL_TEMPLATE_FIELDS,
        "sms_body",
    ]

    communication_type = fields.Selection(related="mail_template_id.communication_type")
    sms_body = fields.Text(string="SMS text", compute="_compute_mail_template_fields")

    def _compute_resource_ref(self):
        """Open on a customer of the company, not on the first contact of any."""
        result = super()._compute_resource_ref()
        for preview in self:
            template = preview.mail_template_id.sudo()
            if template.communication_type and template.model == "res.partner":
                partner = self.env["res.partner"].search(
                    [
                        ("company_id", "in", [False, self.env.company.id]),
                        ("partner_share", "=", True),
                        ("email", "!=", False),
                    ],
                    limit=1,
                )
                if partner:
                    preview.resource_ref = partner
        return result
