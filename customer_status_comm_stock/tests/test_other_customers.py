"""A parcel with the goods of two customers: each reads of their own, one follows it."""

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tests.migrations import load_migration

from .common import TRACKED, DeliveryCase


class TestSharedParcel(DeliveryCase):
    def setUp(self):
        super().setUp()
        self.orders = {
            partner: self.create_confirmed(partner=partner, quantity=quantity)
            for partner, quantity in ((self.anna, 5), (self.bo, 2))
        }
        self.parcel = self.orders[self.anna].picking_ids
        self.parcel.carrier_id = self.create_carrier()
        self.orders[self.bo].picking_ids.move_ids.picking_id = self.parcel

    def ship(self, to):
        self.parcel.partner_id = to
        self.deliver_parcel(self.parcel)
        self.parcel.carrier_tracking_ref = TRACKED["tracking"]

    def get_parcel(self, partner):
        [parcel] = self.get_facts(self.orders[partner])["deliveries"]
        return parcel

    def assert_follows(self, partner):
        parcel = self.get_parcel(partner)
        self.assertEqual({name: parcel[name] for name in TRACKED}, TRACKED)

    def assert_follows_not(self, partner):
        """The carrier's page would say where another customer's parcel goes."""
        parcel = self.get_parcel(partner)
        self.assertEqual(parcel["state"], const.DELIVERY_SHIPPED)
        self.assertEqual(parcel["carrier"], TRACKED["carrier"])
        self.assertIsNone(parcel["tracking"])
        self.assertIsNone(parcel["tracking_url"])
        self.assertNotIn("tracking_links", parcel)
        self.assertNotIn(TRACKED["tracking"], str(parcel))

    def test_each_reads_of_their_own_goods(self):
        self.ship(to=self.anna)
        for partner, quantity in ((self.anna, 5), (self.bo, 2)):
            lines = self.get_parcel(partner)["lines"]
            self.assertEqual([line["quantity"] for line in lines], [quantity])

    def test_whom_it_goes_to_follows_it(self):
        self.ship(to=self.anna)
        self.assert_follows(self.anna)
        self.assert_follows_not(self.bo)

    def test_nobody_follows_what_goes_to_a_third(self):
        self.ship(to=self._create_customer("Neighbour Test"))
        self.assert_follows_not(self.anna)
        self.assert_follows_not(self.bo)

    def test_several_parcels_of_one_delivery_alike(self):
        self.ship(to=self.anna)
        self.parcel.carrier_tracking_ref = "CP17,CP18"
        self.parcel.carrier_id.tracking_url = (
            '[["CP17", "https://cykelpost.example/1"],'
            ' ["CP18", "https://cykelpost.example/2"]]'
        )
        self.assertIn("tracking_links", self.get_parcel(self.anna))
        self.assertNotIn("CP18", str(self.get_parcel(self.bo)))

    def test_within_one_firm_all_follow_it(self):
        firm = self._create_customer("Firm Test", is_company=True)
        self.anna.parent_id = self.bo.parent_id = firm
        self.ship(to=self.anna)
        self.assert_follows(self.anna)
        self.assert_follows(self.bo)

    def test_a_number_nobody_may_follow_is_no_news(self):
        rules = self.env["customer.status.rule"].with_context(active_test=False)
        rules.search([("event", "=", const.EVENT_TRACKING)]).active = True
        self.parcel.partner_id = self.anna
        self.deliver_parcel(self.parcel)
        self.publish()
        self.parcel.carrier_tracking_ref = TRACKED["tracking"]
        self.publish()
        events = {
            partner: [event for event, *_why in self.get_events(order)]
            for partner, order in self.orders.items()
        }
        self.assertIn(const.EVENT_TRACKING, events[self.anna])
        self.assertNotIn(const.EVENT_TRACKING, events[self.bo])

    def test_pages_of_before_are_cleaned_by_the_update(self):
        self.ship(to=self.anna)
        for order in self.orders.values():
            order._status_touch(const.REASON_DELIVERY)
        self.publish()
        pages = {
            partner: self.get_page(order) for partner, order in self.orders.items()
        }
        right = {page: page.facts for page in pages.values()}
        [parcel] = right[pages[self.anna]]["deliveries"]
        links = [{"number": "CP17", "url": "https://cykelpost.example/1"}]
        leaky = {**right[pages[self.bo]]}
        leaky["deliveries"] = [
            {**leaky["deliveries"][0], **TRACKED, "tracking_links": links}
        ]
        pages[self.bo].write({"facts": leaky, "known_facts": leaky})
        self.assertEqual(parcel["tracking"], "CP17")

        name = "19.0.1.1.0/end-followed_parcels"
        load_migration("customer_status_comm_stock", name).migrate(self.env.cr, "")

        self.env.invalidate_all()
        for page, facts in right.items():
            self.assertEqual(page.facts, facts)
            self.assertEqual(page.known_facts, facts)
