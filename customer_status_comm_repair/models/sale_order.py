from odoo import api, models

from odoo.addons.customer_status_comm import const as status


class SaleOrder(models.Model):
    """The page of an order tells of its repairs, and theirs of the order."""

    _inherit = "sale.order"

    def _get_touched(self, reason):
        touched = super()._get_touched(reason)
        if reason != status.REASON_LINKED:
            touched.append((self._get_repairs(), status.REASON_LINKED))
        return touched

    def _get_repairs(self):
        """Return the repair jobs of these orders, whoever asks."""
        return (
            self.env["repair.order"]
            .sudo()
            .search([("sale_order_id", "in", self.ids)], order="id")
        )

    def _prepare_status_facts(self):
        facts = super()._prepare_status_facts()
        jobs = self._get_repairs()
        told = jobs._prepare_status_related()
        for order, mine in jobs.grouped("sale_order_id").items():
            facts[order.id]["related"] = [told[job.id] for job in mine]
        return facts

    def _prepare_status_related(self):
        """Return ``{id: RelatedFacts}`` for the pages of repairs."""
        names = ("kind", "key", "reference", "step", "billing", "currency", "total")
        return {
            id_: {name: facts[name] for name in names}
            for id_, facts in self._prepare_status_facts().items()
        }

    @api.model
    def _get_status_labels(self):
        return super()._get_status_labels() | {"related": self.env._("Your repair")}


class SaleOrderLine(models.Model):
    """What is built into a repair is delivered when the customer gets that back."""

    _inherit = "sale.order.line"

    def _prepare_status_line(self):
        facts = super()._prepare_status_line()
        jobs = self.move_ids.repair_id
        if jobs and not all(job.handed_over_at for job in jobs):
            # To Odoo it is delivered as soon as it is built in.
            facts["delivered"] = 0.0
        return facts
