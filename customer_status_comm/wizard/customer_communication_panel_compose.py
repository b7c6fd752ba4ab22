from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import html2plaintext, is_html_empty, plaintext2html

from .. import const
from ..tools import sms_text


class CustomerCommunicationPanel(models.TransientModel):
    """What is written: greeting, template and signature, and what the user types.

    ``written_…`` keeps each text as it was put in. What differs from it was typed, and
    is never thrown away unasked.
    """

    _inherit = "customer.communication.panel"

    allowed_template_ids = fields.Many2many(
        "mail.template", compute="_compute_allowed_template_ids"
    )
    template_id = fields.Many2one(
        "mail.template", domain="[('id', 'in', allowed_template_ids)]"
    )
    subject = fields.Char()
    written_subject = fields.Char()
    use_name = fields.Selection(
        [("yes", "Yes"), ("no", "No, I do it myself")],
        string="Use the customer's name",
        default="yes",
        required=True,
    )
    is_formal = fields.Boolean(string="Formal greeting")
    greeting_reminder = fields.Char(compute="_compute_greeting_reminder")

    body = fields.Html(sanitize="email_outgoing")
    written_body = fields.Html(sanitize="email_outgoing")
    sms_text = fields.Text(string="Text")
    written_sms_text = fields.Text()
    text_type = fields.Char(help="The type whose text is the newest.")
    is_body_outdated = fields.Boolean(
        help="The template or greeting changed after the user had typed."
    )

    @api.depends("communication_type", "res_model", "company_id")
    def _compute_allowed_template_ids(self):
        """Offer templates of the type that fit the customer or the document."""
        for panel in self:
            fitting = {"res.partner", panel.res_model or "res.partner"}
            panel.allowed_template_ids = self.env["mail.template"].search(
                [
                    ("communication_type", "=", panel.communication_type),
                    ("model", "in", list(fitting)),
                    ("company_id", "in", [False, panel.company_id.id]),
                ]
            )

    @api.depends(
        "use_name", "is_formal", "template_id", "partner_id", "communication_type"
    )
    def _compute_greeting_reminder(self):
        for panel in self:
            greeting = panel._get_greeting()
            if panel.communication_type == const.NOTE:
                reminder = False
            elif panel.use_name == "no":
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

    @api.onchange("communication_type")
    def _onchange_communication_type(self):
        """Keep what still fits: the subject, and what was typed, as text or as HTML."""
        was_text = self.text_type == const.SMS
        typed = self._is_text_typed() if was_text else self._is_body_typed()
        is_text = self.communication_type == const.SMS
        self.text_type = self.communication_type
        if self.template_id.communication_type not in (False, self.communication_type):
            self.template_id = False
            if self.subject == self.written_subject:
                self.subject = self.written_subject = False
            self.attach_status_file = False
        if not typed:
            self._replace_text()
        elif is_text and not was_text:
            self.sms_text = html2plaintext(self.body)
        elif was_text and not is_text:
            self.body = plaintext2html(self.sms_text)
        self.is_body_outdated = False

    @api.onchange("template_id")
    def _onchange_template_id(self):
        if not (self.subject or "").strip() or self.subject == self.written_subject:
            self.subject = self.written_subject = (
                self._render_template()["subject"] if self.template_id else False
            )
        self._write_text()

    @api.onchange("use_name", "is_formal")
    def _onchange_greeting(self):
        self._write_text()

    # What is put in

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
        """Return the template's texts in the customer's language."""
        document = self._get_template_document()
        document.check_access("read")
        rendered = self.template_id._generate_template(
            document.ids, {"subject", "body_html", "sms_body"}
        )
        return rendered[document.id]

    def _get_signature(self):
        """Return what closes the message: the user's signature, or else the shop's."""
        lang = self.partner_id.lang or self.env.lang
        company = self.company_id.with_context(lang=lang)
        if self.communication_type == const.SMS:
            return company._get_sms_signature()
        signature = self.env.user.signature
        if is_html_empty(signature):
            return company._get_automatic_signature()
        return signature

    def _replace_text(self):
        """Put greeting, content and signature in; nothing without a template."""
        body = text = False
        self.attach_status_file = self.template_id.attach_status_file
        if self.template_id:
            content = self._render_template()
            is_note = self.communication_type == const.NOTE
            greeting = self._get_greeting() if self.use_name == "yes" else ""
            join = self.env["customer.communication"]
            if self.communication_type == const.SMS:
                text = join._join_text(
                    greeting, content["sms_body"], self._get_signature()
                )
            else:
                body = join._join_body(
                    "" if is_note else greeting,
                    content["body_html"],
                    "" if is_note else self._get_signature(),
                )
        self.body = self.written_body = body
        self.sms_text = self.written_sms_text = text
        self.is_body_outdated = False

    def _write_text(self):
        """Put the text in, unless that would throw away what the user typed."""
        if self.communication_type == const.SMS:
            typed = self._is_text_typed()
        else:
            typed = self._is_body_typed()
        if typed:
            # Without a template there is nothing that could be put in instead.
            self.is_body_outdated = bool(self.template_id)
        else:
            self._replace_text()

    def _is_body_typed(self):
        """Whether the user has written something that is not the text put in."""
        typed = html2plaintext(self.body or "").split()
        written = html2plaintext(self.written_body or "").split()
        return bool(typed) and typed != written

    def _is_text_typed(self):
        typed = (self.sms_text or "").split()
        return bool(typed) and typed != (self.written_sms_text or "").split()

    def action_replace_body(self):
        """Put template and greeting in, in place of what was typed."""
        self.ensure_one()
        self._replace_text()
        return self._reload()

    def action_insert_status_link(self):
        """Add the address of the status page at the end of the text.

        It becomes the customer's own link when the message leaves.
        """
        self.ensure_one()
        url = self._get_status_document().customer_status_url
        if self.communication_type == const.SMS:
            self.sms_text = f"{(self.sms_text or '').rstrip()}\n{url}".strip()
        else:
            lang = self.partner_id.lang or self.env.lang
            text = self.with_context(lang=lang).env._("See how it stands")
            link = Markup('<p><a href="%s">%s</a></p>') % (url, text)
            self.body = (self.body or "") + link
        return self._reload()

    def _get_status_document(self):
        """Return the record whose status page is meant: an invoice means its order.

        Only the customer's own; else all orders of the customer.
        """
        document = self._get_document()
        if self.template_id.attach_status_file:
            document = self._get_template_document()  # the text speaks of that one
        if hasattr(document, "_get_status_orders"):
            document = document._get_status_orders()
        if len(document) != 1 or not getattr(document, "_status_kind", None):
            return self.partner_id
        owner = document._get_status_partners()[document.id]
        is_own = owner.commercial_partner_id == self.partner_id.commercial_partner_id
        return document if is_own else self.partner_id

    # SMS

    @api.model
    def get_sms_count(self, text):
        """Count the parts of an SMS as it will be sent; called while one types.

        :param str text: as typed.
        :return: dict ``encoding`` ("gsm7", "ucs2"), ``units``, ``parts``, ``left``
            (units until the next part), ``offenders`` (list of ``[character,
            replacement or None]`` that force Unicode).
        """
        sent = self._measure_text(text or "")
        count = sms_text.count_segments(sent)
        return count._asdict() | {
            "offenders": [
                [found.char, found.replacement] for found in sms_text.find_unicode(sent)
            ]
        }

    @api.model
    def replace_sms_unicode(self, text):
        """Return ``text`` with plain characters where an SMS would need Unicode."""
        return sms_text.replace_unicode(text or "")

    @api.model
    def _measure_text(self, text):
        """Return ``text`` with links as long as they will be when it is sent."""
        return self.env["customer.status.link"]._fill_in_length(text)

    def _prepare_text_values(self):
        """Return what the row in the history says."""
        if self.communication_type == const.SMS:
            return {"sms_text": self.sms_text, "body": plaintext2html(self.sms_text)}
        return {"sms_text": False, "body": self.body}
