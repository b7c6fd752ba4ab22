import logging
from datetime import timedelta

from odoo import api, fields, models

from .. import const
from ..apart import do_apart, log_failure

_logger = logging.getLogger(__name__)


class CustomerStatusRun(models.Model):
    """What the publisher did and how long it took, for the health page.

    A row for each batch and company. Rows are only ever inserted, so that publishers
    never wait for each other.
    """

    _name = "customer.status.run"
    _description = "Run of the Publisher"
    _log_access = False
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    started_at = fields.Datetime(
        required=True, readonly=True, help="The same for all batches of one run."
    )
    ended_at = fields.Datetime(required=True, readonly=True)
    is_by_hand = fields.Boolean(
        readonly=True, help="Somebody pressed a button; the publisher itself did not."
    )
    documents = fields.Integer(required=True, readonly=True)
    milliseconds = fields.Integer(required=True, readonly=True)

    _company_index = models.Index("(company_id, started_at DESC)")

    @api.model
    def _note(self, tally, started_at, milliseconds, by_hand=False):
        """Remember one batch of a run.

        :param tally: ``tally.Tally`` of the batch.
        :param started_at: when its run began, naive UTC.
        :param by_hand: whether somebody pressed a button for it.
        """
        now = fields.Datetime.now()
        self.sudo().create(
            [
                {
                    "company_id": company_id,
                    "started_at": started_at,
                    "ended_at": now,
                    "is_by_hand": by_hand,
                    "documents": documents,
                    "milliseconds": milliseconds,
                }
                for company_id, documents in tally.published.items()
            ]
        )

    @api.model
    def _log(self, tally, milliseconds):
        """Write the one line of a run that did something: ids and numbers alone."""
        if not any(tally):
            return
        _logger.info(
            "Published %s documents in %s ms (by company: %s); %s wait, %s failed",
            tally.published.total(),
            milliseconds,
            dict(sorted(tally.published.items())),
            tally.deferred,
            tally.failed,
        )

    @api.autovacuum
    def _gc_runs(self):
        """Forget runs of long ago.

        :return: ``(deleted, more)`` as Odoo's autovacuum asks.
        """
        past = fields.Datetime.now() - timedelta(days=const.RUN_DAYS)
        rows = self.search([("ended_at", "<", past)], limit=const.GC_BATCH)
        done = do_apart(list(rows), type(rows).unlink, log_failure)
        more = len(rows) == const.GC_BATCH and bool(done.answers)
        return len(rows) - len(done.failed), more
