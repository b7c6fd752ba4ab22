import logging

from odoo import api, models

from .. import const
from ..apart import do_apart, log_failure
from ..shape import check_shapes
from ..tools.link_text import has_address
from ..tools.outage import was_not_reached
from ..tools.sms_answer import complete_answer
from ..tools.wording import conceal_addresses, describe_error, describe_origin

_logger = logging.getLogger(__name__)


class CheckedService:
    """An SMS service whose answers fit the texts it was given, each of them once.

    :param service: Odoo's client of it, an ``SmsApiBase``; what is not answered here
        is.
    """

    def __init__(self, service):
        self._service = service
        self._answers = {}
        #: ``{uuid: words}`` of the texts that it surely has not taken.
        self.missed = {}
        one_by_one = getattr(service, "_sms_twilio_send_request", None)
        if one_by_one:
            service._sms_twilio_send_request = self._watch(one_by_one)

    def __getattr__(self, name):
        return getattr(self._service, name)

    def _send_sms_batch(self, messages, **options):
        """Hand texts over; those that were already get the answer they got then."""
        uuids = [number["uuid"] for text in messages for number in text["numbers"]]
        if not self._answers.keys() >= set(uuids):
            self._remember(None, uuids)  # in case it does not answer
            try:
                answer = self._service._send_sms_batch(messages, **options)
            except Exception as error:
                self._note_missed(uuids, error)
                raise
            self._remember(answer, uuids)
        return [self._answers[uuid] for uuid in dict.fromkeys(uuids)]

    def _remember(self, answer, uuids):
        for result in complete_answer(answer, uuids):
            self._answers[result["uuid"]] = result

    def _watch(self, send):
        """Return Twilio's way to send one text, which keeps what went wrong to itself.

        Its connection is watched instead.
        """

        def watched(session, number, body, uuid):
            return send(_WatchedSession(session, self, uuid), number, body, uuid)

        return watched

    def _note_missed(self, uuids, error):
        """Note that the service cannot have these texts, if that is sure."""
        if was_not_reached(error):
            words = conceal_addresses(describe_error(error))
            self.missed |= dict.fromkeys(uuids, words)


class _WatchedSession:
    """A connection that tells its service's ``CheckedService`` what went wrong."""

    def __init__(self, session, service, uuid):
        self._session, self._service, self._uuid = session, service, uuid

    def post(self, *args, **options):
        """Post as the connection does."""
        try:
            return self._session.post(*args, **options)
        except Exception as error:
            self._service._note_missed([self._uuid], error)
            raise


class SmsSms(models.Model):
    """Gives each customer a link of their own, as ``mail_mail.py`` does.

    And sees to it that what came to nothing fails, instead of being handed over again
    and again, and that nobody waits for it. What a service surely has not taken, since
    it was not there, is tried again later.
    """

    _inherit = "sms.sms"

    @api.model_create_multi
    def create(self, vals_list):
        check_shapes(self, vals_list)
        self.env["customer.status.link"].sudo()._personalise_texts(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        state = vals.get("state")
        links_sudo = self.env["customer.status.link"].sudo()
        if state == "outgoing":
            self._put_links_in()
        elif state and state != "error":  # which may be sent once more
            links_sudo._take_links_out_of(self, "body")
        return result

    def _put_links_in(self):
        """Give what is sent once more a link again, as if it were new."""
        taken_out = self.filtered(lambda sms: has_address(sms.body))
        vals_list = [
            {
                "body": sms.body,
                "partner_id": sms.partner_id.id,
                "number": sms.number,
                "mail_message_id": sms.mail_message_id.id,
            }
            for sms in taken_out
        ]
        self.env["customer.status.link"].sudo()._personalise_texts(vals_list)
        for sms, vals in zip(taken_out, vals_list, strict=True):
            sms.body = vals["body"]

    def unlink(self):
        """Say in the history of those that have not left that they never will."""
        waiting = self.filtered(
            # An error, if its row is queued: it is tried again.
            lambda text: text.state in ("outgoing", "error") and not text.to_delete
        )
        rows_sudo = self.env["customer.communication"].sudo()
        stopped = rows_sudo._find_waiting(waiting.mail_message_id)
        stopped._mark_failed(const.FAILURE_STOPPED)
        return super().unlink()

    def _send(self, *args, **options):
        """Send company by company: Odoo's queue gives texts of all, and takes one."""
        if self.env.context.get("sms_api"):
            return super()._send(*args, **options)
        by_company = self.grouped(lambda text: text._get_sms_company())
        for texts in by_company.values():
            if options.get("raise_exception"):
                super(SmsSms, texts)._send(*args, **options)
                continue
            # A company whose service cannot even be asked holds up no other.
            do_apart(
                [texts],
                lambda some: super()._send(*args, **options),
                type(self)._note_lost,
            )
        return None

    def _send_with_api(self, sms_api, *args, **options):
        """Hand texts over once, and have one that fails then hold up no other.

        Else what the service has taken would be handed over again and again.
        """
        service = CheckedService(sms_api)
        if options.get("raise_exception"):
            return super()._send_with_api(service, *args, **options)
        do_apart(
            list(self),
            lambda some: super()._send_with_api(service, *args, **options),
            type(self)._note_lost,
        )
        texts = self.exists().filtered(lambda text: text.uuid in service.missed)
        if texts:
            # What the service has taken is noted, whatever comes of this.
            do_apart(
                [texts],
                lambda some: some._wait_for_service(service.missed),
                log_failure,
            )
        return None

    def _note_lost(self, error):
        """Have these fail: whether the service has taken them cannot be noted."""
        _logger.warning("Could not send %s: %s", self, describe_origin(error))
        # This first, or else they would be handed over again.
        failure = {"failure_type": "unknown"}
        self.write({"state": "error", **failure})
        self.flush_recordset()
        trackers = self.sudo().sms_tracker_id
        do_apart(
            list(trackers),
            lambda some: some._action_update_from_sms_state("error", **failure),
            log_failure,
        )

    def _wait_for_service(self, missed):
        """Have those of our history wait that their service cannot have.

        They stay out of Odoo's queue until then, which would take them again at once:
        see ``customer.communication._cron_try_again``.

        :param dict missed: ``{uuid: words}``.
        """
        texts_sudo = self.sudo().exists()
        texts_sudo = texts_sudo.filtered(lambda text: text.uuid in missed)
        detail = next(iter(missed.values()))
        rows_sudo = texts_sudo.env["customer.communication"].search(
            [("mail_message_id", "in", texts_sudo.mail_message_id.ids)]
        )
        planned = rows_sudo._plan_next_try()
        planned.pop(None, rows_sudo.browse())._mark_given_up(detail)
        for moment, waiting in planned.items():
            waiting.mail_message_id.notification_ids.write(
                {
                    "notification_status": "ready",
                    "failure_type": False,
                    "failure_reason": False,
                }
            )
            waiting._mark_waiting(moment, detail)
            cron = self.env.ref("customer_status_comm.ir_cron_try_again")
            cron.sudo()._trigger(moment)

    def _leave_in_queue(self):
        """Have these leave soon after the commit; their creation has woken Odoo's cron.

        A hook for addons that know a better way.
        """
