import requests

from odoo import api, fields, models
from odoo.tools import html2plaintext

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.apart import do_apart

from ..const import ADDRESS, MESSENGER, TIMEOUT


class CustomerCommunication(models.Model):
    """The way out over the messenger."""

    _inherit = "customer.communication"

    communication_type = fields.Selection(
        selection_add=[(MESSENGER, "Messenger")], ondelete={MESSENGER: "cascade"}
    )

    def _send_by_messenger(self, now):
        """Note these in the chatter, and hand them over: now, or after the commit."""
        self._create_messages(subtype_id=self._get_subtype_id("mt_note"))
        self._mark_queued()
        if now:
            self._hand_over()
        else:
            cron = self.env.ref("customer_status_comm_messenger.ir_cron_send")
            cron.sudo()._trigger()

    @api.model
    def _cron_send_messenger(self):
        """Hand over what waits. Commits after each, so that none leaves twice."""
        cron = self.env["ir.cron"]
        waiting = [
            ("communication_type", "=", MESSENGER),
            ("state", "=", const.COMMUNICATION_QUEUED),
        ]
        row = self._lock_first(waiting)
        while row:
            # One that fails in an unforeseen way says so, and holds up no other.
            do_apart([row], type(row)._hand_over, type(row)._note_not_sent)
            if not cron._commit_progress(1, remaining=self.search_count(waiting)):
                break
            row = self._lock_first([*waiting, ("id", ">", row.id)])

    @api.model
    def _lock_first(self, domain):
        return self.search(domain, order="id", limit=1).try_lock_for_update()

    def _hand_over(self):
        """Give these to the service, each with a link of its customer's own."""
        texts = self._put_links([html2plaintext(row.body) for row in self])
        for row, text in zip(self, texts, strict=True):
            row._follow_answer(row._post(text))

    def _post(self, text):
        """Give the service one message; return what went wrong, empty when nothing."""
        url = self.env["ir.config_parameter"].sudo().get_param(ADDRESS)
        if not url:
            return self.env._("its address is not set")
        message = {"id": self.id, "to": self.recipient, "text": text}
        try:
            answer = requests.post(url, json=message, timeout=TIMEOUT)
        except requests.RequestException as error:
            return type(error).__name__  # its words would tell the address
        return "" if answer.ok else f"{answer.status_code} {answer.reason}"

    def _follow_answer(self, trouble):
        """Note what became of a message."""
        if trouble:
            self.write(
                {
                    "state": const.COMMUNICATION_FAILED,
                    "failure_code": const.FAILURE_SERVICE,
                    "failure_detail": trouble,
                }
            )
        else:
            sent_at = fields.Datetime.now()
            self.write({"state": const.COMMUNICATION_SENT, "sent_at": sent_at})
