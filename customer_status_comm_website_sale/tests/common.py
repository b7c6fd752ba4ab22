"""What the tests of the web shop share: two shops of two companies, carts, orders."""

from odoo.addons.customer_status_comm.tests.common import StatusCase
from odoo.addons.http_routing.tests.common import MockRequest


class WebCase(StatusCase):
    """The shop sells on a website of its own; another company has another one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_company("Anden By")
        cls.site = cls.create_site(cls.company, "Testby på nettet", "shop.testby")
        cls.other_site = cls.create_site(cls.other, "Anden By online", "anden")

    @classmethod
    def create_site(cls, company, name, host):
        return cls.env["website"].create(
            {
                "name": name,
                "company_id": company.id,
                "domain": f"https://{host}.example",
            }
        )

    def create_cart(self, site=None, partner=None):
        """Return a cart as the web shop makes it, with one bell in it."""
        site = site or self.site
        website = site.with_user(site.user_id).sudo()
        with MockRequest(website.env, website=website) as request:
            request.fiscal_position = self.env["account.fiscal.position"]
            request.pricelist = self.env["product.pricelist"]
            cart = website._create_cart()
        visitors = self.as_visitor(self.env["sale.order"].browse(cart.id))
        visitors.order_line = [(0, 0, {"product_id": self.product.id})]
        if partner:
            visitors.partner_id = partner
        return visitors.with_env(self.env)

    def create_web_order(self, **values):
        """Return a web order of Anna's, confirmed as a payment confirms it."""
        order = self.create_cart(partner=self.anna, **values)
        self.as_visitor(order).with_context(send_email=True).action_confirm()
        return order

    def as_visitor(self, order):
        """Return ``order`` as the web shop acts on it when nobody is logged in."""
        self.env.flush_all()
        self.env["customer.status.change"].flush_model()  # what staff have touched
        return order.with_user(order.website_id.user_id).sudo()
