import base64

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, models
from odoo.fields import Command

from .. import const
from ..tools import body, shown_body
from ..tools.foreign import html2plaintext, is_html_empty, plaintext2html
from .ir_qweb import COMPILED


class CustomerCommunication(models.Model):
    """What messages say: greeting, content and signature, joined in one place."""

    # A file of its own for its own reason to change.
    _inherit = "customer.communication"  # pylint: disable=R8180

    @api.model
    def _join_body(self, greeting, content, signature):
        """Return greeting, content and signature as one HTML body.

        :param greeting: plain text or empty. ``content``, ``signature``: HTML or empty.
        """
        opening = Markup("<p>%s</p>") % greeting if greeting else Markup()
        content = Markup() if is_html_empty(content) else Markup(content)
        return opening + content + Markup(signature or "")

    @api.model
    def _join_text(self, greeting, content, signature):
        """Return greeting, content and signature as one plain text.

        :param greeting: plain text or empty. ``content``: plain text or empty.
            ``signature``: HTML or empty.
        """
        parts = (greeting, content, html2plaintext(signature or ""))
        return "\n".join(part.strip() for part in parts if part and part.strip())

    def _show_in_chatter(self, text):
        """Return HTML as it is shown amid others', see ``tools/shown_body.py``."""
        self.ensure_one()
        own_address = self.company_id.get_base_url()
        shown = shown_body.for_chatter(
            str(text or ""), own_address, self.env._("Picture")
        )
        return Markup(shown)

    def _get_signature_as_new(self):
        """Return the signature that closes this e-mail, which a new one exchanges.

        :return: HTML; ``False`` when none that is known stands there as it was put in.
        """
        self.ensure_one()
        if self.communication_type != const.EMAIL:
            return False
        lang = self.partner_id.lang or self.env.lang
        company = self.company_id.sudo().with_context(lang=lang)
        author_sudo = self.user_id.sudo()
        known = [company._get_automatic_signature()]
        if author_sudo:
            by_author = company._get_automatic_signature(author=author_sudo.name)
            known = [author_sudo.signature, by_author, *known]
        return next(
            (
                signature
                for signature in known
                if not is_html_empty(signature)
                and body.split_html(self.body or "", "", signature).signed
            ),
            False,
        )

    @api.model
    def _tell_status(self, documents, decisions, events, customers):
        """Write and queue the status messages of many documents.

        :param documents: records of one model and company, with news in the ledger.
        :param dict decisions: ``{document id: Decision}``, whose rule's template gives
            the text, one message for each of its channels.
        :param dict events: ``{document id: customer.status.event}`` that it tells.
        :param dict customers: ``{partner id: channel.Customer}``.
        """
        values = []
        rules = {decision.rule.id for decision in decisions.values()}
        for rule in self.env["customer.status.rule"].browse(rules):
            mine = documents.filtered(
                lambda document, id_=rule.id: decisions[document.id].rule.id == id_
            )
            # The same for the customer, whoever has pressed a button.
            template = rule.template_id.with_env(documents.env)
            template = template.with_user(SUPERUSER_ID)
            template = template.with_context(**{COMPILED: {}})
            rendered = template._generate_template(
                mine.ids, {"subject", "body_html", "sms_body", "attachment_ids"}
            )
            if rule.attach_status_file and not template.attach_status_file:
                self._attach_status_files(mine, rendered)
            for document in mine:
                subject = (rendered[document.id]["subject"] or "").strip()
                shared = self._prepare_status_values(document, template) | {
                    "subject": subject or document.display_name,
                    "event_ids": [Command.set(events[document.id].ids)],
                }
                for channel in decisions[document.id].channels:
                    text = self._prepare_status_text(
                        document, channel, rendered[document.id]
                    )
                    values.append(shared | text)
        self.create(values)._send(customers=customers)

    @api.model
    def _attach_status_files(self, documents, rendered, inside=False):
        """Add to what a template gives for each document its status page as a file.

        :param dict rendered: ``{document id: values}``, changed in place.
        :param inside: as of ``_get_status_files``.
        """
        for id_, (name, content) in documents._get_status_files(inside).items():
            file = (name, base64.b64encode(content))
            rendered[id_].setdefault("attachments", []).append(file)

    @api.model
    def _prepare_status_values(self, document, template):
        """Return what the messages on one document share, whatever their channel."""
        return {
            "partner_id": document._get_status_partners()[document.id].id,
            "company_id": document.env.company.id,
            "template_id": template.id,
            "res_model": document._name,
            "res_id": document.id,
            "document_name": document.display_name,
        }

    @api.model
    def _prepare_status_text(self, document, channel, rendered):
        """Return what one channel says: greeting, content, signature.

        What an addon has added says the same as an e-mail, but for the files.

        :param dict rendered: the template's ``body_html``, ``sms_body``, and files.
        """
        partner = document._get_status_partners()[document.id]
        partner = partner.with_context(lang=partner.lang or self.env.lang)
        company = document.env.company.with_env(partner.env)
        if channel == const.SMS:
            text = self._join_text(
                "", rendered["sms_body"], company._get_sms_signature()
            )
            return {
                "communication_type": const.SMS,
                "sms_text": text,
                "body": plaintext2html(text),
            }
        files = [
            Command.create({"name": name, "datas": content})
            for name, content in rendered.get("attachments", [])
        ]
        files += [Command.link(id_) for id_ in rendered.get("attachment_ids", [])]
        return {
            "communication_type": channel,
            "body": self._join_body(
                partner._get_greeting(),
                rendered["body_html"],
                company._get_automatic_signature(),
            ),
            "attachment_ids": files if channel == const.EMAIL else [],
        }
