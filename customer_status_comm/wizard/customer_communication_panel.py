import base64

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command
from odoo.tools import html2plaintext, is_html_empty

from .. import const
from ..tools.channel import why_not


class CustomerCommunicationPanel(models.TransientModel):
    """The panel in which staff write to a customer."""

    _name = "customer.communication.panel"
    _description = "Customer Communication Panel"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )

    partner_email = fields.Char(related="partner_id.email", string="E-mail")
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")
    partner_title_id = fields.Many2one(related="partner_id.title_id", string="Title")
    partner_parent_id = fields.Many2one(
        related="partner_id.parent_id", string="Works for"
    )
    partner_lang = fields.Selection(related="partner_id.lang", string="Language")
    partner_address = fields.Char(
        related="partner_id.contact_address_inline", string="Address"
    )
    contact_preference = fields.Selection(related="partner_id.contact_preference")
    document_name = fields.Char(compute="_compute_document_name", string="About")

    communication_type = fields.Selection(
        [(const.EMAIL, "Email")], string="Type", default=const.EMAIL, required=True
    )
    allowed_template_ids = fields.Many2many(
        "mail.template", compute="_compute_allowed_template_ids"
    )
    template_id = fields.Many2one(
        "mail.template", domain="[('id', 'in', allowed_template_ids)]"
    )
    subject = fields.Char()
    use_name = fields.Selection(
        [("yes", "Yes"), ("no", "No, I do it myself")],
        string="Use the customer's name",
        default="yes",
        required=True,
    )
    is_formal = fields.Boolean(string="Formal greeting")

    greeting_reminder = fields.Char(compute="_compute_greeting_reminder")
    body = fields.Html(sanitize="email_outgoing")
    written_body = fields.Html(
        sanitize="email_outgoing",
        help="The text as it was put in; what differs from it was typed by the user.",
    )
    is_body_outdated = fields.Boolean(
        help="The template or greeting changed after the user had typed."
    )
    attach_status_file = fields.Boolean()

    communication_id = fields.Many2one("customer.communication", readonly=True)
    feedback = fields.Char(readonly=True)
    feedback_type = fields.Selection(
        [("success", "Sent"), ("danger", "Failed")], readonly=True
    )

    # Configure

    @api.depends("res_model", "res_id")
    def _compute_document_name(self):
        for panel in self:
            document = panel._get_document()
            is_other = document and document != panel.partner_id
            panel.document_name = document.display_name if is_other else False

    @api.depends("communication_type", "res_model")
    def _compute_allowed_template_ids(self):
        """Offer templates of the type that fit the customer or the document."""
        for panel in self:
            fitting = {"res.partner", panel.res_model or "res.partner"}
            panel.allowed_template_ids = self.env["mail.template"].search(
                [
                    ("communication_type", "=", panel.communication_type),
                    ("model", "in", list(fitting)),
                ]
            )

    @api.depends("use_name", "is_formal", "template_id", "partner_id")
    def _compute_greeting_reminder(self):
        for panel in self:
            greeting = panel._get_greeting()
            if panel.use_name == "no":
                reminder = self.env._("You greet the customer yourself.")
            elif not panel.template_id:
                reminder = self.env._("Without a template there is no greeting.")
            elif panel.is_formal:
                reminder = self.env._(
                    "Formal greeting: %(greeting)s", greeting=greeting
                )
            else:
                reminder = self.env._(
                    "Informal greeting: %(greeting)s", greeting=greeting
                )
            panel.greeting_reminder = reminder

    @api.onchange("template_id")
    def _onchange_template_id(self):
        if self.template_id:
            content = self._render_template()
            self.subject = content["subject"] or self.subject
            self.attach_status_file = self.template_id.attach_status_file
        self._write_body()

    @api.onchange("use_name", "is_formal")
    def _onchange_greeting(self):
        self._write_body()

    def _get_document(self):
        """Return the record the message is about: the one given, or the customer."""
        self.ensure_one()
        if self.res_model and self.res_model in self.env and self.res_id:
            return self.env[self.res_model].browse(self.res_id).exists()
        return self.partner_id

    def _get_template_document(self):
        """Return the record the template is rendered on."""
        document = self._get_document()
        return document if document._name == self.template_id.model else self.partner_id

    def _get_greeting(self):
        self.ensure_one()
        lang = self.partner_id.lang or self.env.lang
        partner = self.partner_id.with_context(lang=lang)
        return partner._get_greeting(formal=self.is_formal) if partner else ""

    def _render_template(self):
        """Return the template's subject and HTML body, in the customer's language."""
        document = self._get_template_document()
        document.check_access("read")
        rendered = self.template_id._generate_template(
            document.ids, {"subject", "body_html"}
        )
        return rendered[document.id]

    # Compose

    def _prepare_body(self):
        """Return greeting, content and signature; empty without a template."""
        if not self.template_id:
            return False
        content = self._render_template()["body_html"]
        return self.env["customer.communication"]._join_body(
            self._get_greeting() if self.use_name == "yes" else "",
            "" if is_html_empty(content) else content,
            self._get_signature(),
        )

    def _get_signature(self):
        """Return what closes the message: the user's signature, or else the shop's."""
        signature = self.env.user.signature
        if not is_html_empty(signature):
            return signature
        lang = self.partner_id.lang or self.env.lang
        return self.company_id.with_context(lang=lang)._get_automatic_signature()

    def _is_body_typed(self):
        """Whether the user has written something that is not the text put in."""
        typed = html2plaintext(self.body or "").split()
        return bool(typed) and typed != html2plaintext(self.written_body or "").split()

    def _write_body(self):
        """Put the text in, unless that would throw away what the user typed."""
        if self._is_body_typed():
            self.is_body_outdated = True
        else:
            self._replace_body()

    def _replace_body(self):
        self.body = self.written_body = self._prepare_body()
        self.is_body_outdated = False

    def action_replace_body(self):
        """Put template and greeting in, in place of what was typed."""
        self.ensure_one()
        self._replace_body()
        return self._reload()

    # Send

    def action_send(self):
        """Send the message once and show in the panel how it went."""
        self.ensure_one()
        try:
            self.lock_for_update()
        except LockError:
            return self._reload()  # another click is sending it
        if self.communication_id.state in (
            const.COMMUNICATION_QUEUED,
            const.COMMUNICATION_SENT,
        ):
            return self._reload()
        try:
            self._check_can_send()
            self._send()
        except UserError as error:
            self._show("danger", str(error))
        return self._reload()

    def _check_can_send(self):
        """Refuse what cannot be sent before anything is stored.

        :raise UserError: in words, with the way out.
        """
        self.partner_id.check_access("read")
        self._get_document().check_access("read")
        if not (self.subject or "").strip():
            raise UserError(
                self.env._("Give the message a subject first, on the tab Configure.")
            )
        if is_html_empty(self.body):
            raise UserError(self.env._("There is nothing to send yet: write a text."))
        self.company_id.sudo()._get_customer_service_sender()
        customer = (
            self.partner_id.sudo()
            ._get_reachability(self.company_id)
            .get(self.partner_id.id)
        )
        why = why_not(const.EMAIL, customer) if customer else const.WHY_NO_PARTNER
        if why:
            reason = self.env["customer.status.event"]._get_why_words(why)
            raise UserError(
                self.env._(
                    "Not sent to %(customer)s: %(reason)s.",
                    customer=self.partner_id.display_name,
                    reason=reason,
                )
            )

    def _send(self):
        """Send, or send again after a failure, and show the result."""
        values = self._prepare_communication_values()
        row = self.communication_id.sudo()
        if row:
            row.write(values)
        else:
            row = row.create(values)
            self.communication_id = row
        row._send(now=True)
        if row.state == const.COMMUNICATION_FAILED:
            self._show(
                "danger",
                self.env._("Not sent: %(reason)s", reason=row.failure_reason or ""),
            )
        else:
            self._show(
                "success", self.env._("Sent to %(address)s.", address=row.recipient)
            )

    def _prepare_communication_values(self):
        document = self._get_document()
        files = [Command.clear()]
        if self.attach_status_file:
            files += [
                Command.create({"name": name, "datas": base64.b64encode(content)})
                for name, content in document._get_status_files().values()
            ]
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "communication_type": self.communication_type,
            "subject": self.subject.strip(),
            "body": self.body,
            "recipient": self.partner_id.email_normalized,
            "user_id": self.env.user.id,
            "template_id": self.template_id.id,
            "res_model": document._name,
            "res_id": document.id,
            "document_name": self.document_name,
            "attachment_ids": files,
        }

    def action_new_message(self):
        """Clear the panel for another message to the same customer."""
        self.ensure_one()
        return self.partner_id.action_contact(
            document=self._get_document() if self.document_name else None
        )

    def _show(self, feedback_type, text):
        self.write({"feedback_type": feedback_type, "feedback": text})

    @api.model
    def _reload(self):
        """Return the action that reloads the panel in place: dialog and tab stay."""
        return {"type": "ir.actions.client", "tag": "customer_communication_reload"}
