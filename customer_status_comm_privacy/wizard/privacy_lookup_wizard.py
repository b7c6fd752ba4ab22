from odoo import models
from odoo.tools import SQL

from odoo.addons.customer_status_comm.tools.foreign import email_normalize


class PrivacyLookupWizard(models.TransientModel):
    """Odoo's privacy lookup, which finds what a customer was told."""

    _inherit = "privacy.lookup.wizard"

    def _get_query_models_blacklist(self):
        # Odoo leaves out what is deleted with a customer. Ours are found below.
        return [
            *super()._get_query_models_blacklist(),
            *self._prepare_status_conditions(),
        ]

    def _get_query(self):
        """Return Odoo's query and, in the same columns, all of ours, each once."""
        query = super()._get_query()
        for name, condition in self._prepare_status_conditions().items():
            query = SQL(
                "%s UNION ALL SELECT %s AS res_model_id, id AS res_id, "
                "TRUE AS is_active FROM %s WHERE %s",
                query,
                self.env["ir.model"]._get_id(name),
                SQL.identifier(self.env[name]._table),
                condition,
            )
        return query

    def _prepare_status_conditions(self):
        """Return ``{model: SQL}``: which rows are about who is looked for.

        ``indirect_references`` are, in Odoo's query, the contacts of that name or
        address. A company's messages are those of its contacts.
        """
        customers = SQL(
            "(SELECT id FROM res_partner "
            "WHERE id IN (SELECT id FROM indirect_references) "
            "OR commercial_partner_id IN (SELECT id FROM indirect_references))"
        )
        theirs = SQL("partner_id IN %s", customers)
        pages = SQL("(SELECT id FROM customer_status_page WHERE %s)", theirs)
        # As it stands on the row: "a_b@…" is not "axb@…", nor the end of "ba_b@…".
        address = email_normalize(self.email or "") or ""
        written_to = SQL(
            "recipient <> '' AND (lower(recipient) = %s"
            " OR %s = ANY(string_to_array(lower(recipient), ', ')))",
            (self.email or "").strip().lower(),
            address,
        )
        return {
            "customer.communication": SQL("%s OR (%s)", theirs, written_to),
            "customer.status.page": theirs,
            "customer.status.event": theirs,
            "customer.status.link": SQL("%s OR page_id IN %s", theirs, pages),
        }
