import logging
from collections import defaultdict
from datetime import timedelta

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from ..tools.decision import Touch
from ..tools.wording import describe_error

_logger = logging.getLogger(__name__)

#: Where a transaction keeps what it has touched: ``{(model, reason): {id: None}}``.
_TOUCHED = "customer_status_comm.touched"
#: What is not looked at yet is due first.
_DUE_AT = "COALESCE(due_at, '-infinity'::timestamp)"


class CustomerStatusChange(models.Model):
    """The outbox: a document was touched, for this reason.

    Rows are only ever inserted by business transactions, so that these never wait for
    the publisher, nor it for them. The publisher deletes what it has dealt with, or
    dates what has to rest a while longer.
    """

    _name = "customer.status.change"
    _inherit = ["customer.search.mixin"]
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
    _due_index = models.Index(f"({_DUE_AT}, id)")

    # Touching

    @api.model
    def _touch(self, records, reason):
        """Note that something happened to records that customers may care about.

        What an import or a data file does is marked as such, whatever it does.

        :param records: as of ``_append``. ``reason``: likewise.
        """
        context = self.env.context
        if context.get("import_file") or context.get("install_mode"):
            reason = const.REASON_IMPORTED
        self._append(records, reason)

    @api.model
    def _append(self, records, reason):
        """Note that records were touched, and wake the publisher after the commit.

        What one transaction touches is written down together, when it is flushed:
        business code touches an order many times over, and record by record.

        :param records: of one model, documents or what ``_get_touched`` finds them by;
            may be empty.
        :param str reason: ``const.REASON_*``.
        """
        if not records:
            return
        precommit = self.env.cr.precommit
        touched = precommit.data.setdefault(_TOUCHED, {})
        if not touched:
            # A savepoint flushes before it begins, and forgets these when rolled back.
            precommit.add(self._write_touches)
        touched.setdefault((records._name, reason), {}).update(
            dict.fromkeys(records.ids)
        )

    @api.model
    def _write_touches(self):
        """Write down what this transaction has touched so far."""
        touched = self.env.cr.precommit.data.pop(_TOUCHED, None)
        if not touched:
            return
        documents = {}  # in the order in which they were touched
        for (model, reason), ids in touched.items():
            records = self.env[model].sudo().browse(ids)
            for found, why in records._get_touched(reason):
                for document_id in found.ids:
                    documents[found._name, document_id, why] = None
        if documents:
            self._insert(*map(list, zip(*documents, strict=True)))

    @api.model
    def _insert(self, models_, ids, reasons):
        """Add rows and wake the publisher after the commit, in one statement.

        Does what ``ir.cron._trigger`` does, which would read the action first.

        :param models_: lists of equal length, as are ``ids`` and ``reasons``.
        """
        cron_id = self._find_cron_id()
        self.env.cr.execute(
            SQL(
                """
                WITH woken AS (
                    INSERT INTO ir_cron_trigger (
                        cron_id, call_at,
                        create_uid, create_date, write_uid, write_date)
                    SELECT id, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                      FROM ir_cron WHERE id = %(cron_id)s AND active
                )
                INSERT INTO customer_status_change (
                    res_model, res_id, reason, touched_at)
                SELECT res_model, res_id, reason, clock_timestamp() AT TIME ZONE 'UTC'
                  FROM unnest(%(models)s::varchar[], %(ids)s, %(reasons)s::varchar[])
                    AS touched(res_model, res_id, reason)
                """,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                cron_id=cron_id or None,
                models=models_,
                ids=ids,
                reasons=reasons,
            )
        )
        noted = self.env.cr.postcommit.data
        if cron_id and not noted.get(_TOUCHED):
            noted[_TOUCHED] = True  # one call is enough for a transaction
            self.env.cr.postcommit.add(self.env["ir.cron"].browse(cron_id)._notifydb)

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Have whoever reads the outbox see what this transaction has touched."""
        self._write_touches()
        return super()._search(domain, *args, **kwargs)

    def flush_model(self, fnames=None):
        """The same for SQL of our own."""
        self._write_touches()
        return super().flush_model(fnames)

    @api.model
    def _wake_publisher(self, at=None):
        """Have the cron run at datetimes (UTC), or after this commit."""
        if cron_id := self._find_cron_id():
            self.env["ir.cron"].sudo().browse(cron_id)._trigger(at)

    @api.model
    def _find_cron_id(self):
        """Return the id of the publisher's cron; ``False`` when it was deleted."""
        return self.env["ir.model.data"]._xmlid_to_res_id(
            "customer_status_comm.ir_cron_publish"
        )

    # Publishing

    @api.model
    def _cron_publish(self):
        """Publish all that is due, batch by batch. Commits after each."""
        cron = self.env["ir.cron"]
        while claimed := self._claim_next():
            claimed._publish_each()
            remaining = self.search_count([("due_at", "=", False)], limit=1)
            if not cron._commit_progress(len(claimed), remaining=remaining):
                break

    @api.model
    def _claim_next(self):
        """Claim what is due next; begins a new transaction when it has to try again."""
        while True:
            try:
                return self._claim(const.PUBLISH_BATCH)
            except SerializationFailure:
                # Another publisher was done with some at this very moment.
                self.env.cr.rollback()

    @api.model
    def _publish_now(self, documents, silence=None):
        """Publish ``documents`` (of one model) at once, rested or not.

        :param silence: a ``const.WHY_*`` for which nobody is told, or ``None``.
        :return: how many documents were published; another publisher may have some in
            hand.
        """
        wanted = {(documents._name, document_id) for document_id in documents.ids}
        claimed = self.sudo()._claim(None, documents=wanted)
        published = len(set(claimed.mapped("res_id")))
        claimed._publish_each(force=True, silence=silence)
        return published

    @api.model
    def _show_progress(self, model, method, ids, title):
        """Return the action that works ``ids`` off in batches, showing how far it is.

        :param method: a public method of ``model`` that takes a list of ids; each call
            is a transaction of its own, so that an interruption loses nothing.
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
            },
        }

    @api.model
    def _claim(self, limit, documents=None):
        """Lock the changes of due documents that no other publisher has in hand.

        The oldest change of a document is its lock. Which rows belong to the claim is
        settled by this transaction's snapshot: what is committed meanwhile stays for
        the next run.

        :param limit: the number of documents at most, or ``None`` for all.
        :param documents: only these, as ``(model, id)``, due or not.
        """
        if documents is None:
            due = SQL("%s <= statement_timestamp() AT TIME ZONE 'UTC'", SQL(_DUE_AT))
        elif documents:
            due = SQL("(res_model, res_id) IN %s", tuple(documents))
        else:
            return self.browse()
        self.flush_model()
        # Read along the index from the first that is due on, and no further than the
        # limit: what a batch costs must not grow with what waits behind it.
        cr = self.env.cr
        cr.execute(
            SQL(
                """
                WITH due AS (
                    SELECT res_model, res_id, %(due_at)s AS due_at, id
                      FROM customer_status_change WHERE %(due)s
                ), leader AS (
                    SELECT leader.res_model, leader.res_id
                      FROM due
                      JOIN customer_status_change leader
                        ON leader.id = (
                            SELECT min(id) FROM customer_status_change
                             WHERE res_model = due.res_model AND res_id = due.res_id)
                     ORDER BY due.due_at, due.id LIMIT %(limit)s
                       FOR UPDATE OF leader SKIP LOCKED
                )
                SELECT change.id FROM customer_status_change change
                 WHERE (res_model, res_id) IN (SELECT res_model, res_id FROM leader)
                 ORDER BY change.id
                """,
                due_at=SQL(_DUE_AT),
                due=due,
                limit=limit,
            ),
            log_exceptions=False,
        )
        return self.browse([id_ for [id_] in cr.fetchall()])

    def _publish_each(self, **options):
        """Publish these claimed rows; a document that fails holds up no other.

        :param options: as of ``_publish``.
        """
        try:
            with self.env.cr.savepoint():
                self._publish(**options)
        except Exception as error:  # a shop's template may fail in any way
            documents = self.grouped(lambda change: (change.res_model, change.res_id))
            if len(documents) > 1:
                for changes in documents.values():
                    changes._publish_each(**options)
            else:
                self._note_failure(error)

    def _note_failure(self, error):
        """Keep why one document could not be published, and try again in an hour.

        Somebody who made the document's page at the same moment is no failure: a minute
        later both see it.
        """
        [(model, res_id)] = {(change.res_model, change.res_id) for change in self}
        if isinstance(error, UniqueViolation):
            _logger.info("Another made the page of %s,%s; once more", model, res_id)
            again, failure = fields.Datetime.now() + timedelta(minutes=1), False
        else:
            _logger.warning("Could not publish %s,%s", model, res_id, exc_info=error)
            again = fields.Datetime.now() + timedelta(hours=1)
            failure = describe_error(error)
        self.write({"failure": failure, "due_at": again})
        self._wake_publisher(again)

    def _publish(self, force=False, silence=None):
        """Publish these claimed rows and take them out of the outbox.

        :param force: do not wait for the settle window, nor for the mode "on demand".
        :param silence: a ``const.WHY_*`` for which nobody is told, or ``None``.
        """
        for model, changes in self.grouped("res_model").items():
            if model not in self.env:  # its addon has been uninstalled
                changes._forget()
                continue
            documents = self.env[model].browse(set(changes.mapped("res_id"))).exists()
            deferred = self.env["customer.status.page"]._publish(
                documents, changes._get_touches(documents), force, silence
            )
            waiting = changes.filtered(
                lambda change, ids=tuple(deferred): change.res_id in ids
            )
            (changes - waiting)._forget()
            waiting._defer(deferred)

    def _forget(self):
        """Delete these rows, which nothing else speaks of."""
        if self:
            self.env.cr.execute(
                SQL("DELETE FROM customer_status_change WHERE id IN %s", self._ids)
            )
            self.invalidate_recordset(flush=False)

    @api.model
    def _find_waiting(self, documents):
        """Return the ids of those ``documents`` of one model that wait, as a set."""
        changes = self.sudo().search_fetch(
            [("res_model", "=", documents._name), ("res_id", "in", documents.ids)],
            ["res_id"],
        )
        return set(changes.mapped("res_id"))

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
        return {
            document.id: Touch(
                document.create_date, at[document.id], frozenset(reasons[document.id])
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
