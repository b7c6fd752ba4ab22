"""What waits to be told: the list to publish from, and the line on the order."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ... import const
from ..common import StatusCase

MANAGER = "customer_status_comm.group_customer_status_manager"
SELLER = "sales_team.group_sale_salesman"
#: They say what the tests have provoked.
LOGGERS = (
    "odoo.addons.customer_status_comm.models.customer_status_publishing",
    "odoo.addons.mail.models.mail_render_mixin",
)


class TestOnDemand(StatusCase):
    """M7: nothing is produced or sent before the shop publishes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.customer_status_mode = "on_demand"
        cls.manager = cls.create_user("chief", SELLER, MANAGER)
        cls.waiting = cls.env["customer.status.waiting"].with_user(cls.manager)

    def confirm(self, *partners):
        orders = self.env["sale.order"]
        for partner in partners:
            orders |= self.create_order(partner)
        orders.action_confirm()
        self.publish()
        return orders

    def test_m7_nothing_happens_before_somebody_publishes(self):
        [order] = self.confirm(self.anna)
        self.assertFalse(self.get_page(order))
        self.assertFalse(self.deliver())

        self.work_off(self.waiting.search([]).action_publish(), self.manager)

        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])
        self.assertEqual(len(self.deliver()), 1)
        self.assertFalse(self.waiting.search([]))

    def test_m7_each_change_waits_for_the_button_anew(self):
        order = self.confirm(self.anna)
        self.work_off(self.waiting.search([]).action_publish(), self.manager)
        self.deliver()
        page = self.get_page(order)
        order._create_invoices()._post()
        self.publish()
        self.assertEqual((page.revision, page.facts["billing"]), (1, "none"))
        self.assertFalse(self.deliver())

        self.work_off(self.waiting.search([]).action_publish(), self.manager)
        self.assertEqual((page.revision, page.facts["billing"]), (2, "invoiced"))
        self.assertEqual(len(self.deliver()), 1)

    def test_m7_the_list_says_what_would_happen(self):
        """B7 of docs/requirements.md."""
        order = self.confirm(self.anna)
        row = self.waiting.search([])
        self.assertEqual(row.document_name, order.name)
        self.assertEqual(row.partner_id, self.anna)
        self.assertFalse(row.before, "the customer knows nothing yet")
        self.assertEqual((row.after, row.news), ("Confirmed", "Confirmed"))
        self.assertEqual(row.outcome, "E-mail to anna.test@customer.example")
        self.assertFalse(row.goes_out_at, "it waits for the button")
        self.assertFalse(self.get_page(order), "looking at it writes nothing")

        self.work_off(row.action_publish(), self.manager)
        order._create_invoices()._post()
        self.anna.gets_status_messages = False
        self.publish()

        row = self.waiting.search([])
        self.assertEqual(row.before, "Confirmed")
        self.assertEqual(row.after, "Confirmed · Invoiced")
        self.assertEqual(row.outcome, "Nobody: The customer wants no status messages")

    def test_nothing_waits_in_a_shop_that_is_switched_off(self):
        self.confirm(self.anna)
        self.assertTrue(self.waiting.search([]))
        self.company.customer_status_active = False
        self.env.flush_all()
        self.assertFalse(self.waiting.search([]))

    def test_only_what_is_ticked_is_published(self):
        mine, other = self.confirm(self.anna, self.bo)
        rows = self.waiting.search([])
        ticked = rows.filtered(lambda row: row.res_id == mine.id)
        self.work_off(ticked.action_publish(), self.manager)
        self.assertTrue(self.get_page(mine))
        self.assertFalse(self.get_page(other))

    def test_the_question_says_how_many_are_published(self):
        """Without a choice all are meant; where nothing waits, nothing is asked."""
        self.confirm(self.anna, self.bo)
        rows = self.waiting.search([])
        for chosen, words in (
            (rows.browse(), "Publish everything that waits (2)?"),
            (rows[0], "Publish what is ticked (1)?"),
        ):
            with self.subTest(words):
                params = chosen.action_publish()["params"]
                self.assertIn(words, params["question"])
        self.work_off(self.waiting.action_publish(), self.manager)
        # The client says "There is nothing to do." in place of a question.
        self.assertEqual(self.waiting.action_publish()["params"]["ids"], [])

    def test_pages_without_messages(self):
        order = self.confirm(self.anna)
        action = self.waiting.action_publish_silently()
        self.assertEqual(len(action["params"]["ids"]), 1, "nothing ticked: all")
        self.work_off(action, self.manager)
        self.assertEqual(self.get_page(order).facts["step"], "confirmed")
        self.assertEqual(self.get_events(order), [("confirmed", "silent", "stopped")])
        self.assertFalse(self.deliver())

    def test_what_was_deleted_leaves_the_list(self):
        order = self.create_order()
        order.action_quotation_sent()
        self.publish()
        order.action_confirm()
        self.publish()
        order._action_cancel()
        order.unlink()
        row = self.waiting.search([])
        self.assertFalse(row.document_name)
        self.work_off(row.action_publish(), self.manager)
        self.assertFalse(self.env["customer.status.change"].search([]))

    def test_the_list_costs_the_same_for_two_and_for_twenty(self):
        fields_read = ["document_name", "before", "after", "news", "outcome"]
        counts = []
        for number in (2, 18):
            self.confirm(*[self.anna, self.bo] * (number // 2))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = self.waiting.search([]).read(fields_read)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(rows), 20)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    def test_only_managers_publish(self):
        self.confirm(self.anna)
        seller = self.create_user("seller", SELLER)
        waiting = self.env["customer.status.waiting"]
        with self.assertRaises(AccessError):
            waiting.with_user(seller).search([])
        with self.assertRaises(AccessError):
            waiting.with_user(seller).publish_batch(waiting.search([]).ids)

    def test_m7_the_customers_page_shows_nothing_unpublished(self):
        pages = self.env["customer.status.page"]
        self.confirm(self.anna)
        self.assertFalse(pages._ensure(self.anna)[self.anna.id].facts["orders"])
        self.work_off(self.waiting.action_publish(), self.manager)
        shown = pages._ensure(self.anna)[self.anna.id].facts["orders"]
        self.assertEqual([order["step"] for order in shown], ["confirmed"])

    def test_a_template_that_fails_says_so_in_the_list_and_on_the_order(self):
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        rule.template_id.body_html = '<p t-out="1 / (object.partner_id.color - 7)"/>'
        self.anna.color = 7
        bad, good = self.confirm(self.anna, self.bo)
        self.work_off(self.waiting.search([]).action_publish(), self.manager)
        self.assertEqual(self.get_events(good)[0][1], const.TOLD)
        row = self.waiting.search([])
        self.assertEqual(row.res_id, bad.id)
        self.assertRegex(row.outcome, "Could not be published: .*division by zero")
        self.assertGreater(row.goes_out_at, fields.Datetime.now())
        waiting = bad.with_user(self.manager).customer_status_waiting
        self.assertIn("division by zero", waiting["failure"])

    def test_17_publishing_many_counts_what_was_not_published(self):
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        rule.template_id.body_html = '<p t-out="1 / (object.partner_id.color - 7)"/>'
        self.anna.color = 7
        self.confirm(self.anna, self.bo, self.bo)
        rows = self.waiting.search([])
        params = rows.action_publish()["params"]
        counts = self.waiting.publish_batch(params["ids"])
        self.assertEqual(
            counts, {"Published": 2, "Not published, the list says why": 1}
        )
        self.assertEqual(params["fine"], ["Published"])
        look = params["look_action"]
        self.assertEqual(look["res_model"], self.waiting._name)
        self.assertEqual(look["context"], {"search_default_failed": 1})
        [row] = self.waiting.search([("failure", "!=", False)])
        self.assertEqual(row.partner_id, self.anna)
        self.anna.color = 1
        counts = self.waiting.publish_silently_batch(row.ids)
        self.assertEqual(counts, {"Published": 1})
        self.assertEqual(self.waiting.publish_batch([]), {})

    def test_a_mended_template_is_tried_again_at_once(self):
        template = self.env.ref(
            "customer_status_comm.customer_status_rule_confirmed"
        ).template_id
        template.body_html = '<p t-out="1 / (object.partner_id.color - 7)"/>'
        self.anna.color = 7
        order = self.create_order()
        order.action_confirm()
        self.company.customer_status_mode = "automatic"
        self.publish()
        change = self.env["customer.status.change"].search([])
        self.assertGreater(change.due_at, fields.Datetime.now())

        template.body_html = "<p>Mended</p>"
        self.assertFalse(change.due_at)
        self.run_cron("customer_status_comm.ir_cron_publish")
        self.assertEqual(self.get_events(order)[0][1], const.TOLD)

    def test_a_template_that_no_rule_uses_wakes_nobody(self):
        self.confirm(self.anna)
        change = self.env["customer.status.change"].search([])
        looked_at = change.due_at
        template = self.env["mail.template"].create({"name": "Of no rule"})
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        template._look_again_where_used()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 1)
        template.subject = "Changed"
        self.assertEqual(change.due_at, looked_at)

    def test_two_companies_publish_apart(self):
        other = self._create_company("Andenby Cykler", customer_status_mode="on_demand")
        here = self.confirm(self.anna)
        there = self.create_order(company_id=other.id)
        there.action_confirm()
        self.publish()
        names = self.waiting.search([]).mapped("document_name")
        self.assertEqual(names, here.mapped("name"))
        self.assertNotIn(there.name, names)


class TestCountdown(StatusCase):
    """B2: the order shows what goes out when; stop it, or send it now."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.create_user("seller", SELLER)
        cls.order = cls.create_order(user_id=cls.seller.id)
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.run_cron("customer_status_comm.ir_cron_publish")
        self.seen = self.order.with_user(self.seller)

    def test_b2_the_order_says_what_goes_out_when(self):
        waiting = self.seen.customer_status_waiting
        self.assertEqual(waiting["message"], "E-mail to anna.test@customer.example")
        due_at = fields.Datetime.to_datetime(waiting["due_at"])
        wait = due_at - fields.Datetime.now()
        self.assertLess(timedelta(minutes=9), wait)
        self.assertLessEqual(wait, timedelta(minutes=10))
        self.assertTrue(waiting["can_send"])

    def assert_notice(self, action, kind, message):
        """Check what is said beside the form, which then shows how it stands."""
        self.assertEqual(action["tag"], "display_notification")
        params = action["params"]
        self.assertEqual((params["type"], params["message"]), (kind, message))
        self.assertEqual(params["next"]["tag"], "soft_reload")

    def test_b2_stop_tells_nobody_and_says_so(self):
        words = "Stopped. The customer is not told of it."
        self.assert_notice(self.seen.action_status_stop(), "info", words)
        self.env.invalidate_all()
        self.assertFalse(self.seen.customer_status_waiting)
        self.publish()
        self.assertFalse(self.deliver())
        self.assertEqual(
            self.get_events(self.order), [("confirmed", "silent", "stopped")]
        )
        self.order._create_invoices()._post()
        self.publish()
        [message] = self.deliver()
        self.assertIn("Invoice", message["Subject"], "what comes later is told")

    def test_b2_send_now_tells_at_once_and_once(self):
        action = self.seen.action_status_send_now()
        self.assert_notice(action, "success", "It is on its way to the customer.")
        self.assertEqual(len(self.deliver()), 1)
        self.seen.action_status_send_now()
        self.publish()
        self.assertFalse(self.deliver())

    def test_b2_who_presses_too_late_reads_it_in_a_notice(self):
        """Nothing has gone wrong: no error, and the form shows how it stands."""
        self.publish()
        self.assertEqual(len(self.deliver()), 1, "it leaves before the button")
        too_late = [
            ("action_status_send_now", "success", "It has already been sent."),
            (
                "action_status_stop",
                "warning",
                "It could not be stopped: it has already been sent.",
            ),
        ]
        for method, kind, message in too_late:
            with self.subTest(method):
                self.assert_notice(getattr(self.seen, method)(), kind, message)
        self.assertFalse(self.deliver())

    def test_b2_send_now_says_what_could_not_be_sent_and_why(self):
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        rule.template_id.flush_recordset()
        self.env.cr.execute(
            "UPDATE mail_template SET body_html = %s WHERE id = %s",
            ['{"en_US": "<p t-out=\\"object.no_such_field\\"/>"}', rule.template_id.id],
        )
        self.env.invalidate_all()
        with mute_logger(*LOGGERS):
            action = self.seen.action_status_send_now()
        self.assertEqual(action["params"]["type"], "danger")
        self.assertRegex(action["params"]["message"], "^Not sent: .")
        self.assertFalse(self.deliver())

    def test_b2_send_now_says_whom_it_cannot_reach(self):
        self.anna.email = False
        params = self.seen.action_status_send_now()["params"]
        self.assertEqual(params["type"], "info")
        self.assertIn("The customer is not told of it.", params["message"])
        self.assertIn("No e-mail", params["message"])

    def test_b2_send_now_without_news_says_that_nothing_waits(self):
        self.seen.action_status_send_now()
        self.order._status_touch(const.REASON_CHANGED)
        self.env["customer.status.change"].flush_model()
        action = self.seen.action_status_send_now()
        words = "Nothing waits to be told any more."
        self.assert_notice(action, "info", words)

    def test_b2_who_sends_what_a_colleague_stopped_reads_that(self):
        self.seen.action_status_stop()
        params = self.seen.action_status_send_now()["params"]
        self.assertEqual(params["type"], "info")
        self.assertEqual(params["message"], "It has already been stopped.")
        self.assertFalse(self.deliver())

    def test_on_demand_only_who_publishes_may_send(self):
        self.company.customer_status_mode = "on_demand"
        self.publish()
        waiting = self.seen.customer_status_waiting
        self.assertFalse(waiting["due_at"])
        self.assertFalse(waiting["can_send"])
        with self.assertRaises(UserError):
            self.seen.action_status_send_now()
        self.seller.group_ids |= self.env.ref(MANAGER)
        self.seen.action_status_send_now()
        self.assertEqual(len(self.deliver()), 1)

    def test_who_may_not_write_the_order_may_not_stop_it(self):
        self.order.user_id = self.create_user("colleague", SELLER)
        with self.assertRaises(AccessError):
            self.seen.action_status_stop()

    def test_b2_what_waits_follows_the_rules_of_now(self):
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        rule.settle_minutes = 0
        self.run_cron("customer_status_comm.ir_cron_publish")
        self.assertEqual(self.get_events(self.order)[0][1], const.TOLD)

    def test_an_order_without_news_says_nothing(self):
        self.anna.gets_status_messages = False
        self.assertFalse(self.seen.customer_status_waiting)
        draft = self.create_order()
        self.assertFalse(draft.customer_status_waiting)

    def test_b2_sending_hours_defer_and_lose_nothing(self):
        """Between 9 and 17 in the shop's time; it is ten in the evening."""
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        rule.write({"send_from": 9, "send_until": 17})
        self.company.customer_status_hold_days = 0  # years pass in this test
        late = fields.Datetime.to_datetime("2030-06-03 20:00:00")
        change = self.env["customer.status.change"].search([])
        with self.freeze(late):
            change.write({"touched_at": late - timedelta(hours=1), "due_at": False})
            self.run_cron("customer_status_comm.ir_cron_publish")
        self.assertFalse(self.get_page(self.order))
        morning = fields.Datetime.to_datetime("2030-06-04 07:00:00")
        self.assertEqual(change.due_at, morning)
        with self.freeze(morning):
            change.due_at = False
            self.run_cron("customer_status_comm.ir_cron_publish")
        self.assertEqual(self.get_events(self.order)[0][1], const.TOLD)
