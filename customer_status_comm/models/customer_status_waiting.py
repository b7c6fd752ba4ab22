from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .. import const
from ..labels import describe_facts
from ..tools import decision
from ..tools.channel import get_address

GROUP_MANAGER = "customer_status_comm.group_customer_status_manager"


class CustomerStatusWaiting(models.Model):
    """The outbox, one row for each document: what would be told, and to whom.

    Looking at it writes nothing: what would happen is worked out for the rows shown.
    """

    _name = "customer.status.waiting"
    _inherit = ["customer.status.batch"]
    _description = "Document Waiting to Be Published"
    _auto = False
    _order = "touched_at, id"
    _rec_name = "document_name"

    res_model = fields.Char(string="Document model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document record", model_field="res_model", readonly=True
    )
    company_id = fields.Many2one("res.company", readonly=True)
    touched_at = fields.Datetime(string="Changed", readonly=True)
    due_at = fields.Datetime(readonly=True)
    failure = fields.Char(readonly=True)

    document_name = fields.Char(string="Document", compute="_compute_prospect")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", compute="_compute_prospect"
    )
    before = fields.Char(compute="_compute_prospect", help="What the customer knows.")
    after = fields.Char(compute="_compute_prospect", help="How it stands now.")
    news = fields.Char(compute="_compute_prospect")
    outcome = fields.Char(string="Who is told", compute="_compute_prospect")
    is_told = fields.Boolean(compute="_compute_prospect")
    goes_out_at = fields.Datetime(
        string="Goes out", compute="_compute_prospect", help="Empty: when you publish."
    )

    @property
    def _table_query(self):
        joins, company = self.env["customer.status.change"]._get_company_sql()
        return SQL(
            """
            SELECT min(change.id) AS id, change.res_model, change.res_id,
                   max(company.id) AS company_id,
                   max(touched_at) AS touched_at,
                   CASE WHEN bool_or(due_at IS NULL) THEN NULL ELSE min(due_at)
                   END AS due_at,
                   max(failure) AS failure
              FROM customer_status_change change
              %(joins)s
              LEFT JOIN res_company company ON company.id = %(company)s
             WHERE company.id IS NULL OR company.customer_status_active
             GROUP BY change.res_model, change.res_id
            """,
            joins=joins,
            company=company,
            to_flush=self.env["customer.status.change"]._fields["res_id"],
        )

    @api.depends("res_model", "res_id")
    def _compute_prospect(self):
        """Work out what publishing would do.

        Who decides what customers are told sees all documents of their companies.
        """
        blank = dict.fromkeys(
            ("document_name", "partner_id", "before", "after", "news", "outcome"), False
        )
        self.update(blank | {"is_told": False, "goes_out_at": False})
        for model, rows in self.grouped("res_model").items():
            if not self.env["customer.status.mixin"]._has_status_page(model):
                continue  # its addon has been uninstalled
            documents = self._get_documents(model, rows.mapped("res_id"))
            prospects = self._get_prospects(documents)
            for row in rows:
                if row.res_id in prospects:
                    document = documents.browse(row.res_id)
                    row.update(row._prepare_prospect(document, prospects[row.res_id]))

    @api.model
    def _get_documents(self, model, ids):
        """Return the documents still there, of the reader's companies, with sudo."""
        documents = self.env[model].sudo().browse(set(ids)).exists()
        companies = documents._get_status_companies()
        return documents.filtered(
            lambda document: companies[document.id] in self.env.companies
        )

    @api.model
    def _get_prospects(self, documents):
        """Return ``{document id: Prospect}`` of documents that wait; writes nothing."""
        changes_sudo = self.env["customer.status.change"].sudo()
        waiting = changes_sudo.search(
            [("res_model", "=", documents._name), ("res_id", "in", documents.ids)]
        )
        documents = documents.sudo().browse(set(waiting.mapped("res_id")))
        return self.env["customer.status.page"]._preview(
            documents, waiting._get_touches(documents)
        )

    def _prepare_prospect(self, document, prospect):
        """Return the values of the computed fields of this row, in words."""
        self.ensure_one()
        events = dict(self.env["customer.status.event"]._selection_event())
        fresh = [d for d in prospect.decisions if d.why != const.WHY_ALREADY_TOLD]
        news = [events[made.event.event] for made in fresh]
        before = prospect.before
        labels = document._get_labels_of(document._status_kind)
        return {
            "document_name": document.display_name,
            "partner_id": document._get_status_partners()[document.id].id,
            "before": before and describe_facts(before, labels),
            "after": describe_facts(prospect.after, labels),
            "news": ", ".join(dict.fromkeys(news)),
            "outcome": self._describe_failure() or self._describe_outcome(prospect),
            "is_told": not self.failure and bool(decision.leading(prospect.decisions)),
            "goes_out_at": self.due_at if self.failure else prospect.due_at,
        }

    def _describe_failure(self):
        """Say why it could not be published, or nothing."""
        self.ensure_one()
        return self.failure and self.env._(
            "Could not be published: %(reason)s", reason=self.failure
        )

    @api.model
    def _describe_outcome(self, prospect):
        """Say in words who would be told how, or why nobody."""
        leading = decision.leading(prospect.decisions)
        if leading:
            return self._describe_message(leading, prospect.customer)
        whys = [made.why for made in prospect.decisions if made.why]
        if not whys:
            return self.env._("Nobody: no news, the page is brought up to date")
        reason = self.env["customer.status.event"]._get_why_words(whys[-1])
        if any(made.is_held for made in prospect.decisions):
            return self.env._("Held back: %(reason)s", reason=reason)
        return self.env._("Nobody: %(reason)s", reason=reason)

    @api.model
    def _describe_message(self, leading, customer):
        """Return "E-mail to a@b.example and SMS to +45…"."""
        both = [self._describe_way(channel, customer) for channel in leading.channels]
        if len(both) == 1:
            return both[0]
        return self.env._("%(one)s and %(other)s", one=both[0], other=both[1])

    @api.model
    def _describe_way(self, channel, customer):
        """Return "SMS to +45…"."""
        to = get_address(channel, customer)
        if channel == const.EMAIL:
            return self.env._("E-mail to %(address)s", address=to)
        if channel == const.SMS:
            return self.env._("SMS to %(number)s", number=to)
        types = self.env["customer.communication"]._fields["communication_type"]
        name = dict(types._description_selection(self.env))[channel]
        return self.env._("%(channel)s to %(address)s", channel=name, address=to)

    # Publishing

    def action_publish(self):
        """Publish these documents, or all that wait, rested or not; asks before."""
        rows = self or self._find_all()
        ask = self.env._(
            "Publish everything that waits (%(count)s)? The customers named under “Who "
            "is told” get their messages now.",
            count=len(rows),
        )
        if self:
            ask = self.env._(
                "Publish what is ticked (%(count)s)? The customers named under “Who is "
                "told” get their messages now.",
                count=len(rows),
            )
        return rows._ask_progress("publish_batch", self.env._("Publish"), ask)

    def action_publish_silently(self):
        """Publish these documents' pages and tell nobody; asks before."""
        rows = self or self._find_all()
        ask = self.env._("Bring the pages up to date without telling these customers?")
        title = self.env._("Publish")
        return rows._ask_progress("publish_silently_batch", title, ask)

    def action_open_document(self):
        """Open the document of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
        }

    @api.model
    def publish_batch(self, row_ids):
        """Publish some; called by the progress dialog, which commits each call.

        :return: dict, how many by what became of them, in words.
        """
        return self._publish_rows(row_ids)

    @api.model
    def publish_silently_batch(self, row_ids):
        """Publish some silently; called by the progress dialog.

        :return: as of ``publish_batch``.
        """
        return self._publish_rows(row_ids, silence=const.WHY_STOPPED)

    @api.model
    def _find_all(self):
        """Return all that waits: what a button means when nothing is ticked."""
        return self.search([("res_id", "!=", 0)])

    def _ask_progress(self, method, title, question):
        xmlid = "customer_status_comm.customer_status_waiting_action"
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["context"] = {"search_default_failed": 1}
        return self.env["customer.status.change"]._show_progress(
            self._name,
            method,
            self.ids,
            title,
            question,
            fine=[self.env._("Published")],
            look_action=action,
        )

    @api.model
    def _publish_rows(self, ids, silence=None):
        """Publish the documents of these rows.

        :return: dict, how many by what became of them, in words.
        :raise AccessError: to those who do not decide what customers are told.
        :raise UserError: when they are too many for one call, or another publisher
            has one of them in hand and does not let go of it.
        """
        if not self.env.user.has_group(GROUP_MANAGER):
            raise AccessError(
                self.env._("Only a customer status manager publishes for all.")
            )
        rows = self.search([("id", "in", self._check_batch(ids))])
        published = failed = 0
        together = {f"{row.res_model},{row.res_id}" for row in rows}
        for model, of_model in rows.grouped("res_model").items():
            ids = of_model.mapped("res_id")
            mine = self._get_documents(model, ids)
            count = len(mine)
            # What was deleted meanwhile only leaves the outbox.
            everything = self.env[model].browse(ids)
            mine |= everything - everything.sudo().exists()
            changes = self.env["customer.status.change"]
            if in_hand := changes._wait_for(mine).exists():
                raise UserError(
                    self.env._(
                        "%(documents)s: being sent now. Try again in a minute.",
                        documents=", ".join(in_hand.mapped("display_name")),
                    )
                )
            waiting_sudo = changes._find_rows_sudo(mine)
            changes._publish_now(mine, silence, together=together)
            # What of it waits for others to be published has a new row.
            stayed = len(set(waiting_sudo.exists().mapped("res_id")))
            published, failed = published + count - stayed, failed + stayed
        counts = {
            self.env._("Published"): published,
            self.env._("Not published, the list says why"): failed,
        }
        return {words: count for words, count in counts.items() if count}
