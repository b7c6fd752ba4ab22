import logging
from datetime import timedelta
from math import ceil

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as CONCURRENCY

from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import PENDING

from .. import const

_logger = logging.getLogger(__name__)


class CustomerStatusChange(models.Model):
    """Publishing as jobs that any host runs.

    A job is not told which documents are its own: it claims the next batch itself, as
    the cron does, so that no document is in two hands and none is bound to a host that
    has died. Claim, pages, ledger and queued messages are the job's one transaction.
    """

    _inherit = "customer.status.change"

    @api.model
    def _cron_publish(self):
        """Share out what is due among jobs; publish by itself when nobody runs them."""
        if self._are_jobs_stuck():
            _logger.warning(
                "Jobs wait since %s minutes: publishing without. Is queue_job among "
                "the server's --load?",
                const.STUCK_MINUTES,
            )
            return super()._cron_publish()
        jobs = ceil(self._count_due() / const.PUBLISH_BATCH)
        for number in range(1, min(jobs, const.PUBLISH_JOBS) + 1):
            self._begin_job(number)
        if jobs:
            later = timedelta(minutes=const.STUCK_MINUTES + 1)
            self._wake_publisher(fields.Datetime.now() + later)
        return None

    @api.model
    def _are_jobs_stuck(self):
        """Whether a job to publish should have begun long ago."""
        limit = fields.Datetime.now() - timedelta(minutes=const.STUCK_MINUTES)
        waiting = [
            ("identity_key", "=like", const.PUBLISH_KEY % "%"),
            ("state", "=", PENDING),
            ("date_created", "<", limit),
            "|",
            ("eta", "=", False),
            ("eta", "<", limit),
        ]
        return bool(self.env["queue.job"].sudo().search_count(waiting, limit=1))

    @api.model
    def _count_due(self):
        """Return how many documents are due, those in somebody's hands too."""
        now = fields.Datetime.now()
        groups = self._read_group(
            ["|", ("due_at", "=", False), ("due_at", "<=", now)],
            ["res_model"],
            ["res_id:count_distinct"],
        )
        return sum(count for _model, count in groups)

    @api.model
    def _begin_job(self, number):
        """Have a job publish a batch after the commit, unless that number waits."""
        self.sudo().with_delay(
            description=self.env._("Publish status updates"),
            identity_key=const.PUBLISH_KEY % number,
            max_retries=0,
        )._publish_in_job(number)

    @api.model
    def _publish_in_job(self, number):
        """Publish the next batch; the function of a job. Does not commit.

        A job whose process was ended takes less and less. A document over which that
        happens again and again is put off.

        :param number: of the job; the next with this number begins where it ends, as
            long as there may be more.
        :return: what the job's form says.
        :raise RetryableJobError: when others were at the same rows at this moment.
        """
        tries = self._get_tries()
        if tries > const.MOST_TRIES:
            self._put_next_off()
            self._begin_job(number)
            return self.env._("%(count)s documents", count=0)
        limit = max(const.PUBLISH_BATCH >> 2 * tries, 1)
        try:
            documents, tally = self._publish_batch(limit, fields.Datetime.now())
        except CONCURRENCY as error:
            raise RetryableJobError(
                "Another was at the same rows.",
                seconds=const.PUBLISH_PAUSE,
                ignore_retry=True,  # nothing was the end of the process
            ) from error
        if documents == limit or tally.released:
            self._begin_job(number)
        return self.env._("%(count)s documents", count=documents)

    @api.model
    def _get_tries(self):
        """Return how often the job that runs has begun and not come to its end."""
        uuid = self.env.context.get("job_uuid")
        job = self.env["queue.job"].sudo().search([("uuid", "=", uuid)]) if uuid else []
        return job.retry if job else 0

    @api.model
    def _put_next_off(self):
        """Put off the next document, in a transaction of its own; the job commits none.

        It is the one that the job would begin with.
        """
        with self.env.registry.cursor() as cr:
            changes = self.with_env(self.env(cr=cr))
            if claimed := changes._claim(1):
                claimed._put_off()
