from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime

from .. import const
from ..patience import take_turns
from ..tools.hourly import find_room
from ..tools.span import full_minute

_HOUR = timedelta(hours=1)


class CustomerCommunicationLimit(models.AbstractModel):
    """How many messages may leave by hand within an hour.

    Two bounds of the company: what one user writes, message by message, counted in the
    hour in which it is written and in the hour in which it leaves; and what managers
    have leave many at once (*Release*, *Send again*). What rules tell by themselves,
    what is published, and notes are not counted. Whoever is refused reads when to go
    on, and nothing is lost: what was written stays in the panel, what is held stays
    held.
    """

    _name = "customer.communication.limit"
    _description = "Bounded Number of Messages"

    released_by_id = fields.Many2one(
        "res.users",
        string="Released by",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Who had it leave together with others that were held back.",
    )

    rewritten_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="When it was sent or scheduled again, after it failed or was taken back.",
    )

    _rewritten_index = models.Index(
        "(user_id, rewritten_at) WHERE rewritten_at IS NOT NULL"
    )
    _scheduled_index = models.Index(
        "(user_id, scheduled_at) WHERE scheduled_at IS NOT NULL"
    )
    _released_index = models.Index(
        "(company_id, create_date DESC) WHERE released_by_id IS NOT NULL"
    )

    @api.model
    def _check_hourly_limit(self, company, moment=None, instead_of=()):
        """Refuse the user one more message when they have had those of an hour.

        Of the hour in which it is written, and of every hour that it may leave in.

        :param moment: when it is to leave, naive UTC; ``None``: now.
        :param instead_of: rows that have not left, and of which it takes the place.
        :raise UserError: with when one may go on, or when it may leave.
        """
        limit = company.sudo().customer_communication_hourly_limit
        if not limit:
            return
        self._wait_for_own_messages()
        now = fields.Datetime.now()
        rows_sudo = self._find_written(company, now - _HOUR).filtered(
            lambda row: row not in instead_of
        )
        values = {"count": limit, "company": company.sudo().name}
        written = [row._get_written_at() for row in rows_sudo]
        self._check_hour_of_writing(find_room(written, limit, now), now, values)
        moment = moment or now
        leaving = [
            row._get_leaves_at()
            for row in rows_sudo
            if row.state != const.COMMUNICATION_CANCELLED
        ]
        self._check_hour_of_leaving(find_room(leaving, limit, moment), moment, values)

    @api.model
    def _check_hour_of_writing(self, free, now, values):
        """Refuse what would be one too many now, saying when it is not."""
        if free > now:
            raise UserError(
                self.env._(
                    "You have sent %(count)s messages within an hour, as many as "
                    "%(company)s allows. Go on at %(moment)s. An administrator "
                    "changes the number in Settings → Customer Status.",
                    moment=self._format_moment(free),
                    **values,
                )
            )

    @api.model
    def _check_hour_of_leaving(self, free, moment, values):
        """Refuse what would be one too many then, saying when it is not."""
        if free > moment:
            raise UserError(
                self.env._(
                    "%(count)s of your messages leave in the same hour already, as "
                    "many as %(company)s allows. Choose %(moment)s or later under Send "
                    "later, or take one back that waits. An administrator changes the "
                    "number in Settings → Customer Status.",
                    moment=self._format_moment(free),
                    **values,
                )
            )

    @api.model
    def _wait_for_own_messages(self):
        """Have what the user sends at the same moment counted first.

        :raise psycopg2.OperationalError: when there was such a message; Odoo begins the
            request anew, and then it is seen.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE res_users SET write_uid = write_uid WHERE id = %s",
                self.env.uid,
            )
        )

    @api.model
    def _find_written(self, company, since):
        """Return what the user writes by hand that was written, or leaves, since then.

        With sudo; notes and what was released with others do not count.
        """
        return self.sudo().search_fetch(
            [
                ("company_id", "=", company.id),
                ("user_id", "=", self.env.uid),
                ("communication_type", "!=", const.NOTE),
                ("released_by_id", "=", False),
                "|",
                "|",
                ("create_date", ">", since),
                ("rewritten_at", ">", since),
                ("scheduled_at", ">", since),
            ],
            ["create_date", "rewritten_at", "scheduled_at", "state"],
        )

    def _get_written_at(self):
        """Return when somebody pressed *Send* for this one last, naive UTC."""
        self.ensure_one()
        return self.rewritten_at or self.create_date

    def _get_leaves_at(self):
        """Return when this one leaves, or has left, naive UTC."""
        self.ensure_one()
        return self.scheduled_at or self._get_written_at()

    def _has_surely_not_left(self):
        """Whether nobody can have got this one, so that it is no message more."""
        self.ensure_one()
        uncertain = self.failure_code in const.FAILURES_UNCERTAIN
        return not self.sent_at and not uncertain

    @api.model
    def _wait_for_others_released(self, companies):
        """Have what others have leave at the same moment counted first.

        To be called before anything is made that is counted.

        :raise UserError: when somebody else's is not done yet.
        :raise psycopg2.OperationalError: when it was done meanwhile; Odoo begins the
            request anew, and then it is seen.
        """
        if not take_turns(companies.sudo().sorted("id")):
            raise UserError(
                self.env._(
                    "Somebody else has many messages leave at this moment. Go on when "
                    "they are done: what has not left stays as it was."
                )
            )

    def _count_as_released(self):
        """Note that the user has these leave with others, as far as they may.

        To be called in the transaction that made them, before anything has left: who
        refuses takes all of it back.

        :raise UserError: when it were more than a company lets leave within an hour;
            says when to go on, or that they are too many for any hour.
        """
        for company, rows in self.sudo().grouped("company_id").items():
            limit = company.customer_status_release_limit
            rows._check_release_limit(company, limit)
            rows.released_by_id = self.env.user

    def _check_release_limit(self, company, limit):
        """Refuse so many rows of one company when they pass its limit."""
        if limit and len(self) > limit:
            raise UserError(
                self.env._(
                    "%(company)s lets %(count)s messages an hour be released or sent "
                    "again at most, and these are %(more)s: tick fewer.",
                    company=company.name,
                    count=limit,
                    more=len(self),
                )
            )
        released = [("company_id", "=", company.id), ("released_by_id", "!=", False)]
        moment = self._find_next_moment(released, limit, len(self))
        if moment:
            raise UserError(
                self.env._(
                    "%(company)s lets %(count)s messages an hour be released or sent "
                    "again, and these would be more. Tick fewer, or go on at "
                    "%(moment)s. What has not left stays as it was.",
                    company=company.name,
                    count=limit,
                    moment=self._format_moment(moment),
                )
            )

    @api.model
    def _find_next_moment(self, domain, limit, count=1):
        """Return when ``count`` messages more keep within ``limit`` an hour.

        :param domain: of those that count.
        :param limit: 0 means none; at least ``count`` otherwise.
        :return: naive UTC datetime; ``None`` when they do now.
        """
        if not limit or not count:
            return None
        recent = [("create_date", ">", fields.Datetime.now() - _HOUR)]
        # Once this one is an hour old there is room.
        last = self.sudo().search(
            [*domain, *recent],
            order="create_date desc, id desc",
            offset=limit - count,
            limit=1,
        )
        return last.create_date + _HOUR if last else None

    @api.model
    def _format_moment(self, moment):
        """Return naive UTC in words, on the user's clock; never too early."""
        return format_datetime(self.env, full_minute(moment), dt_format="short")
