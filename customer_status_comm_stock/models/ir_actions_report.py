from odoo import models

#: The delivery note that goes with the parcel.
DELIVERY_NOTE = "stock.report_deliveryslip"


class IrActionsReport(models.Model):
    """A delivery note that is printed may be news to the customer."""

    _inherit = "ir.actions.report"

    # Two doors: a PDF that was kept is not laid out again, and where the program that
    # makes PDFs is missing, or the user asks for a preview, there is HTML alone.
    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        result = super()._pre_render_qweb_pdf(report_ref, res_ids, data)
        self._note_status_print(report_ref, res_ids)
        return result

    def _render_qweb_html(self, report_ref, docids, data=None):
        result = super()._render_qweb_html(report_ref, docids, data)
        self._note_status_print(report_ref, docids)
        return result

    def _note_status_print(self, report_ref, res_ids):
        """Note a delivery note that staff print; customers may look at theirs, too.

        :param res_ids: ids of ``stock.picking``, one or many, or ``None``.
        """
        ids = [res_ids] if isinstance(res_ids, int) else res_ids
        # The user is who asks, whatever rights the portal lends them.
        if not ids or not self.env.user._is_internal():
            return
        if self._get_report(report_ref).report_name == DELIVERY_NOTE:
            self.env["stock.picking"].browse(ids)._note_delivery_note()
