from odoo import api, models
from odoo.tools import SQL


class CustomerStatusMixin(models.AbstractModel):
    """Which documents say in SQL whose they are."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.mixin"  # pylint: disable=R8180

    @api.model
    def _get_models_with_company(self):
        """Return the models with a page that keep their company in their table."""
        models_ = [self.env[name] for name in self._get_status_models().values()]
        return [
            model
            for model in models_
            if model._auto
            and "company_id" in model._fields
            and model._fields["company_id"].store
        ]


class CustomerStatusChange(models.Model):
    """Whose a row of the outbox is: no shop sees into another's."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.change"  # pylint: disable=R8180

    @api.model
    def _get_company_sql(self):
        """Return ``(joins, company id)`` for a query of ``customer_status_change``.

        The table goes by the name ``change`` there. A row that nobody has looked at has
        no company of its own: its document is asked. NULL remains for one that was
        deleted meanwhile.
        """
        joins, companies = [], []
        for model in self.env["customer.status.mixin"]._get_models_with_company():
            name = SQL.identifier(f"the_{model._table}")
            joins.append(
                SQL(
                    "LEFT JOIN %(table)s %(name)s ON %(name)s.id = change.res_id "
                    "AND change.res_model = %(model)s",
                    table=SQL.identifier(model._table),
                    name=name,
                    model=model._name,
                )
            )
            companies.append(
                SQL("%s.company_id", name, to_flush=model._fields["company_id"])
            )
        companies.append(SQL("change.company_id"))
        return SQL(" ").join(joins), SQL("COALESCE(%s)", SQL(", ").join(companies))

    def _find_company(self):
        """Return the company of the one document of these rows; none if it is gone."""
        [(model, res_id)] = {(change.res_model, change.res_id) for change in self}
        documents = self.env[model].browse(res_id).exists()
        nothing = self.env["res.company"]
        return documents._get_status_companies().get(res_id, nothing)
