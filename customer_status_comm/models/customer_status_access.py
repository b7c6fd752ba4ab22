from functools import partial

from odoo import api, models
from odoo.fields import Domain

from ..tools.page_keys import split_key

GROUP_MANAGER = "customer_status_comm.group_customer_status_manager"


class CustomerStatusAccess(models.AbstractModel):
    """What is known of a document is for those who may read the document.

    A salesperson who sees only their own orders must not see those of others by their
    status pages. Managers of customer status see all of their companies.
    """

    _name = "customer.status.access"
    _description = "Readable Like Its Document"

    #: The many2one of the page; empty for the page itself.
    _status_page_field = "page_id"

    @api.model
    def _get_document_domain(self):
        """Return the domain of the rows whose documents the reader may read."""
        if self.env.user.has_group(GROUP_MANAGER):
            return Domain.TRUE
        pages = self.env["customer.status.page"]
        if self._status_page_field:
            return Domain(self._status_page_field, "in", pages._search([]))
        domain = Domain.FALSE
        for model in self.env["customer.status.mixin"]._get_status_models().values():
            documents = self.env[model].with_context(active_test=False)
            if documents.has_access("read"):
                readable = Domain("res_id", "in", documents._search([]))
                domain |= Domain("res_model", "=", model) & readable
        return domain

    @api.model
    def _search(self, domain, *args, bypass_access=False, **options):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_document_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **options)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return result
        # Those of another company are refused already; the others have to be asked.
        asked = self - result[0] if result else self
        forbidden = asked
        if asked:
            forbidden -= self.browse(self._search([("id", "in", asked.ids)]))
        if not forbidden:
            return result
        if result:
            return result[0] | forbidden, result[1]
        error = self.env["ir.rule"]._make_access_error
        return forbidden, partial(error, operation, forbidden)

    @api.model
    def _leave_out_unreadable(self, facts):
        """Return ``facts`` as the reader may see them, see the documents' method.

        :param facts: as they stand on a page or in the ledger.
        """
        if self.env.user.has_group(GROUP_MANAGER):
            return facts
        model, _id = split_key(facts["key"])
        return self.env[model]._leave_out_unreadable(facts)
