from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import const
from ..apart import do_apart
from ..tools.again import Message, is_outdated, why_not_tried, why_skipped
from ..tools.channel import why_not
from ..tools.facts import events_that_fit
from .customer_status_access import GROUP_MANAGER


class CustomerCommunicationAgain(models.AbstractModel):
    """Sending many messages once more, after an outage: for managers.

    Each becomes a row of its own, as with *Send again* on one row. What has not failed,
    may have arrived, or is no longer true is left out, and counted.
    """

    _name = "customer.communication.again"
    _description = "Messages That Are Sent Again"

    again_id = fields.Many2one(
        "customer.communication",
        string="Sent again as",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    repeats_id = fields.Many2one(
        "customer.communication",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="The message that was sent again, the first of all.",
    )

    def action_resend_many(self):
        """Send these again, after a question; counts what was left out.

        :raise AccessError: to who is no manager.
        :raise UserError: when they are too many for one go, and when none of them has
            surely failed.
        """
        self._check_may_resend_many()
        if len(self) > const.AGAIN_MOST:
            raise UserError(
                self.env._(
                    "These are more than %(most)s messages. Tick fewer, and send the "
                    "others afterwards.",
                    most=const.AGAIN_MOST,
                )
            )
        tried = self.filtered(lambda row: not why_not_tried(row._describe()))
        if not tried:
            raise UserError(
                self.env._(
                    "None of these is sent again: of many, only what failed, surely "
                    "has not arrived, was not stopped by hand and was not sent "
                    "again before. On the row of a message you can send that one."
                )
            )
        return self._ask_to_resend(len(tried), len(self) - len(tried))

    def _ask_to_resend(self, count, others):
        """Return the action that asks, and then sends these again, oldest first.

        :param count: how many will be tried.
        :param others: how many are left out, as far as that is known beforehand.
        """
        question = (
            self.env._("Send 1 message that failed to its customer again?")
            if count == 1
            else self.env._(
                "Send %(count)s messages that failed to their customers again?",
                count=count,
            )
        )
        if others:
            left_out = (
                self.env._("1 other is left out.")
                if others == 1
                else self.env._("%(count)s others are left out.", count=others)
            )
            question = f"{question} {left_out}"
        return self.env["customer.status.change"]._show_progress(
            "customer.communication",
            "resend_batch",
            sorted(self.ids),
            self.env._("Send again"),
            question,
            fine=[self.env._("Sent again"), *self._get_skipped_words().values()],
            look_action=self._get_failed_action(),
        )

    @api.model
    def _get_failed_action(self):
        """Return the action that lists the messages that have failed."""
        xmlid = "customer_status_comm.customer_communication_action"
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return action | {"context": {"search_default_failed": 1}}

    @api.model
    def resend_batch(self, row_ids):
        """Send some again; called by the progress dialog, which commits each call.

        They wait in Odoo's queues for the commit. One that cannot be sent holds up no
        other: its new row has failed, and says why.

        :return: dict, how many by what became of them, in words.
        :raise AccessError: to who is no manager.
        :raise UserError: when they are more than one call takes, or than a company
            lets leave within an hour; none of them has left then.
        """
        self._check_may_resend_many()
        self._check_batch(row_ids)
        if len(row_ids) > const.PROGRESS_BATCH:
            raise UserError(
                self.env._(
                    "%(most)s messages at most are sent again in one call.",
                    most=const.PROGRESS_BATCH,
                )
            )
        rows = self.browse(row_ids).exists()
        rows.check_access("read")
        rows.partner_id.check_access("read")
        rows._check_files_readable()
        self._wait_for_others_released(rows.company_id)
        locked_sudo = rows.sudo().try_lock_for_update()
        locked_sudo.invalidate_recordset()
        skipped = dict.fromkeys((rows.sudo() - locked_sudo).ids, const.SKIPPED_BUSY)
        for company, mine_sudo in locked_sudo.grouped("company_id").items():
            skipped |= mine_sudo._find_skipped(company)
        leaving_sudo = locked_sudo.browse(set(locked_sudo.ids) - skipped.keys())
        outcome = do_apart(
            list(leaving_sudo.sorted("id")),
            type(leaving_sudo)._resend_all,
            type(leaving_sudo)._note_not_sent_again,
        )
        again_sudo = leaving_sudo.browse().union(*outcome.answers)
        again_sudo._count_as_released()
        failed = len(outcome.failed) + len(outcome.stuck)
        return self._count_in_words(again_sudo, skipped, failed)

    def _check_may_send_stopped(self):
        """Refuse to send what somebody took back, but to its author and managers.

        :raise UserError: with the way out.
        """
        taken_back = self.state == const.COMMUNICATION_CANCELLED
        stopped = self.failure_code == const.FAILURE_STOPPED
        if not (taken_back or stopped) or self.user_id == self.env.user:
            return
        if not self.env.user.has_group(GROUP_MANAGER):
            raise UserError(
                self.env._(
                    "This was stopped before it left. Only who wrote it, or a customer "
                    "status manager, sends it all the same; you can write it anew with "
                    "“Use as new”."
                )
            )

    def _check_may_resend_many(self):
        if not self.env.user.has_group(GROUP_MANAGER):
            raise AccessError(
                self.env._(
                    "Only a customer status manager sends many messages again. On a "
                    "row of the history you can send that one."
                )
            )

    def _resend_all(self):
        """Queue these once more, each as a row of its own; return the new rows."""
        again = self.browse()
        for row in self:
            again |= row._copy_to_send_again()
        again._send()
        return again

    def _note_not_sent_again(self, error):
        """Keep why this one could not even be handed over, on a row of its own."""
        self._copy_to_send_again()._note_not_sent(error)

    def _copy_to_send_again(self):
        """Return a new row, the user's, that repeats this one; not sent yet."""
        self.ensure_one()
        first = self.repeats_id or self
        self.again_id = self.copy({"user_id": self.env.user.id, "repeats_id": first.id})
        return self.again_id

    def _get_told_events(self):
        """Return the events that these tell, or that those tell that they repeat."""
        return self.mapped(lambda row: (row.repeats_id or row).event_ids)

    def _describe(self, **known):
        """Return this one as a ``tools.again.Message``.

        :param known: what else is known of it, by the names there.
        """
        self.ensure_one()
        return Message(
            channel=self.communication_type,
            state=self.state,
            is_incoming=self.direction == "in",
            was_repeated=bool(self.again_id),
            failure=self.failure_code or None,
            **known,
        )

    def _find_skipped(self, company):
        """Return ``{id: const.SKIPPED_*}`` of those that are not sent again.

        :param company: of all of them.
        """
        company = company.sudo()
        customers = self.partner_id._get_reachability(company)
        outdated = self._find_outdated(company)
        skipped = {}
        for row in self:
            customer = customers.get(row.partner_id.id)
            why = const.WHY_NO_PARTNER
            if customer:
                why = why_not(row.communication_type, customer)
                if row._get_told_events() and not customer.gets_status:
                    why = const.WHY_OPTED_OUT
            reason = why_skipped(
                row._describe(
                    has_sender=row.communication_type != const.EMAIL
                    or bool(row.sender or company.customer_service_email),
                    why=why,
                    is_outdated=row in outdated,
                )
            )
            if reason:
                skipped[row.id] = reason
        return skipped

    def _find_outdated(self, company):
        """Return those that rules have written and that are not true any more."""
        automatic = self.filtered(lambda row: row._get_told_events())
        later = automatic._find_told_since()
        outdated = self.browse()
        for model, rows in automatic.grouped("res_model").items():
            facts = {}
            if self.env["customer.status.mixin"]._has_status_page(model):
                documents = self.env[model].browse(set(rows.mapped("res_id"))).exists()
                facts = documents.with_company(company)._get_status_facts()
            for row in rows:
                known = facts.get(row.res_id)
                told = [event._get_event() for event in row._get_told_events()]
                fitting = events_that_fit(known) if known else None
                if is_outdated(told, fitting, row in later):
                    outdated |= row
        return outdated

    def _find_told_since(self):
        """Return those after which their customer was told more of the document."""
        newest = self.env["customer.status.event"]._read_group(
            [
                ("page_id", "in", self._get_told_events().page_id.ids),
                ("state", "=", const.TOLD),
            ],
            ["page_id"],
            ["id:max"],
        )
        last = {page.id: id_ for page, id_ in newest}

        def was_told_since(row):
            events = row._get_told_events()
            return max(events.ids) < max(last.get(id_, 0) for id_ in events.page_id.ids)

        return self.filtered(was_told_since)

    @api.model
    def _get_skipped_words(self):
        """Return ``{const.SKIPPED_*: words}``."""
        return {
            const.SKIPPED_AGAIN: self.env._("Sent again before"),
            const.SKIPPED_NOT_FAILED: self.env._("Not failed"),
            const.SKIPPED_UNCERTAIN: self.env._("May have arrived already"),
            const.SKIPPED_OUTDATED: self.env._("No longer true"),
            const.SKIPPED_UNREACHABLE: self.env._("Customer cannot be reached"),
            const.SKIPPED_SENDER: self.env._("No customer-service address"),
            const.SKIPPED_BUSY: self.env._("Still on their way"),
            const.SKIPPED_STOPPED: self.env._("Stopped by hand"),
        }

    @api.model
    def _count_in_words(self, again, skipped, failed):
        """Return ``{words: how many}``, what was sent first, then what failed."""
        words = self._get_skipped_words()
        counts = {self.env._("Sent again"): len(again)} if again else {}
        if failed:
            counts[self.env._("Failed again, the history says why")] = failed
        for reason in skipped.values():
            counts[words[reason]] = counts.get(words[reason], 0) + 1
        return counts
