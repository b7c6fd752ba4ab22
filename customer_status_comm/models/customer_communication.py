from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const
from .customer_communication_waiting import OVER

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
    """One e-mail, SMS or note in a customer's history.

    All messages leave from here: see ``customer_communication_delivery.py``.
    """

    _name = "customer.communication"
    _inherit = [
        "customer.communication.access",
        "customer.communication.addresses",
        "customer.communication.again",
        "customer.communication.files",
        "customer.communication.retention",
        "customer.communication.later",
        "customer.communication.limit",
        "customer.communication.links",
        "customer.communication.waiting",
        "customer.communication.stopped",
        "customer.status.batch",
        "customer.search.mixin",
        "customer.values.mixin",
    ]
    _description = "Customer Communication"
    _order = "create_date desc, id desc"
    _rec_name = "subject"
    _technical_fields = frozenset(
        {
            "res_model",
            "res_id",
            "sms_text",
            "mail_message_id",
            "notification_id",
            "event_ids",
            "attachment_ids",
            "waiting_since",
            "tries",
            "rewritten_at",
        }
    )

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade"
    )
    commercial_partner_id = fields.Many2one(
        "res.partner",
        string="Customer's company",
        compute="_compute_commercial_partner_id",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    communication_type = fields.Selection(
        [(const.EMAIL, "Email"), (const.SMS, "SMS"), (const.NOTE, "Note")],
        string="Type",
        required=True,
    )
    sms_text = fields.Text(string="SMS", help="The text of an SMS, as it was sent.")
    direction = fields.Selection(
        [("out", "To the customer"), ("in", "From the customer")],
        default="out",
        required=True,
    )
    subject = fields.Char(required=True)
    body = fields.Html(string="Text", sanitize="email_outgoing")
    sender = fields.Char(
        string="From",
        help="The address an e-mail leaves from and is answered to, when it is not "
        "the company's customer-service address.",
    )
    recipient = fields.Char(help="The address or number it went to.")
    user_id = fields.Many2one(
        "res.users", string="By", help="Empty: sent automatically.", ondelete="set null"
    )
    template_id = fields.Many2one("mail.template", ondelete="set null")
    res_model = fields.Char(string="Document model")
    res_id = fields.Many2oneReference(string="Document", model_field="res_model")
    document_name = fields.Char(string="About")
    state = fields.Selection(
        [
            (const.COMMUNICATION_SCHEDULED, "Scheduled"),
            (const.COMMUNICATION_QUEUED, "Queued"),
            (const.COMMUNICATION_SENT, "Sent"),
            (const.COMMUNICATION_DELIVERED, "Delivered"),
            (const.COMMUNICATION_FAILED, "Failed"),
            (const.COMMUNICATION_CANCELLED, "Cancelled"),
            (const.COMMUNICATION_SAVED, "Saved"),
        ],
        default=const.COMMUNICATION_QUEUED,
        required=True,
        copy=False,
        index=True,
    )
    scheduled_at = fields.Datetime(
        string="Scheduled for",
        copy=False,
        help="When a message waits to be sent later.",
    )
    sent_at = fields.Datetime(string="Sent on", copy=False)
    handed_over_at = fields.Datetime(
        copy=False,
        help="When an e-mail was about to leave; what was interrupted then is not sent "
        "again by itself.",
    )
    event_ids = fields.Many2many(
        "customer.status.event",
        string="Events",
        copy=False,
        help="What it tells, when it was sent automatically.",
    )
    mail_message_id = fields.Many2one(
        "mail.message", ondelete="set null", copy=False, index="btree_not_null"
    )
    notification_id = fields.Many2one(
        "mail.notification",
        ondelete="set null",
        copy=False,
        index="btree_not_null",
        help="By which its state is known. A message may have others, made by whoever "
        "may read it.",
    )

    # As the panel lists a customer's history, and the menu a company's.
    _partner_index = models.Index("(partner_id, create_date DESC, id DESC)")
    _company_index = models.Index("(company_id, create_date DESC, id DESC)")
    _document_index = models.Index("(res_model, res_id)")

    @api.depends("partner_id")
    def _compute_commercial_partner_id(self):
        """Note of which firm the customer was when it was written.

        Whoever moves to another firm takes along nothing that its people may read.
        """
        for row in self:
            row.commercial_partner_id = row.partner_id.commercial_partner_id

    # What became of it

    @api.model
    def _follow_notifications(self, notifications):
        """Take over the state of Odoo's notifications into the history."""
        for row in self._find_followers(notifications):
            row._follow()

    @api.model
    def _find_followers(self, notifications):
        """Return the rows whose state is known by one of these notifications."""
        return self.search([("notification_id", "in", notifications.ids)])

    def _follow(self):
        """Take over the state of the row's own notification."""
        self.ensure_one()
        notification = self.notification_id
        state = _STATE_OF_NOTIFICATION[notification.notification_status]
        if (
            notification.notification_type == "sms"
            and notification.notification_status == "sent"
        ):
            state = const.COMMUNICATION_DELIVERED
        values = {"state": state, "failure_code": False, "failure_detail": False}
        if state == const.COMMUNICATION_FAILED:
            failure = notification._get_failure()
            values |= {
                "failure_code": failure.code,
                "failure_detail": failure.detail,
            }
        elif state != const.COMMUNICATION_QUEUED and not self.sent_at:
            values |= {"sent_at": fields.Datetime.now(), **OVER}
        self.write(values)

    @api.autovacuum
    def _gc_messages(self):
        """Delete what each company keeps no longer.

        :return: ``(deleted, more)`` as Odoo's autovacuum asks; it commits in between.
        """
        deleted = self._delete_outdated()
        return deleted, bool(deleted)

    @api.autovacuum
    def _gc_hanging(self):
        """Have nothing wait for ever.

        :return: ``(rows, more)`` as Odoo's autovacuum asks; it commits in between.
        """
        return self._settle_all_hanging()

    # Doors

    def action_resend(self):
        """Send the same message again, as a row of its own, and say how it went.

        :raise UserError: for what was not sent, and when the user has sent as many
            within the hour as the shop allows.
        """
        self.ensure_one()
        self.partner_id.check_access("read")
        self.check_access("read")
        is_sent = self.communication_type != const.NOTE and self.direction == "out"
        if not is_sent or self.state in const.COMMUNICATIONS_WAITING:
            raise UserError(self.env._("Only what was sent can be sent again."))
        self._check_may_send_stopped()
        self._check_files_readable()
        self._check_hourly_limit(self.company_id)
        row_sudo = self.sudo()
        again = row_sudo._copy_to_send_again()
        again._send(now=True)
        failed = again.state == const.COMMUNICATION_FAILED
        text = self.env._("Sent to %(address)s.", address=again.recipient)
        if again._is_tried_again():
            text = again._get_waiting_words()
        elif failed:
            text = self.env._("Not sent: %(reason)s", reason=again.failure_reason)
        return {
            "type": "ir.actions.client",
            "tag": "customer_communication_notify",
            "params": {"type": "danger" if failed else "success", "message": text},
        }

    def action_use_as_new(self):
        """Open the panel with this message's subject and text."""
        self.ensure_one()
        panel = self.env["customer.communication.panel"].new(
            {name: self[name] for name in ("partner_id", "res_model", "res_id")}
        )
        action = self.partner_id.action_contact(document=panel._find_own_document())
        action["context"] |= {
            "default_communication_type": self.communication_type,
            "default_subject": self.subject,
            "default_body": self.body,
            "default_sms_text": self.sms_text,
            "default_written_signature": self._get_signature_as_new(),
            **self._get_files_as_new(),
        }
        return action

    def action_cancel_scheduled(self):
        """Take back a message that still waits for its time."""
        self._cancel_scheduled()
        return {"type": "ir.actions.client", "tag": "customer_communication_notify"}

    def action_open_document(self):
        """Open the record the message is about, or the customer."""
        self.ensure_one()
        model, res_id = (
            self.res_model or "res.partner",
            self.res_id or self.partner_id.id,
        )
        if model not in self.env or not self.env[model].browse(res_id).exists():
            raise UserError(self.env._("The document has been deleted."))
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": res_id,
            "view_mode": "form",
            "views": [[False, "form"]],
        }
