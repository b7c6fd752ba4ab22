"""What tests of the bounds share."""

from ..common import StatusCase

ALL = "sales_team.group_sale_salesman_all_leads"
STOCK = "stock.group_stock_user"
CHIEF = "customer_status_comm.group_customer_status_manager"


class BoundsCase(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.create_user("bound_seller", ALL, STOCK)
        cls.chief = cls.create_user("bound_chief", ALL, STOCK, CHIEF)

    def make_older(self, records, minutes):
        """Have records been made so much earlier."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {records._table} SET create_date = create_date - %s::interval"
            " WHERE id = ANY(%s)",
            [f"{minutes} minutes", records.ids],
        )
        self.env.invalidate_all()
