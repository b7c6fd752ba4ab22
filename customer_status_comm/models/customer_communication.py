from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .. import const

#: What a mail notification's state means to a communication.
_STATE_OF_NOTIFICATION = {
    "ready": const.COMMUNICATION_QUEUED,
    "process": const.COMMUNICATION_QUEUED,
    "pending": const.COMMUNICATION_SENT,
    "sent": const.COMMUNICATION_SENT,
    "bounce": const.COMMUNICATION_FAILED,
    "exception": const.COMMUNICATION_FAILED,
    "canceled": const.COMMUNICATION_FAILED,
}


class CustomerCommunication(models.Model):
    """One e-mail, SMS or note in a customer's history; all messages leave from here."""

    _name = "customer.communication"
    _description = "Customer Communication"
    _order = "create_date desc, id desc"
    _rec_name = "subject"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade", index=True
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    communication_type = fields.Selection(
        [(const.EMAIL, "Email"), (const.SMS, "SMS"), (const.NOTE, "Note")],
        string="Type",
        required=True,
    )
    direction = fields.Selection(
        [("out", "To the customer"), ("in", "From the customer")],
        default="out",
        required=True,
    )
    subject = fields.Char(required=True)
    body = fields.Html(sanitize="email_outgoing")
    recipient = fields.Char(help="The address or number it went to.")
    user_id = fields.Many2one(
        "res.users", string="By", help="Empty: told automatically.", ondelete="set null"
    )
    attachment_ids = fields.Many2many("ir.attachment", bypass_search_access=True)
    template_id = fields.Many2one("mail.template", ondelete="set null")
    res_model = fields.Char(string="Document model")
    res_id = fields.Many2oneReference(string="Document", model_field="res_model")
    document_name = fields.Char(string="About")
    state = fields.Selection(
        [
            (const.COMMUNICATION_QUEUED, "Queued"),
            (const.COMMUNICATION_SENT, "Sent"),
            (const.COMMUNICATION_DELIVERED, "Delivered"),
            (const.COMMUNICATION_FAILED, "Failed"),
            (const.COMMUNICATION_SAVED, "Saved"),
        ],
        default=const.COMMUNICATION_QUEUED,
        required=True,
        index=True,
    )
    failure_reason = fields.Char()
    sent_at = fields.Datetime()
    event_ids = fields.Many2many(
        "customer.status.event",
        string="Events",
        help="What it tells, when told automatically.",
    )
    mail_message_id = fields.Many2one(
        "mail.message", ondelete="set null", index="btree_not_null"
    )

    # Leaving

    def _send(self, now=False):
        """Send these messages; the one way out for everything a customer is told.

        :param now: hand them to the mail server within this call, so that ``state``
            tells how it went; otherwise they wait in Odoo's queue for the commit.
        :raise UserError: when a company has no customer-service address.
        """
        emails = self.filtered(lambda row: row.communication_type == const.EMAIL)
        for company, rows in emails.grouped("company_id").items():
            rows.with_company(company)._send_emails(now)

    def _send_emails(self, now):
        """Make message, notification and mail of one company's e-mails, in batches."""
        sender = self.company_id._get_customer_service_sender()
        messages = self.env["mail.message"].create(
            [row._prepare_message_values(sender) for row in self]
        )
        for row, message in zip(self, messages, strict=True):
            row.mail_message_id = message
        mails = self.env["mail.mail"].create(
            [row._prepare_mail_values(row.mail_message_id) for row in self]
        )
        self.env["mail.notification"].create(
            [
                {
                    "author_id": mail.author_id.id,
                    "mail_message_id": mail.mail_message_id.id,
                    "mail_mail_id": mail.id,
                    "res_partner_id": row.partner_id.id,
                    "notification_type": "email",
                    "notification_status": "ready",
                    "is_read": True,
                }
                for row, mail in zip(self, mails, strict=True)
            ]
        )
        self.write(
            {
                "state": const.COMMUNICATION_QUEUED,
                "failure_reason": False,
                "sent_at": False,
            }
        )
        if now:
            mails.send()
        else:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _prepare_message_values(self, sender):
        """Return the values of the ``mail.message`` in the document's chatter."""
        self.ensure_one()
        model, res_id = self.res_model, self.res_id
        if not (model and res_id):
            model, res_id = "res.partner", self.partner_id.id
        author = self.user_id.partner_id or self.company_id.partner_id
        return {
            "model": model,
            "res_id": res_id,
            "record_name": self.document_name or self.partner_id.display_name,
            "record_company_id": self.company_id.id,
            "message_type": "comment" if self.user_id else "auto_comment",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
            "author_id": author.id,
            "email_from": sender,
            "reply_to": sender,
            "subject": self.subject,
            "body": self.body,
            "partner_ids": [Command.link(self.partner_id.id)],
            "attachment_ids": [Command.set(self.attachment_ids.ids)],
            "email_add_signature": False,
        }

    def _prepare_mail_values(self, message):
        """Return the values of the ``mail.mail`` that leaves, laid out."""
        self.ensure_one()
        return {
            "mail_message_id": message.id,
            "body_html": self._render_layout(),
            "recipient_ids": [Command.link(self.partner_id.id)],
            "auto_delete": True,
            "is_notification": True,
            "state": "outgoing",
        }

    def _render_layout(self):
        """Return the body within the e-mail layout, in the customer's language."""
        self.ensure_one()
        lang = self.partner_id.lang or self.env.lang
        html = self.env["ir.qweb"]._render(
            "customer_status_comm.mail_layout",
            {"company": self.company_id, "body": self.body, "lang": lang},
            lang=lang,
            minimal_qcontext=True,
        )
        base_url = self.company_id.get_base_url()
        return self.env["mail.render.mixin"]._replace_local_links(html, base_url)

    # What became of it

    @api.model
    def _follow_notifications(self, notifications):
        """Take over the state of Odoo's notifications into the history."""
        rows = self.search(
            [("mail_message_id", "in", notifications.mail_message_id.ids)]
        )
        by_message = notifications.grouped("mail_message_id")
        for row in rows:
            for notification in by_message.get(
                row.mail_message_id, notifications.browse()
            ):
                row._follow(notification)

    def _follow(self, notification):
        """Take over the state of one notification."""
        self.ensure_one()
        state = _STATE_OF_NOTIFICATION[notification.notification_status]
        if (
            notification.notification_type == "sms"
            and notification.notification_status == "sent"
        ):
            state = const.COMMUNICATION_DELIVERED
        values = {"state": state, "failure_reason": False}
        if state == const.COMMUNICATION_FAILED:
            values["failure_reason"] = notification._get_failure_words()
        elif state != const.COMMUNICATION_QUEUED and not self.sent_at:
            values["sent_at"] = fields.Datetime.now()
        self.write(values)

    # Told automatically

    @api.model
    def _tell_status(self, documents, rules, events):
        """Write and queue the status messages of many documents.

        :param documents: records of one model and company, with news in the ledger.
        :param dict rules: ``{document id: id of the customer.status.rule}`` whose
            template gives the text.
        :param dict events: ``{document id: customer.status.event}`` that it tells.
        """
        partners = documents._get_status_partners()
        values = []
        for rule in self.env["customer.status.rule"].browse(set(rules.values())):
            mine = documents.filtered(lambda d, r=rule: rules[d.id] == r.id)
            rendered = rule.template_id.with_env(documents.env)._generate_template(
                mine.ids, {"subject", "body_html", "attachment_ids"}
            )
            values += [
                self._prepare_status_values(
                    document,
                    partners[document.id],
                    rule.template_id,
                    rendered[document.id],
                )
                | {"event_ids": [Command.set(events[document.id].ids)]}
                for document in mine
            ]
        self.create(values)._send()

    @api.model
    def _prepare_status_values(self, document, partner, template, rendered):
        """Return the row of one automatic message: greeting, content, signature."""
        company = document.env.company
        spoken = partner.with_context(lang=partner.lang or self.env.lang)
        return {
            "partner_id": partner.id,
            "company_id": company.id,
            "communication_type": const.EMAIL,
            "subject": rendered["subject"],
            "body": self._join_body(
                spoken._get_greeting(),
                rendered["body_html"],
                company.with_env(spoken.env)._get_automatic_signature(),
            ),
            "recipient": partner.email_normalized,
            "template_id": template.id,
            "res_model": document._name,
            "res_id": document.id,
            "document_name": document.display_name,
            "attachment_ids": [
                Command.create({"name": name, "datas": content})
                for name, content in rendered.get("attachments", [])
            ]
            + [Command.link(id_) for id_ in rendered.get("attachment_ids", [])],
        }

    @api.model
    def _join_body(self, greeting, content, signature):
        """Return greeting, content and signature as one HTML body.

        :param greeting: plain text or empty. ``content``, ``signature``: HTML or empty.
        """
        opening = Markup("<p>%s</p>") % greeting if greeting else Markup()
        return opening + Markup(content or "") + Markup(signature or "")

    # Doors

    def action_open_document(self):
        """Open the record the message is about, or the customer."""
        self.ensure_one()
        model, res_id = (
            self.res_model or "res.partner",
            self.res_id or self.partner_id.id,
        )
        if not self.env[model].browse(res_id).exists():
            raise UserError(self.env._("The document has been deleted."))
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": res_id,
            "view_mode": "form",
            "views": [[False, "form"]],
        }
