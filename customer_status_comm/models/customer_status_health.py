from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from ..apart import do_apart, log_failure
from ..tools import health

GROUP_MANAGER = "customer_status_comm.group_customer_status_manager"
ACTIVITY = "mail.mail_activity_data_warning"


class CustomerStatusHealth(models.Model):
    """How well a shop's customer status works: one record for each company.

    It is written anew by a watchdog that is not the publisher, and whenever a manager
    looks at it. What is an alarm becomes one activity for each manager, which is
    closed again when all is well.
    """

    _name = "customer.status.health"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "customer.status.health.server",
    ]
    _description = "Customer Status Health"
    _order = "company_id"
    _rec_name = "company_id"
    _mail_post_access = "read"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    level = fields.Selection(
        [
            (const.LEVEL_FINE, "Good"),
            (const.LEVEL_WARNING, "Worth a look"),
            (const.LEVEL_ERROR, "Needs you"),
        ],
        string="State",
        default=const.LEVEL_FINE,
        required=True,
        readonly=True,
    )
    checked_at = fields.Datetime(string="Looked at", readonly=True)
    alarms = fields.Char(
        readonly=True, help="What the managers have been told of, as codes."
    )
    line_ids = fields.One2many("customer.status.health.line", "health_id")

    _company_unique = models.UniqueIndex("(company_id)")

    @api.depends("company_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for shop in self:
            name = shop.company_id.name
            shop.display_name = self.env._(
                "Health of customer status at %(company)s", company=name
            )

    # Doors

    @api.model
    def action_open(self):
        """Look at everything now, and open what was found."""
        self.check_access("read")
        self.sudo()._check(self.env.companies)
        mine = self.search([("company_id", "in", self.env.companies.ids)])
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_status_comm.customer_status_health_action"
        )
        if len(mine) == 1:
            action["views"] = [[False, "form"]]
            action["res_id"] = mine.id
        return action

    def action_look_again(self):
        """Look once more; the form shows it."""
        self.check_access("read")
        self.sudo()._check(self.company_id)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _cron_check(self):
        """Look after all shops; one that fails holds up no other."""
        shops = self.env["res.company"].sudo().search([("id", "!=", 0)])
        do_apart(list(shops), self.sudo()._check, log_failure)

    # Looking

    @api.model
    def _check(self, companies):
        """Write down how ``companies`` stand, and wake their managers if need be.

        :return: their records.
        """
        figures = self._get_figures(companies)
        rows = self._ensure(companies)
        rows.line_ids.unlink()
        lines, now = [], fields.Datetime.now()
        for row in rows:
            findings = health.judge(figures[row.company_id.id])
            lines += [row._prepare_line_values(finding) for finding in findings]
            row.write({"level": health.find_worst(findings), "checked_at": now})
        self.env["customer.status.health.line"].create(lines)
        for row in rows:
            failing = row.line_ids.filtered(
                lambda line: line.level == const.LEVEL_ERROR
            )
            row._tell(failing)
        return rows

    @api.model
    def _ensure(self, companies):
        """Return the records of ``companies``; makes those that are missing."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_status_health (company_id, level)
                SELECT id, %s FROM res_company WHERE id IN %s
                ON CONFLICT DO NOTHING
                """,
                const.LEVEL_FINE,
                tuple(companies.ids),
            )
        )
        return self.search([("company_id", "in", companies.ids)])

    def _prepare_line_values(self, finding):
        """Return the values of the line of a ``health.Finding``."""
        self.ensure_one()
        return {
            "health_id": self.id,
            "sequence": -const.LEVELS.index(finding.level),
            "code": finding.code,
            "level": finding.level,
            "count": finding.count,
            "since": finding.since,
            "until": finding.until,
            "milliseconds": finding.milliseconds,
            "failure_code": finding.failure,
        }

    # Waking

    def _tell(self, failing):
        """Have the managers know what fails, once; take it back when nothing does.

        :param failing: ``customer.status.health.line``; may be empty.
        """
        self.ensure_one()
        now, before = set(failing.mapped("code")), set((self.alarms or "").split())
        if now == before:
            return
        self.alarms = " ".join(sorted(now)) or False
        if not now:
            self.activity_unlink([ACTIVITY])
            self._note(self.env._("All is well again."))
            return
        for user in self._get_managers():
            self._wake(user, failing, is_new=bool(now - before))
        if now - before:
            self._note(failing._as_html())

    def _wake(self, user, failing, is_new):
        """Give ``user`` the one activity, or bring theirs up to date.

        :param is_new: whether who has closed theirs is given another.
        """
        lang = user.lang or self.env.lang
        translated = self.with_context(lang=lang)
        note = failing.with_context(lang=lang)._as_html()
        mine = self.activity_search([ACTIVITY], user_id=user.id)
        if mine:
            mine.note = note
        elif is_new:
            self.activity_schedule(
                ACTIVITY,
                summary=translated.env._("Customers may not be told: please look"),
                note=note,
                user_id=user.id,
            )

    def _note(self, body):
        """Keep in the chatter what was noticed; nobody is notified by it."""
        self.message_post(body=Markup("%s") % body, subtype_xmlid="mail.mt_note")

    def _get_managers(self):
        """Return those who are to mend it: managers who work in this company."""
        self.ensure_one()
        return self.env.ref(GROUP_MANAGER).all_user_ids.filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        )
