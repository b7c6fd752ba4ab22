from odoo import api, fields, models

from .. import const
from ..tools import body, sms_text
from ..tools.facts import events_that_fit
from ..tools.foreign import html2plaintext, is_html_empty, plaintext2html


def _is_same_language(one, other):
    """Whether two codes name one language: British and American English are one."""
    return (one or "").partition("_")[0] == (other or "").partition("_")[0]


class CustomerCommunicationPanel(models.TransientModel):
    """What is written: greeting, template and signature, and what the user types.

    ``written_…`` keeps each text as it was put in. What differs from it was typed, and
    is never thrown away unasked. Greeting and signature that still stand as they were
    put in are no typed text: they follow the type and the style of the greeting.
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
    written_greeting = fields.Char()
    written_signature = fields.Html(sanitize="email_outgoing")
    is_greeted = fields.Boolean(help="The message has the greeting that was put in.")
    is_signed = fields.Boolean(help="The message has the signature that was put in.")
    text_type = fields.Char(help="The type whose text is the newest.")
    is_body_outdated = fields.Boolean(
        help="The template or greeting changed after the user had typed."
    )

    @api.depends("communication_type", "res_model", "res_id", "company_id")
    def _compute_allowed_template_ids(self):
        """Offer templates of the type that fit the customer or the document.

        A template that status rules use for events is left out while none of them is
        true of the document: "Order cancelled" is a mistake waiting to happen as long
        as the order stands. Sorting it last would not help, for one picks by typing.
        Whoever wants the words for another purpose makes a template of their own.
        """
        for panel in self:
            panel.allowed_template_ids = panel._find_offered_templates()

    def _find_untrue(self, templates):
        """Return those of ``templates`` whose events are not true of the document."""
        document = self._get_document()
        if not document:
            return templates.browse()
        events = self.env["customer.status.rule"]._get_template_events(
            templates.filtered(lambda template: template.model == document._name)
        )
        if not events or document._status_kind == const.KIND_CUSTOMER:
            return templates.browse()
        if not document.has_access("read"):
            return templates.filtered(lambda template: template.id in events)
        true = events_that_fit(document._get_status_facts()[document.id])
        return templates.filtered(
            lambda template: template.id in events and not events[template.id] & true
        )

    @api.depends(
        "use_name",
        "is_formal",
        "is_greeted",
        "template_id",
        "partner_id",
        "communication_type",
    )
    def _compute_greeting_reminder(self):
        for panel in self:
            greeting = panel._get_greeting()
            if panel.communication_type == const.NOTE:
                reminder = False
            elif panel.use_name == "no":
                reminder = self.env._("You greet the customer yourself.")
            elif not panel.template_id and not panel.is_greeted:
                reminder = self.env._(
                    "No template is chosen: the text starts empty, with no greeting."
                )
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
        """Keep what still fits: the subject, and what was typed, as text or as HTML.

        Greeting and signature become those of the new type. A note has neither, but
        they come back with the type that has them.
        """
        was = self.text_type
        typed = self._is_typed(was)
        self.text_type = self.communication_type
        if self.template_id.communication_type not in (False, self.communication_type):
            self.template_id = False
            if not typed and self.subject == self.written_subject:
                self.subject = self.written_subject = False
            self.attach_status_file = False
        if not typed:
            self._replace_text()
            return
        split = self._split(was)
        if was != const.NOTE:
            self.is_greeted, self.is_signed = split.greeted, split.signed
        content = split.content
        if was == const.SMS and self.communication_type != const.SMS:
            content = plaintext2html(content)
        elif was != const.SMS and self.communication_type == const.SMS:
            content = body.html_to_text(content)
        self._put_around(content)
        self.is_body_outdated = False

    @api.onchange("template_id")
    def _onchange_template_id(self):
        if not (self.subject or "").strip() or self.subject == self.written_subject:
            if self.template_id:
                subject = self._render_template()["subject"]
                self.subject = self.written_subject = subject
            elif not self._is_typed(self.communication_type):
                self.subject = self.written_subject = False
        self._write_text()

    @api.onchange("use_name", "is_formal")
    def _onchange_greeting(self):
        """Exchange the greeting, as long as it stands as it was put in."""
        if self._is_typed(self.communication_type):
            split = self._split(self.communication_type)
            if split.greeted:
                self.is_greeted, self.is_signed = True, split.signed
                self._put_around(split.content)
                return
        self._write_text()

    # What is put in

    def _get_template_document(self):
        """Return the record the template is rendered on, of the template's own model.

        :raise UserError: when it speaks of neither; the record would only have the same
            id.
        """
        for record in (self._get_document(), self.partner_id):
            if record._name == self.template_id.model:
                return record
        return self._refuse_template()

    def _get_greeting(self):
        self.ensure_one()
        lang = self.partner_id.lang or self.env.lang
        partner = self.partner_id.with_context(lang=lang)
        return partner._get_greeting(formal=self.is_formal) if partner else ""

    def _render_template(self):
        """Return the template's texts in the customer's language.

        :raise UserError: for what the form does not offer.
        """
        self._check_document()
        self._check_template()
        document = self._get_template_document()
        rendered = self.template_id._generate_template(
            document.ids, {"subject", "body_html", "sms_body"}
        )
        return rendered[document.id]

    def _get_signature(self):
        """Return what closes the message.

        E-mail: the user's own signature, which is in the user's language. A customer
        with another one reads "Kind regards" in that, with the user's name and the
        shop's; so does, without the name, the customer of a user without a signature.
        SMS: the shop's name. Note: nothing.
        """
        lang = self.partner_id.lang or self.env.lang
        company = self.company_id.with_context(lang=lang)
        if self.communication_type == const.NOTE:
            return ""
        if self.communication_type == const.SMS:
            return company._get_sms_signature()
        user = self.env.user
        if is_html_empty(user.signature):
            return company._get_automatic_signature()
        if not _is_same_language(self.partner_id.lang or user.lang, user.lang):
            return company._get_automatic_signature(author=user.name)
        return user.signature

    def _replace_text(self):
        """Put greeting, content and signature in; nothing without a template."""
        content = {}
        if self.template_id:
            content = self._render_template()
        is_text = self.communication_type == const.SMS
        self.attach_status_file = self.template_id.attach_status_file
        self.is_greeted = self.is_signed = bool(self.template_id)
        self._put_around(content.get("sms_body" if is_text else "body_html"))
        self.written_body, self.written_sms_text = self.body, self.sms_text
        self.is_body_outdated = False

    def _put_around(self, content):
        """Write ``content`` with the greeting and signature that it is to have.

        :param content: HTML, for an SMS plain text; may be empty.
        """
        join = self.env["customer.communication"]
        has_greeting = (
            self.is_greeted
            and self.use_name == "yes"
            and self.communication_type != const.NOTE
        )
        greeting = self._get_greeting() if has_greeting else ""
        signature = self._get_signature() if self.is_signed else ""
        self.written_greeting, self.written_signature = greeting, signature
        # What was put in before is no longer what stands there.
        self.body = self.written_body = False
        self.sms_text = self.written_sms_text = False
        if self.communication_type == const.SMS:
            self.sms_text = join._join_text(greeting, content, signature)
        else:
            self.body = join._join_body(greeting, content, signature)

    def _write_text(self):
        """Put the text in, unless that would throw away what the user typed."""
        if self._is_typed(self.communication_type):
            # Without a template there is nothing that could be put in instead.
            self.is_body_outdated = bool(self.template_id)
        else:
            self._replace_text()

    def _split(self, communication_type):
        """Return the ``body.Split`` of the text of a type."""
        greeting, signature = self.written_greeting or "", self.written_signature or ""
        if communication_type == const.SMS:
            signature = html2plaintext(signature)
            return body.split_text(self.sms_text or "", greeting, signature)
        return body.split_html(self.body or "", greeting, signature)

    def _is_typed(self, communication_type):
        """Whether the user has written something that is not the text put in."""
        if communication_type == const.SMS:
            typed, written = self.sms_text or "", self.written_sms_text or ""
        else:
            typed = html2plaintext(self.body or "")
            written = html2plaintext(self.written_body or "")
        return bool(typed.split()) and typed.split() != written.split()

    def action_replace_body(self):
        """Put template and greeting in, in place of what was typed."""
        self.ensure_one()
        self._replace_text()
        return self._reload()

    # SMS

    @api.model
    def get_sms_count(self, text):
        """Count the parts of an SMS as it will be sent; called while one types.

        :param str text: as typed.
        :return: dict ``encoding`` ("gsm7", "ucs2"), ``units``, ``parts``, ``left``
            (units until the next part), ``offenders`` (list of ``[character,
            replacement or None]`` that force Unicode).
        :raise AccessError: to who may not write to customers.
        """
        self.check_access("create")
        sent = self._measure_text(str(text or ""))
        count = sms_text.count_segments(sent)
        return count._asdict() | {
            "offenders": [
                [found.char, found.replacement] for found in sms_text.find_unicode(sent)
            ]
        }

    @api.model
    def replace_sms_unicode(self, text):
        """Return ``text`` with plain characters where an SMS would need Unicode."""
        self.check_access("create")
        return sms_text.replace_unicode(str(text or ""))

    @api.model
    def _measure_text(self, text):
        """Return ``text`` with links as long as they will be when it is sent."""
        return self.env["customer.status.link"]._fill_in_length(text)

    def _prepare_text_values(self):
        """Return what the row in the history says."""
        if self.communication_type == const.SMS:
            return {"sms_text": self.sms_text, "body": plaintext2html(self.sms_text)}
        return {"sms_text": False, "body": self.body}
