import time
from datetime import timedelta

from odoo import api, fields, models

from .. import const
from ..apart import insist
from ..tools import pace
from ..tools.tally import Tally


def milliseconds_since(moment):
    """Return the whole milliseconds since a moment of ``time.monotonic``."""
    return round((time.monotonic() - moment) * 1000)


class CustomerStatusPublishing(models.AbstractModel):
    """How the publisher works off the outbox in batches that end in time.

    A server that works too long is ended by its service manager or by Odoo itself, and
    what it has not committed is lost. So a batch stops after some seconds, is
    committed, and leaves the rest to the next.
    """

    _name = "customer.status.publishing"
    _description = "Batch of the Publisher"

    @api.model
    def _cron_publish(self):
        """Publish all that is due, batch by batch. Commits after each."""
        cron, runs = self.env["ir.cron"], self.env["customer.status.run"]
        started_at, begun, done = fields.Datetime.now(), time.monotonic(), Tally()
        if begun > self.env.context.get("cron_end_time", begun):
            # Odoo calls ten times, whatever they take; let it begin anew, later.
            cron._commit_progress(remaining=self._has_due())
            return
        careful = self._was_killed()
        publish = self._publish_carefully if careful else self._publish_next
        while True:
            documents, tally = publish(started_at)
            done = done.add(tally)
            if not documents:
                break
            left = cron._commit_progress(documents, remaining=self._has_due())
            if careful:  # what the killed one had in hand is to be gone through
                left = begun + const.PUBLISH_SECONDS - time.monotonic()
            if left <= 0:
                break
        runs._log(done, milliseconds_since(begun))

    @api.model
    def _has_due(self):
        """Return 1 if something is due, in another's hands perhaps, and 0 if not."""
        now = fields.Datetime.now()
        due = ["|", ("due_at", "=", False), ("due_at", "<=", now)]
        return self.search_count(due, limit=1)

    @api.model
    def _publish_next(self, started_at):
        """Publish the next batch; begin it anew when another was at the same rows.

        Rolls back what this transaction has done so far, if so.

        :param started_at: as of ``_publish_batch``, whose answer this returns.
        :raise psycopg2.OperationalError: when others were in the way each time.
        """
        return insist(
            self.env, lambda: self._publish_batch(const.PUBLISH_BATCH, started_at)
        )

    @api.model
    def _publish_batch(self, limit, started_at):
        """Claim what is due next and publish it; whoever publishes comes by here.

        :param limit: the number of documents at most.
        :param started_at: when the run began that the batch belongs to, naive UTC.
        :return: ``(number of documents, tally.Tally)``; 0 when nothing is due that
            nobody has in hand. What is stuck, or was not reached, does not count.
        :raise psycopg2.OperationalError: as of ``_publish_each``.
        """
        begun = time.monotonic()
        documents, tally = self._claim(limit)._publish_in_time()
        milliseconds = milliseconds_since(begun)
        self.env["customer.status.run"]._note(tally, started_at, milliseconds)
        return documents, tally

    def _publish_in_time(self):
        """Publish these claimed rows, as far as one comes in ``PUBLISH_SECONDS``.

        Documents that failed before come last, and in a batch of their own: should one
        of them be the end of this process, nothing else goes with it. What is not
        reached stays as it is, and is free again after the commit.

        :return: as of ``_publish_batch``.
        """
        documents = self._get_documents_in_order()
        weights = self._weigh(documents)
        end = time.monotonic() + const.PUBLISH_SECONDS
        budget, reached, done = const.PUBLISH_WEIGHT, 0, Tally()
        fresh = [rows for rows in documents if not any(rows.mapped("failure"))]
        wanted = len(fresh) or len(documents)
        while reached < wanted:
            begun = time.monotonic()
            if reached and begun >= end:
                break
            part = slice(reached, wanted)
            count = pace.count_fitting(weights[part], budget)
            part = slice(reached, reached + count)
            done = done.add(self.browse().union(*documents[part])._publish_each())
            reached += count
            now = time.monotonic()
            budget = pace.find_budget(sum(weights[part]), now - begun, end - now)
        done = done.add(Tally(released=len(documents) - reached))
        return reached - done.stuck, done

    def _get_documents_in_order(self):
        """Return the rows of each document, those that failed before last."""
        documents = self.grouped(lambda change: (change.res_model, change.res_id))
        return sorted(documents.values(), key=lambda rows: any(rows.mapped("failure")))

    @api.model
    def _weigh(self, documents):
        """Return how much work each document is, compared with others.

        :param list documents: the rows of each.
        """
        ids, weights = {}, {}
        for rows in documents:
            ids.setdefault(rows[:1].res_model, []).append(rows[:1].res_id)
        for model, its in ids.items():
            if self.env["customer.status.mixin"]._has_status_page(model):
                weights[model] = self.env[model].browse(its)._get_status_weights()
        return [
            weights.get(rows[:1].res_model, {}).get(rows[:1].res_id, 1)
            for rows in documents
        ]

    # One that is the end of the process

    @api.model
    def _was_killed(self):
        """Whether the run before this one ended without a word.

        Odoo counts a run that has not come to its end.
        """
        progress = self.env.context.get("ir_cron_progress_id")
        return (
            self.env["ir.cron.progress"].sudo().browse(progress).timed_out_counter > 1
        )

    @api.model
    def _publish_carefully(self, started_at):
        """Publish the next document alone, put off before it is tried; commits.

        Should it be the end of this process again, it is not what the next one begins
        with.

        :return: as of ``_publish_batch``, whose place this takes.
        """
        return insist(self.env, lambda: self._publish_one_carefully(started_at))

    @api.model
    def _publish_one_carefully(self, started_at):
        begun = time.monotonic()
        claimed = self._claim(1)
        if not claimed:
            return 0, Tally()
        claimed._put_off()
        document = (claimed[0].res_model, claimed[0].res_id)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        tally = self._claim(None, documents={document})._publish_each()
        milliseconds = milliseconds_since(begun)
        self.env["customer.status.run"]._note(tally, started_at, milliseconds)
        return 1 - tally.stuck, tally

    def _put_off(self):
        """Have these rows of one document tried again later, and say why.

        After as long as it waits already, an hour at most: whoever was there by chance
        when the server was stopped does not wait much longer for it.
        """
        now = fields.Datetime.now()
        age = now - min(self.mapped("touched_at"))
        least = timedelta(seconds=const.PUT_OFF_SECONDS)
        again = now + min(max(age, least), timedelta(hours=1))
        vals = {
            "failure": self.env._("It takes too long: the server was stopped over it."),
            "due_at": again,
        }
        if company := self._find_company():
            vals["company_id"] = company.id
        self.write(vals)
        self._wake_publisher(again)
