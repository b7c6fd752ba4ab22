from typing import NamedTuple

from odoo import api, models


class Owner(NamedTuple):
    """Whose a document is.

    :param customer: the commercial ``res.partner``; empty when there is none.
    :param company: the ``res.company`` whose customer that is.
    """

    customer: models.Model
    company: models.Model


class CustomerStatusMixin(models.AbstractModel):
    """Documents that belong together: the page of each tells of the other.

    But only within one customer and one shop: an insurer may pay for a repair, or a
    dealer have handed it in, and neither must read what was agreed with the other.
    """

    # A file of its own for its own reason to change.
    _inherit = "customer.status.mixin"  # pylint: disable=R8180

    def _find_status_related(self):
        """Return which documents belong together, whosever they are.

        To be extended on both sides, by the addon that knows both. When one of them is
        touched the others are, too; which of them a page tells of is decided by
        ``_find_told_related``.

        :return: ``[(id, document)]``, sudoed like ``self``; several for one id are in
            the order in which its page tells of them.
        """
        return []

    def _filter_known(self):
        """Return those of these documents that their customers know of: no drafts.

        To be extended by a document that customers do not know of from the start.
        """
        return self

    def _get_status_related(self):
        """Return the documents that belong to these, a list of recordsets; sudoed."""
        return self._group_related(self.sudo()._find_status_related())

    @api.model
    def _group_related(self, related):
        """Return the documents of ``related``, as a list of one recordset per model."""
        by_model = {}
        for _id, other in related:
            by_model[other._name] = by_model.get(other._name, other) | other
        return list(by_model.values())

    def _find_told_related(self):
        """Return those that belong to these documents and that their pages tell of.

        The one place of this decision: what is told elsewhere, what a page hides
        because another document tells of it, and the page itself all ask here. Both
        documents have a customer, of the same commercial partner, and are of the same
        company; and the customer knows of the other one.

        :return: as of ``_find_status_related``.
        """
        related = self._find_status_related()
        owners, known = self._get_status_owners(), {}
        for others in self._group_related(related):
            by_id = others._get_status_owners()
            known |= {other: by_id[other.id] for other in others._filter_known()}
        return [
            (id_, other)
            for id_, other in related
            if owners[id_].customer and owners[id_] == known.get(other)
        ]

    def _get_status_owners(self):
        """Return ``{id: Owner}``: whose these documents are, in which shop."""
        partners, companies = self._get_status_partners(), self._get_status_companies()
        return {
            id_: Owner(partner.commercial_partner_id, companies[id_])
            for id_, partner in partners.items()
        }

    def _add_related_facts(self, facts):
        """Have the ``facts`` of these documents tell of those that belong to them."""
        told, related = {}, self._find_told_related()
        for others in self._group_related(related):
            for id_, one in others._prepare_status_facts().items():
                told[others._name, id_] = one
        for id_, other in related:
            mine = facts[id_].setdefault("related", [])
            mine.append(told[other._name, other.id])
