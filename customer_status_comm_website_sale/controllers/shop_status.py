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
        """Show whoever has just ordered how the order stands now.

        The session, not the address, says whose order it is. Reading changes nothing:
        no link is made, however often it is looked at; the customer's own link is in
        the message about the order.
        """
        order_id = request.session.get("sale_last_order_id")
        order_sudo = request.env["sale.order"].sudo().browse(order_id or 0).exists()
        if not order_sudo.is_web_order or order_sudo.state == "draft":
            raise NotFound()
        if order_sudo.is_passed_on:  # to a customer whose browser this is not
            raise NotFound()
        facts = order_sudo._get_readable_status_facts()
        return answer(order_sudo._render_status(facts))
