from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from ..apart import do_apart, log_failure
from .customer_communication_waiting import OVER

#: Messages of which nothing is left in Odoo's queues; see ``_find_hanging``.
_HANGING = """
       SELECT waiting.id
         FROM customer_communication waiting
    LEFT JOIN mail_notification notification
           ON notification.id = waiting.notification_id
        WHERE (waiting.state = %(scheduled)s
               AND waiting.scheduled_at IS NULL
               AND waiting.write_date < %(hour)s)
           OR (waiting.state = %(queued)s
               AND waiting.communication_type IN %(types)s
               AND waiting.write_date < %(hour)s
               AND waiting.next_try_at IS NULL
               AND (notification.notification_status IS DISTINCT FROM 'process'
                    OR waiting.write_date < %(days)s)
               AND NOT EXISTS (
                   SELECT FROM mail_mail mail
                    WHERE mail.mail_message_id = waiting.mail_message_id
                      AND mail.state = 'outgoing')
               AND NOT EXISTS (
                   SELECT FROM sms_sms sms
                    WHERE sms.mail_message_id = waiting.mail_message_id
                      AND sms.state = 'outgoing'
                      AND sms.to_delete IS NOT TRUE))
        ORDER BY waiting.id
        LIMIT %(limit)s
"""


class CustomerCommunicationStopped(models.AbstractModel):
    """Messages that cannot leave any more: none waits for ever.

    Somebody has deleted the document, its message in the chatter, or the mail or SMS in
    Odoo's queue.
    """

    _name = "customer.communication.stopped"
    _description = "Message That Was Stopped"

    @api.model
    def _find_waiting(self, messages):
        """Return the rows of these ``mail.message`` that wait in Odoo's queues."""
        return self.search(
            [
                ("mail_message_id", "in", messages.ids),
                ("state", "=", const.COMMUNICATION_QUEUED),
            ]
        )

    def _filter_waiting(self):
        """Return those of these rows that wait in Odoo's queues."""
        return self.filtered(lambda row: row.state == const.COMMUNICATION_QUEUED)

    def _stop(self):
        """Take these out of Odoo's queues, and mark them as stopped."""
        self._mark_failed(const.FAILURE_STOPPED)  # first: a deleted mail asks for it
        self._forget_attempt()

    def _mark_failed(self, code):
        """Mark these as failed; ``code``: ``const.FAILURE_*``."""
        if self:
            self.write(
                {
                    "state": const.COMMUNICATION_FAILED,
                    "failure_code": code,
                    "failure_detail": False,
                    **OVER,
                }
            )

    def _stop_without_document(self):
        """Stop those whose document is there no more; return the others."""
        stopped = self.browse()
        for model, rows in self.grouped("res_model").items():
            about = rows.filtered("res_id")
            there = set()
            if model in self.env:
                there = set(self.env[model].browse(about.mapped("res_id")).exists().ids)
            if model:
                stopped |= about.filtered(
                    lambda row, there=there: row.res_id not in there
                )
        stopped._mark_failed(const.FAILURE_STOPPED)
        return self - stopped

    # What hangs all the same, from before an update, say

    @api.model
    def _settle_all_hanging(self):
        """Find what waits and can never leave, and say so on its row.

        :return: ``(rows, more)``; a batch of them at most.
        """
        rows = self._find_hanging()
        done = do_apart(list(rows), type(rows)._settle_hanging, log_failure)
        more = len(rows) == const.GC_BATCH and bool(done.answers)
        return len(rows) - len(done.failed), more

    @api.model
    def _find_hanging(self):
        """Return rows of which nothing is left in Odoo's queues.

        An SMS that the service has in hand is left its days to be delivered in. What
        is tried again has a date.
        """
        self.env.flush_all()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                _HANGING,
                scheduled=const.COMMUNICATION_SCHEDULED,
                queued=const.COMMUNICATION_QUEUED,
                types=(const.EMAIL, const.SMS),
                hour=now - timedelta(hours=1),
                days=now - timedelta(days=const.SERVICE_DAYS),
                limit=const.GC_BATCH,
            )
        )
        return self.browse([id_ for [id_] in rows])

    def _settle_hanging(self):
        """Say what became of messages that hang, as far as anybody knows."""
        by_status = self.grouped(lambda row: row.notification_id.notification_status)
        for status, rows in by_status.items():
            if status == "process":
                rows._mark_failed(const.FAILURE_SMS_SERVICE)
            elif status in (False, "ready"):
                rows._mark_failed(const.FAILURE_STOPPED)
            else:
                for row in rows:
                    row._follow()
