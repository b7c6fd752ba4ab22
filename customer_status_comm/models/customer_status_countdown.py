from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .. import const
from ..tools import decision

GROUP_MANAGER = "customer_status_comm.group_customer_status_manager"


class CustomerStatusMixin(models.AbstractModel):
    """What waits to be told, shown on the document: stop it, or send it now."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.mixin"  # pylint: disable=R8180

    customer_status_waiting = fields.Json(
        string="Status message waiting",
        compute="_compute_customer_status_waiting",
        help="What would be told next, or nothing: {message: words, due_at: ISO "
        "datetime in UTC or null (when somebody publishes it), now: the same of the "
        "server, can_send: boolean, failure: why it could not be told, or false}.",
    )

    def _compute_customer_status_waiting(self):
        self.customer_status_waiting = False
        waiting = self.env["customer.status.waiting"]
        failures, prospects = {}, {}
        if self.ids:
            prospects = waiting._get_prospects(self)
            failures = self.env["customer.status.change"]._find_failures(self)
        may_publish = self.env.user.has_group(GROUP_MANAGER)
        now = fields.Datetime.to_string(fields.Datetime.now())
        for document in self:
            prospect = prospects.get(document.id)
            leading = prospect and decision.leading(prospect.decisions)
            if leading:
                due_at = prospect.due_at
                document.customer_status_waiting = {
                    "message": waiting._describe_message(leading, prospect.customer),
                    "due_at": due_at and fields.Datetime.to_string(due_at),
                    "now": now,
                    "can_send": bool(due_at) or may_publish,
                    "failure": failures.get(document.id, False),
                }

    def action_status_send_now(self):
        """Tell the customer at once what waits to be told.

        :raise UserError: when the shop publishes on demand, and not by this user.
        """
        self.check_access("write")
        may_publish = self.env.user.has_group(GROUP_MANAGER)
        companies = self._get_status_companies().values()
        if not may_publish and "on_demand" in {
            company.sudo().customer_status_mode for company in companies
        }:
            raise UserError(
                self.env._("This shop publishes on demand: ask who publishes.")
            )
        return self._publish_waiting()

    def action_status_stop(self):
        """Do not tell the customer what waits.

        The page is brought up to date where the shop publishes by itself; on demand it
        stays as it is, until somebody publishes it.
        """
        self.check_access("write")
        return self._publish_waiting(silence=const.WHY_STOPPED)

    def _publish_waiting(self, silence=None):
        """Publish, and return the action that shows how it stands now.

        Who was too late is told so in a notice: nothing has gone wrong.

        :param silence: the ``const.WHY_*`` for which what waits is dropped, or
            ``None``.
        """
        changes = self.env["customer.status.change"]
        in_hand = changes._wait_for(self)
        last = self._find_last_event_sudo()
        done = changes._publish_now(self - in_hand, silence, force=not silence)
        refresh = {"type": "ir.actions.client", "tag": "soft_reload"}
        if in_hand:
            kind, message = self._describe_in_hand(silence)
        elif done:
            kind, message = self._describe_done(silence, last)
        else:
            kind, message = self._describe_too_late(silence)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": kind, "message": message, "next": refresh},
        }

    def _describe_in_hand(self, silence):
        """Return ``(kind of notice, words)`` while a publisher is at work on these."""
        if silence:
            return "warning", self.env._("It cannot be stopped: it is being sent now.")
        return "info", self.env._("It is being sent now.")

    def _describe_done(self, silence, before):
        """Return ``(kind of notice, words)`` for what was done as asked.

        :param before: the last event that was known before.
        """
        if silence:
            return "info", self.env._("Stopped. The customer is not told of it.")
        failures = self.env["customer.status.change"]._find_failures(self)
        if failures:
            reason = next(iter(failures.values()))
            return "danger", self.env._("Not sent: %(reason)s", reason=reason)
        last = self._find_last_event_sudo()
        if last == before:
            return "info", self.env._("Nothing waits to be told any more.")
        if last.state != const.TOLD:
            return self._describe_untold(last)
        return self._describe_failure(last) or (
            "success",
            self.env._("It is on its way to the customer."),
        )

    def _describe_failure(self, event):
        """Return ``(kind of notice, words)`` when all messages failed; ``None``."""
        messages = event.communication_ids
        if set(messages.mapped("state")) != {const.COMMUNICATION_FAILED}:
            return None
        reason = messages[:1].failure_reason or ""
        return "danger", self.env._("Not sent: %(reason)s", reason=reason)

    def _describe_too_late(self, silence):
        """Return ``(kind of notice, words)`` for who pressed when nothing waited."""
        last = self._find_last_event_sudo()
        if last.state == const.HELD or (last.state == const.SILENT and last.why):
            return self._describe_untold(last)
        if last.state != const.TOLD:
            return "info", self.env._("Nothing waits to be told any more.")
        if failure := self._describe_failure(last):
            return failure
        if silence:
            return "warning", self.env._(
                "It could not be stopped: it has already been sent."
            )
        return "success", self.env._("It has already been sent.")

    def _describe_untold(self, event):
        """Return ``(kind of notice, words)`` for what its customer was not told."""
        if event.why == const.WHY_STOPPED:
            return "info", self.env._("It has already been stopped.")
        reason = event._get_why_words(event.why) or ""
        if event.state == const.HELD:
            return "info", self.env._("Held back: %(reason)s", reason=reason)
        return "info", self.env._(
            "The customer is not told of it. %(reason)s.", reason=reason
        )

    def _find_last_event_sudo(self):
        """Return what became of the news of these last; empty when there was none."""
        events_sudo = self.env["customer.status.event"].sudo()
        recently = fields.Datetime.now() - timedelta(days=1)
        return events_sudo.search(
            [
                ("page_id.res_model", "=", self._name),
                ("page_id.res_id", "in", self.ids),
                ("create_date", ">=", recently),
            ],
            order="id desc",
            limit=1,
        )
