from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .. import const
from ..apart import do_apart
from ..tools.outage import next_try
from ..tools.wording import conceal_addresses, describe_error

#: What a row says of trying again, when it is over.
OVER = {"waiting_since": False, "next_try_at": False, "tries": 0}


class CustomerCommunicationWaiting(models.AbstractModel):
    """Messages whose mail server or SMS service is not there.

    It surely has not taken them, so they stay queued, and are tried again for a day;
    the row says so. What may have been taken is not here: see ``mail_mail.py``.
    """

    _name = "customer.communication.waiting"
    _description = "Messages That Are Tried Again"

    waiting_since = fields.Datetime(
        readonly=True,
        copy=False,
        help="Since when the mail server or SMS service cannot be reached.",
    )
    next_try_at = fields.Datetime(string="Tried again", readonly=True, copy=False)
    tries = fields.Integer(readonly=True, copy=False, aggregator=None)

    _next_try_index = models.Index("(next_try_at) WHERE next_try_at IS NOT NULL")

    def _plan_next_try(self):
        """Return ``{moment: rows}`` when these are tried again.

        :return: under ``None`` those that were tried for long enough.
        """
        now, planned = fields.Datetime.now(), {}
        for row in self:
            moment = next_try(row.waiting_since or now, row.tries, now)
            planned[moment] = planned.get(moment, self.browse()) | row
        return planned

    def _mark_waiting(self, moment, detail):
        """Note that these are tried again at ``moment``, and why.

        :param detail: what came of this attempt, for who looks after the servers.
        """
        now = fields.Datetime.now()
        kinds = self.grouped(
            lambda row: (row.communication_type, row.waiting_since, row.tries)
        )
        for (channel, since, tries), rows in kinds.items():
            rows.write(
                {
                    "state": const.COMMUNICATION_QUEUED,
                    "failure_code": const.FAILURES_WAITING[channel],
                    "failure_detail": detail,
                    "waiting_since": since or now,
                    "next_try_at": moment,
                    "tries": tries + 1,
                    "handed_over_at": False,
                    "sent_at": False,
                }
            )

    def _mark_given_up(self, detail):
        """Note that these have failed, for they were tried for long enough."""
        for channel, rows in self.grouped("communication_type").items():
            rows.write(
                {
                    "state": const.COMMUNICATION_FAILED,
                    "failure_code": const.FAILURES_GIVEN_UP[channel],
                    "failure_detail": detail,
                    **OVER,
                }
            )

    def _is_tried_again(self):
        """Whether this one waits for its mail server or SMS service."""
        self.ensure_one()
        waits = const.FAILURES_WAITING.get(self.communication_type)
        return self.state == const.COMMUNICATION_QUEUED and self.failure_code == waits

    def _get_waiting_words(self):
        """Return what becomes of this one, for who has just sent it."""
        self.ensure_one()
        return self.env._(
            "Not sent yet: %(reason)s. It is tried again by itself until it leaves, "
            "for a day; next on %(moment)s.",
            reason=self.failure_reason,
            moment=format_datetime(self.env, self.next_try_at, dt_format="short"),
        )

    def _cancel_waiting(self):
        """Take back those of these that are tried again; the others stay.

        :return: those that were taken back.
        :raise UserError: one is just being handed over.
        """
        waiting_sudo = self.sudo().filtered(lambda row: row._is_tried_again())
        if not waiting_sudo:
            return self.browse()
        messages = waiting_sudo.mail_message_id
        mails = self.env["mail.mail"].sudo()
        mails = mails.search([("mail_message_id", "in", messages.ids)])
        if not mails._keep_from_leaving() or any(waiting_sudo.mapped("handed_over_at")):
            raise UserError(self.env._("It cannot be stopped: it is being sent now."))
        waiting_sudo._forget_attempt()
        messages.notification_ids.notification_status = "canceled"
        waiting_sudo.write(
            {
                "state": const.COMMUNICATION_CANCELLED,
                "failure_code": False,
                "failure_detail": False,
                **OVER,
            }
        )
        return self.browse(waiting_sudo.ids)

    @api.model
    def _cron_try_again(self):
        """Give the SMS back to Odoo's queue whose time has come.

        Of e-mails Odoo's own queue knows when; it would take SMS again at once.
        """
        due = [
            ("communication_type", "=", const.SMS),
            ("state", "=", const.COMMUNICATION_QUEUED),
            ("next_try_at", "<=", fields.Datetime.now()),
        ]
        rows = self.search(due, limit=const.GC_BATCH, order="next_try_at")
        rows = rows.try_lock_for_update().filtered_domain(due)
        outcome = do_apart(
            list(rows),
            lambda some: some._give_back_to_queue(),
            lambda row, error: row.write(
                {
                    "state": const.COMMUNICATION_FAILED,
                    "failure_code": const.FAILURE_UNKNOWN,
                    "failure_detail": conceal_addresses(describe_error(error)),
                    **OVER,
                }
            ),
        )
        # What is stuck is looked at again in an hour, not at once.
        remaining = self.search_count(due) - len(outcome.stuck)
        self.env["ir.cron"]._commit_progress(len(rows), remaining=remaining)

    def _give_back_to_queue(self):
        """Have Odoo's queue take these SMS once more."""
        texts = self.env["sms.sms"].search(
            [
                ("mail_message_id", "in", self.mail_message_id.ids),
                ("state", "=", "error"),
                ("to_delete", "=", False),
            ]
        )
        texts.write({"state": "outgoing", "failure_type": False})
        self.next_try_at = False
        if texts:
            self.env.ref("sms.ir_cron_sms_scheduler_action")._trigger()
            texts._leave_in_queue()
