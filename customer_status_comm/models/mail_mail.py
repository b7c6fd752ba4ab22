import logging
import sys
from contextlib import contextmanager, suppress
from smtplib import SMTPException, SMTPServerDisconnected

from psycopg2 import Error as DatabaseError

from odoo import api, fields, models
from odoo.fields import Command
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as CONCURRENCY

from .. import const
from ..shape import check_shape, check_shapes
from ..tools.link_text import has_address
from ..tools.outage import is_closed
from ..tools.status_mail import on_one_line
from ..tools.wording import (
    clean_line,
    conceal_addresses,
    describe_error,
    describe_origin,
)
from .customer_communication_waiting import OVER

_logger = logging.getLogger(__name__)


class MailMail(models.Model):
    """Gives each customer a link of their own.

    Messages are stored with the address of a document's status page that only a
    logged-in reader can open. It becomes an unguessable link here, in the mail that
    leaves, and is taken out of it where the mail is not deleted afterwards, so that no
    readable link stays behind in the database. Every way Odoo has of writing an e-mail
    ends here: our panel, its own composer, templates.
    """

    _name = "mail.mail"
    _inherit = ["mail.mail", "customer.mail.waiting"]

    @api.model_create_multi
    def create(self, vals_list):
        check_shapes(self, vals_list)
        self.env["customer.status.link"].sudo()._personalise_mails(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        check_shape(self, "write", vals)
        # Somebody wants it sent once more; what is tried again by itself has a date.
        if vals.get("state") == "outgoing" and not vals.get("scheduled_date"):
            self._get_communications().write({"handed_over_at": False, **OVER})
        result = super().write(vals)
        if vals.get("state") == "outgoing":
            self._put_links_in()
        elif vals.get("state") == "cancel":
            self._take_links_out()
            self._mark_stopped()
        return result

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Have those of our history wait that no mail server can have taken.

        Odoo calls this while it handles what went wrong, and hands on only its words.
        """
        kept = self.filtered(lambda mail: mail.state == "sent" and not mail.auto_delete)
        settled, given_up, detail = self.browse(), None, None
        if failure_type and not (success_pids or success_emails):
            settled, given_up, detail = self._wait_for_server(
                sys.exc_info()[1], connecting=failure_type == "mail_smtp"
            )
        result = super(MailMail, self - settled)._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )
        if given_up:
            given_up._mark_given_up(detail)
        kept._take_links_out()
        return result

    def _take_links_out(self):
        """Leave no link that works in mails that stay."""
        links_sudo = self.env["customer.status.link"].sudo()
        links_sudo._take_links_out_of(self, "body_html")

    def _put_links_in(self):
        """Give what is sent once more a link again, as if it were new."""
        taken_out = self.filtered(lambda mail: has_address(mail.body_html))
        vals_list = [
            {
                **{name: mail[name] for name in ("body_html", "email_to", "email_cc")},
                **{name: mail[name].id for name in ("author_id", "mail_message_id")},
                "recipient_ids": [Command.set(mail.recipient_ids.ids)],
            }
            for mail in taken_out
        ]
        self.env["customer.status.link"].sudo()._personalise_mails(vals_list)
        for mail, vals in zip(taken_out, vals_list, strict=True):
            mail.body_html = vals["body_html"]

    def unlink(self):
        self._mark_stopped()
        return super().unlink()

    def _mark_stopped(self):
        """Say in the history of those that have not left that they never will."""
        waiting = self._get_communications()._filter_waiting()
        waiting._mark_failed(const.FAILURE_STOPPED)

    def _get_communications(self):
        """Return the rows of the history that these mails are of, with sudo."""
        messages = self.mail_message_id.ids
        return (
            self.env["customer.communication"]
            .sudo()
            .search([("mail_message_id", "in", messages)])
        )

    def _send(self, auto_commit=False, **options):
        """Have the mails of our history leave at most once.

        Odoo hands a mail over and then commits that it did; killed in between, it
        would send it again. When its queue sends, ours are marked before. Several
        processes may send at the same time; each mail is in the hands of one, which
        commits three times for it. A mail server that hangs up holds up no other mail,
        nor does, in the queue, one that fails in any way; a mail server that is gone
        is not asked again for each.
        """
        # Of a queue's, some may have left by another process meanwhile.
        waiting = self.exists() if auto_commit else self
        messages = waiting._get_communications().mail_message_id
        ours = waiting.filtered(lambda mail: mail.mail_message_id in messages)
        others = waiting - ours
        if others:
            with others._holding_up_none(options, auto_commit):
                super(MailMail, others)._send(auto_commit=auto_commit, **options)
        given = options.get("smtp_session")
        try:
            for place, mail in enumerate(ours):
                is_lost = given and is_closed(options["smtp_session"])
                if is_lost and not ours[place:]._connect_again(options, auto_commit):
                    break
                send = super(MailMail, mail)._send
                mail._send_ours(send, options, auto_commit)
        finally:
            taken = options.get("smtp_session")
            if taken and taken is not given:
                with suppress(SMTPException):
                    taken.quit()
        return True

    def _send_ours(self, send, options, auto_commit):
        """Send one mail of our history; see ``_send``.

        :param send: Odoo's way to do that.
        """
        if not auto_commit:
            if self.state == "outgoing":
                with self._surviving_hang_up(options):
                    send(**options)
            return
        with (
            self._holding_up_none(options, auto_commit, note=True),
            self._in_hand() as is_mine,
        ):
            if is_mine and self._mark_handed_over():
                with self._surviving_hang_up(options, auto_commit=True):
                    send(auto_commit=True, **options)

    @contextmanager
    def _holding_up_none(self, options, auto_commit, note=False):
        """Go on with other mails when these fail in the queue; rolls back, then.

        Odoo ends the run of its queue when the database refuses a mail, say, and the
        next run would come no further.

        :param dict options: as of ``_surviving_hang_up``.
        :param note: whether to mark them as failed, so that they are not tried again.
        """
        try:
            yield
        except MemoryError:
            raise  # it is not the mail's fault
        except Exception as error:
            if not auto_commit:
                raise
            self.env.cr.rollback()
            if isinstance(error, SMTPServerDisconnected):
                options["smtp_session"] = None
            # Its words may name a customer.
            _logger.warning("Could not send %s: %s", self, describe_origin(error))
            if note:
                self._note_left_behind(error)

    def _note_left_behind(self, error):
        """Mark this mail as failed, if that can be done; commits.

        One that was not handed over yet, and had another transaction in its way, is
        tried again by the next run.
        """
        cr = self.env.cr
        try:
            handed_over = any(self._get_communications().mapped("handed_over_at"))
            if handed_over and isinstance(error, DatabaseError):
                self._note_failure(const.FAILURE_INTERRUPTED)
            elif not isinstance(error, CONCURRENCY):
                words = conceal_addresses(describe_error(error))
                self._note_failure(const.FAILURE_UNKNOWN, words)
            self.env.flush_all()
            cr.commit()  # pylint: disable=invalid-commit
        except Exception as second:  # logged, and the next run tries it again
            cr.rollback()
            _logger.error("Nor could that be noted: %s", describe_origin(second))

    @contextmanager
    def _surviving_hang_up(self, options, auto_commit=False):
        """Note when the mail server hangs up while this mail is handed over to it.

        :param dict options: of Odoo's ``_send``; a connection that broke is taken out.
        """
        try:
            yield
        except SMTPServerDisconnected as error:
            self._note_failure(const.FAILURE_INTERRUPTED, str(error))
            options["smtp_session"] = None  # the next one takes a new connection
            if auto_commit:
                self.env.cr.commit()  # pylint: disable=invalid-commit

    @contextmanager
    def _in_hand(self):
        """Keep other processes from sending this mail; commits.

        A lock of the connection, for a row's lock would end with the commits on the
        mail's way out. It ends with the process, however that ends.

        :return: whether it is ours to send: nobody has it, and it still waits.
        """
        cr = self.env.cr
        key = (self._table, self.id)
        cr.execute("SELECT pg_try_advisory_lock(%s::regclass::oid::int4, %s)", key)
        if not cr.fetchone()[0]:
            yield False
            return
        try:
            # Only a new transaction sees what those before us have done.
            cr.commit()  # pylint: disable=invalid-commit
            yield bool(self.exists()) and self.state == "outgoing"
        except BaseException:
            cr.rollback()  # or PostgreSQL would not listen
            raise
        finally:
            cr.execute("SELECT pg_advisory_unlock(%s::regclass::oid::int4, %s)", key)

    def _leave_in_queue(self):
        """Have these leave soon after the commit.

        A hook for addons that know a better way.
        """
        if self:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _mark_handed_over(self):
        """Note, and commit, that this mail is about to leave.

        :return: False when that was noted before: it may have left, so it stays.
        """
        row = self._get_communications()
        interrupted = any(row.mapped("handed_over_at"))
        if interrupted:
            self._note_failure(const.FAILURE_INTERRUPTED)
        else:
            row.handed_over_at = fields.Datetime.now()
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return not interrupted

    def _note_failure(self, code, detail=False):
        """Say in the history why this mail has not left, or may not have.

        :param code: ``const.FAILURE_*``.
        :param detail: what the connection to the mail server died of, say.
        """
        rows = self._get_communications()
        failure = {
            "failure_type": "unknown",
            "failure_reason": dict(rows._selection_failure_code())[code],
        }
        self.write({"state": "exception", **failure})
        self._postprocess_failure(failure)
        rows.write({"failure_code": code, "failure_detail": detail})

    def _postprocess_failure(self, failure):
        """Have Odoo note a failure, whatever it was: these do not wait."""
        # pylint: disable=super-method-mismatch
        return super()._postprocess_sent_message([], [], **failure)

    def _prepare_outgoing_list(self, *args, **kwargs):
        """Let the status file leave as the HTML it is, and headers be one line each.

        Odoo writes a customer's name into a header as it stands: a visitor of the web
        shop whose name has a line break would write headers, and a text, of their own.

        Odoo keeps HTML files of ordinary users as plain text, so that nobody is
        attacked on Odoo's own site; a customer's mail program would show them the
        source.
        """
        outgoing = super()._prepare_outgoing_list(*args, **kwargs)
        for values in outgoing:
            values.update(on_one_line(values))
            values["attachments"] = [
                (
                    clean_line(name),
                    content,
                    "text/html" if const.STATUS_FILE.match(name) else mimetype,
                )
                for name, content, mimetype in values["attachments"]
            ]
        return outgoing
