from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import const
from ..apart import do_apart, log_failure
from ..tools.span import months_before
from ..tools.told import with_banner


class CustomerStatusEvent(models.Model):
    """The archive: what a customer saw when they were told."""

    # A file of its own for its own reason to change.
    _name = "customer.status.event"
    _inherit = ["customer.status.event", "customer.status.access"]

    has_facts = fields.Boolean(
        string="Kept in the archive", compute="_compute_has_facts", compute_sudo=True
    )

    told_by = fields.Char(compute="_compute_told_by")

    @api.depends("communication_ids.communication_type")
    def _compute_told_by(self):
        """Say by which ways it was told: "Email, SMS"."""
        messages = self.env["customer.communication"]
        types = messages._fields["communication_type"]._description_selection(self.env)
        for event in self:
            used = set(event.communication_ids.mapped("communication_type"))
            words = [label for value, label in types if value in used]
            event.told_by = ", ".join(words)

    def _compute_has_facts(self):
        kept = self.search([("id", "in", self.ids), ("facts", "!=", False)])
        for event in self:
            event.has_facts = event in kept

    def action_view_told(self):
        """Open the page as the customer saw it then.

        :raise UserError: when the archive no longer has it.
        """
        self.ensure_one()
        self.check_access("read")
        if not self.has_facts:
            raise UserError(
                self.env._(
                    "The archive has this no more: it is older than the months the "
                    "shop keeps what customers saw."
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/status/told/{self.id}",
            "target": "new",
        }

    def action_view_messages(self):
        """Open the messages by which it was told."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_status_comm.customer_communication_action"
        )
        action["domain"] = [("id", "in", self.communication_ids.ids)]
        action["context"] = {}
        return action

    def _render_told(self):
        """Return the page as the customer saw it, under a line that says when, as HTML.

        The look, and the blocks that are ticked, are those of today.
        """
        self.ensure_one()
        event_sudo = self.sudo()
        page_sudo = event_sudo.page_id
        together = self.sudo().search(
            [
                ("page_id", "=", page_sudo.id),
                ("revision", "=", event_sudo.revision),
                ("state", "=", const.TOLD),
            ],
            order="id",
        )
        html = page_sudo._render(
            self._leave_out_unreadable(event_sudo.facts),
            list(dict.fromkeys(together.mapped("event"))),
            page_sudo.company_id,
            event_sudo.partner_id.lang or self.env.lang,
            event_sudo.create_date,
        )
        return with_banner(html, self._get_banner(), self.env.lang or "en_US")

    def _get_banner(self):
        """Return the line for staff, in their language and on their clock."""
        moment = self.env["ir.qweb.field.datetime"].value_to_html(
            self.create_date, {"hide_seconds": True}
        )
        if self.state == const.TOLD:
            return self.env._("As told on %(moment)s", moment=moment)
        return self.env._(
            "As it stood on %(moment)s. The customer was not told: %(why)s",
            moment=moment,
            why=self._get_why_words(self.why) or "",
        )

    @api.autovacuum
    def _gc_facts(self):
        """Forget what customers saw once it is older than the shop keeps it.

        The rows stay, without the facts: they are how the publisher knows that an
        event has been told, and must not be told again.

        :return: ``(forgotten, more)`` as Odoo's autovacuum asks; it commits in between.
        """
        tried = done = 0
        forgetting = [("customer_status_retention_months", ">", 0)]
        for company in self.env["res.company"].sudo().search(forgetting):
            months = company.customer_status_retention_months
            before = months_before(fields.Datetime.now(), months)
            rows = self._find_old_facts(company, before, const.GC_BATCH - tried)
            outcome = do_apart(list(rows), type(rows)._empty_facts, log_failure)
            tried += len(rows)
            done += len(rows) - len(outcome.failed)
        self.invalidate_model(["facts"])
        return done, tried == const.GC_BATCH and bool(done)

    @api.model
    def _find_old_facts(self, company, before, limit):
        """Return at most ``limit`` rows of a company whose facts are older."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM customer_status_event
                 WHERE company_id = %s AND create_date < %s AND facts IS NOT NULL
                 LIMIT %s
                """,
                company.id,
                before,
                limit,
            )
        )
        return self.browse([id_ for [id_] in rows])

    def _empty_facts(self):
        """Empty the facts of these rows, without reading them; and hide numbers."""
        query = "UPDATE customer_status_event SET facts = NULL WHERE id IN %s"
        self.env.cr.execute(SQL(query, self._ids))
        self.sudo()._hide_numbers()
