from odoo import api, models


class CustomerSearchMixin(models.AbstractModel):
    """Offers people only those fields to search and group by that mean something.

    Odoo's menus of filters and groups list every stored field by itself. A model names
    in ``_technical_fields`` what only programs read.
    """

    _name = "customer.search.mixin"
    _description = "Model with Fields for Programs Only"

    _technical_fields = frozenset()

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Mark what means nothing to people as not for searching and grouping."""
        described = super().fields_get(allfields, attributes)
        hidden = {"id", "display_name", "create_uid", "write_uid", "write_date"}
        for name in (hidden | self._technical_fields) & described.keys():
            for attribute in {"searchable", "groupable"} & described[name].keys():
                described[name][attribute] = False
        return described
