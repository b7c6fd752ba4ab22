import logging

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command
from odoo.tools import format_datetime

from .. import const
from ..tools.channel import why_not
from ..tools.foreign import is_html_empty
from ..tools.wording import describe_error, describe_origin

_logger = logging.getLogger(__name__)

#: States in which a message is on its way: pressing Send again sends nothing.
_UNDER_WAY = (
    const.COMMUNICATION_SCHEDULED,
    const.COMMUNICATION_QUEUED,
    const.COMMUNICATION_SENT,
    const.COMMUNICATION_DELIVERED,
    const.COMMUNICATION_SAVED,
)


class CustomerCommunicationPanel(models.TransientModel):
    """What the buttons of the panel do: send or save once, and say how it went."""

    # A file of its own for its own reason to change.
    _inherit = "customer.communication.panel"  # pylint: disable=R8180

    def action_send(self):
        """Send or save the message once, and show in the panel how it went."""
        self.ensure_one()
        self.check_access("write")  # before anything is locked
        try:
            self.lock_for_update()
        except LockError:
            return self._reload()  # another click is sending it
        if self.communication_id.state in _UNDER_WAY:
            return self._reload()
        try:
            self._check_can_send()
            with self.env.cr.savepoint():
                self._send()
        except UserError as error:
            self._show("danger", str(error))
        except OSError as error:  # no room for a file, say
            origin = describe_origin(error)
            _logger.warning("Not sent to partner %s: %s", self.partner_id.id, origin)
            reason = describe_error(error)
            self._show("danger", self.env._("Not sent: %(reason)s", reason=reason))
        return self._reload()

    def _check_can_send(self):
        """Refuse what cannot be sent before anything is stored.

        :raise UserError: in words, with the way out.
        """
        # The panel's values may come from anywhere, not only from its form.
        self.company_id.check_access("read")
        self._check_document()
        self._check_template()
        self._check_files()
        if not (self.subject or "").strip():
            raise UserError(
                self.env._("Give the message a subject first, on the tab Configure.")
            )
        is_text = self.communication_type == const.SMS
        if not (self.sms_text or "").strip() if is_text else is_html_empty(self.body):
            raise UserError(self.env._("There is no text yet: write one first."))
        if self.communication_type == const.NOTE:
            return
        self._check_shown()
        if self.communication_type == const.EMAIL:
            self.company_id.sudo()._get_customer_service_sender(self._get_sender())
            base_url = self.company_id.sudo().get_base_url()
            self.env["customer.communication"]._complete_addresses(self.body, base_url)
        self._check_reachable()
        self._check_moment()
        self._check_links()
        rows = self.env["customer.communication"]
        rows._check_hourly_limit(
            self.company_id, self.scheduled_at, self._find_failed()
        )

    def _check_reachable(self):
        """Refuse to write to somebody who cannot be reached this way.

        :raise UserError: with why.
        """
        customer = self._get_customer(self.partner_id)
        why = const.WHY_NO_PARTNER
        if customer:
            why = why_not(self.communication_type, customer)
        if why:
            raise UserError(
                self.env._(
                    "Not sent to %(customer)s. %(reason)s.",
                    customer=self.partner_id.display_name,
                    reason=self.env["customer.status.event"]._get_why_words(why),
                )
            )

    def _send(self):
        """Send, schedule or save; after a failure, send the same row again."""
        values = self._prepare_communication_values()
        row = self._find_failed()
        if row:
            # It counts for who sends it now, not with those it once left together.
            anew = {"rewritten_at": fields.Datetime.now(), "released_by_id": False}
            row.write(values | anew | {"scheduled_at": False})
        else:
            row = self.env["customer.communication"].sudo().create(values)
            self.communication_id = row
        if self.scheduled_at and self.communication_type != const.NOTE:
            row._schedule(self.scheduled_at)
        else:
            row._send(now=True)
        self._show_result(row)

    def _find_failed(self):
        """Return the panel's own row that failed before, to be sent again; sudo.

        One that may have left stays as it is: what is sent then is a message more.
        """
        row_sudo = self.communication_id.sudo()
        failed = (const.COMMUNICATION_FAILED, const.COMMUNICATION_CANCELLED)
        own = row_sudo.state in failed and self._is_own_message()
        if own and row_sudo._has_surely_not_left():
            return row_sudo
        return row_sudo.browse()

    def _show_result(self, row):
        """Say in the panel what became of the message."""
        if row.state == const.COMMUNICATION_FAILED:
            reason = row.failure_reason or ""
            self._show("danger", self.env._("Not sent: %(reason)s", reason=reason))
        elif row.state == const.COMMUNICATION_SAVED:
            self._show("success", self.env._("The note is saved."))
        elif row.state == const.COMMUNICATION_SCHEDULED:
            moment = format_datetime(self.env, row.scheduled_at, dt_format="short")
            text = self.env._("It will be sent on %(moment)s.", moment=moment)
            self._show("success", text)
        elif row._is_tried_again():
            self._show("success", row._get_waiting_words())
        else:
            text = self.env._("Sent to %(address)s.", address=row.recipient)
            self._show("success", text)

    def _prepare_communication_values(self):
        """Return the values of the row in the history."""
        document = self._get_document()
        files = [Command.clear()]
        if self.communication_type == const.EMAIL:
            files += self._prepare_files()
        return self._prepare_text_values() | {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "communication_type": self.communication_type,
            "subject": self.subject.strip(),
            "sender": self._get_sender(),
            "user_id": self.env.user.id,
            "template_id": self.template_id.id,
            "res_model": document._name,
            "res_id": document.id,
            "document_name": self.document_name,
            "attachment_ids": files,
        }

    def _get_sender(self):
        """Return the address an e-mail leaves from, empty for the company's.

        A hook for addons that know of stores with an address of their own. It is
        trusted: take it from what staff cannot write, never from the panel itself.
        """
        return False

    def action_cancel_scheduled(self):
        """Take back a message that still waits; it may be changed and sent anew.

        For its time, or for its mail server.
        """
        self.ensure_one()
        if not self._is_own_message():
            raise UserError(self.env._("There is nothing here to take back."))
        self.communication_id._cancel_scheduled()
        self._show("info", self.env._("It will not be sent."))
        return self._reload()

    def action_new_message(self):
        """Open the panel anew for another message to the same customer."""
        self.ensure_one()
        return self.partner_id.action_contact(document=self._find_own_document())

    def _show(self, feedback_type, text):
        self.write({"feedback_type": feedback_type, "feedback": text})

    @api.model
    def _reload(self):
        """Return the action that reloads the panel in place: dialog and tab stay."""
        return {"type": "ir.actions.client", "tag": "customer_communication_reload"}
