"""What business code touches is noted together, and claimed batch by batch."""

from ... import const
from ..common import StatusCase


class TestOutbox(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.changes = cls.env["customer.status.change"]
        cls.orders = cls.env["sale.order"].concat(
            *(cls.create_order(cls.anna) for _n in range(5))
        )
        cls.env.flush_all()

    def test_a_transaction_notes_what_it_touches_with_one_statement(self):
        self.orders[0]._status_touch(const.REASON_STATE)  # fills caches
        self.env.cr.flush()
        self.changes.search([]).unlink()
        before = self.env.cr.sql_log_count

        for _time in range(3):
            for order in self.orders:
                order._status_touch(const.REASON_STATE)
        self.assertEqual(self.env.cr.sql_log_count, before)
        self.changes._write_touches()

        more = self.env.cr.sql_log_count - before
        self.assertLessEqual(more, 2, "the outbox, and the repairs of the orders")
        rows = self.changes.search([], order="id")
        self.assertEqual(rows.mapped("res_id"), self.orders.ids)
        self.assertEqual(set(rows.mapped("reason")), {const.REASON_STATE})

    def test_the_publisher_is_woken(self):
        cron = self.env.ref("customer_status_comm.ir_cron_publish")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])

        self.orders._status_touch(const.REASON_STATE)
        self.changes._write_touches()

        now = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertEqual(len(now - triggers), 1)

    def test_what_is_rolled_back_is_not_noted(self):
        kept, undone = self.orders[0], self.orders[1]
        kept._status_touch(const.REASON_STATE)
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            undone._status_touch(const.REASON_STATE)
            raise ZeroDivisionError

        self.assertEqual(self.changes.search([]).mapped("res_id"), kept.ids)

    def test_a_batch_takes_the_oldest_with_all_their_rows(self):
        first, second = self.orders[0], self.orders[1]
        for order, reason in (
            (first, const.REASON_STATE),
            (second, const.REASON_STATE),
            (first, const.REASON_INVOICE),
        ):
            order._status_touch(reason)
            self.changes._write_touches()

        claimed = self.changes._claim(1)
        self.assertEqual(claimed.mapped("res_id"), [first.id, first.id])

        claimed._forget()
        self.assertEqual(self.changes._claim(10).mapped("res_id"), second.ids)

    def test_what_rests_is_not_claimed_until_it_is_touched_again(self):
        order = self.orders[0]
        order._status_touch(const.REASON_STATE)
        resting = self.changes.search([])
        resting.due_at = "2999-01-01 00:00:00"
        self.assertFalse(self.changes._claim(10))

        order._status_touch(const.REASON_INVOICE)

        self.assertEqual(len(self.changes._claim(10)), 2)

    def test_a_template_compiled_once_says_to_each_customer_what_is_theirs(self):
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        rule.template_id.with_context(lang="en_US").body_html = (
            '<t t-if="object.client_order_ref == \'A\'"><t t-set="x" t-value="1"/></t>'
            '<p>Yours is <t t-out="object.name"/><t t-if="x">, and this</t></p>'
        )
        one, other = self.orders[0], self.orders[1]
        one.client_order_ref = "A"
        (one | other).action_confirm()
        self.publish()

        html = {m["Subject"].split()[-1]: self.get_html(m) for m in self.deliver()}

        self.assertIn(f"Yours is {one.name}, and this", html[one.name])
        self.assertIn(f"Yours is {other.name}<", html[other.name])
