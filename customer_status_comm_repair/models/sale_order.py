from odoo import api, models


class SaleOrder(models.Model):
    """The page of an order tells of its repairs, and theirs of the order."""

    _inherit = "sale.order"

    def _find_status_related(self):
        jobs = self.env["repair.order"].search(
            [("sale_order_id", "in", self.ids)], order="id"
        )
        return super()._find_status_related() + [
            (job.sale_order_id.id, job) for job in jobs
        ]

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
