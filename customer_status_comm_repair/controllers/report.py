from odoo import http

from odoo.addons.web.controllers.report import ReportController

from .. import const


class SlipReport(ReportController):
    """Tells a slip that a person prints from one that goes into a mail or a file."""

    def _is_readonly(self, _rule, args):
        """Whether a report is only read: a slip that is printed gets a link."""
        return args.get("reportname") != const.SLIP

    @http.route(readonly=_is_readonly)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        """Print; see ``ReportController``."""
        data.pop("is_status_slip", None)
        if reportname == const.SLIP:
            data["is_status_slip"] = True
        return super().report_routes(
            reportname, docids=docids, converter=converter, **data
        )
