from odoo import api, models


class ResPartner(models.Model):
    """The page of a customer lists repairs beside the orders."""

    _inherit = "res.partner"

    @api.model
    def _get_status_labels(self):
        return super()._get_status_labels() | {
            "orders": self.env._("Your orders and repairs"),
            "orders_current": self.env._("Under way"),
            "orders_earlier": self.env._("Earlier"),
            "orders_none": self.env._("Nothing is under way for you right now."),
        }

    def _find_listed_documents(self):
        jobs = self.env["repair.order"].search(
            self._get_status_owner_domain(),
            order="create_date desc, id desc",
        )
        return [*super()._find_listed_documents(), jobs]
