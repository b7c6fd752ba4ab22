from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.misc import clean_context

from .. import const
from ..tools.channel import get_address, why_not
from .customer_communication_waiting import OVER

#: Stands for the body in the layout, before the layout is filled in. No text has it.
_BODY = "\ue000customer_communication.body\ue000"


class CustomerCommunication(models.Model):
    """The ways out: by e-mail, by SMS, and the note that stays inside."""

    # A file of its own for its own reason to change.
    _inherit = "customer.communication"  # pylint: disable=R8180

    def _send(self, now=False, customers=None):
        """Send these messages; the one way out for everything a customer is told.

        Who cannot be reached is not written to: the row says why. Notes are kept. Each
        type leaves by the method ``_send_by_<type>(now)``, which an addon with another
        way to customers adds.

        :param now: hand them over within this call, so that ``state`` tells how it
            went; otherwise they wait in Odoo's queues for the commit.
        :param dict customers: what ``_get_reachability`` says of them, if it was asked.
        :raise UserError: when a company has no customer-service address.
        """
        # Defaults of a caller's would fill in what mails and messages leave empty.
        context = clean_context(self.env.context)
        clean = self.with_context(context)  # pylint: disable=context-overridden
        for company, rows in clean.grouped("company_id").items():
            by_type = rows.with_company(company).grouped("communication_type")
            for channel, leaving in by_type.items():
                if channel != const.NOTE:
                    leaving = leaving._refuse_unreachable(customers)
                if leaving:
                    getattr(leaving, f"_send_by_{channel}")(now)

    def _refuse_unreachable(self, customers=None):
        """Mark the rows whose customer cannot be reached as failed; return the others.

        Writes the address or number that is used on the rows.

        :param customers: as of ``_send``.
        """
        if customers is None:
            customers = self.partner_id._get_reachability(self.env.company)
        refused = self.browse()
        for row in self:
            customer = customers.get(row.partner_id.id)
            why = const.WHY_NO_PARTNER
            if customer:
                why = why_not(row.communication_type, customer)
                row.recipient = get_address(row.communication_type, customer)
            if why:
                row.write(
                    {
                        "state": const.COMMUNICATION_FAILED,
                        "failure_code": why,
                        "failure_detail": False,
                    }
                )
                refused |= row
        return self - refused

    # Messages

    def _create_messages(self, **values):
        """Make the ``mail.message`` of each row in its document's chatter.

        A row that failed before keeps its message, so that the chatter shows one, in
        its true state. Nobody is notified by it.
        """
        self._settle_documents()
        again = self.filtered("mail_message_id")
        again._forget_attempt()
        for row in again:
            renewed = row._prepare_message_values() | values
            row.mail_message_id.write(renewed | {"date": fields.Datetime.now()})
        new = self - again
        messages = self.env["mail.message"].create(
            [row._prepare_message_values() | values for row in new]
        )
        for row, message in zip(new, messages, strict=True):
            row.mail_message_id = message

    def _settle_documents(self):
        """Have what people wrote be about the customer where its document is no more.

        Between writing and sending an order may have passed to another customer, in
        whose portal the message must not stand, or been deleted. What rules tell is
        told of a document of this moment.
        """
        panels = self.env["customer.communication.panel"]
        written = self.filtered(lambda row: row.user_id and row.res_id)
        for model, rows in written.grouped("res_model").items():
            owners = {}
            if panels._is_document_model(model):
                documents = self.env[model].browse(rows.mapped("res_id")).exists()
                for document in documents:
                    owner = panels._get_document_partner(document)
                    owners[document.id] = owner.commercial_partner_id
            for row in rows:
                if owners.get(row.res_id) != row.partner_id.commercial_partner_id:
                    row.write({"res_model": "res.partner", "res_id": row.partner_id.id})

    def _forget_attempt(self):
        """Take what failed out of Odoo's queues, so that nobody sends it, too."""
        messages = self.mail_message_id
        for queue in ("mail.mail", "sms.sms"):
            self.env[queue].search([("mail_message_id", "in", messages.ids)]).unlink()

    def _prepare_message_values(self):
        """Return the values of the message that all three ways share."""
        self.ensure_one()
        model, res_id = self.res_model, self.res_id
        if not (model in self.env and res_id):
            model, res_id = "res.partner", self.partner_id.id
        is_shared = model == "res.partner"
        author = self.user_id.partner_id or self.company_id.partner_id
        return {
            "model": model,
            "res_id": res_id,
            "record_name": self.document_name or self.partner_id.display_name,
            "record_company_id": self.company_id.id,
            "communication_company_id": is_shared and self.company_id.id,
            "message_type": "comment" if self.user_id else "auto_comment",
            "author_id": author.id,
            "email_from": author.email_formatted,
            "subject": self.subject,
            "body": self._show_in_chatter(self.body),
            "attachment_ids": [Command.set(self.attachment_ids.ids)],
            "email_add_signature": False,
        }

    @api.model
    def _get_subtype_id(self, name):
        return self.env["ir.model.data"]._xmlid_to_res_id(f"mail.{name}")

    def _mark_queued(self):
        self.write(
            {
                "state": const.COMMUNICATION_QUEUED,
                "failure_code": False,
                "failure_detail": False,
                "sent_at": False,
                "handed_over_at": False,
                **OVER,
            }
        )

    def _create_notifications(self, values):
        """Make the ``mail.notification`` of each row, by which its state is known.

        That of a failed attempt is renewed, so that Odoo shows no failure any more.

        :param values: one dict for each row, what its kind of message adds.
        """
        new, values_of_new = self.browse(), []
        for row, of_row in zip(self, values, strict=True):
            state = {"notification_status": "ready", **of_row}
            # Somebody may have made one; Odoo allows one for message and customer.
            own = row.notification_id or row.mail_message_id.notification_ids.filtered(
                lambda one, row=row: one.res_partner_id == row.partner_id
            )
            if own:
                state |= {"failure_type": False, "failure_reason": False}
                own.write(state)
                row.notification_id = own
            else:
                new |= row
                values_of_new.append(
                    {
                        "author_id": row.mail_message_id.author_id.id,
                        "mail_message_id": row.mail_message_id.id,
                        "res_partner_id": row.partner_id.id,
                        "is_read": True,  # it is not for anybody's inbox
                        **state,
                    }
                )
        made = self.env["mail.notification"].create(values_of_new)
        for row, notification in zip(new, made, strict=True):
            row.notification_id = notification

    # Notes

    def _send_by_note(self, _now):
        """Keep notes in the chatter, for staff only: no recipient, no follower told."""
        self._create_messages(subtype_id=self._get_subtype_id("mt_note"))
        self.mail_message_id.notification_ids.unlink()  # of a failed e-mail or SMS
        self.write(
            {
                "state": const.COMMUNICATION_SAVED,
                "failure_code": False,
                "failure_detail": False,
                "sent_at": fields.Datetime.now(),
            }
        )

    # E-mails

    def _send_by_email(self, now):
        """Make message, notification and mail of one company's e-mails, in batches."""
        for address, rows in self.grouped("sender").items():
            sender = self.company_id._get_customer_service_sender(address)
            rows._create_messages(
                subtype_id=self._get_subtype_id("mt_comment"),
                email_from=sender,
                reply_to=sender,
            )
        laid_out = self._render_layouts()
        texts = self._put_links([laid_out[row.id] for row in self])
        mails = self.env["mail.mail"].create(
            [
                row._prepare_mail_values(text)
                for row, text in zip(self, texts, strict=True)
            ]
        )
        self._create_notifications(
            [{"notification_type": "email", "mail_mail_id": mail.id} for mail in mails]
        )
        self._mark_queued()
        if now:
            mails.send()
            # Odoo tells the web client of failures only, not that one is over.
            self.mail_message_id._notify_message_notification_update()
        else:
            mails._leave_in_queue()

    def _prepare_mail_values(self, html):
        """Return the values of the ``mail.mail`` that leaves.

        :param html: its text, laid out.
        """
        self.ensure_one()
        return {
            "mail_message_id": self.mail_message_id.id,
            "body_html": html,
            "recipient_ids": [Command.link(self.partner_id.id)],
            "email_to": False,
            "email_cc": False,
            "auto_delete": True,
            "is_notification": True,
            "state": "outgoing",
        }

    def _render_layouts(self):
        """Return ``{id: body within the e-mail layout}``, in the customers' languages.

        The layout is the same for all customers but for the body in its midst.

        :raise UserError: for an address that none of them can carry.
        """
        layouts, base_urls, html = {}, {}, {}
        for row in self:
            company, lang = row.company_id, row.partner_id.lang or self.env.lang
            address = row.sender or company.customer_service_email
            if company not in base_urls:
                base_urls[company] = company.get_base_url()
            base_url = base_urls[company]
            key = (company, lang, address)
            if key not in layouts:
                layout = self._render_layout(company, lang, address)
                layout = self._complete_addresses(layout.strip(), base_url)
                layouts[key] = layout.split(_BODY)
            body = self._complete_addresses(row.body or Markup(), base_url)
            html[row.id] = body.join(layouts[key])
        return html

    @api.model
    def _render_layout(self, company, lang, address):
        """Return the e-mail layout in a language, with ``_BODY`` for the body."""
        return self.env["ir.qweb"]._render(
            "customer_status_comm.mail_layout",
            {"company": company, "address": address, "body": _BODY, "lang": lang},
            lang=lang,
            minimal_qcontext=True,
        )

    # SMS

    def _send_by_sms(self, now):
        """Make message, notification and SMS of one company's texts, in batches."""
        self._create_messages(
            subtype_id=self._get_subtype_id("mt_note"), message_type="sms"
        )
        bodies = self._put_links([row.sms_text for row in self])
        texts = self.env["sms.sms"].create(
            [
                {
                    "mail_message_id": row.mail_message_id.id,
                    "partner_id": row.partner_id.id,
                    "number": row.recipient,
                    "body": body,
                }
                for row, body in zip(self, bodies, strict=True)
            ]
        )
        self._create_notifications(
            [
                {
                    "notification_type": "sms",
                    "sms_number": text.number,
                    "sms_id_int": text.id,
                    "sms_tracker_ids": [Command.create({"sms_uuid": text.uuid})],
                }
                for text in texts
            ]
        )
        self._mark_queued()
        if now:
            texts.send()
        else:
            texts._leave_in_queue()
