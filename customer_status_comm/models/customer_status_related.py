from odoo import api, models


class CustomerStatusMixin(models.AbstractModel):
    """Documents that belong together: the page of each tells of the other."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.mixin"  # pylint: disable=R8180

    def _find_status_related(self):
        """Return which documents belong together: each one's page tells of the other.

        To be extended on both sides, by the addon that knows both.

        :return: ``[(id, document)]``, sudoed like ``self``; several for one id are in
            the order in which its page tells of them.
        """
        return []

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

    def _add_related_facts(self, facts):
        """Have the ``facts`` of these documents tell of those that belong to them."""
        told, related = {}, self._find_status_related()
        for others in self._group_related(related):
            for id_, one in others._prepare_status_facts().items():
                told[others._name, id_] = one
        for id_, other in related:
            mine = facts[id_].setdefault("related", [])
            mine.append(told[other._name, other.id])
