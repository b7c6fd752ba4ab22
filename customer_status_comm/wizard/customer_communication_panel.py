import logging

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command
from odoo.tools import format_datetime, is_html_empty

from .. import const
from ..tools.channel import Customer, why_not
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

#: What stands in the way and is mended on the contact itself.
_CURED_BY_CONTACT = (
    const.WHY_NO_EMAIL,
    const.WHY_INVALID_EMAIL,
    const.WHY_NO_PHONE,
    const.WHY_INVALID_PHONE,
)


class CustomerCommunicationPanel(models.TransientModel):
    """The panel in which staff write to a customer.

    This file holds what is configured and sent; what is written, and how it comes
    about, stands in ``customer_communication_panel_compose.py``.
    """

    _name = "customer.communication.panel"
    _description = "Customer Communication Panel"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )

    partner_email = fields.Char(
        related="partner_id.email", related_sudo=False, string="Email"
    )
    partner_phone = fields.Char(
        related="partner_id.phone", related_sudo=False, string="Phone"
    )
    partner_title_id = fields.Many2one(
        related="partner_id.title_id", related_sudo=False, string="Title"
    )
    partner_parent_id = fields.Many2one(
        related="partner_id.parent_id", related_sudo=False, string="Works for"
    )
    partner_lang = fields.Selection(
        related="partner_id.lang", related_sudo=False, string="Language"
    )
    partner_address = fields.Char(
        related="partner_id.contact_address_inline",
        related_sudo=False,
        string="Address",
    )
    contact_preference = fields.Selection(
        related="partner_id.contact_preference", related_sudo=False
    )
    preference_hint = fields.Char(compute="_compute_reach")
    is_preference_possible = fields.Boolean(compute="_compute_reach")
    document_name = fields.Char(compute="_compute_document_name", string="About")
    obstacle = fields.Char(
        compute="_compute_reach", help="Why it cannot be sent this way."
    )
    obstacle_help = fields.Char(
        compute="_compute_reach", help="Whom to ask, for who cannot mend it."
    )

    communication_type = fields.Selection(
        [(const.EMAIL, "Email"), (const.SMS, "SMS"), (const.NOTE, "Note")],
        string="Type",
        default=const.EMAIL,
        required=True,
    )
    attach_status_file = fields.Boolean(string="Status file")
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments")
    offered_attachment_ids = fields.Many2many(
        "ir.attachment", compute="_compute_offered_attachment_ids"
    )
    document_attachment_ids = fields.Many2many(
        "ir.attachment",
        "customer_communication_panel_document_attachment_rel",
        string="From the document",
        domain="[('id', 'in', offered_attachment_ids)]",
    )
    scheduled_at = fields.Datetime(
        string="Send later", help="Empty: it is sent when you press Send."
    )

    communication_id = fields.Many2one("customer.communication", readonly=True)
    communication_state = fields.Selection(
        related="communication_id.state", related_sudo=False
    )
    sent_files = fields.Char(
        compute="_compute_sent_files", help="Names of the files that went along."
    )
    feedback = fields.Char(readonly=True)
    feedback_type = fields.Selection(
        [("success", "Done"), ("info", "Taken back"), ("danger", "Failed")],
        readonly=True,
    )

    @api.model
    def default_get(self, fields):
        """Start with the way the customer prefers, or else one that is possible."""
        values = super().default_get(fields)
        partner = self.env["res.partner"].browse(values.get("partner_id"))
        if partner and "default_communication_type" not in self.env.context:
            customer = self._get_customer(partner) or Customer()
            ways = (partner.contact_preference or const.EMAIL, const.EMAIL, const.SMS)
            free = (way for way in ways if not why_not(way, customer))
            known = customer.has_email or customer.has_phone
            last = const.EMAIL if known else const.NOTE
            values["communication_type"] = next(free, last)
        return values

    # Configure

    @api.depends(
        "communication_type",
        "partner_id.contact_preference",
        "partner_email",
        "partner_phone",
    )
    def _compute_reach(self):
        """Say what the customer prefers, and before anything is written what is not
        possible; how they can be reached is asked once for both.
        """
        for panel in self:
            customer = panel.partner_id and panel._get_customer(panel.partner_id)
            panel._set_preference_hint(customer)
            panel._set_obstacle(customer or Customer())

    def _set_preference_hint(self, customer):
        """Say what the customer prefers, and why it is not possible if it is not.

        :param customer: ``channel.Customer``, or nothing for a nobody.
        """
        preference = self.partner_id.contact_preference
        self.is_preference_possible, self.preference_hint = True, False
        if not preference:
            return
        names = dict(
            self._fields["communication_type"]._description_selection(self.env)
        )
        why = why_not(preference, customer) if customer else const.WHY_NO_PARTNER
        if why:
            self.is_preference_possible = False
            self.preference_hint = self.env._(
                "prefers %(channel)s, but: %(reason)s",
                channel=names[preference],
                reason=self.env["customer.status.event"]._get_why_words(why),
            )
        else:
            self.preference_hint = self.env._(
                "prefers %(channel)s", channel=names[preference]
            )

    def _set_obstacle(self, customer):
        """Say why the customer cannot be reached this way, if so.

        :param customer: ``channel.Customer``
        """
        why = None
        if self.communication_type != const.NOTE and self.partner_id:
            why = why_not(self.communication_type, customer)
        self.obstacle = why and self.env["customer.status.event"]._get_why_words(why)
        self.obstacle_help = False
        if why in _CURED_BY_CONTACT and not self.partner_id.has_access("write"):
            self.obstacle_help = self.env._("Ask somebody who may edit contacts.")

    @api.onchange("subject", "body", "sms_text", "template_id", "communication_type")
    def _onchange_clear_failure(self):
        """Take a refusal away once something was done about it."""
        if self.feedback_type in ("danger", "info"):
            self.feedback_type = self.feedback = False

    @api.depends("res_model", "res_id")
    def _compute_document_name(self):
        for panel in self:
            document = panel._get_document()
            is_other = document and document != panel.partner_id
            panel.document_name = document.display_name if is_other else False

    @api.depends("res_model", "res_id")
    def _compute_offered_attachment_ids(self):
        """Offer the files of the document one comes from."""
        for panel in self:
            panel.offered_attachment_ids = False
            if panel.document_name:
                panel.offered_attachment_ids = self.env["ir.attachment"].search(
                    [
                        ("res_model", "=", panel.res_model),
                        ("res_id", "=", panel.res_id),
                        ("res_field", "=", False),
                    ]
                )

    @api.depends("communication_id", "feedback_type")
    def _compute_sent_files(self):
        for panel in self:
            panel.communication_id.check_access("read")  # the id may come from anywhere
            files = panel.communication_id.sudo().attachment_ids
            panel.sent_files = ", ".join(files.mapped("name"))

    def _get_customer(self, partner):
        """Return how ``partner`` can be reached, or ``None`` for a nobody."""
        partner.check_access("read")  # the id may come from anywhere
        company = self.company_id or self.env.company
        return partner.sudo()._get_reachability(company).get(partner.id)

    def _get_document(self):
        """Return the record the message is about: the one given, or the customer."""
        self.ensure_one()
        if self.res_model and self.res_model in self.env and self.res_id:
            return self.env[self.res_model].browse(self.res_id).exists()
        return self.partner_id

    # Send

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
        self.partner_id.check_access("read")
        self._get_document().check_access("read")
        self.attachment_ids.check_access("read")
        self.document_attachment_ids.check_access("read")
        if not (self.subject or "").strip():
            raise UserError(
                self.env._("Give the message a subject first, on the tab Configure.")
            )
        is_text = self.communication_type == const.SMS
        if not (self.sms_text or "").strip() if is_text else is_html_empty(self.body):
            raise UserError(self.env._("There is no text yet: write one first."))
        if self.communication_type == const.NOTE:
            return
        if self.communication_type == const.EMAIL:
            self.company_id.sudo()._get_customer_service_sender(self._get_sender())
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
        if self.scheduled_at and self.scheduled_at <= fields.Datetime.now():
            raise UserError(
                self.env._("The time to send it has passed: choose a later one.")
            )

    def _send(self):
        """Send, schedule or save; after a failure, send the same row again."""
        values = self._prepare_communication_values()
        row = self._find_failed()
        if row:
            row.write(values)
        else:
            row = self.env["customer.communication"].sudo().create(values)
            self.communication_id = row
        if self.scheduled_at and self.communication_type != const.NOTE:
            row._schedule(self.scheduled_at)
        else:
            row._send(now=True)
        self._show_result(row)

    def _find_failed(self):
        """Return the panel's own row that failed before, to be sent again; sudo."""
        row_sudo = self.communication_id.sudo()
        own = (
            row_sudo.state
            in (const.COMMUNICATION_FAILED, const.COMMUNICATION_CANCELLED)
            and row_sudo.partner_id == self.partner_id
            and row_sudo.company_id == self.company_id
            and row_sudo.user_id == self.env.user
        )
        return row_sudo if own else row_sudo.browse()

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

    def _prepare_files(self):
        """Return the commands that attach what was added and ticked."""
        files = self.attachment_ids | self.document_attachment_ids
        commands = [Command.link(file.id) for file in files]
        if self.attach_status_file:
            commands += [
                Command.create({"name": name, "raw": content})
                for name, content in self._get_status_files().values()
            ]
        return commands

    def _get_status_files(self):
        """Return the status file of the document or customer; see the mixin."""
        return self._get_status_document()._get_status_files()

    def action_cancel_scheduled(self):
        """Take back a message that still waits; it may be changed and sent anew."""
        self.ensure_one()
        self.communication_id._cancel_scheduled()
        self._show("info", self.env._("It will not be sent."))
        return self._reload()

    def action_new_message(self):
        """Open the panel anew for another message to the same customer."""
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
