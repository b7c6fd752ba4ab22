from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import const
from ..tools.decision import Rule


class CustomerStatusRule(models.Model):
    """Who is told what, when and how."""

    _name = "customer.status.rule"
    _description = "Customer Status Rule"
    _order = "sequence, id"
    _check_company_auto = True

    event = fields.Selection(selection="_selection_event", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    active_since = fields.Datetime(
        default=fields.Datetime.now,
        readonly=True,
        copy=False,
        help="What happened before is never told.",
    )
    company_id = fields.Many2one(
        "res.company", help="Empty: for every company that has no rule of its own."
    )
    audience = fields.Selection(
        [
            (const.AUDIENCE_ALL, "All customers"),
            (const.AUDIENCE_PRIVATE, "Private customers"),
            (const.AUDIENCE_COMPANY, "Companies"),
            (const.AUDIENCE_NONE, "Nobody"),
        ],
        string="Customers",
        default=const.AUDIENCE_ALL,
        required=True,
    )
    channel = fields.Selection(
        [
            (const.CHANNEL_PREFERENCE, "As the customer prefers"),
            (const.EMAIL, "Email"),
            (const.SMS, "SMS"),
            (const.CHANNEL_BOTH, "Email and SMS"),
        ],
        default=const.CHANNEL_PREFERENCE,
        required=True,
        help="An SMS goes out only when the template has a text for it.",
    )
    settle_minutes = fields.Integer(
        string="Wait (minutes)",
        default=10,
        required=True,
        help="How long a document must rest before its news is told. "
        "If the change is undone meanwhile, nothing is told.",
    )
    template_id = fields.Many2one(
        "mail.template",
        required=True,
        ondelete="restrict",
        domain=f"[('communication_type', '=', '{const.EMAIL}')]",
    )

    _settle_minutes_positive = models.Constraint(
        "CHECK(settle_minutes >= 0)", "The minutes to wait cannot be negative."
    )
    _event_unique = models.UniqueIndex(
        "(event, COALESCE(company_id, 0)) WHERE active",
        "There is already a rule for this event and company.",
    )

    @api.model
    def _selection_event(self):
        return [
            (const.EVENT_CONFIRMED, self.env._("Order confirmed")),
            (const.EVENT_INVOICED, self.env._("Order invoiced")),
            (const.EVENT_CREDITED, self.env._("Order credited")),
            (const.EVENT_PAID, self.env._("Invoice paid")),
            (const.EVENT_PARTLY_DELIVERED, self.env._("Order partly delivered")),
            (const.EVENT_DELIVERED, self.env._("Order delivered")),
            (const.EVENT_CANCELLED, self.env._("Order cancelled")),
        ]

    @api.depends("event", "company_id")
    def _compute_display_name(self):
        events = dict(self._selection_event())
        for rule in self:
            rule.display_name = events.get(rule.event, "")

    @api.constrains("template_id")
    def _check_template_id(self):
        for rule in self:
            if not rule.template_id._is_status_document_model():
                raise ValidationError(
                    self.env._(
                        "“%(template)s” is for %(model)s, which has no status page.",
                        template=rule.template_id.name,
                        model=rule.template_id.model_id.name or "—",
                    )
                )

    def write(self, vals):
        waking = self.browse()
        if vals.get("active"):
            waking = self.filtered(lambda rule: not rule.active)
        result = super().write(vals)
        if waking:
            super(CustomerStatusRule, waking).write(
                {"active_since": fields.Datetime.now()}
            )
        return result

    @api.model
    def _get_rules(self, company, model):
        """Return the ``decision.Rule`` values that apply to documents of ``model``."""
        rules = self.sudo().search([("company_id", "in", [company.id, False])])
        return [
            Rule(
                id=rule.id,
                event=rule.event,
                company_id=rule.company_id.id or None,
                audience=rule.audience,
                channel=rule.channel,
                possible=rule.template_id._get_channels(),
                settle_minutes=rule.settle_minutes,
                active_since=rule.active_since,
            )
            for rule in rules
            if rule.template_id.model == model
        ]

    @api.model
    def _get_template_events(self, templates):
        """Return ``{template id: {event}}`` of the templates that rules use."""
        rules = self.sudo().search([("template_id", "in", templates.ids)])
        events = {}
        for rule in rules:
            events.setdefault(rule.template_id.id, set()).add(rule.event)
        return events
