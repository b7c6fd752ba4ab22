from odoo import models

#: The delivery note that goes with the parcel.
DELIVERY_NOTE = "stock.report_deliveryslip"


class IrActionsReport(models.Model):
    """A delivery note that is printed may be news to the customer."""

    _inherit = "ir.actions.report"

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        result = super()._pre_render_qweb_pdf(report_ref, res_ids, data)
        if res_ids and self._get_report(report_ref).report_name == DELIVERY_NOTE:
            ids = [res_ids] if isinstance(res_ids, int) else res_ids
            self.env["stock.picking"].browse(ids)._note_delivery_note()
        return result
