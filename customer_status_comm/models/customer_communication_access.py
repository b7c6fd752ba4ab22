from functools import partial

from odoo import api, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from .customer_status_access import GROUP_MANAGER

#: The models of all documents, one look into an index for each.
_MODELS = """
WITH RECURSIVE found(res_model) AS (
    (SELECT res_model FROM customer_communication
      WHERE res_model IS NOT NULL ORDER BY res_model LIMIT 1)
     UNION ALL
    SELECT (SELECT res_model FROM customer_communication
             WHERE res_model > found.res_model ORDER BY res_model LIMIT 1)
      FROM found WHERE found.res_model IS NOT NULL
)
SELECT res_model FROM found WHERE res_model IS NOT NULL
"""


class CustomerCommunicationAccess(models.AbstractModel):
    """Messages are for those who may read their customer; or their document, too.

    Which of the two a company decides (``customer_communication_access``). Who wrote a
    message, and managers of customer status, read it whatever its document is. The
    files of a message always follow its document. A message whose document is gone
    follows nothing: it is for its author and managers.
    """

    _name = "customer.communication.access"
    _description = "Readable Like Its Customer or Document"

    # Searching

    @api.model
    def _search(self, domain, *args, bypass_access=False, **options):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_readable_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **options)

    @api.model
    def _get_readable_domain(self):
        """Return the domain of the rows that the user may read; most often all."""
        domain = self._get_customer_domain()
        strict = self.env["res.company"]._get_strict_company_ids()
        if strict and not self.env.user.has_group(GROUP_MANAGER):
            domain &= (
                Domain("company_id", "not in", list(strict))
                | Domain("user_id", "=", self.env.uid)
                | self._get_document_domain()
            )
        return domain

    @api.model
    def _get_customer_domain(self):
        """Return the domain of the rows whose customers the user may read.

        Asking for each customer would cost every list of a long history its index, so
        it is asked only where it can make a difference.
        """
        doubtful = self._get_doubtful_companies()
        if doubtful is not None and not self._has_rows_of_companies(doubtful):
            return Domain.TRUE
        customers = self.env["res.partner"].with_context(active_test=False)
        if not customers.has_access("read"):
            return Domain.FALSE
        return Domain("partner_id", "in", customers._search([]))

    @api.model
    @tools.ormcache(
        "self.env.uid", "tuple(self.env.context.get('allowed_company_ids') or ())"
    )
    def _get_doubtful_companies(self):
        """Return the ids of companies whose contacts the user perhaps may not read.

        :return: a frozenset; ``None`` when the record rules of contacts ask for more
            than the company, or none may be read.
        """
        customers = self.env["res.partner"]
        if not customers.has_access("read"):
            return None
        rule = self.env["ir.rule"]._compute_domain("res.partner", "read")
        rule = Domain(rule).optimize_full(customers.sudo())

        def is_readable(company_id):
            left = rule.map_conditions(partial(_decide_company, company_id))
            return left.optimize_full(customers.sudo()).is_true()

        if not is_readable(False):
            return None
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        ids = companies.search(Domain.TRUE).ids
        return frozenset(id_ for id_ in ids if not is_readable(id_))

    @api.model
    def _has_rows_of_companies(self, company_ids):
        """Whether something was written to contacts that belong to these companies."""
        if not company_ids:
            return False
        self.env["res.partner"].flush_model(["company_id"])
        self.flush_model(["partner_id"])
        return bool(
            self.env.execute_query(
                SQL(
                    """
                    SELECT 1 FROM res_partner WHERE company_id = ANY(%s) AND EXISTS (
                        SELECT 1 FROM customer_communication
                         WHERE partner_id = res_partner.id)
                     LIMIT 1
                    """,
                    list(company_ids),
                )
            )
        )

    @api.model
    def _get_document_domain(self):
        """Return the domain of the rows whose documents the user may read.

        A message about nothing but its customer has them for a document.
        """
        domain = Domain("res_model", "in", (False, "res.partner"))
        domain |= Domain("res_id", "in", (False, 0))
        self.flush_model(["res_model"])
        for [name] in self.env.execute_query(SQL(_MODELS)):
            if name == "res.partner" or name not in self.env:
                continue
            documents = self.env[name].with_context(active_test=False)
            if documents.has_access("read"):
                readable = Domain("res_id", "in", documents._search([]))
                domain |= Domain("res_model", "=", name) & readable
        return domain

    @api.model
    def _search_readable_files(self):
        """Return the query of the messages whose files the user may read."""
        domain = Domain.TRUE
        if not self.env.user.has_group(GROUP_MANAGER):
            domain = self._get_document_domain()
            domain |= Domain("user_id", "=", self.env.uid)
        return self._search(domain)

    # Reading

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return result
        asked = self - result[0] if result else self
        forbidden = asked - asked._filter_readable()
        if not forbidden:
            return result
        if result:
            return result[0] | forbidden, result[1]
        error = self.env["ir.rule"]._make_access_error
        return forbidden, partial(error, operation, forbidden)

    def _filter_readable(self):
        """Return those whose customer, and document where it counts, may be read."""
        rows = self
        if self._get_doubtful_companies() != frozenset():
            customers = self.sudo().partner_id.sudo(False)._filtered_access("read")
            rows = rows.filtered(lambda row: row.sudo().partner_id in customers)
        strict = self.env["res.company"]._get_strict_company_ids()
        if strict:
            loose = rows.filtered(lambda row: row.sudo().company_id.id not in strict)
            rows = loose | (rows - loose)._filter_like_document()
        return rows

    def _filter_readable_files(self):
        """Return those whose files the user may read."""
        return self._filtered_access("read")._filter_like_document()

    def _filter_like_document(self):
        """Return those whose document may be read, or that the user wrote, or manages.

        A constant number of queries for each kind of document.
        """
        if self.env.user.has_group(GROUP_MANAGER):
            return self
        by_model = {}
        for row_sudo in self.sudo():
            if row_sudo.res_model and row_sudo.res_id:
                by_model.setdefault(row_sudo.res_model, set()).add(row_sudo.res_id)
        readable = {
            (name, id_)
            for name, ids in by_model.items()
            for id_ in self._get_readable_ids(name, ids)
        }

        def is_for_reader(row):
            row_sudo = row.sudo()
            name, id_ = row_sudo.res_model, row_sudo.res_id
            about_customer = not (name and id_) or name == "res.partner"
            is_author = row_sudo.user_id.id == self.env.uid
            return about_customer or is_author or (name, id_) in readable

        return self.filtered(is_for_reader)

    @api.model
    def _get_readable_ids(self, model, ids):
        """Return those of ``ids`` whose records of ``model`` the user may read.

        None of a model, or a record, that is gone.
        """
        if model not in self.env or not self.env[model].has_access("read"):
            return []
        return self.env[model].browse(ids).exists()._filtered_access("read").ids


def _decide_company(company_id, condition):
    """Return what is left of a condition on contacts once their company is known."""
    if condition.field_expr == "company_id" and condition.operator in ("in", "not in"):
        is_among = company_id in condition.value
        return Domain.TRUE if is_among == (condition.operator == "in") else Domain.FALSE
    return condition
