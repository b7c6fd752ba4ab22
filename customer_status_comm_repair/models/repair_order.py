from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.customer_status_comm import const as status
from odoo.addons.customer_status_comm.shape import check_shape

from .. import const

#: What of a job its customer sees, apart from where it stands and its parts.
_VISIBLE = {
    "schedule_date",
    "partner_id",
    "product_id",
    "lot_id",
    "customer_agreement",
    "customer_price",
    "sale_order_id",
}


class RepairOrder(models.Model):
    """Repair jobs tell their customers how they stand."""

    _name = "repair.order"
    _inherit = ["repair.order", "customer.status.mixin"]
    _status_kind = const.KIND_REPAIR

    customer_agreement = fields.Text(
        string="Agreed with the customer",
        copy=False,
        help="What is to be done. The customer reads it on the status page; the repair "
        "notes they never see.",
    )
    customer_price = fields.Monetary(
        string="Agreed price",
        copy=False,
        help="Taxes included. The customer sees it where the shop shows prices.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    handed_over_at = fields.Datetime(
        string="Handed over",
        readonly=True,
        copy=False,
        tracking=True,
        help="When the customer got it back. Until then a job that is done waits to be "
        "fetched.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        jobs = super().create(vals_list)
        many = len(vals_list) >= status.IMPORT_SIZE
        jobs._status_touch(status.REASON_IMPORTED if many else status.REASON_CREATED)
        return jobs

    def write(self, vals):
        check_shape(self, "write", vals)
        if "sale_order_id" in vals:
            self._touch_sale_orders()  # the page of the one it leaves
        result = super().write(vals)
        if "state" in vals or "handed_over_at" in vals:
            self._status_touch(status.REASON_STATE)
        elif not _VISIBLE.isdisjoint(vals):
            self._status_touch(status.REASON_CHANGED)
        return result

    def _get_status_weights(self):
        parts = self.env["stock.move"].sudo()
        rows = parts._read_group(
            [("repair_id", "in", self.ids)], ["repair_id"], ["__count"]
        )
        return {job.id: 1 + count for job, count in rows}

    @api.ondelete(at_uninstall=False)
    def _unlink_and_touch(self):
        """Have the pages of their orders tell of them no more."""
        self._touch_sale_orders()

    def _touch_sale_orders(self):
        # Who works in the workshop need not be allowed to read sale orders.
        orders = self.sudo().sale_order_id
        self.env["customer.status.change"]._append(orders, status.REASON_LINKED)

    def action_hand_over(self):
        """Note that the customers have got these back.

        :raise UserError: when one of them is not done.
        """
        for job in self:
            if job.state != "done":
                raise UserError(
                    self.env._(
                        "%(job)s is not done yet, so it cannot be handed over.",
                        job=job.name,
                    )
                )
        self.filtered(lambda job: not job.handed_over_at).write(
            {"handed_over_at": fields.Datetime.now()}
        )

    def action_undo_hand_over(self):
        """Note that they wait to be fetched after all."""
        self.handed_over_at = False

    @api.model
    def _get_status_activity_domain(self, since):
        handed_over = Domain("handed_over_at", ">=", since)
        return super()._get_status_activity_domain(since) | handed_over

    def _find_for_reader(self):
        """Let customers with a login see the repairs of their own firm.

        Odoo lets them read no repair at all.
        """
        found = super()._find_for_reader()
        if found or not self.env.user._is_portal():
            return found
        return self.sudo()._filter_of_reader()

    @api.model
    def _get_status_topic(self):
        return self.env._("A repair")

    def _get_status_button_text(self):
        return self.env._("See your repair")
