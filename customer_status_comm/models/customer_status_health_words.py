from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_datetime
from odoo.tools.misc import formatLang

from .. import const

#: Failures that the SMS service is to be asked about, not the mail server.
_FAILURES_OF_SMS = frozenset(
    {const.FAILURE_SMS_SERVICE, const.FAILURE_SMS_SETUP, const.FAILURE_SMS_CREDIT}
)
#: What a manager sends again, once the server is there.
_GIVEN_UP = frozenset(const.FAILURES_GIVEN_UP.values())


class CustomerStatusHealthLine(models.Model):
    """The words of a line, in the language of whoever reads it."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.health.line"  # pylint: disable=R8180

    @api.depends("code", "level", "count", "since", "until", "failure_code")
    @api.depends_context("lang", "tz")
    def _compute_words(self):
        names, advice = self._get_names(), self._get_advice()
        for line in self:
            line.name = names.get(line.code, line.code)
            line.value = line._get_value()
            fine = line.level == const.LEVEL_FINE
            line.advice = False if fine else advice.get(line._get_advice_key(), False)

    def _get_advice_key(self):
        """Return under which code the advice stands: failures need one of several."""
        if self.failure_code in _GIVEN_UP:
            return self.failure_code
        if self.failure_code in _FAILURES_OF_SMS:
            return const.HEALTH_SMS_SERVICE
        if self.failure_code in const.FAILURES_OF_SHOP:
            return const.HEALTH_MAIL_SERVER
        return self.code

    @api.model
    def _get_names(self):
        return {
            const.HEALTH_COPY: self.env._("A copy of the database"),
            const.HEALTH_SWITCHED_OFF: self.env._("Customer status"),
            const.HEALTH_WAITING: self.env._("Waiting to be published"),
            const.HEALTH_PUBLISHER: self.env._("Publisher"),
            const.HEALTH_PUBLISHED: self.env._("Published last"),
            const.HEALTH_UNPUBLISHED: self.env._("Could not be published"),
            const.HEALTH_NO_TEXT: self.env._("Rules without a text"),
            const.HEALTH_OVERDUE: self.env._("Scheduled messages that are overdue"),
            const.HEALTH_LATER: self.env._("Sending at the time chosen"),
            const.HEALTH_EMAILS: self.env._("E-mails on their way"),
            const.HEALTH_TEXTS: self.env._("SMS on their way"),
            const.HEALTH_EMAILS_WAIT: self.env._("E-mails tried again"),
            const.HEALTH_TEXTS_WAIT: self.env._("SMS tried again"),
            const.HEALTH_FAILURE: self.env._("Messages that failed"),
            const.HEALTH_NO_FAILURE: self.env._("Messages that failed"),
            const.HEALTH_MAIL_SERVER: self.env._("Outgoing mail server"),
            const.HEALTH_SMS_SERVICE: self.env._("SMS service"),
            const.HEALTH_SENDER: self.env._("Customer-service address"),
            const.HEALTH_LOG: self.env._("Links in Odoo's log"),
            const.HEALTH_DATABASES: self.env._("Customers' links"),
        }

    @api.model
    def _get_advice(self):
        """Return what to do about each, when it is not well."""
        return {
            const.HEALTH_COPY: self.env._(
                "Nothing leaves a copy that Odoo has neutralised, and its customers' "
                "links do not work. That is as it should be."
            ),
            **self._get_advice_on_publishing(),
            **self._get_advice_on_queues(),
            **self._get_advice_on_outages(),
            **self._get_advice_on_setup(),
        }

    @api.model
    def _get_advice_on_publishing(self):
        return {
            const.HEALTH_WAITING: self.env._(
                "The publisher should have run and did not. Ask your administrator "
                "whether Odoo's scheduled actions run at all; until then you can "
                "publish by hand: Sales → Customer status → Publish status updates."
            ),
            const.HEALTH_PUBLISHER: self.env._(
                "It is switched off. An administrator switches it on: Settings → "
                "Technical → Scheduled Actions → Customer status: publish updates."
            ),
            const.HEALTH_UNPUBLISHED: self.env._(
                "Mostly a template that fails. The list says why; mend the template, "
                "and publish again. It is tried every hour."
            ),
            const.HEALTH_NO_TEXT: self.env._(
                "Their template has no subject or no text, so customers hear nothing. "
                "Open it from the rule, write what is missing, and send yourself a "
                "test: Sales → Configuration → Customer status → Status rules."
            ),
        }

    @api.model
    def _get_advice_on_queues(self):
        return {
            const.HEALTH_OVERDUE: self.env._(
                "They should have left and did not. Ask your administrator whether "
                "Odoo's scheduled actions run at all; what is urgent, send by hand: "
                "open the row and choose “Use as new”."
            ),
            const.HEALTH_LATER: self.env._(
                "It is switched off. An administrator switches it on: Settings → "
                "Technical → Scheduled Actions → Customer communication: send what was "
                "scheduled."
            ),
            const.HEALTH_EMAILS: self.env._(
                "The oldest has waited for more than an hour. Is Odoo's scheduled "
                "action “Mail: Email Queue Manager” switched on?"
            ),
            const.HEALTH_TEXTS: self.env._(
                "The oldest has waited for more than an hour. Is Odoo's scheduled "
                "action “SMS: SMS Queue Manager” switched on?"
            ),
            const.HEALTH_FAILURE: self.env._(
                "Correct address or number of these customers, then open the row and "
                "send it again."
            ),
        }

    @api.model
    def _get_advice_on_setup(self):
        return {
            const.HEALTH_MAIL_SERVER: self.env._(
                "An administrator tests the outgoing mail server: Settings → "
                "Technical → Outgoing Mail Servers."
            ),
            const.HEALTH_SMS_SERVICE: self.env._(
                "An administrator sets the SMS service up: Settings → General "
                "Settings → Contacts."
            ),
            const.HEALTH_SENDER: self.env._(
                "There is none, so nothing can be sent. An administrator sets it: "
                "Settings → Customer Status."
            ),
            const.HEALTH_LOG: self.env._(
                "An administrator adds “customer_status_comm_server” to the "
                "server_wide_modules (--load) that Odoo is started with."
            ),
            const.HEALTH_DATABASES: self.env._(
                "A link does not say which database it is of. An administrator starts "
                "Odoo with -d or --db-filter for this one."
            ),
        }

    @api.model
    def _get_advice_on_outages(self):
        again = self.env._(
            "When it is there again: tick these messages in the list and press Send "
            "again, or press Failed since… above the list. What is no longer true is "
            "left out."
        )
        return {
            const.HEALTH_EMAILS_WAIT: self.env._(
                "The mail server cannot be reached. They are tried again by "
                "themselves for a day, and fail then. An administrator tests it: "
                "Settings → Technical → Outgoing Mail Servers."
            ),
            const.HEALTH_TEXTS_WAIT: self.env._(
                "The SMS service cannot be reached. They are tried again by "
                "themselves for a day, and fail then. Ask your administrator whether "
                "the server reaches the internet."
            ),
            const.FAILURE_MAIL_GIVEN_UP: again,
            const.FAILURE_SMS_GIVEN_UP: again,
        }

    def _get_value(self):
        """Return in words how it stands."""
        self.ensure_one()
        tell = {
            const.HEALTH_WAITING: self._tell_queue,
            const.HEALTH_UNPUBLISHED: self._tell_queue,
            const.HEALTH_NO_TEXT: self._tell_queue,
            const.HEALTH_EMAILS: self._tell_queue,
            const.HEALTH_TEXTS: self._tell_queue,
            const.HEALTH_OVERDUE: self._tell_queue,
            const.HEALTH_LATER: self._tell_publisher,
            const.HEALTH_EMAILS_WAIT: self._tell_queue,
            const.HEALTH_TEXTS_WAIT: self._tell_queue,
            const.HEALTH_PUBLISHER: self._tell_publisher,
            const.HEALTH_PUBLISHED: self._tell_published,
            const.HEALTH_FAILURE: self._tell_failure,
        }.get(self.code, self._tell_plainly)
        return tell()

    def _tell_queue(self):
        if not self.count:
            return self.env._("Nothing")
        if not self.since:
            return str(self.count)
        return self.env._(
            "%(count)s, the oldest since %(since)s",
            count=self.count,
            since=self._format(self.since),
        )

    def _tell_publisher(self):
        last = self._format(self.since) or self.env._("never")
        if not self.until:
            return self.env._("Switched off; it ran last: %(moment)s", moment=last)
        return self.env._(
            "It ran last: %(moment)s; planned next: %(next)s, or as soon as "
            "something is due",
            moment=last,
            next=self._format(self.until),
        )

    def _tell_published(self):
        if not self.since:
            return self.env._("Nothing in the last days")
        return self.env._(
            "%(moment)s (documents: %(count)s, seconds: %(seconds)s)",
            moment=self._format(self.since),
            count=self.count,
            seconds=formatLang(self.env, self.milliseconds / 1000, digits=1),
        )

    def _tell_failure(self):
        reasons = self.env["customer.communication"]._selection_failure_code()
        return self.env._(
            "%(reason)s: %(count)s in %(days)s days",
            reason=dict(reasons).get(self.failure_code, self.failure_code),
            count=self.count,
            days=const.FAILURE_DAYS,
        )

    def _tell_plainly(self):
        fine = self.level == const.LEVEL_FINE
        there = self.env._("Set up") if fine else self.env._("Missing")
        unused = self.code == const.HEALTH_SMS_SERVICE and not self.count
        return {
            const.HEALTH_COPY: self.env._("Neutralised"),
            const.HEALTH_LOG: self.env._("Masked from the first line on")
            if fine
            else self.env._("Masked only once a database is loaded"),
            const.HEALTH_DATABASES: self.env._(
                "They open nothing: the server has several databases"
            ),
            const.HEALTH_SWITCHED_OFF: self.env._("Switched off: nothing is published"),
            const.HEALTH_NO_FAILURE: self.env._(
                "None in %(days)s days", days=const.FAILURE_DAYS
            ),
            const.HEALTH_SMS_SERVICE: self.env._("No SMS are used")
            if unused
            else there,
        }.get(self.code, there)

    def _format(self, moment):
        return moment and format_datetime(self.env, moment, dt_format="short")

    def _as_html(self):
        """Return these lines with what to do about each, for an activity."""
        rows = [
            Markup("<li><b>%s</b>: %s<br/>%s</li>")
            % (line.name, line.value, line.advice or "")
            for line in self
        ]
        return Markup("<ul>%s</ul>") % Markup().join(rows)
