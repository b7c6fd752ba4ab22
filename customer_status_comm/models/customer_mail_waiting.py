from odoo import models
from odoo.tools import exception_to_unicode

from .. import const
from ..tools.failure import explain
from ..tools.outage import was_surely_not_taken
from ..tools.wording import conceal_addresses, describe_error

#: Where a message stands whose e-mail is to leave; failed: somebody tries it once more.
_LEAVING = (const.COMMUNICATION_QUEUED, const.COMMUNICATION_FAILED)


class CustomerMailWaiting(models.AbstractModel):
    """E-mails of our history whose mail server is not there: what ``mail.mail`` does.

    Odoo's queue keeps them until their next attempt.
    """

    _name = "customer.mail.waiting"
    _description = "E-mails That Are Tried Again"

    def _wait_for_server(self, error, connecting):
        """Have those of our history wait that ``error`` has surely kept from leaving.

        One that was marked as handed over before the server was found to be away was
        interrupted then, and says so.

        :param error: what came up.
        :param connecting: whether it came up before any e-mail was spoken of.
        :return: ``(those that are settled, rows that are given up, detail)``.
        """
        rows = self.env["customer.communication"].sudo()
        if not was_surely_not_taken(error, connecting=connecting):
            return self.browse(), rows, None
        rows = self._get_communications().filtered(lambda row: row.state in _LEAVING)
        interrupted = rows.filtered("handed_over_at") if connecting else rows.browse()
        settled = self._of_rows(interrupted)
        if settled:
            settled._note_failure(const.FAILURE_INTERRUPTED)
        words = exception_to_unicode(error)
        detail = explain("unknown", "exception", words).detail
        detail = detail or conceal_addresses(describe_error(error))
        planned = (rows - interrupted)._plan_next_try()
        given_up = planned.pop(None, rows.browse())
        for moment, waiting in planned.items():
            mails = self._of_rows(waiting)
            mails.write(
                {"state": "outgoing", "scheduled_date": moment, "failure_reason": words}
            )
            waiting.mail_message_id.notification_ids.write(
                {
                    "notification_status": "ready",
                    "failure_type": False,
                    "failure_reason": False,
                }
            )
            waiting._mark_waiting(moment, detail)
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger(moment)
            settled |= mails
        return settled, given_up, detail

    def _connect_again(self, options, auto_commit):
        """Take a new connection for these mails, in place of one that broke.

        Without one they are left as Odoo leaves all for which it finds no server.

        :return: whether there is one, and one of these that still waits.
        """
        options["smtp_session"] = None
        waiting = self.exists().filtered(lambda mail: mail.state == "outgoing")
        if not waiting:
            return False
        server = options.get("mail_server") or waiting[0].mail_server_id
        try:
            options["smtp_session"] = self.env["ir.mail_server"]._connect__(
                mail_server_id=server.id, smtp_from=waiting[0].email_from
            )
        except Exception as error:  # as Odoo does, and the mails say what it was
            words = exception_to_unicode(error)
            waiting.write({"state": "exception", "failure_reason": words})
            waiting._postprocess_sent_message([], [], failure_type="mail_smtp")
            if auto_commit:
                self.env.cr.commit()  # pylint: disable=invalid-commit
            return False
        return True

    def _of_rows(self, rows):
        """Return those of these mails that ``rows`` of the history are of."""
        messages = rows.mail_message_id
        return self.filtered(lambda mail: mail.mail_message_id in messages)

    def _keep_from_leaving(self):
        """Keep every process from sending these until this transaction ends.

        :return: whether nobody has one in hand.
        """
        for mail in self:
            self.env.cr.execute(
                "SELECT pg_try_advisory_xact_lock(%s::regclass::oid::int4, %s)",
                (self._table, mail.id),
            )
            if not self.env.cr.fetchone()[0]:
                return False
        return True
