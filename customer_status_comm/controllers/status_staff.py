from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request
from odoo.tools.misc import get_lang

from .. import const
from .status_page import answer


class StaffStatusPage(http.Controller):
    """What staff see of a customer's page: as it is published, and as it once was.

    Who may read the document may read its page. Reading changes nothing.
    """

    @http.route(
        "/my/status/shown/<int:page_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def shown(self, page_id):
        """Show a document's page as its customer sees it now.

        Of what belongs to the document only what the reader may read, too.
        """
        page = self._find("customer.status.page", page_id)
        page_sudo = page.sudo()
        # A customer's own page tells of orders that the reader may not read.
        if not page_sudo.facts or page_sudo.facts["kind"] == const.KIND_CUSTOMER:
            raise NotFound()
        if not page_sudo.is_published:
            raise NotFound()
        html = page_sudo._render(
            page._leave_out_unreadable(page_sudo.facts),
            page_sudo.news,
            page_sudo.company_id,
            page_sudo.partner_id.lang or get_lang(request.env).code,
            page_sudo.published_at,
        )
        return answer(html)

    @http.route(
        "/my/status/told/<int:event_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def told(self, event_id):
        """Show what the customer saw when an event was told, as far as it is kept."""
        event = self._find("customer.status.event", event_id)
        if not event.has_facts:
            raise NotFound()
        return answer(event._render_told())

    def _find(self, model, res_id):
        """Return a record for a colleague.

        :raise NotFound: when there is none, or it is none of the reader's business.
        """
        record = request.env[model].browse(res_id).exists()
        internal = request.env.user._is_internal()
        if not record or not internal or not record.has_access("read"):
            raise NotFound()
        return record
