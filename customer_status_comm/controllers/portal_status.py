from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class OrderStatusPortal(CustomerPortal):
    """Customers find the page of all their orders on their portal's home."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "order_status_count" in counters:
            # Portal only asks whether there are any.
            customer_sudo = request.env.user.partner_id.sudo()
            values["order_status_count"] = int(customer_sudo._has_anything_listed())
        return values
