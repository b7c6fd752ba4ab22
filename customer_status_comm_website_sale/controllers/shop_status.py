from psycopg2.errors import UniqueViolation
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request


class ShopStatus(http.Controller):
    """From the shop's thank-you page to the page of the order."""

    @http.route(
        "/shop/confirmation/status",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def confirmation_status(self, **_query):
        """Make whoever has just ordered a link of their own, and follow it.

        A link is made only when it is wanted: no row for each look at the thank-you
        page. The session, not the address, says whose order it is.
        """
        order_id = request.session.get("sale_last_order_id")
        order_sudo = request.env["sale.order"].sudo().browse(order_id or 0).exists()
        if not order_sudo.is_web_order or order_sudo.state == "draft":
            raise NotFound()
        pages_sudo = request.env["customer.status.page"].sudo()
        try:
            with request.env.cr.savepoint():
                page_sudo = pages_sudo._ensure(order_sudo)[order_sudo.id]
        except UniqueViolation:  # the publisher has just made it: once more
            return request.redirect("/shop/confirmation/status")
        links_sudo = request.env["customer.status.link"].sudo()
        [path] = links_sudo._create_links(page_sudo, order_sudo.partner_id)
        return request.redirect(path)
