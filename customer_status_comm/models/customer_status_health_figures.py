from collections import Counter, defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, config

from .. import const
from ..tools.health import Figures, Later, Way

_SENT = (const.COMMUNICATION_SENT, const.COMMUNICATION_DELIVERED)

#: Messages that wait, and those that failed of late, by way and reason.
_QUEUED_AND_FAILED = """
    SELECT company_id, communication_type, state = %s, failure_code,
           count(*), min(COALESCE(waiting_since, write_date))
      FROM customer_communication
     WHERE company_id IN %s AND communication_type IN %s
       AND (state = %s
            OR (state = %s AND create_date >= %s AND again_id IS NULL))
     GROUP BY company_id, communication_type, state = %s, failure_code
"""


class CustomerStatusHealth(models.Model):
    """The figures: sums over many rows, in as many queries for one shop as for ten."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.health"  # pylint: disable=R8180

    @api.model
    def _get_figures(self, companies):
        """Return ``{company id: health.Figures}``; nothing in it names a customer."""
        self.env.flush_all()
        self.env["customer.status.change"].flush_model()  # with what was touched
        now = fields.Datetime.now()
        common = {"now": now, **self._get_figures_of_database()}
        later = self._get_figures_of_later(companies, now)
        outbox = self._get_figures_of_outbox(companies, now)
        runs = self._get_figures_of_runs(companies)
        ways = self._get_ways(companies, now)
        texts = self._get_figures_of_texts(companies)
        server = self._get_figures_of_server(companies)
        mute = self.env["customer.status.rule"]._count_without_text(companies)
        return {
            company.id: Figures(
                is_active=company.customer_status_active,
                alarm_minutes=company.customer_status_alarm_minutes,
                has_sender=bool(company.customer_service_email),
                later=later[company.id],
                ways=ways[company.id],
                rules_without_text=mute[company.id],
                **common,
                **runs.get(company.id, {}),
                **outbox.get(company.id, {}),
                **texts[company.id],
                **server[company.id],
            )
            for company in companies
        }

    @api.model
    def _get_figures_of_database(self):
        """Return what all companies share."""
        publisher = self.env.ref("customer_status_comm.ir_cron_publish", False)
        publisher = publisher and publisher.sudo()
        neutral = self.env["ir.config_parameter"].sudo().get_param
        servers = self.env["ir.mail_server"].sudo().search_count([], limit=1)
        fallback = config.get("smtp_server") or "localhost"
        return {
            "is_copy": bool(neutral("database.is_neutralized")),
            "publisher_on": bool(publisher and publisher.active),
            "last_run": self._get_last_run(publisher),
            "next_run": (publisher and publisher.nextcall) or None,
            # Odoo tries this machine itself when it is told of no server.
            "has_mail_server": bool(servers) or fallback != "localhost",
        }

    @api.model
    def _get_last_run(self, publisher):
        """Return when the publisher ran last; a run that goes on counts, too."""
        busy = self.env["customer.status.run"].search(
            [("is_by_hand", "=", False)], limit=1
        )
        moments = [publisher and publisher.lastcall, busy.ended_at]
        return max((moment for moment in moments if moment), default=None)

    @api.model
    def _get_figures_of_runs(self, companies):
        """Return ``{company id: figures}`` of the last run that published anything."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT run.company_id, max(run.ended_at), sum(run.documents),
                       sum(run.milliseconds)
                  FROM customer_status_run run
                  JOIN (SELECT company_id, max(started_at) AS started_at
                          FROM customer_status_run
                         WHERE company_id IN %s
                         GROUP BY company_id) newest
                 USING (company_id, started_at)
                 GROUP BY run.company_id
                """,
                tuple(companies.ids),
            )
        )
        names = ("published_at", "published", "published_ms")
        return {company: dict(zip(names, row, strict=True)) for company, *row in rows}

    @api.model
    def _get_figures_of_outbox(self, companies, now):
        """Return ``{company id: figures}`` of what waits.

        A document that was not looked at yet is asked for its company.
        """
        found = {}
        for model in self.env["customer.status.mixin"]._get_models_with_company():
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT COALESCE(change.company_id, document.company_id) AS company,
                           count(DISTINCT change.res_id), min(change.touched_at),
                           min(COALESCE(change.due_at, change.touched_at)) FILTER (
                               WHERE change.due_at IS NULL OR change.due_at <= %s),
                           count(DISTINCT change.res_id) FILTER (
                               WHERE change.failure IS NOT NULL)
                      FROM customer_status_change change
                 LEFT JOIN %s document ON document.id = change.res_id
                     WHERE change.res_model = %s
                       AND COALESCE(change.company_id, document.company_id) IN %s
                     GROUP BY company
                    """,
                    now,
                    SQL.identifier(model._table),
                    model._name,
                    tuple(companies.ids),
                )
            )
            for company, *row in rows:
                found[company] = _add(found[company], row) if company in found else row
        names = ("waiting", "waiting_since", "due_since", "unpublished")
        return {id_: dict(zip(names, row, strict=True)) for id_, row in found.items()}

    @api.model
    def _get_figures_of_later(self, companies, now):
        """Return ``{company id: Later}``: what waits for the moment chosen for it."""
        cron = self.env.ref("customer_status_comm.ir_cron_send_scheduled", False)
        cron = cron and cron.sudo()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT company_id, count(*),
                       count(*) FILTER (WHERE scheduled_at <= %(now)s),
                       min(scheduled_at) FILTER (WHERE scheduled_at <= %(now)s)
                  FROM customer_communication
                 WHERE company_id IN %(companies)s AND state = %(state)s
                 GROUP BY company_id
                """,
                now=now,
                companies=tuple(companies.ids),
                state=const.COMMUNICATION_SCHEDULED,
            )
        )
        waiting = {company: its for company, *its in rows}
        return {
            id_: Later(
                bool(cron and cron.active),
                (cron and cron.lastcall) or None,
                (cron and cron.nextcall) or None,
                *waiting.get(id_, ()),
            )
            for id_ in companies.ids
        }

    @api.model
    def _get_ways(self, companies, now):
        """Return ``{company id: {"email" or "sms": Way}}``."""
        week = now - timedelta(days=const.FAILURE_DAYS)
        queued, retried, failures = {}, {}, defaultdict(Counter)
        rows = self.env.execute_query(
            SQL(
                _QUEUED_AND_FAILED,
                const.COMMUNICATION_FAILED,
                tuple(companies.ids),
                (const.EMAIL, const.SMS),
                const.COMMUNICATION_QUEUED,
                const.COMMUNICATION_FAILED,
                week,
                const.COMMUNICATION_FAILED,
            )
        )
        for company, channel, has_failed, code, count, since in rows:
            if has_failed:
                failures[company, channel][code] = count
            elif code:
                retried[company, channel] = (count, since)
            else:
                queued[company, channel] = (count, since)
        in_a_row = self._count_failed_in_a_row(companies, week)
        return {
            company.id: {
                channel: Way(
                    *queued.get((company.id, channel), (0, None)),
                    dict(failures[company.id, channel]),
                    in_a_row.get((company.id, channel), 0),
                    *retried.get((company.id, channel), (0, None)),
                )
                for channel in (const.EMAIL, const.SMS)
            }
            for company in companies
        }

    @api.model
    def _count_failed_in_a_row(self, companies, since):
        """Return ``{(company id, type): failures of the shop since one went well}``."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH recent AS (
                    SELECT company_id, communication_type AS type, state, sent_at,
                           write_date, failure_code, again_id
                      FROM customer_communication
                     WHERE company_id IN %s AND create_date >= %s
                ), well AS (
                    SELECT company_id, type, max(sent_at) AS at
                      FROM recent WHERE state IN %s GROUP BY company_id, type
                )
                SELECT failed.company_id, failed.type, count(*)
                  FROM recent failed
             LEFT JOIN well USING (company_id, type)
                 WHERE failed.state = %s AND failed.failure_code IN %s
                   AND failed.again_id IS NULL
                   AND (well.at IS NULL OR failed.write_date > well.at)
                 GROUP BY failed.company_id, failed.type
                """,
                tuple(companies.ids),
                since,
                _SENT,
                const.COMMUNICATION_FAILED,
                tuple(const.FAILURES_OF_SHOP),
            )
        )
        return {(company, channel): count for company, channel, count in rows}

    # SMS

    @api.model
    def _get_figures_of_texts(self, companies):
        """Return ``{company id: figures}``: whether SMS are used, and could leave."""
        theirs = [("company_id", "in", [*companies.ids, False])]
        rules = self.env["customer.status.rule"].sudo().search(theirs)
        preferring = self._get_companies_preferring_sms(companies)
        written = self.env["customer.communication"]._read_group(
            [
                ("communication_type", "=", const.SMS),
                ("company_id", "in", companies.ids),
                ("create_date", ">=", fields.Datetime.now() - timedelta(days=30)),
            ],
            ["company_id"],
        )
        using = companies.browse().union(*(company for [company] in written))
        for rule in rules:
            if rule.channel in (const.SMS, const.CHANNEL_BOTH):
                using |= rule.company_id or companies
            elif rule.channel == const.CHANNEL_PREFERENCE and rule.template_id.sms_body:
                using |= preferring & (rule.company_id or companies)
        using &= companies
        lost = using - self._get_companies_with_sms_service(companies)
        return {
            company.id: {
                "sms_is_used": company in using,
                "sms_trouble": company in lost,
            }
            for company in companies
        }

    @api.model
    def _get_companies_preferring_sms(self, companies):
        """Return those of ``companies`` of which some customer prefers SMS."""
        rows = self.env["res.partner"]._read_group(
            [
                ("contact_preference", "=", const.SMS),
                ("company_id", "in", [*companies.ids, False]),
            ],
            ["company_id"],
        )
        theirs = companies.browse().union(*(company for [company] in rows))
        return theirs if all(company for [company] in rows) else companies

    @api.model
    def _get_companies_with_sms_service(self, companies):
        """Return those of ``companies`` whose SMS somebody would take.

        To be extended for another SMS service.
        """
        if self.env["ir.config_parameter"].sudo().get_param("sms.endpoint"):
            return companies
        accounts = (
            self.env["iap.account"].sudo().search([("service_name", "=", const.SMS)])
        )
        usable = accounts.filtered(lambda account: account.state != "banned")
        shared = any(not account.company_ids for account in usable)
        served = companies if shared else companies & usable.company_ids
        if "sms_provider" in companies._fields:  # Odoo's sms_twilio
            twilio = companies.filtered(lambda one: one.sms_provider == "twilio")
            served = (served - twilio) | twilio.filtered(
                lambda one: one.sms_twilio_account_sid and one.sms_twilio_number_ids
            )
        return served


def _add(one, other):
    """Return the figures of two kinds of documents together."""
    waiting, since, due, unpublished = zip(one, other, strict=True)
    return [sum(waiting), _find_first(since), _find_first(due), sum(unpublished)]


def _find_first(moments):
    return min((moment for moment in moments if moment), default=None)
