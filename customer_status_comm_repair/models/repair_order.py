from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.customer_status_comm import const as status

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
        help="What is to be done. The customer reads it on the status page; the repair "
        "notes they never see.",
    )
    customer_price = fields.Monetary(
        string="Agreed price",
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
        jobs._touch(status.REASON_IMPORTED if many else status.REASON_CREATED)
        return jobs

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals or "handed_over_at" in vals:
            self._touch(status.REASON_STATE)
        elif not _VISIBLE.isdisjoint(vals):
            self._touch(status.REASON_CHANGED)
        return result

    def action_contact(self):
        """Open the communication panel on the job's customer."""
        self.ensure_one()
        if not self.partner_id:
            raise UserError(self.env._("There is no customer to write to."))
        return self.partner_id.action_contact(document=self)

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

    def _touch(self, reason):
        """Touch the jobs, and the orders whose pages tell of them."""
        self._status_touch(reason)
        # Now: a job that is deleted, or leaves its order, is gone later on. Who works
        # in the workshop need not be allowed to read sale orders.
        orders = self.sudo().sale_order_id
        self.env["customer.status.change"]._append(orders, status.REASON_LINKED)

    @api.model
    def _get_status_activity_domain(self, since):
        handed_over = Domain("handed_over_at", ">=", since)
        return super()._get_status_activity_domain(since) | handed_over

    def _get_status_button_text(self):
        return self.env._("See your repair")
