from odoo import http

from odoo.addons.web.controllers.report import ReportController

from .. import const


class SlipReport(ReportController):
    """Tells a slip that a person prints from one that goes into a mail or a file."""

    # Not read-only: a printed slip gets a link of its own.
    @http.route(readonly=False)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        """Print; see ``ReportController``."""
        data.pop("is_status_slip", None)
        if reportname == const.SLIP:
            data["is_status_slip"] = True
        return super().report_routes(
            reportname, docids=docids, converter=converter, **data
        )
