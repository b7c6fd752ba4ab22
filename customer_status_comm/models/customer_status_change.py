import logging
import time
from collections import Counter, defaultdict
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from .. import const
from ..apart import do_apart
from ..tools.decision import Touch
from ..tools.tally import Tally
from ..tools.wording import conceal_addresses, describe_error, describe_origin
from .customer_status_claim import DUE_AT
from .customer_status_publishing import milliseconds_since

_logger = logging.getLogger(__name__)


class CustomerStatusChange(models.Model):
    """The outbox: a document was touched, for this reason.

    Rows are only ever inserted by business transactions, so that these never wait for
    the publisher, nor it for them. The publisher deletes what it has dealt with, or
    dates what has to rest a while longer.
    """

    _name = "customer.status.change"
    _inherit = [
        "customer.search.mixin",
        "customer.values.mixin",
        "customer.status.claim",
        "customer.status.publishing",
    ]
    _description = "Status Update Waiting"
    _log_access = False
    _order = "id"
    _technical_fields = frozenset({"res_model", "res_id"})

    res_model = fields.Char(string="Document model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True
    )
    company_id = fields.Many2one("res.company", readonly=True)
    reason = fields.Char(required=True, readonly=True)
    by_customer = fields.Boolean(
        readonly=True,
        help="The customer did it, in the web shop or the portal: it shows, and is "
        "told, without anybody publishing it.",
    )
    touched_at = fields.Datetime(required=True, readonly=True)
    due_at = fields.Datetime(
        readonly=True,
        help="When it is looked at again. Empty: not looked at yet.",
    )
    failure = fields.Char(
        readonly=True,
        help="Why it could not be published; it is tried again every hour.",
    )

    _document_index = models.Index("(res_model, res_id)")
    _due_index = models.Index(f"({DUE_AT}, id)")

    @api.model
    def _publish_now(self, documents, silence=None, force=True, together=()):
        """Publish ``documents`` (of one model) at once, rested or not.

        :param silence: a ``const.WHY_*`` for which nobody is told, or ``None``.
        :param force: as of ``customer.status.page._publish``, as is ``together``.
        :return: how many documents were published; another publisher may have some in
            hand.
        """
        wanted = {(documents._name, document_id) for document_id in documents.ids}
        started_at, begun = fields.Datetime.now(), time.monotonic()
        claimed = self.sudo()._claim(None, documents=wanted)
        published = len(set(claimed.mapped("res_id")))
        options = {"force": force, "silence": silence, "together": together}
        tally = claimed._publish_each(**options)
        runs, milliseconds = self.env["customer.status.run"], milliseconds_since(begun)
        runs._note(tally, started_at, milliseconds, by_hand=True)
        runs._log(tally, milliseconds)
        return published

    @api.model
    def _show_progress(self, model, method, ids, title, question, **told):
        """Return the action that works ``ids`` off in batches, showing how far it is.

        Without ids it says that there is nothing to do, and asks nothing.

        :param method: a public method of ``model`` that takes a list of ids; each call
            is a transaction of its own, so that an interruption loses nothing. It may
            return ``{words: how many}``, what became of them; what it does not count
            is done.
        :param question: what the user has to say yes to before anything is done.
        :param told: ``fine``, those of the words that nobody needs to look into, and
            ``look_action``, the action that shows the reasons of the others.
        """
        return {
            "type": "ir.actions.client",
            "tag": "customer_status_progress",
            "params": {
                "model": model,
                "method": method,
                "ids": ids,
                "size": const.PROGRESS_BATCH,
                "title": title,
                "question": question,
                **told,
            },
        }

    def _publish_each(self, **options):
        """Publish these claimed rows; a document that fails holds up no other.

        :param options: as of ``_publish``.
        :return: ``tally.Tally``
        :raise psycopg2.OperationalError: when another transaction was in the way. What
            this one sees is out of date then, so it can only be begun anew.
        """
        documents = self.grouped(lambda change: (change.res_model, change.res_id))
        outcome = do_apart(
            list(documents.values()),
            lambda changes: changes._publish(**options),
            type(self)._note_failure,
        )
        done = Tally(failed=len(outcome.failed), stuck=len(outcome.stuck))
        for tally in outcome.answers:
            done = done.add(tally)
        return done

    def _note_failure(self, error):
        """Keep why one document could not be published, and try again in an hour.

        Somebody who made the document's page at the same moment is no failure: a minute
        later both see it.
        """
        [(model, res_id)] = {(change.res_model, change.res_id) for change in self}
        if isinstance(error, UniqueViolation | ConcurrencyError):
            _logger.info("Another made the page of %s,%s; once more", model, res_id)
            again, failure = fields.Datetime.now() + timedelta(minutes=1), False
        else:
            # Its words may name a customer, so they stand in the outbox alone.
            origin = describe_origin(error)
            _logger.warning("Could not publish %s,%s: %s", model, res_id, origin)
            again = fields.Datetime.now() + timedelta(hours=1)
            failure = conceal_addresses(describe_error(error))
        vals = {"failure": failure, "due_at": again}
        if company := self._find_company():
            vals["company_id"] = company.id  # or else nobody would see it
        self.write(vals)
        self._wake_publisher(again)

    def _publish(self, force=False, silence=None, together=()):
        """Publish these claimed rows and take them out of the outbox.

        :param force: as of ``customer.status.page._publish``, as is ``together``.
        :param silence: a ``const.WHY_*`` for which nobody is told, or ``None``.
        :return: ``tally.Tally``
        """
        done = Tally()
        for model, changes in self.grouped("res_model").items():
            # Its addon has been uninstalled, or the one that gave it a page.
            if not self.env["customer.status.mixin"]._has_status_page(model):
                changes._forget()
                continue
            touched = self.env[model].browse(set(changes.mapped("res_id")))
            documents = touched.exists()
            self.env["customer.status.page"]._settle_deleted(touched - documents)
            deferred = self.env["customer.status.page"]._publish(
                documents, changes._get_touches(documents), force, silence, together
            )
            waiting = changes.filtered(
                lambda change, ids=tuple(deferred): change.res_id in ids
            )
            (changes - waiting)._forget()
            waiting._defer(deferred)
            done = done.add(self._count(documents, deferred))
        return done

    @api.model
    def _count(self, documents, deferred):
        """Return the ``tally.Tally`` of documents dealt with, these deferred."""
        companies = documents._get_status_companies()
        published = Counter(
            company.id
            for document_id, company in companies.items()
            if document_id not in deferred and company.sudo().customer_status_active
        )
        return Tally(published, deferred=len(deferred))

    def _forget(self):
        """Delete these rows, which nothing else speaks of."""
        if self:
            self.env.cr.execute(
                SQL("DELETE FROM customer_status_change WHERE id IN %s", self._ids)
            )
            self.invalidate_recordset(flush=False)

    @api.model
    def _find_waiting(self, documents, of_staff=False):
        """Return the ids of those ``documents`` of one model that wait, as a set.

        :param of_staff: only those of which something waits that is not the customer's
            own doing.
        """
        changes_sudo = self._find_rows_sudo(documents)
        if of_staff:
            changes_sudo = changes_sudo.filtered(lambda row: not row.by_customer)
        return set(changes_sudo.mapped("res_id"))

    @api.model
    def _find_rows_sudo(self, documents):
        """Return the rows of these ``documents`` of one model, sudoed."""
        domain = [("res_model", "=", documents._name), ("res_id", "in", documents.ids)]
        return self.sudo().search_fetch(domain, ["res_id", "by_customer"])

    @api.model
    def _find_failures(self, documents):
        """Return ``{document id: words}`` of what could not be published."""
        failed = self.sudo().search(
            [
                ("res_model", "=", documents._name),
                ("res_id", "in", documents.ids),
                ("failure", "!=", False),
            ]
        )
        return {change.res_id: change.failure for change in failed}

    def _get_touches(self, documents):
        """Return ``{document id: Touch}``."""
        at, reasons = {}, defaultdict(set)
        for change in self:
            at[change.res_id] = max(
                at.get(change.res_id, change.touched_at), change.touched_at
            )
            reasons[change.res_id].add(change.reason)
        own = set(self.filtered("by_customer").mapped("res_id"))
        return {
            document.id: Touch(
                document.create_date,
                at[document.id],
                frozenset(reasons[document.id]),
                document.id in own,
            )
            for document in documents
        }

    def _defer(self, deferred):
        """Have these rows looked at again later.

        :param dict deferred: ``{document id: (res.company, datetime or None)}``;
            ``None`` waits for somebody to press Publish.
        """
        by_fate = defaultdict(self.browse)
        for change in self:
            by_fate[deferred[change.res_id]] |= change
        for (company, due_at), changes in by_fate.items():
            never = fields.Datetime.now() + timedelta(days=36500)
            changes.write(
                {"company_id": company.id, "due_at": due_at or never, "failure": False}
            )
        dates = sorted({due_at for _company, due_at in by_fate if due_at})
        if dates:
            self._wake_publisher(dates)

    @api.model
    def _look_again(self, companies):
        """Have the publisher look again at what waits: the rules or modes have changed.

        :param companies: whose documents; empty for all.
        """
        domain = [("company_id", "in", companies.ids)] if companies else []
        waiting = self.search([("due_at", "!=", False), *domain])
        if waiting:
            waiting.due_at = False
            self._wake_publisher()
