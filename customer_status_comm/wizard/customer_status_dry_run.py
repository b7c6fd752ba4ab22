from collections import Counter

from odoo import api, fields, models

from .. import const
from ..tools import decision, span
from ..tools import facts as facts_tools

#: More documents than this are not looked at.
_MOST = 5000
#: So many of those who are not told are named.
_NAMED = 50


class CustomerStatusDryRun(models.TransientModel):
    """What a rule would have sent in the last days. Sends and changes nothing.

    Who decides what customers are told sees all documents of their companies. Where
    the rule has criteria, only those that meet them by the user's own rights: else one
    could ask, bit by bit, for what one may not read.
    """

    _name = "customer.status.dry.run"
    _description = "Dry Run of a Status Rule"

    rule_id = fields.Many2one("customer.status.rule", required=True, readonly=True)
    days = fields.Integer(string="In the last (days)", default=30, required=True)
    summary = fields.Text(compute="_compute_result")
    line_ids = fields.One2many(
        "customer.status.dry.run.line",
        "dry_run_id",
        string="Not told",
        compute="_compute_result",
    )

    @api.depends("rule_id", "days")
    def _compute_result(self):
        for run in self:
            told, blocked, documents = run._count()
            run.summary = run._describe(told, blocked, documents)
            lines = [
                fields.Command.create(
                    {"document_name": name, "partner_id": partner.id, "why": why}
                )
                for name, partner, why in blocked[:_NAMED]
            ]
            run.line_ids = [fields.Command.clear(), *lines]

    def _count(self):
        """Look at the documents of these days as if this were the only rule.

        :return: ``(Counter of channels, [(document name, partner, why words)], the
            documents of these days)``.
        :raise AccessError: when the user may not read what the criteria ask for.
        """
        self.ensure_one()
        rule = self.rule_id
        company = rule.company_id or self.env.company
        since = fields.Datetime.now() - span.days(self.days)
        documents = self.env[rule.res_model].sudo().with_company(company)
        documents = documents._find_status_documents(company, since, limit=_MOST)
        told, blocked = Counter(), []
        matching = rule._filter_readable(documents)
        for start in range(0, len(matching), const.PUBLISH_BATCH):
            batch = matching[start : start + const.PUBLISH_BATCH]
            self._count_batch(batch, company, since, told, blocked)
        return told, blocked, documents

    def _count_batch(self, documents, company, since, told, blocked):
        """Add what would become of ``documents`` to ``told`` and ``blocked``."""
        pages = self.env["customer.status.page"]
        now = fields.Datetime.now()
        touches = {id_: decision.Touch(now, now, frozenset()) for id_ in documents.ids}
        cases = pages._get_situations(documents, company, touches)
        partners = documents._get_status_partners()
        words = self.env["customer.status.event"]._get_why_words
        rule = self.rule_id._prepare_rule()
        all_facts = documents._get_status_facts()
        for document in documents:
            facts = all_facts[document.id]
            events = [
                event
                for event in facts_tools.events_between(None, facts)
                if event.event == rule.event
                and self._is_recent(event, facts, document, since)
            ]
            case = cases[document.id]._replace(matching=None, hold_before=None)
            for made in decision.decide(events, facts, [rule], case):
                told.update(made.channels)
                if not made.channels:
                    name = document.display_name
                    blocked.append((name, partners[document.id], words(made.why)))

    @api.model
    def _is_recent(self, event, facts, document, since):
        day = decision.happened_on(event, facts) or document.write_date.date()
        return day >= since.date()

    def _describe(self, told, blocked, documents):
        """Return the result in a sentence."""
        text = self.env._(
            "With this rule the last %(days)s days would have sent %(emails)s e-mails "
            "and %(texts)s SMS; %(blocked)s blocked.",
            days=self.days,
            emails=told[const.EMAIL],
            texts=told[const.SMS],
            blocked=len(blocked),
        )
        if self.rule_id._leaves_out(documents):
            text += " " + self.env._("What you may not read was left out.")
        if len(documents) == _MOST:
            text += " " + self.env._(
                "Only the newest %(count)s documents were looked at.", count=_MOST
            )
        return text


class CustomerStatusDryRunLine(models.TransientModel):
    """A customer who would not have been told, and why."""

    _name = "customer.status.dry.run.line"
    _description = "Line of a Dry Run"

    dry_run_id = fields.Many2one("customer.status.dry.run", ondelete="cascade")
    document_name = fields.Char(string="Document")
    partner_id = fields.Many2one("res.partner", string="Customer")
    why = fields.Char(string="Reason")
