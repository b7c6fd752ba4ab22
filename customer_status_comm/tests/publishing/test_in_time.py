"""A batch of the publisher ends in time, and is never begun again and again."""

from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tools import mute_logger

from ... import const
from ..common import StatusCase
from ..poison import forbid

LOG = "odoo.addons.customer_status_comm.models.customer_status_change"


class TestInTime(StatusCase):
    def setUp(self):
        super().setUp()
        self.changes = self.env["customer.status.change"]

    def confirm(self, number=6, **values):
        """Return confirmed orders, an hour old, that wait to be published."""
        orders = self.env["sale.order"].concat(
            *(self.create_order(**values) for _n in range(number))
        )
        orders.action_confirm()
        self.env.flush_all()
        self.changes.flush_model()
        hour = timedelta(hours=1)
        waiting = self.changes.search([])
        waiting.write({"touched_at": fields.Datetime.now() - hour, "due_at": False})
        self.env.flush_all()
        return orders

    def get_published(self, orders):
        return orders.filtered(self.get_page)

    def publish_batch(self):
        self.env.flush_all()
        return self.changes._publish_batch(const.PUBLISH_BATCH, fields.Datetime.now())

    def test_time_that_is_over_leaves_the_rest_to_the_next_batch(self):
        orders = self.confirm()
        sizes = []
        with (
            patch.object(const, "PUBLISH_SECONDS", 0),
            patch.object(const, "PUBLISH_WEIGHT", 5),  # two orders of one line
        ):
            while True:
                documents, tally = self.publish_batch()
                if not documents:
                    break
                sizes.append((documents, tally.released))
        self.assertEqual(sizes, [(2, 4), (2, 2), (2, 0)])
        self.assertEqual(self.get_published(orders), orders)
        self.assertFalse(self.changes.search([]))
        self.assertEqual(len(self.deliver()), 6, "each told once")

    def test_the_oldest_come_first(self):
        orders = self.confirm()
        with (
            patch.object(const, "PUBLISH_SECONDS", 0),
            patch.object(const, "PUBLISH_WEIGHT", 1),
        ):
            self.publish_batch()
        self.assertEqual(self.get_published(orders), orders[:1])

    def test_the_cron_goes_on_until_all_is_published(self):
        orders = self.confirm()
        with (
            patch.object(const, "PUBLISH_SECONDS", 0),
            patch.object(const, "PUBLISH_WEIGHT", 1),
        ):
            self.run_cron("customer_status_comm.ir_cron_publish")
        self.assertEqual(self.get_published(orders), orders)

    def test_ordinary_orders_are_one_part(self):
        """What it costs to end in time is one query for all of them."""
        self.confirm(number=1)
        self.publish_batch()
        counts = []
        for number in (4, 12):
            self.confirm(number=number)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            documents, _tally = self.publish_batch()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(documents, number)
        self.assertLess(counts[1] - counts[0], 8 * 8, counts)

    def test_orders_weigh_what_their_lines_do(self):
        light, heavy = self.create_order(), self.create_order(lines=40)
        weights = (light | heavy)._get_status_weights()
        self.assertEqual(weights, {light.id: 2, heavy.id: 41})

    def test_what_failed_before_comes_in_a_batch_of_its_own(self):
        """Should it be the end of the process, nothing else goes with it."""
        bad, *good = orders = self.confirm(number=4)
        forbid(self, "customer_status_page", f"NEW.res_id = {bad.id}")
        with mute_logger("odoo.sql_db", LOG):
            self.publish_batch()
        self.assertEqual(self.get_published(orders), orders[1:])
        for order in good:
            order.order_line.product_uom_qty = 9
        self.changes.flush_model()
        self.changes.search([]).due_at = False
        with mute_logger("odoo.sql_db", LOG):
            documents, tally = self.publish_batch()
            self.assertEqual((documents, tally.failed, tally.released), (3, 0, 1))
            documents, tally = self.publish_batch()
        self.assertEqual((documents, tally.failed), (1, 1))

    # One that is the end of the process

    def run_after_a_kill(self):
        """Run the publisher as Odoo does when its process was ended before."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = self.env(cr=cr)
            cron = env.ref("customer_status_comm.ir_cron_publish")
            cron, progress = cron._add_progress(timed_out_counter=1)
            changes = env["customer.status.change"].with_context(
                cron_id=cron.id, ir_cron_progress_id=progress.id
            )
            changes._cron_publish()
        self.env.invalidate_all()

    def test_after_a_kill_all_are_published_one_by_one(self):
        orders = self.confirm()
        self.run_after_a_kill()
        self.assertEqual(self.get_published(orders), orders)
        self.assertFalse(self.changes.search([]))

    def test_over_which_it_was_killed_is_put_off(self):
        """The process ends while it publishes; what it has noted before stays."""
        orders = self.confirm()
        ends = patch.object(type(self.changes), "_publish_each", side_effect=SystemExit)
        with ends as publish, suppress(SystemExit):  # assertRaises would roll back
            self.run_after_a_kill()
        publish.assert_called_once()
        self.env.invalidate_all()
        late = self.changes.search([("failure", "!=", False)])
        self.assertEqual(late.mapped("res_id"), orders[:1].ids)
        self.assertGreater(
            late[0].due_at, fields.Datetime.now() + timedelta(minutes=50)
        )
        self.assertEqual(late.company_id, self.company)

        self.run_after_a_kill()
        self.assertEqual(self.get_published(orders), orders[1:])

        late.due_at = False
        self.publish_batch()
        self.assertEqual(self.get_published(orders), orders)
