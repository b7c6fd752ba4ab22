"""How much managers may release within an hour, and in one call."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ... import const
from .bounds import BoundsCase

ALL = "sales_team.group_sale_salesman_all_leads"
STOCK = "stock.group_stock_user"
CHIEF = "customer_status_comm.group_customer_status_manager"


@tagged("standard", "post_install", "-at_install")
class TestReleased(BoundsCase):
    def setUp(self):
        super().setUp()
        self.ledger = self.env["customer.status.event"].with_user(self.chief)

    def hold(self, count):
        """Return the held events of so many imported orders."""
        line = {"product_id": self.product.id, "product_uom_qty": 1}
        values = {
            "partner_id": self.anna.id,
            "state": "sale",
            "order_line": [(0, 0, line)],
        }
        orders = self.env["sale.order"].with_context(import_file=True)
        orders = orders.create([values] * count)
        self.publish()
        events = self.get_page(orders[:1])
        for order in orders:
            events |= self.get_page(order)
        held = events.event_ids.filtered(lambda event: event.state == const.HELD)
        self.assertEqual(len(held), count)
        return held.with_user(self.chief)

    def release(self, held):
        self.ledger.release_batch(held.ids)
        self.env.invalidate_all()

    def assert_refused(self, held, words):
        """Check that nothing of it has left, and nothing is lost."""
        before = self.env["customer.communication"].search_count([])
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            self.release(held)
        self.env.invalidate_all()
        self.assertEqual(set(held.mapped("state")), {const.HELD})
        self.assertEqual(self.env["customer.communication"].search_count([]), before)

    def test_above_the_bound_it_is_refused_and_stays_held(self):
        self.company.customer_status_release_limit = 3
        held = self.hold(5)
        self.release(held[:2])
        self.assert_refused(held[2:4], "Tick fewer, or go on at")
        self.release(held[2:3])
        self.assert_refused(held[3:4], "go on at")
        self.assertEqual(len(self.deliver()), 3)

        rows = held[:3].sudo().communication_ids
        self.assertEqual(rows.released_by_id, self.chief)
        self.make_older(rows, 61)
        self.release(held[3:])
        self.assertEqual(len(self.deliver()), 2)

    def test_more_than_an_hour_ever_lets_leave(self):
        self.company.customer_status_release_limit = 2
        held = self.hold(3)
        words = "2 messages an hour be released or sent again at most.*are 3"
        self.assert_refused(held, words)
        self.release(held[:2])

    def test_a_bound_of_its_own(self):
        """Neither do single messages count for it, nor it for them."""
        self.company.customer_status_release_limit = 2
        self.company.customer_communication_hourly_limit = 1
        self.release(self.hold(2))
        rows = self.env["customer.communication"].with_user(self.chief)
        rows._check_hourly_limit(self.company)
        row = self.write_to(self.anna, user_id=self.chief.id)
        with self.assertRaises(UserError):
            rows._check_hourly_limit(self.company)
        self.assertFalse(row.released_by_id)

    def test_other_managers_and_companies(self):
        self.company.customer_status_release_limit = 1
        second = self.create_user("bound_chief_2", ALL, STOCK, CHIEF)
        held = self.hold(2)
        self.release(held[:1])
        self.ledger = self.ledger.with_user(second)
        self.assert_refused(held[1:], "go on at")  # the shop's, whoever presses

    def test_nought_is_no_bound(self):
        self.company.customer_status_release_limit = 0
        self.release(self.hold(3))
        self.assertEqual(len(self.deliver()), 3)

    def test_publishing_and_discarding_have_none(self):
        self.company.customer_status_release_limit = 1
        self.company.customer_status_mode = "on_demand"
        orders = self.create_order() | self.create_order()
        orders.action_confirm()
        self.publish()
        waiting = self.env["customer.status.waiting"].with_user(self.chief)
        waiting.publish_batch(waiting.search([]).ids)
        self.assertEqual(len(self.deliver()), 2)
        self.company.customer_status_mode = "automatic"
        held = self.hold(3)
        self.ledger.discard_batch(held.ids)
        self.assertEqual(set(held.mapped("why")), {const.WHY_DISCARDED})

    def test_so_many_ids_in_one_call_and_nothing_else(self):
        events, waiting = self.ledger, self.env["customer.status.waiting"]
        methods = (
            events.release_batch,
            events.discard_batch,
            waiting.with_user(self.chief).publish_batch,
            waiting.with_user(self.chief).publish_silently_batch,
        )
        for method in methods:
            method([])
            method(list(range(1, const.CALL_BATCH + 1)))
            for ids in (
                list(range(1, const.CALL_BATCH + 2)),
                ["1"],
                [[1]],
                [None],
                [True],
                [2**40],
                [-1],
                "1,2",
                {"a": 1},
                7,
                None,
            ):
                with (
                    self.subTest(method=method.__name__, ids=str(ids)[:20]),
                    self.assertRaisesRegex(UserError, "200 rows at most"),
                ):
                    method(ids)
