from odoo import api, models
from odoo.tools import SQL

from ..patience import lock_briefly

#: What is not looked at yet is due first.
DUE_AT = "COALESCE(due_at, '-infinity'::timestamp)"

#: Read along the index from the first that is due on, and no further than the limit:
#: what a batch costs must not grow with what waits behind it.
_CLAIM = """
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
"""


class CustomerStatusClaim(models.AbstractModel):
    """How a publisher takes documents of the outbox in hand, and others wait for it.

    The oldest change of a document is its lock.
    """

    _name = "customer.status.claim"
    _description = "Claim of Documents to Publish"

    @api.model
    def _claim(self, limit, documents=None):
        """Lock the changes of due documents that no other publisher has in hand.

        Which rows belong to the claim is
        settled by this transaction's snapshot: what is committed meanwhile stays for
        the next run.

        :param limit: the number of documents at most, or ``None`` for all.
        :param documents: only these, as ``(model, id)``, due or not.
        """
        if documents is None:
            due = SQL("%s <= statement_timestamp() AT TIME ZONE 'UTC'", SQL(DUE_AT))
        elif documents:
            due = SQL("(res_model, res_id) IN %s", tuple(documents))
        else:
            return self.browse()
        self.flush_model()
        cr = self.env.cr
        cr.execute(
            SQL(
                _CLAIM,
                due_at=SQL(DUE_AT),
                due=due,
                limit=limit,
            ),
            log_exceptions=False,
        )
        return self.browse([id_ for [id_] in cr.fetchall()])

    @api.model
    def _wait_for(self, documents):
        """Wait some seconds for publishers that have ``documents`` in hand.

        What is free, or becomes so, is this transaction's to claim then.

        :param documents: of one model.
        :return: those of them that another still has in hand.
        :raise psycopg2.OperationalError: when another was done with one meanwhile, see
            ``patience.lock_briefly``.
        """
        leaders = self.sudo()._find_leaders(documents)
        others = leaders - leaders.try_lock_for_update()
        if lock_briefly(others):
            return documents.browse()
        others -= others.try_lock_for_update()
        return documents.browse(others.mapped("res_id"))

    @api.model
    def _find_leaders(self, documents):
        """Return the oldest change of each of ``documents`` that waits."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT min(id) FROM customer_status_change
                 WHERE res_model = %s AND res_id = ANY(%s) GROUP BY res_id
                """,
                documents._name,
                documents.ids,
            )
        )
        return self.browse([id_ for [id_] in rows])
