from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

from .. import const
from ..tools.page_keys import documents_within


class CustomerStatusPageRights(models.AbstractModel):
    """Who inside may have a page in their hands: those who may read all it tells of.

    A link asks nobody who they are, and it shows whatever the page tells. So it is
    given to a colleague only who could look up each of the page's documents anyway, in
    the companies they work in. Everybody else has it sent to the customer.

    A customer's own page goes on collecting: whoever has its link today reads
    tomorrow's orders. Its link is therefore for those who may read every order, and
    whatever else such a page lists, of the company: whose right depends on nothing but
    the company, not on whose order it is, nor on what is in it.
    """

    _name = "customer.status.page.rights"
    _description = "Page in the Hands of a Colleague"

    def _check_in_hand(self):
        """Refuse the link of a page to who may not read all that the page tells.

        :raise UserError: with the way out.
        """
        if self._filter_in_hand() != self:
            raise UserError(
                self.env._(
                    "The page behind the link shows more than you may read, now or "
                    "later, so the link is not handed out to you. Write to the "
                    "customer instead, and put it in with “Insert status link”."
                )
            )

    def _filter_in_hand(self):
        """Return those of these pages that the user may read all of, now and later.

        Constant number of queries for each kind of document.
        """
        if self.env.su or not self:
            return self
        pages_sudo = self.sudo()
        within = {
            page.id: documents_within(page._peek("facts") or page._get_bare_facts())
            for page in pages_sudo
        }
        readable = self._filter_readable_keys(frozenset().union(*within.values()))
        own = self.env.companies
        pages_sudo = pages_sudo.filtered(
            lambda page: page.company_id in own and within[page.id] <= readable
        )
        collecting_sudo = pages_sudo.filtered(
            lambda page: self.env[page.res_model]._status_kind == const.KIND_CUSTOMER
        )
        for company, mine_sudo in collecting_sudo.grouped("company_id").items():
            if not self._may_read_whatever_comes(company):
                pages_sudo -= mine_sudo
        return pages_sudo.sudo(False)

    def _get_bare_facts(self):
        """Return of a page that shows nothing what it is the page of, as facts do."""
        return {"key": f"{self.res_model},{self.res_id}"}

    @api.model
    def _filter_readable_keys(self, documents):
        """Return those of ``documents`` that the user may read.

        What has been deleted, and leaves the page in a moment, counts by the right to
        its model; of an addon that is gone nobody has rights any more.

        :param documents: set of ``(model, id)``.
        :return: the same, fewer.
        """
        ids_of = defaultdict(set)
        for model, id_ in documents:
            ids_of[model].add(id_)
        readable = set()
        for model, ids in ids_of.items():
            if model in self.env:
                every = self.env[model].browse(ids)
                there = every.sudo().exists().sudo(False)
                gone = every - there
                ids = set(there._filtered_access("read").ids)
                ids |= set(gone.ids) if every.browse().has_access("read") else set()
            readable |= {(model, id_) for id_ in ids}
        return readable

    @api.model
    def _may_read_whatever_comes(self, company):
        """Whether the user may read all that customers' pages of ``company`` list.

        Asked of the rules themselves, for what is to come is not there to be asked:
        none may look at anything of a document but its company.
        """
        customers_sudo = self.env["res.partner"].sudo().with_company(company)
        listed = customers_sudo.browse()._find_listed_documents()
        return all(
            self._may_read_all_of(documents._name, company) for documents in listed
        )

    @api.model
    def _may_read_all_of(self, model, company):
        """Whether the user may read every document of a model, whoever's it is."""
        documents = self.env[model]
        if not documents.has_access("read"):
            return False
        domain = self.env["ir.rule"]._compute_domain(model, "read")
        asked = {condition.field_expr for condition in domain.iter_conditions()}
        if not asked <= {"company_id"}:
            return False
        any_one = documents.sudo().new({"company_id": company.id})
        return bool(any_one.filtered_domain(domain))
