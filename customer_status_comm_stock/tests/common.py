"""What the tests of deliveries share: a warehouse, and a parcel's numbers."""

from unittest import SkipTest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tests.common import StatusCase, add_warehouse

#: Where a parcel is found.
FIND = "https://cykelpost.example/find/<shipmenttrackingnumber>"
TRACKED = {
    "carrier": "Cykelpost",
    "tracking": "CP17",
    "tracking_url": "https://cykelpost.example/find/CP17",
}


class DeliveryCase(StatusCase):
    """The shop has a warehouse; its bells are not counted, so parcels are ready."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_warehouse(cls.company)
        company = [("company_id", "=", cls.company.id)]
        cls.warehouse = cls.env["stock.warehouse"].search(company, limit=1)

    @classmethod
    def need_carriers(cls):
        """Skip what parcels with a number show, in a database that has none."""
        if "delivery.carrier" not in cls.env:
            raise SkipTest("Odoo's addon stock_delivery is not installed")

    @classmethod
    def create_carrier(cls, **values):
        """Return a carrier whose parcels can be followed."""
        cls.need_carriers()
        return cls.env["delivery.carrier"].create(
            {
                "name": TRACKED["carrier"],
                "product_id": cls.product.id,
                "tracking_url": FIND,
                **values,
            }
        )

    def create_confirmed(self, **values):
        """Return an order, confirmed, of whose touches none is left."""
        order = self.create_order(**values)
        order.action_confirm()
        self.forget_touches()
        return order

    def forget_touches(self):
        self.env["customer.status.change"].search([]).unlink()

    def deliver_parcel(self, picking, quantity=None, backorder=True):
        """Hand over a parcel, or only ``quantity`` of each of its products.

        :param backorder: whether the rest follows.
        """
        for move in picking.move_ids:
            move.write(
                {
                    "quantity": move.product_uom_qty if quantity is None else quantity,
                    "picked": True,
                }
            )
        context = {"skip_sms": True, "skip_backorder": True}
        if not backorder:
            context["picking_ids_not_to_backorder"] = picking.ids
        result = picking.with_context(**context).button_validate()
        self.assertIs(result, True, "a wizard asks something")

    def send_back(self, picking, quantity):
        """Return the picking by which ``quantity`` of each product comes back, done."""
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = quantity
        returned = wizard._create_return()
        self.deliver_parcel(returned)
        return returned

    def get_facts(self, order):
        return order._get_status_facts()[order.id]

    def get_parcels(self, order):
        """Return ``[(key, state, on, expected_on, quantity)]`` of its parcels."""
        return [
            (
                parcel["key"],
                parcel["state"],
                parcel["on"],
                parcel["expected_on"],
                sum(line["quantity"] for line in parcel["lines"]),
            )
            for parcel in self.get_facts(order)["deliveries"]
        ]

    def assert_touched(self, *orders):
        """Check that of all documents exactly these were touched by deliveries."""
        changes = self.env["customer.status.change"].search([])
        touched = {(change.res_model, change.res_id) for change in changes}
        self.assertEqual(touched, {("sale.order", order.id) for order in orders})
        if orders:
            self.assertIn(const.REASON_DELIVERY, changes.mapped("reason"))
