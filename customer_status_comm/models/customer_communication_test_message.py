from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command
from odoo.tools import formataddr

from .. import const
from ..tools.channel import resolve
from ..tools.failure import explain


class CustomerCommunication(models.Model):
    """Test messages: what a customer would get, sent to whoever asks for it.

    They leave the same way as all others, but leave nothing behind: no row of the
    history, no entry of the ledger, nothing in a chatter, and no link of a customer. A
    link in them is the address that only logged-in colleagues can open.
    """

    # A file of its own for its own reason to change.
    _inherit = "customer.communication"  # pylint: disable=R8180

    @api.model
    def _send_test(self, template, document, wanted, with_file=False, possible=None):
        """Send the user what the customer of ``document`` would get from ``template``.

        For the company one works in, which remembers that a test was sent.

        :param document: one record with a status page that the user may read.
        :param str wanted: ``const.EMAIL``, ``SMS``, ``CHANNEL_BOTH`` or
            ``CHANNEL_PREFERENCE``, which is the user's own then.
        :param with_file: attach the status file, whatever the template says.
        :param possible: the channels to choose among; by default all those that the
            template has a text for.
        :return: an action that says where it went.
        :raise UserError: when there is no text, no sender, no address of the user's, or
            when it could not be sent; with why.
        """
        company = self.env.company.sudo()
        if possible is None:
            possible = template._get_channels()
        addresses = self._get_test_addresses(template, wanted, possible)
        sender = company._get_customer_service_sender()
        rendered = template._for_reader()._generate_template(
            document.ids, {"subject", "body_html", "sms_body", "attachment_ids"}
        )
        if with_file and not template.attach_status_file:
            self._attach_status_files(document, rendered, inside=True)
        rendered = rendered[document.id]
        for channel, address in addresses.items():
            values = self._prepare_status_text(document, channel, rendered)
            if channel == const.SMS:
                self._send_test_text(values["sms_text"], address)
            else:
                html = self._render_test(document, company, values["body"])
                files = values["attachment_ids"]
                self._send_test_email(rendered["subject"], html, files, sender, address)
        if not company.customer_status_tested_at:
            company.customer_status_tested_at = fields.Datetime.now()
        return self._say_test_is_sent(document, addresses.values())

    @api.model
    def _render_test(self, document, company, body):
        """Return a test e-mail as its customer would read it, HTML."""
        # Never stored, for it is no part of anybody's history.
        row = self.sudo().new(
            {
                "partner_id": document._get_status_partners()[document.id].id,
                "company_id": company.id,
                "body": body,
            }
        )
        return row._render_layouts()[row.id]

    @api.model
    def _get_test_addresses(self, template, wanted, possible):
        """Return ``{channel: the user's address or number}`` that a test goes to.

        :raise UserError: when there is none, with a way to the place to mend it.
        """
        user = self.env.user
        me = user.partner_id.sudo()._get_reachability(self.env.company)[
            user.partner_id.id
        ]
        # No message to customers, so what they unsubscribed from does not matter.
        me = me._replace(email_blacklisted=False, phone_blacklisted=False)
        way = resolve(wanted, me, possible)
        if way.why == const.WHY_NO_TEXT:
            raise UserError(
                self.env._(
                    "“%(template)s” has no subject or no text to send. Write it, then "
                    "try again.",
                    template=template.name,
                )
            )
        if way.why:
            self._ask_for_address(way.why)
        addresses = {const.EMAIL: me.email, const.SMS: me.phone}
        return {channel: addresses[channel] for channel in way.channels}

    @api.model
    def _ask_for_address(self, why):
        """Tell the user that a test can reach them nowhere, and where to mend that."""
        if why in (const.WHY_NO_EMAIL, const.WHY_INVALID_EMAIL):
            message = self.env._(
                "You have no valid e-mail address that a test could go to. Set it in "
                "your preferences, then try again."
            )
        else:
            message = self.env._(
                "You have no valid phone number that a test could go to. Set it in "
                "your preferences, then try again."
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "base.action_res_users_my"
        )
        action["res_id"] = self.env.user.id
        raise RedirectWarning(message, action, self.env._("My preferences"))

    @api.model
    def _send_test_email(self, subject, html, files, sender, address):
        """Send one e-mail and take it away again, whatever became of it.

        :param files: commands of ``attachment_ids``.
        :raise UserError: when the mail server did not take it.
        """
        own = [
            {**command[2], "res_model": "mail.message", "res_id": 0}
            for command in files
            if command[0] == Command.CREATE
        ]
        others = [command for command in files if command[0] == Command.LINK]
        mail_sudo = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": self._mark_as_test(subject),
                    "body_html": Markup(html),
                    "email_from": sender,
                    "reply_to": sender,
                    # An address and no partner: nobody's own link is made for it.
                    "email_to": formataddr((self.env.user.name, address)),
                    "author_id": self.env.user.partner_id.id,
                    "record_company_id": self.env.company.id,
                    "attachment_ids": others + [Command.create(file) for file in own],
                    "auto_delete": False,
                }
            )
        )
        mail_sudo.send()
        if mail_sudo.state != "sent":
            self._say_test_failed(mail_sudo.failure_type, mail_sudo.failure_reason)
        # Odoo deletes all that lies loose with a message, whoever made it.
        mail_sudo.attachment_ids = [Command.unlink(command[1]) for command in others]
        mail_sudo.unlink()  # with its message, and the files made for it

    @api.model
    def _send_test_text(self, text, number):
        """Send one SMS and take it away again; as ``_send_test_email``."""
        # A number and no partner: nobody's own link is made for it.
        sms_sudo = self.env["sms.sms"].sudo()
        sms_sudo = sms_sudo.create({"number": number, "body": self._mark_as_test(text)})
        sms_sudo.send(unlink_sent=False)
        if sms_sudo.state not in ("process", "pending", "sent"):
            self._say_test_failed(sms_sudo.failure_type, None)
        sms_sudo.unlink()

    @api.model
    def _mark_as_test(self, text):
        return self.env._("[Test] %(text)s", text=text or "")

    @api.model
    def _say_test_failed(self, failure_type, reason):
        """Take everything back and say why nothing left."""
        failure = explain(failure_type, "exception", reason)
        why = dict(self._selection_failure_code())[failure.code]
        if failure.detail:
            why = f"{why} ({failure.detail})"
        raise UserError(self.env._("The test was not sent: %(reason)s.", reason=why))

    @api.model
    def _say_test_is_sent(self, document, addresses):
        """Return the action that tells the user where the test went."""
        message = self.env._(
            "A test went to %(address)s. It speaks of %(document)s; links in it open "
            "for logged-in colleagues only.",
            address=", ".join(addresses),
            document=document.display_name,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message},
        }
