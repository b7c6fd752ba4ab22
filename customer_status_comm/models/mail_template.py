import base64
import re

from odoo import fields, models
from odoo.tools import is_html_empty

from .. import const

#: What makes HTML without any words say something once it is rendered.
_PLACEHOLDER = re.compile(r"\bt-(out|call)=")


class MailTemplate(models.Model):
    """Templates of the communication panel."""

    _inherit = "mail.template"

    communication_type = fields.Selection(
        [(const.EMAIL, "Email"), (const.SMS, "SMS"), (const.NOTE, "Note")],
        index="btree_not_null",
        help="Where the template is offered in the communication panel. "
        "Empty: an ordinary Odoo template.",
    )
    sms_body = fields.Text(
        string="SMS text",
        translate=True,
        render_engine="inline_template",
        help="What an SMS says. Placeholders as in a subject: {{ object.name }}.",
    )
    attach_status_file = fields.Boolean(
        help="Adds the customer's or order's status page as a file."
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Only this company's staff is offered the template. Empty: every company.",
    )

    def _get_dynamic_field_names(self):
        return super()._get_dynamic_field_names() | {"sms_body"}

    def _check_can_be_rendered(self, fnames=None, render_options=None):
        """Try our templates on the first record, whoever may read it.

        Odoo tries them with the user's rights, and so refuses every template of a
        salesperson when that first record belongs to another company. That they run no
        code has been checked before, and what is rendered here is thrown away.
        """
        ours = self.filtered("communication_type")
        super(MailTemplate, ours.sudo())._check_can_be_rendered(fnames, render_options)
        return super(MailTemplate, self - ours)._check_can_be_rendered(
            fnames, render_options
        )

    def _generate_template_attachments(
        self, res_ids, render_fields, render_results=None
    ):
        """Add the status file to what the template attaches, in every composer."""
        results = super()._generate_template_attachments(
            res_ids, render_fields, render_results=render_results
        )
        if self.attach_status_file and self._is_status_document_model():
            documents = self.env[self.model].browse(res_ids)
            for res_id, (name, content) in documents._get_status_files().items():
                values = results.setdefault(res_id, {})
                attachment = (name, base64.b64encode(content))
                values.setdefault("attachments", []).append(attachment)
        return results

    def _get_channels(self):
        """Return the frozenset of channels that the template has a text for."""
        self.ensure_one()
        has_html = not is_html_empty(self.body_html) or bool(
            _PLACEHOLDER.search(self.body_html or "")
        )
        has_text = {const.EMAIL: has_html, const.SMS: bool(self.sms_body)}
        return frozenset(channel for channel, has in has_text.items() if has)

    def _is_status_document_model(self):
        """Whether records of the template's model have a status page."""
        model = self.env.get(self.model or "")
        return model is not None and bool(getattr(model, "_status_kind", None))
