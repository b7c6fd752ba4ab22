from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class OrderStatusPortal(CustomerPortal):
    """Customers find the page of all their orders on their portal's home."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "order_status_count" in counters:
            # Portal only asks whether there are any.
            domain = request.env.user.partner_id._get_status_orders_domain()
            orders_sudo = request.env["sale.order"].sudo()
            values["order_status_count"] = orders_sudo.search_count(domain, limit=1)
        return values
