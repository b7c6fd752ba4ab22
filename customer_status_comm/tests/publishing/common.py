"""What the tests of publishing on demand share."""

from ..common import StatusCase

MANAGER = "customer_status_comm.group_customer_status_manager"
SELLER = "sales_team.group_sale_salesman_all_leads"


class UnpublishedCase(StatusCase):
    """A shop that publishes on demand, a seller who may not, and Anna logged in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.customer_status_mode = "on_demand"
        cls.seller = cls.create_user("seller", SELLER, password="seller-seller")
        cls.chief = cls.create_user("chief", SELLER, MANAGER)
        cls._create_reader(cls.anna, "anna-anna")

    def create_waiting(self, **values):
        """Return a confirmed order that waits to be published."""
        order = self.create_order(self.anna, **values)
        order.action_confirm()
        self.publish()
        self.assertFalse(self.get_page(order))
        return order

    def create_published(self, **values):
        order = self.create_waiting(**values)
        self.press_publish(order)
        self.deliver()
        return order

    def press_publish(self, *orders):
        """Publish these, as a manager does from the list."""
        rows = self.env["customer.status.waiting"].with_user(self.chief).search([])
        ids = [order.id for order in orders]
        rows = rows.filtered(lambda row: row.res_id in ids)
        self.assertTrue(rows)
        self.work_off(rows.action_publish(), self.chief)

    def open_page(self, order):
        """Press "Customer Status" as the seller does; return the page's form."""
        action = order.with_user(self.seller).action_open_status_page()
        page = self.env[action["res_model"]].with_user(self.seller)
        return page.browse(action["res_id"])
