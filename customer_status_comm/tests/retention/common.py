"""What the tests of retention and erasure share."""

from ..common import StatusCase


class LifeCase(StatusCase):
    def tell(self, partner):
        """Confirm an order of ``partner``; return it and the token of its link."""
        order = self.create_order(partner, client_order_ref="For my birthday")
        order.action_confirm()
        self.publish()
        [message] = self.deliver()
        return order, self.get_token(message)

    def open(self, token):
        return self.env["customer.status.link"]._find_page(token)

    def make_own_page(self, partner):
        """Return the token of a link to the page of all orders of ``partner``."""
        page = self.env["customer.status.page"]._ensure(partner)[partner.id]
        links = self.env["customer.status.link"].sudo()
        [path] = links._create_links(page, partner)
        return path.split("/")[-1]
