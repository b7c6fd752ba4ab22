from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.customer_status_comm.controllers.status_page import answer


class ShopStatus(http.Controller):
    """From the shop's thank-you page to the page of the order."""

    @http.route(
        "/shop/confirmation/status",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        readonly=True,
        sitemap=False,
    )
    def confirmation_status(self, **_query):
        """Show whoever has just ordered what the order's customer sees of it.

        That they ordered shows at once, what the shop does afterwards once it is
        published. The session, not the address, says whose order it is. Reading changes
        nothing: no link is made, however often it is looked at; the customer's own link
        is in the message about the order.
        """
        order_id = request.session.get("sale_last_order_id")
        order_sudo = request.env["sale.order"].sudo().browse(order_id or 0).exists()
        if not order_sudo.is_web_order or order_sudo.is_passed_on:
            raise NotFound()  # or to a customer whose browser this is not
        shown = order_sudo._get_shown().get(order_sudo.id)
        if not shown:
            raise NotFound()
        return answer(order_sudo._render_status(*shown))
