import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const
from ..apart import do_apart, insist
from ..exceptions import SenderMissingError
from ..patience import lock_briefly
from ..tools.wording import conceal_addresses, describe_error, describe_origin
from .customer_status_access import GROUP_MANAGER

_logger = logging.getLogger(__name__)


class CustomerCommunicationLater(models.AbstractModel):
    """Messages that wait until a moment somebody has chosen."""

    _name = "customer.communication.later"
    _description = "Message Sent Later"

    can_take_back = fields.Boolean(compute="_compute_can_take_back")

    @api.model
    def _cron_send_scheduled(self):
        """Send what was scheduled for now, in batches. Commits after each.

        A message that fails holds up no other: its row says why.
        """
        cron, due = self.env["ir.cron"], self._get_due_domain()
        while done := insist(self.env, self._send_next_scheduled):
            if not cron._commit_progress(done, remaining=self.search_count(due)):
                break

    @api.model
    def _get_due_domain(self):
        """Return the domain of what should have left by now."""
        return [
            ("state", "=", const.COMMUNICATION_SCHEDULED),
            ("scheduled_at", "<=", fields.Datetime.now()),
        ]

    @api.model
    def _send_next_scheduled(self):
        """Send the next batch of what is due and no other worker has in hand.

        :return: how many rows wait no more; 0: there is nothing left to do.
        """
        due = self._get_due_domain()
        rows = self.search(due, limit=const.PUBLISH_BATCH, order="scheduled_at, id")
        rows = rows.try_lock_for_update().filtered_domain(due)
        outcome = do_apart(
            list(rows),
            lambda some: some._stop_without_document()._send(),
            type(rows)._note_not_sent,
        )
        return len(rows) - len(outcome.stuck)

    def _note_not_sent(self, error):
        """Keep why a message could not even be handed over."""
        # Its words may name a customer, so they stand in the history alone.
        _logger.warning("Could not send %s: %s", self, describe_origin(error))
        code, detail = const.FAILURE_UNKNOWN, conceal_addresses(describe_error(error))
        if isinstance(error, SenderMissingError):
            code, detail = const.FAILURE_SENDER, False  # it says the same
        self.write(
            {
                "state": const.COMMUNICATION_FAILED,
                "failure_code": code,
                "failure_detail": detail,
            }
        )

    def _cancel_scheduled(self):
        """Take back what still waits: for its time, or for its mail server.

        :raise UserError: when it leaves at this moment, has left meanwhile, or is not
            theirs to take back.
        """
        self._check_to_cancel()
        rows_sudo = self.sudo()
        if not lock_briefly(rows_sudo):
            raise UserError(self.env._("It cannot be stopped: it is being sent now."))
        rows_sudo -= self._cancel_waiting()
        for row in rows_sudo:
            if row.state != const.COMMUNICATION_SCHEDULED:
                raise UserError(row._describe_not_waiting())
        rows_sudo.state = const.COMMUNICATION_CANCELLED

    def _is_ones_own(self):
        """Whether the user decides about this message: its author, and managers."""
        mine = self.sudo().user_id == self.env.user
        return self.env.su or mine or self.env.user.has_group(GROUP_MANAGER)

    @api.depends("state", "user_id", "next_try_at")
    @api.depends_context("uid")
    def _compute_can_take_back(self):
        for row in self:
            waits = row.state == const.COMMUNICATION_SCHEDULED
            tried_again = row.state == const.COMMUNICATION_QUEUED and row.next_try_at
            row.can_take_back = (waits or tried_again) and row._is_ones_own()

    def _describe_not_waiting(self):
        """Say why a message does not wait any more."""
        if self.state == const.COMMUNICATION_CANCELLED:
            return self.env._("It has already been stopped.")
        if self.state == const.COMMUNICATION_FAILED:
            return self.env._("Not sent: %(reason)s", reason=self.failure_reason or "")
        return self.env._("It has been sent meanwhile.")

    def _check_to_cancel(self):
        """Refuse to take back a message of a colleague, but for managers.

        :raise UserError: with whom to ask.
        """
        self.check_access("read")
        if not all(row._is_ones_own() for row in self):
            raise UserError(
                self.env._(
                    "Only who wrote a message, or a customer status manager, takes it "
                    "back. Ask one of them."
                )
            )

    def _schedule(self, moment):
        """Have these messages sent at ``moment``, naive UTC; until then they wait."""
        self.write({"state": const.COMMUNICATION_SCHEDULED, "scheduled_at": moment})
        cron = self.env.ref("customer_status_comm.ir_cron_send_scheduled")
        cron.sudo()._trigger(moment)
