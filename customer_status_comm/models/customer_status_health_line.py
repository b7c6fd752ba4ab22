from datetime import timedelta

from odoo import api, fields, models

from .. import const

ADDON = "customer_status_comm"
#: The scheduled actions that lines are about.
_CRONS = {
    const.HEALTH_PUBLISHER: "ir_cron_publish",
    const.HEALTH_LATER: "ir_cron_send_scheduled",
}


class CustomerStatusHealthLine(models.Model):
    """One line of the health page: figures, and words made when they are read."""

    _name = "customer.status.health.line"
    _description = "Line of the Health Page"
    _log_access = False
    _order = "sequence, id"
    _rec_name = "name"

    health_id = fields.Many2one(
        "customer.status.health",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="health_id.company_id", store=True)
    sequence = fields.Integer(readonly=True)
    code = fields.Char(required=True, readonly=True)
    level = fields.Selection(
        [
            (const.LEVEL_FINE, "Good"),
            (const.LEVEL_WARNING, "Worth a look"),
            (const.LEVEL_ERROR, "Needs you"),
        ],
        string="State",
        required=True,
        readonly=True,
    )
    count = fields.Integer(readonly=True, aggregator=None)
    since = fields.Datetime(readonly=True)
    until = fields.Datetime(readonly=True)
    milliseconds = fields.Integer(readonly=True, aggregator=None)
    failure_code = fields.Char(readonly=True)

    name = fields.Char(string="What", compute="_compute_words")
    value = fields.Text(string="How it stands", compute="_compute_words")
    advice = fields.Text(string="What to do", compute="_compute_words")
    can_show = fields.Boolean(compute="_compute_can_show")

    # Doors

    @api.depends("code")
    @api.depends_context("uid")
    def _compute_can_show(self):
        doors = self._get_doors()
        for line in self:
            line.can_show = line.code in doors

    def _get_doors(self):
        """Return ``{code: xmlid of the action}`` of what the reader may open."""
        doors = {
            const.HEALTH_WAITING: f"{ADDON}.customer_status_waiting_action",
            const.HEALTH_UNPUBLISHED: f"{ADDON}.customer_status_waiting_action",
            const.HEALTH_PUBLISHED: f"{ADDON}.customer_status_page_action",
            const.HEALTH_NO_TEXT: f"{ADDON}.customer_status_rule_action",
            const.HEALTH_OVERDUE: f"{ADDON}.customer_communication_action",
            const.HEALTH_EMAILS: f"{ADDON}.customer_communication_action",
            const.HEALTH_TEXTS: f"{ADDON}.customer_communication_action",
            const.HEALTH_EMAILS_WAIT: f"{ADDON}.customer_communication_action",
            const.HEALTH_TEXTS_WAIT: f"{ADDON}.customer_communication_action",
            const.HEALTH_FAILURE: f"{ADDON}.customer_communication_action",
        }
        if self.env.user.has_group("base.group_system"):
            doors |= {
                const.HEALTH_PUBLISHER: "base.ir_cron_act",
                const.HEALTH_LATER: "base.ir_cron_act",
                const.HEALTH_SWITCHED_OFF: f"{ADDON}.res_config_settings_action",
                const.HEALTH_SENDER: f"{ADDON}.res_config_settings_action",
                const.HEALTH_MAIL_SERVER: "base.action_ir_mail_server_list",
                const.HEALTH_SMS_SERVICE: "base_setup.action_general_configuration",
            }
        return doors

    def action_show(self):
        """Open what this line is about."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            self._get_doors()[self.code]
        )
        if self.code == const.HEALTH_UNPUBLISHED:
            action["context"] = {"search_default_failed": 1}
        elif name := _CRONS.get(self.code):
            action |= {
                "domain": [("id", "=", self.env.ref(f"{ADDON}.{name}").id)],
                "context": {"active_test": False},
            }
        elif domain := self._get_messages_domain():
            own = [("company_id", "=", self.company_id.id)]
            action |= {"domain": own + domain, "context": {}}
        return action

    def _get_messages_domain(self):
        """Return the domain of the messages that this line counts; empty for none."""
        waiting = ("state", "=", const.COMMUNICATION_QUEUED)
        week = fields.Datetime.now() - timedelta(days=const.FAILURE_DAYS)
        return {
            const.HEALTH_OVERDUE: self.env["customer.communication"]._get_due_domain(),
            const.HEALTH_EMAILS: [
                ("communication_type", "=", const.EMAIL),
                waiting,
                ("failure_code", "=", False),
            ],
            const.HEALTH_TEXTS: [
                ("communication_type", "=", const.SMS),
                waiting,
                ("failure_code", "=", False),
            ],
            const.HEALTH_EMAILS_WAIT: [
                waiting,
                ("failure_code", "=", const.FAILURE_MAIL_WAITS),
            ],
            const.HEALTH_TEXTS_WAIT: [
                waiting,
                ("failure_code", "=", const.FAILURE_SMS_WAITS),
            ],
            const.HEALTH_FAILURE: [
                ("state", "=", const.COMMUNICATION_FAILED),
                ("failure_code", "=", self.failure_code),
                ("create_date", ">=", fields.Datetime.to_string(week)),
                ("again_id", "=", False),
            ],
        }.get(self.code, [])
