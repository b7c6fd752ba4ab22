from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import const
from ..shape import check_shape
from ..tools.decision import Rule
from ..tools.hours import read_hours


class CustomerStatusRule(models.Model):
    """Who is told what, when and how."""

    _name = "customer.status.rule"
    _inherit = ["customer.status.criteria"]
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
        "res.company",
        help="Empty: for every company that has no rule of its own for the event.",
    )
    is_replaced = fields.Boolean(
        compute="_compute_is_replaced",
        help="Your company has a rule of its own for this event, which counts instead.",
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
    send_from = fields.Float(
        string="Not before",
        help="Messages leave between these hours only, in the shop's time; what would "
        "leave later waits until then. Both 0:00: at any time.",
    )
    send_until = fields.Float(string="Not after")
    template_id = fields.Many2one(
        "mail.template",
        required=True,
        ondelete="restrict",
        check_company=True,  # or a rule would tell in the words of another shop
        domain=f"[('communication_type', '=', '{const.EMAIL}')]",
    )
    attach_status_file = fields.Boolean(
        string="Status file",
        help="Adds the status page as a file to the e-mail.",
    )

    res_model = fields.Char(
        related="template_id.model", store=True, string="Document model"
    )

    _settle_minutes_within = models.Constraint(
        f"CHECK(settle_minutes BETWEEN 0 AND {const.MOST_MINUTES})",
        "Type a number of minutes to wait between 0 and 525,600 (a year). 0 waits for "
        "nothing.",
    )
    _hours_of_a_day = models.Constraint(
        "CHECK(send_from >= 0 AND send_from < 24 AND send_until >= 0 "
        "AND send_until < 24)",
        "Give hours between 0:00 and 23:59.",
    )

    @api.model
    def _selection_event(self):
        """Offer every event, in the words of the ledger."""
        return self.env["customer.status.event"]._selection_event()

    @api.depends("event", "company_id")
    def _compute_display_name(self):
        events = dict(self._selection_event())
        for rule in self:
            rule.display_name = events.get(rule.event, "")

    @api.depends("event", "company_id", "res_model", "active")
    def _compute_is_replaced(self):
        """A shop's own rules for an event leave no room for those for all."""
        own = self.sudo().search([("company_id", "=", self.env.company.id)])
        taken = {(rule.event, rule.res_model) for rule in own}
        for rule in self:
            is_general = not rule.company_id
            rule.is_replaced = is_general and (rule.event, rule.res_model) in taken

    @api.constrains("template_id")
    def _check_template_id(self):
        customers = self.env["customer.status.mixin"]._get_status_models()
        for rule in self:
            if rule.res_model == customers[const.KIND_CUSTOMER]:
                raise ValidationError(
                    self.env._(
                        "“%(template)s” is for %(model)s, of which there is no news to "
                        "tell.",
                        template=rule.template_id.name,
                        model=rule.template_id.model_id.sudo().name,
                    )
                )
            if not rule.template_id._is_status_document_model():
                raise ValidationError(
                    self.env._(
                        "“%(template)s” is for %(model)s, which has no status page.",
                        template=rule.template_id.name,
                        model=rule.template_id.model_id.name or "—",
                    )
                )

    def write(self, vals):
        check_shape(self, "write", vals)
        # Which documents a rule is for comes from its template, whatever RPC says.
        vals = {name: value for name, value in vals.items() if name != "res_model"}
        waking = self.browse()
        if vals.get("active"):
            waking = self.filtered(lambda rule: not rule.active)
        result = super().write(vals)
        if waking:
            super(CustomerStatusRule, waking).write(
                {"active_since": fields.Datetime.now()}
            )
        if vals.keys() - {"sequence", "active_since"}:
            # What waits is told by the rules of now.
            changes_sudo = self.env["customer.status.change"].sudo()
            changes_sudo._look_again(self.env["res.company"])
        return result

    def action_dry_run(self):
        """Show what this rule would have sent lately; sends nothing.

        :raise AccessError: when the user may not read what the criteria ask for.
        """
        self._check_may_read_criteria()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dry run: %(rule)s", rule=self.display_name),
            "res_model": "customer.status.dry.run",
            "view_mode": "form",
            "target": "new",
            "context": {"default_rule_id": self.id},
        }

    @api.model
    def _get_criteria_fields(self):
        return super()._get_criteria_fields() | {"template_id"}

    @api.model
    def _find_rules(self, company, model):
        """Return the active rules for documents of ``model``; sudo."""
        return self.sudo().search(
            [("company_id", "in", [company.id, False]), ("res_model", "=", model)]
        )

    @api.model
    def _get_rules(self, company, model):
        """Return the ``decision.Rule`` values that apply to documents of ``model``."""
        return [rule._prepare_rule() for rule in self._find_rules(company, model)]

    @api.model
    def _get_matching(self, company, documents):
        """Return ``{document id: frozenset of ids of rules whose criteria it meets}``.

        :param documents: records of one model; with sudo or not, criteria see all.
        """
        matching = {document_id: set() for document_id in documents.ids}
        for rule in self._find_rules(company, documents._name):
            for document_id in rule._filter(documents).ids:
                matching[document_id].add(rule.id)
        return {id_: frozenset(rules) for id_, rules in matching.items()}

    def _prepare_rule(self):
        """Return the ``decision.Rule`` of this record."""
        self.ensure_one()
        return Rule(
            id=self.id,
            event=self.event,
            company_id=self.company_id.id or None,
            audience=self.audience,
            channel=self.channel,
            possible=self.template_id._get_automatic_channels(),
            settle_minutes=self.settle_minutes,
            active_since=self.active_since,
            hours=read_hours(self.send_from, self.send_until),
        )

    @api.model
    def _get_template_events(self, templates):
        """Return ``{template id: {event}}`` of the templates that rules use."""
        every = self.sudo().with_context(active_test=False)
        rules = every.search([("template_id", "in", templates.ids)])
        events = {}
        for rule in rules:
            events.setdefault(rule.template_id.id, set()).add(rule.event)
        return events
