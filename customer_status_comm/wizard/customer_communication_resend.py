from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const


class CustomerCommunicationResend(models.TransientModel):
    """Asks since when failed messages are to be sent again, and shows how many."""

    _name = "customer.communication.resend"
    _description = "Send Failed Messages Again"

    since = fields.Datetime(
        string="Failed since",
        required=True,
        default=lambda self: fields.Datetime.now() - timedelta(days=1),
    )
    count = fields.Integer(string="Messages", compute="_compute_count")

    @api.depends("since")
    def _compute_count(self):
        messages = self.env["customer.communication"]
        for wizard in self:
            domain = wizard._get_failed_domain()
            wizard.count = messages.search_count(domain) if wizard.since else 0

    def action_resend(self):
        """Send them again, oldest first, after a question.

        :raise UserError: when they are too many for one go.
        """
        self.ensure_one()
        messages = self.env["customer.communication"]
        messages._check_may_resend_many()
        rows = messages.search(
            self._get_failed_domain(), order="id", limit=const.AGAIN_MOST + 1
        )
        if len(rows) > const.AGAIN_MOST:
            raise UserError(
                self.env._(
                    "More than %(most)s messages have failed since then. Choose a "
                    "later moment, and send the older ones afterwards.",
                    most=const.AGAIN_MOST,
                )
            )
        action = rows._ask_to_resend(
            self.env._(
                "Send %(count)s messages that failed to their customers again? What "
                "is no longer true is left out.",
                count=len(rows),
            )
        )
        action["params"]["close"] = True
        return action

    def _get_failed_domain(self):
        """Return what has failed in the reader's companies and was not sent again."""
        self.ensure_one()
        return [
            ("state", "=", const.COMMUNICATION_FAILED),
            ("again_id", "=", False),
            ("direction", "=", "out"),
            ("write_date", ">=", self.since),
            ("company_id", "in", self.env.companies.ids),
        ]
