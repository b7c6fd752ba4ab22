from odoo import models

from .. import const


class IrActionsReport(models.Model):
    """The job slip carries a code that opens the status page."""

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Give the slip its links when a person prints it, see ``SlipReport``.

        Not when the file is kept: a link must not be readable in the database.
        """
        values = super()._get_rendering_context(report, docids, data)
        printed = values.pop("is_status_slip", False)
        if report.report_name == const.SLIP and printed and not report.attachment:
            jobs = self.env["repair.order"].browse(docids)
            values["status_slips"] = jobs._prepare_status_slips()
        return values
