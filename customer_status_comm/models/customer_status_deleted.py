from odoo import api, models

from .. import const


class CustomerStatusMixin(models.AbstractModel):
    """The end of a document: its links die with it."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.mixin"  # pylint: disable=R8180

    @api.ondelete(at_uninstall=False)
    def _unlink_and_take_back_links(self):
        """Take back the links of the pages; these and their ledger stay.

        The publisher comes by once more: one that is at work at this moment may still
        make a link, and there are pages that tell of these documents.
        """
        pages = self.env["customer.status.page"]._find_pages_of(self._name, self.ids)
        if not pages:
            return
        pages.link_ids._take_back()
        changes = self.env["customer.status.change"]
        changes._append(self.browse(pages.mapped("res_id")), const.REASON_LINKED)
        for others in self._get_status_related():
            changes._append(others, const.REASON_LINKED)


class CustomerStatusPage(models.Model):
    """A page whose document is there no more."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.page"  # pylint: disable=R8180

    @api.model
    def _find_pages_of(self, model, ids):
        """Return the pages of documents, deleted or not, of all companies; sudo."""
        domain = [("res_model", "=", model), ("res_id", "in", ids)]
        return self.sudo().search_fetch(domain, ["res_id", "company_id", "partner_id"])

    @api.model
    def _settle_deleted(self, documents):
        """Take back the links of deleted documents; list them on no page any more.

        :param documents: records of one model that do not exist.
        """
        if not documents:
            return
        pages = self._find_pages_of(documents._name, documents.ids)
        pages.link_ids._take_back()
        for company, mine in pages.grouped("company_id").items():
            self._refresh_customers(documents.browse(), company, mine.partner_id)

    def _find_deleted(self):
        """Return those of these pages whose documents are there no more."""
        deleted = self.browse()
        for model, pages in self.grouped("res_model").items():
            there = set()
            if model in self.env:
                documents = self.env[model].sudo().browse(pages.mapped("res_id"))
                there = set(documents.exists().ids)
            deleted |= pages.filtered(
                lambda page, there=there: page.res_id not in there
            )
        return deleted
