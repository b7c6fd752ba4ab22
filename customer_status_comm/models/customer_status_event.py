from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import const
from ..apart import do_apart, log_failure
from ..tools.facts import Event
from ..tools.wording import conceal_addresses, describe_error
from .shared_json import SharedJson

GROUP_MANAGER = "customer_status_comm.group_customer_status_manager"


class CustomerStatusEvent(models.Model):
    """The ledger and archive: what a customer was told, and what not, and why."""

    _name = "customer.status.event"
    _inherit = [
        "customer.search.mixin",
        "customer.values.mixin",
        "customer.status.batch",
    ]
    _description = "Customer Status Event"
    _order = "id desc"
    _technical_fields = frozenset({"source", "revision"})

    page_id = fields.Many2one(
        "customer.status.page",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    # Not related: what is given is written with the row, not in a second statement.
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="set null", index=True
    )
    event = fields.Selection(selection="_selection_event", required=True, readonly=True)
    source = fields.Char(
        required=True,
        readonly=True,
        help="The record it comes from. An event of the document itself carries the "
        "page's revision, for it may truly happen again.",
    )
    state = fields.Selection(
        [(const.TOLD, "Told"), (const.SILENT, "Not told"), (const.HELD, "Held back")],
        required=True,
        readonly=True,
    )
    why = fields.Selection(selection="_selection_why", string="Reason", readonly=True)
    revision = fields.Integer(required=True, readonly=True, aggregator=None)
    facts = SharedJson(readonly=True, groups=GROUP_MANAGER)
    rule_id = fields.Many2one(
        "customer.status.rule", readonly=True, ondelete="set null"
    )
    communication_ids = fields.Many2many(
        "customer.communication", string="Messages", readonly=True
    )

    _page_event_source_unique = models.UniqueIndex("(page_id, event, source)")
    _held_index = models.Index(f"(company_id) WHERE state = '{const.HELD}'")

    @api.depends("page_id.company_id")
    def _compute_company_id(self):
        for row in self:
            row.company_id = row.page_id.company_id

    @api.model
    def _selection_event(self):
        return [
            (const.EVENT_QUOTATION_SENT, self.env._("Quotation sent")),
            (const.EVENT_REOPENED, self.env._("Reopened")),
            (const.EVENT_CONFIRMED, self.env._("Confirmed")),
            (const.EVENT_NOTE_PRINTED, self.env._("Delivery note printed")),
            (const.EVENT_PICKED, self.env._("Goods picked")),
            (const.EVENT_PARTLY_DELIVERED, self.env._("Partly delivered")),
            (const.EVENT_DELIVERED, self.env._("Delivered")),
            (const.EVENT_RETURNED, self.env._("Returned")),
            (const.EVENT_TRACKING, self.env._("Tracking number")),
            (const.EVENT_RESCHEDULED, self.env._("New expected date")),
            (const.EVENT_INVOICED, self.env._("Invoiced")),
            (const.EVENT_PAID, self.env._("Paid")),
            (const.EVENT_CREDITED, self.env._("Credited")),
            (const.EVENT_CANCELLED, self.env._("Cancelled")),
        ]

    @api.model
    def _selection_why(self):
        """The words for why something was not told or cannot be sent."""
        return [
            (const.WHY_NO_RULE, self.env._("No rule for this")),
            (const.WHY_AUDIENCE, self.env._("The rule is for other customers")),
            (const.WHY_OPTED_OUT, self.env._("The customer wants no status messages")),
            *self._selection_why_unreachable(),
            (
                const.WHY_BEFORE_START,
                self.env._("It happened before the rule was active"),
            ),
            (const.WHY_ALREADY_TOLD, self.env._("Already told")),
            (
                const.WHY_NO_TEXT,
                self.env._("The template has no text for this channel"),
            ),
            (const.WHY_IMPORTED, self.env._("Imported")),
            (const.WHY_LONG_AGO, self.env._("It happened long ago")),
            (const.WHY_STOPPED, self.env._("Stopped by hand")),
            (const.WHY_DISCARDED, self.env._("Discarded")),
            (const.WHY_OUTDATED, self.env._("No longer true when it was released")),
            (const.WHY_RELATED, self.env._("Told with what belongs to it")),
        ]

    @api.model
    def _selection_why_unreachable(self):
        """Those of them that stand in the way of reaching somebody."""
        return [
            (const.WHY_NO_PARTNER, self.env._("There is no customer")),
            (const.WHY_NO_EMAIL, self.env._("No e-mail address")),
            (const.WHY_INVALID_EMAIL, self.env._("The e-mail address is not valid")),
            (
                const.WHY_EMAIL_BLACKLISTED,
                self.env._("The e-mail address is blacklisted"),
            ),
            (const.WHY_NO_PHONE, self.env._("No phone number")),
            (const.WHY_INVALID_PHONE, self.env._("The phone number is not valid")),
            (
                const.WHY_UNCLEAR_PHONE,
                self.env._(
                    "It is not clear which phone number is meant: write one number "
                    "without words, a foreign one with + and its country's number"
                ),
            ),
            (
                const.WHY_PHONE_BLACKLISTED,
                self.env._("The phone number is blacklisted"),
            ),
            (const.WHY_NO_ADDRESS, self.env._("No address for this way")),
        ]

    @api.model
    def _get_why_words(self, why):
        """Return the reason ``const.WHY_*`` in the reader's language."""
        return dict(self._selection_why()).get(why, why)

    def _get_event(self):
        """Return the ``facts.Event`` that this row is about."""
        self.ensure_one()
        return Event(self.event, self.source.partition("@")[0])

    def _set_silent(self, why):
        """Note that these are never told. ``why``: ``const.WHY_*``."""
        self.write({"state": const.SILENT, "why": why})

    # What was held back

    def action_release(self):
        """Tell the customers of these, or of all that is held; asks before."""
        ask = self.env._("Tell these customers now what was held back?")
        if not self:
            ask = self.env._("Tell all customers now what was held back for them?")
        return self._ask_progress("release_batch", self.env._("Release"), ask)

    def action_discard(self):
        """Tell nobody of these, or of all that is held; asks before."""
        ask = self.env._("Never tell these customers what was held back?")
        if not self:
            ask = self.env._("Never tell anybody anything of what is held back?")
        return self._ask_progress("discard_batch", self.env._("Discard"), ask)

    @api.model
    def release_batch(self, row_ids):
        """Release some; called by the progress dialog, which commits each call.

        :return: dict, how many are still held, by why they could not be told.
        """
        return self._lock_held(row_ids)._release()

    @api.model
    def discard_batch(self, row_ids):
        """Discard some; called by the progress dialog, which commits each call."""
        self._lock_held(row_ids)._set_silent(const.WHY_DISCARDED)

    def _release(self):
        """Tell what was held back, as far as it is still true.

        A document of which nothing can be told stays held, and holds up no other.

        :return: ``{words: how many}`` of those that are still held.
        :raise UserError: when it were more messages than the hour has room for.
        """
        self.env["customer.communication"]._wait_for_others_released(self.company_id)
        before, counts = self.communication_ids, Counter()

        def note(rows, error):
            log_failure(rows, error)
            reason = conceal_addresses(describe_error(error))
            words = self.env._("Still held back: %(reason)s", reason=reason)
            counts[words] += len(rows)

        do_apart(
            list(self.grouped("page_id").values()),
            self.env["customer.status.page"].sudo()._release,
            note,
        )
        self.invalidate_recordset(["communication_ids"])
        (self.communication_ids - before)._count_as_released()
        return dict(counts)

    def _ask_progress(self, method, title, question):
        rows = self or self.search([("state", "=", const.HELD)])
        held = rows.filtered(lambda row: row.state == const.HELD)
        # All of a document's events belong in one message, so in one call.
        by_page = [row.id for row in held.sorted(lambda row: (row.page_id.id, row.id))]
        return self.env["customer.status.change"]._show_progress(
            self._name, method, by_page, title, question, fine=[]
        )

    @api.model
    def _lock_held(self, ids):
        """Return those of ``ids`` that are held and nobody else has in hand; sudo.

        :raise AccessError: to those who do not decide what customers are told.
        :raise UserError: when they are too many for one call.
        """
        if not self.env.user.has_group(GROUP_MANAGER):
            raise AccessError(
                self.env._("Only a customer status manager releases messages.")
            )
        rows = self.browse(self._check_batch(ids)).exists()
        rows.check_access("read")
        rows = rows.sudo().try_lock_for_update()
        rows.invalidate_recordset(["state"])
        return rows.filtered(lambda row: row.state == const.HELD)
