from odoo import fields, models

from odoo.addons.mail.wizard import mail_template_preview as stock


class MailTemplatePreview(models.TransientModel):
    """Shows the text of an SMS, too."""

    _inherit = "mail.template.preview"
    _MAIL_TEMPLATE_FIELDS = [
        *stock.MailTemplatePreview._MAIL_TEMPLATE_FIELDS,
        "sms_body",
    ]

    sms_body = fields.Text(string="SMS text", compute="_compute_mail_template_fields")
