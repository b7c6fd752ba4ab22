from odoo import api, fields, models

from .. import const


class CustomerCommunication(models.Model):
    """Why a message failed, in the language of whoever reads it.

    The code is stored, and beside it what a server answered; the words are made when
    they are read.
    """

    # A file of its own for its own reason to change.
    _inherit = "customer.communication"  # pylint: disable=R8180

    failure_code = fields.Selection(
        selection="_selection_failure_code",
        string="Reason it failed",
        readonly=True,
        copy=False,
    )
    failure_detail = fields.Text(
        string="Answer of the server",
        readonly=True,
        copy=False,
        help="What the mail server or SMS service said.",
    )
    failure_reason = fields.Char(
        string="Why it failed", compute="_compute_failure_reason"
    )

    @api.model
    def _selection_failure_code(self):
        """Return ``[(code, words)]``: what is not tried, and what fails on its way."""
        whys = dict(self.env["customer.status.event"]._selection_why())
        return [
            *((why, whys[why]) for why in const.WHYS_UNREACHABLE),
            *self._get_failures_of_mails(),
            *self._get_failures_of_texts(),
            *self._get_outages(),
            (
                const.FAILURE_SERVICE,
                self.env._("The service did not take the message"),
            ),
            (const.FAILURE_UNSUBSCRIBED, self.env._("The customer has unsubscribed")),
            (const.FAILURE_DUPLICATE, self.env._("It was sent already")),
            (const.FAILURE_STOPPED, self.env._("It was stopped before it was sent")),
            (const.FAILURE_UNKNOWN, self.env._("Something unexpected went wrong")),
        ]

    @api.model
    def _get_failures_of_mails(self):
        return [
            (
                const.FAILURE_MAIL_SERVER,
                self.env._("The outgoing mail server cannot be reached"),
            ),
            (
                const.FAILURE_MAIL_BUSY,
                self.env._("The mail server could not take it right now"),
            ),
            (
                const.FAILURE_MAIL_REFUSED,
                self.env._("The mail server refused the message"),
            ),
            (
                const.FAILURE_ADDRESS_REFUSED,
                self.env._("The mail server refused the address"),
            ),
            (
                const.FAILURE_INTERRUPTED,
                self.env._(
                    "The server stopped while the e-mail was leaving; it may or may "
                    "not have arrived"
                ),
            ),
            (
                const.FAILURE_BOUNCED,
                self.env._("It came back from the customer's mail server"),
            ),
            (const.FAILURE_SPAM, self.env._("It was taken for spam")),
            (
                const.FAILURE_SENDER,
                self.env._("The sender's address is missing or not valid"),
            ),
        ]

    @api.model
    def _get_failures_of_texts(self):
        return [
            (
                const.FAILURE_SMS_SERVICE,
                self.env._("The SMS service does not answer or refuses the message"),
            ),
            (
                const.FAILURE_SMS_SETUP,
                self.env._("The SMS service is not set up correctly"),
            ),
            (const.FAILURE_SMS_CREDIT, self.env._("There is no SMS credit left")),
            (
                const.FAILURE_SMS_COUNTRY,
                self.env._("The SMS service does not send to this country"),
            ),
            (
                const.FAILURE_SMS_NOT_DELIVERED,
                self.env._("The SMS could not be delivered to the phone"),
            ),
            (
                const.FAILURE_SMS_REJECTED,
                self.env._("The customer's phone company refused the SMS"),
            ),
        ]

    @api.model
    def _get_outages(self):
        return [
            (
                const.FAILURE_MAIL_WAITS,
                self.env._("It waits for the mail server, which cannot be reached"),
            ),
            (
                const.FAILURE_SMS_WAITS,
                self.env._("It waits for the SMS service, which cannot be reached"),
            ),
            (
                const.FAILURE_MAIL_GIVEN_UP,
                self.env._("The mail server could not be reached for a day"),
            ),
            (
                const.FAILURE_SMS_GIVEN_UP,
                self.env._("The SMS service could not be reached for a day"),
            ),
        ]

    @api.depends("failure_code", "failure_detail")
    @api.depends_context("lang")
    def _compute_failure_reason(self):
        """Say why, with the server's answer in brackets."""
        words = dict(self._selection_failure_code())
        for row in self:
            reason = words.get(row.failure_code, False)
            if reason and row.failure_detail:
                reason = f"{reason} ({row.failure_detail})"
            row.failure_reason = reason
