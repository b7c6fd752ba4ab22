import base64
import re

from odoo import api, fields, models

from .. import const
from ..tools.foreign import is_html_empty

#: In the context of what only its reader sees: a test, a preview. An object of ours,
#: which nobody can send along with a call.
_INSIDE, _OURS = "customer_status_inside", object()
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
    communication_model = fields.Selection(
        selection="_selection_communication_model",
        string="Speaks of",
        compute="_compute_communication_model",
        inverse="_inverse_communication_model",
        help="A template that speaks of an order is offered when one writes from it.",
    )
    attach_status_file = fields.Boolean(
        string="Status file",
        help="Adds the customer's or order's status page as a file.",
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Only this company's staff is offered the template. Empty: every company.",
    )

    @api.model
    def _selection_communication_model(self):
        """Offer what has a status page: customers, orders, what other addons add."""
        names = self.env["customer.status.mixin"]._get_status_models().values()
        return [(name, self.env[name]._get_status_topic()) for name in names]

    @api.depends("model_id")
    def _compute_communication_model(self):
        offered = dict(self._selection_communication_model())
        for template in self:
            model = template.model_id.sudo().model
            template.communication_model = model if model in offered else False

    @api.onchange("communication_model")
    def _inverse_communication_model(self):
        """Apply to another model, in the language of its customer."""
        for template in self.filtered("communication_model"):
            model = self.env["ir.model"].sudo()._get(template.communication_model)
            # Neither language would do for the other model.
            template.lang = False
            template.model_id = model.id
            template.lang = template._get_customer_lang()

    @api.model_create_multi
    def create(self, vals_list):
        """Render communication templates in the customer's language by themselves."""
        templates = super().create(vals_list)
        for template in templates:
            lang = template._get_customer_lang()
            if template.communication_type and lang and not template.lang:
                template.lang = lang
        return templates

    def _get_customer_lang(self):
        """Return the placeholder for the customer's language; none for a note.

        Colleagues read a note: it stays in the language of who writes it.
        """
        self.ensure_one()
        fields_ = self.env[self.model]._fields if self.model in self.env else {}
        if self.communication_type == const.NOTE:
            return False
        if self.model == "res.partner":
            return "{{ object.lang }}"
        return "{{ object.partner_id.lang }}" if "partner_id" in fields_ else False

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
        """Add the status file to what the template attaches, in every composer.

        Odoo's composer works with sudo for whoever writes, who then reads the file: it
        tells them of no document that they may not read.
        """
        results = super()._generate_template_attachments(
            res_ids, render_fields, render_results=render_results
        )
        if self.attach_status_file and self._is_status_document_model():
            documents = self.env[self.model].browse(res_ids)
            own = documents.browse()
            if self.env.user._is_internal():
                own = documents.sudo(False)._filtered_access("read")
            inside = self.env.context.get(_INSIDE) is _OURS
            files = own._get_status_files(inside)
            files |= (documents - own)._get_status_files(inside)
            for res_id, (name, content) in files.items():
                values = results.setdefault(res_id, {})
                attachment = (name, base64.b64encode(content))
                values.setdefault("attachments", []).append(attachment)
        return results

    @api.model
    def _replace_local_links(self, html, base_url=None):
        """Say which address it is that cannot be completed in a text of ours.

        Odoo completes them as it renders a template, also to see if it can be saved.
        """
        if any(
            one.communication_type or one._is_status_document_model() for one in self
        ):
            communications = self.env["customer.communication"]
            html = communications._complete_addresses(html, base_url)
        return super()._replace_local_links(html, base_url)

    def _for_reader(self):
        """Return the template as it is rendered for nobody but the user."""
        return self.with_context(**{_INSIDE: _OURS})

    def _get_channels(self):
        """Return the frozenset of channels that the template has a text for."""
        self.ensure_one()
        has_html = not is_html_empty(self.body_html) or bool(
            _PLACEHOLDER.search(self.body_html or "")
        )
        has_sms = bool((self.sms_body or "").strip())
        has_text = {const.EMAIL: has_html, const.SMS: has_sms}
        return frozenset(channel for channel, has in has_text.items() if has)

    def _get_automatic_channels(self):
        """Return the frozenset of channels by which it can leave by itself.

        An e-mail needs a subject, too; the panel asks its user for one.
        """
        channels = self._get_channels()
        return channels if (self.subject or "").strip() else channels - {const.EMAIL}

    def _is_status_document_model(self):
        """Whether records of the template's model have a status page."""
        model = self.env.get(self.model or "")
        return model is not None and bool(getattr(model, "_status_kind", None))
