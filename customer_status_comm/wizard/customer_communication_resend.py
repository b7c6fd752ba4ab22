from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .. import const

#: Of what has failed, what surely has not arrived: as ``tools.again.why_not_tried``.
_SURELY = Domain("failure_code", "!=", False) & Domain(
    "failure_code",
    "not in",
    sorted({*const.FAILURES_UNCERTAIN, const.FAILURE_STOPPED}),
)
_STOPPED = Domain("failure_code", "=", const.FAILURE_STOPPED)


class CustomerCommunicationResend(models.TransientModel):
    """Asks since when failed messages are to be sent again, and shows how many.

    What may have arrived, or was stopped on purpose, is not among them: it is sent
    again one by one.
    """

    _name = "customer.communication.resend"
    _description = "Send Failed Messages Again"

    since = fields.Datetime(
        string="Failed since",
        required=True,
        default=lambda self: fields.Datetime.now() - timedelta(days=1),
    )
    count = fields.Integer(string="Messages", compute="_compute_counts")
    uncertain_count = fields.Integer(
        string="May have arrived already", compute="_compute_counts"
    )

    stopped_count = fields.Integer(string="Stopped by hand", compute="_compute_counts")

    @api.depends("since")
    def _compute_counts(self):
        messages = self.env["customer.communication"]
        for wizard in self:
            wizard.count = wizard.uncertain_count = wizard.stopped_count = 0
            if wizard.since:
                failed = wizard._get_failed_domain()
                surely = messages.search_count(failed & _SURELY)
                stopped = messages.search_count(failed & _STOPPED)
                wizard.count, wizard.stopped_count = surely, stopped
                others = messages.search_count(failed) - surely
                wizard.uncertain_count = others - stopped

    def action_resend(self):
        """Send them again, oldest first, after a question.

        :raise UserError: when they are too many for one go.
        """
        self.ensure_one()
        messages = self.env["customer.communication"]
        messages._check_may_resend_many()
        rows = messages.search(
            self._get_failed_domain() & _SURELY,
            order="id",
            limit=const.AGAIN_MOST + 1,
        )
        if len(rows) > const.AGAIN_MOST:
            raise UserError(
                self.env._(
                    "More than %(most)s messages have failed since then. Choose a "
                    "later moment, and send the older ones afterwards.",
                    most=const.AGAIN_MOST,
                )
            )
        others = self.uncertain_count + self.stopped_count
        action = rows._ask_to_resend(len(rows), others)
        action["params"]["close"] = True
        return action

    def _get_failed_domain(self):
        """Return what has failed in the reader's companies and was not sent again."""
        self.ensure_one()
        return Domain(
            [
                ("state", "=", const.COMMUNICATION_FAILED),
                ("again_id", "=", False),
                ("direction", "=", "out"),
                ("write_date", ">=", self.since),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
