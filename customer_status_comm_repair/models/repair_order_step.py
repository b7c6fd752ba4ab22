from odoo import api, fields, models

from odoo.addons.customer_status_comm import const as status

from .. import const

#: Odoo's colours of a step in the calendar: what waits for somebody stands out.
_COLOURS = {
    const.STEP_RECEIVED: 8,
    const.STEP_CONFIRMED: 4,
    const.STEP_IN_WORK: 2,
    const.STEP_READY: 10,
    const.STEP_HANDED_OVER: 7,
    status.STEP_CANCELLED: 1,
}


class RepairOrder(models.Model):
    """Where a job stands to its customer; to Odoo it is repaired, fetched or not."""

    # A file of its own for its own reason to change.
    _inherit = "repair.order"  # pylint: disable=R8180

    customer_status_step = fields.Selection(
        selection="_selection_customer_status_step",
        string="Customer status",
        compute="_compute_customer_status_step",
        store=True,
        index=True,
    )
    customer_status_colour = fields.Integer(
        compute="_compute_customer_status_colour", export_string_translation=False
    )

    @api.model
    def _selection_customer_status_step(self):
        """The steps, in the words of the customer's page."""
        steps = (*const.WAY, status.STEP_CANCELLED)
        labels = self._get_labels_of(const.KIND_REPAIR)
        return [(step, labels[f"step_{step}"]) for step in steps]

    @api.depends("state", "handed_over_at")
    def _compute_customer_status_step(self):
        for job in self:
            step = const.STEP_OF_STATE.get(job.state)
            if step == const.STEP_READY and job.handed_over_at:
                step = const.STEP_HANDED_OVER
            job.customer_status_step = step

    @api.depends("customer_status_step")
    def _compute_customer_status_colour(self):
        for job in self:
            job.customer_status_colour = _COLOURS.get(job.customer_status_step, 0)
