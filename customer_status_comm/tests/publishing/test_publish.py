"""What customers are told, and when: from the touch to the message."""

from datetime import timedelta

from odoo import fields

from ... import const
from ..common import StatusCase


class TestPublish(StatusCase):
    def test_confirmed_order_is_told_once_by_email(self):
        """M6, D3, B3 of docs/requirements.md."""
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()

        [message] = self.deliver()

        self.assertEqual(message["To"], "Anna Test <anna.test@customer.example>")
        self.assertEqual(message["From"], "Testby Cykler <service@testby.example>")
        self.assertEqual(message["Reply-To"], "Testby Cykler <service@testby.example>")
        self.assertEqual(message["Subject"], f"We have your order {order.name}")
        html = self.get_html(message)
        self.assertIn("Hi Anna,", html)
        self.assertIn("Kind regards", html)
        self.assertNotIn("/my/status/", html)
        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])

        order.write({"client_order_ref": "PO-7"})
        self.publish()
        self.assertFalse(self.deliver(), "a new reference is no news")
        self.assertEqual(self.get_page(order).facts["client_reference"], "PO-7")
        self.assertEqual(self.get_page(order).revision, 2)

    def test_nothing_is_produced_before_it_is_published(self):
        order = self.create_order()
        order.action_confirm()

        self.assertFalse(self.get_page(order))
        self.assertFalse(self.deliver())

    def test_news_waits_until_the_document_has_rested(self):
        order = self.create_order()
        order.action_confirm()

        self.run_cron("customer_status_comm.ir_cron_publish")

        self.assertFalse(self.get_page(order))
        change = self.env["customer.status.change"].search([])
        self.assertEqual(change.company_id, self.company)
        rest = change.due_at - change.touched_at.replace(microsecond=0)
        self.assertEqual(rest, timedelta(minutes=10))

    def test_going_back_while_it_rests_tells_nothing(self):
        """B2 of docs/requirements.md."""
        order = self.create_order()
        order.action_confirm()
        order._action_cancel()
        order.action_draft()
        self.publish()

        self.assertFalse(self.deliver())
        self.assertFalse(self.get_page(order))

    def test_only_the_newest_state_is_told(self):
        """B2 of docs/requirements.md."""
        order = self.create_order()
        order.action_quotation_sent()
        self.publish()
        order.action_confirm()
        order._action_cancel()
        self.publish()

        [message] = self.deliver()
        self.assertEqual(message["Subject"], f"Your order {order.name} is cancelled")

    def test_invoice_is_told_a_draft_is_not(self):
        """M6 of docs/requirements.md."""
        order = self.create_order()
        order.action_confirm()
        self.publish()
        self.deliver()

        invoice = order._create_invoices()
        self.publish()
        self.assertFalse(self.deliver())

        invoice.action_post()
        self.publish()
        [message] = self.deliver()
        self.assertEqual(message["Subject"], f"Invoice for your order {order.name}")
        self.assertEqual(self.get_page(order).facts["billing"], const.BILLING_INVOICED)

    def test_invoice_posted_again_is_not_told_again(self):
        """B12 of docs/requirements.md."""
        order = self.create_order()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.publish()
        self.assertEqual(len(self.deliver()), 1, "both events in one message")

        invoice.button_draft()
        self.publish()
        self.assertEqual(self.get_page(order).facts["invoices"], [])
        invoice.action_post()
        self.publish()

        self.assertFalse(self.deliver())
        self.assertEqual(len(self.get_page(order).facts["invoices"]), 1)

    def test_one_invoice_of_two_orders_is_told_on_both(self):
        orders = self.create_order() | self.create_order()
        orders.action_confirm()
        self.publish()
        self.deliver()
        orders._create_invoices().action_post()
        self.publish()

        subjects = sorted(message["Subject"] for message in self.deliver())
        self.assertEqual(len(subjects), 2)
        for order, subject in zip(orders.sorted("name"), subjects, strict=True):
            self.assertIn(order.name, subject)

    def test_cancelled_order_is_told_and_its_page_says_so(self):
        """M6 of docs/requirements.md."""
        order = self.create_order(self.bo)
        order.action_confirm()
        self.publish()
        self.deliver()
        order._action_cancel()
        self.publish()

        [message] = self.deliver()
        self.assertIn(order.name, message["Subject"])
        self.assertEqual(self.get_page(order).facts["step"], const.STEP_CANCELLED)

    def test_order_born_confirmed_is_told(self):
        """Imports and programs create orders that never see action_confirm."""
        order = self.create_order(state="sale")
        self.publish()

        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])

    def test_mass_cancel_of_locked_orders(self):
        orders = self.create_order() | self.create_order(self.bo)
        orders.action_confirm()
        orders.action_lock()
        self.publish()
        self.deliver()
        self.env["sale.mass.cancel.orders"].create(
            {"sale_order_ids": [(6, 0, orders.ids)]}
        ).action_mass_cancel()
        self.publish()

        self.assertEqual(len(self.deliver()), 2)

    def test_cancelled_then_confirmed_again_is_told_again(self):
        order = self.create_order()
        order.action_confirm()
        self.publish()
        order._action_cancel()
        self.publish()
        order.action_draft()
        order.action_confirm()
        self.publish()

        told = [event for event, _state, _why in self.get_events(order)]
        self.assertEqual(told, ["confirmed", "cancelled", "reopened", "confirmed"])

    def test_m5_the_shop_words_all_but_the_link(self):
        template = self.env.ref(
            "customer_status_comm.customer_status_rule_confirmed"
        ).template_id
        template.body_html = (
            "<p>Your web order has been dispatched. Thank you for shopping here.</p>"
            '<p><t t-out="object.customer_status_button"/></p>'
        )
        order = self.create_order()
        order.action_confirm()
        self.publish()

        [message] = self.deliver()
        html = self.get_html(message)
        self.assertIn("Your web order has been dispatched. Thank you", html)
        found = self.env["customer.status.link"]._find_page(self.get_token(message))
        self.assertEqual(found.facts["reference"], order.name)

    def test_switched_off_company_tells_and_shows_nothing(self):
        self.company.customer_status_active = False
        order = self.create_order()
        order.action_confirm()
        self.publish()

        self.assertFalse(self.get_page(order))
        self.assertFalse(self.deliver())
        self.assertFalse(self.env["customer.status.change"].search([]))

    def test_silent_start(self):
        """B5, B25 of docs/requirements.md.

        An order from before the switch is not told its old news, only its new.
        """
        order = self.create_order()
        order.action_confirm()
        self.env.flush_all()
        self.env["customer.status.change"].search([]).unlink()
        order.create_date = fields.Datetime.now() - timedelta(days=90)
        self.env.cr.execute(
            "UPDATE sale_order SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=90), order.id],
        )
        self.env.invalidate_all()
        order._create_invoices().action_post()
        self.publish()

        self.assertEqual(
            self.get_events(order),
            [("confirmed", "silent", "before_start"), ("invoiced", "told", False)],
        )

    def test_reasons_for_silence_stand_in_the_ledger(self):
        """M9, B25 of docs/requirements.md."""
        cases = [
            ("no_email", {"email": False}, {}),
            ("invalid_email", {"email": "nonsense"}, {}),
            ("opted_out", {"gets_status_messages": False}, {}),
            ("audience", {}, {"audience": const.AUDIENCE_COMPANY}),
            ("no_rule", {}, {"active": False}),
        ]
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        for why, of_customer, of_rule in cases:
            with self.subTest(why), self.env.cr.savepoint() as savepoint:
                customer = self._create_customer("Una Told", **of_customer)
                rule.write(of_rule)
                order = self.create_order(customer)
                order.action_confirm()
                self.publish()
                self.assertEqual(self.get_events(order), [("confirmed", "silent", why)])
                self.assertFalse(self.deliver())
                savepoint.rollback()
                self.env.invalidate_all()

    def test_blacklisted_address_is_not_written_to(self):
        """B7 of docs/requirements.md."""
        self.env["mail.blacklist"]._add(self.anna.email)
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()

        self.assertEqual(
            self.get_events(order), [("confirmed", "silent", "email_blacklisted")]
        )
        self.assertFalse(self.deliver())

    def test_all_addresses_of_a_customer_are_written_to(self):
        """As Odoo writes to them; a firm keeps its buyer's and its office's in one."""
        self.anna.email = '"Anna" <anna@firm.example>, Office@firm.example'
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()

        both = ["anna@firm.example", "office@firm.example"]
        message = self.get_page(order).event_ids.communication_ids
        self.assertEqual(message.recipient, ", ".join(both))
        self.deliver()
        sent = [address for _from, to, _message in self.sink.received for address in to]
        self.assertEqual(sorted(sent), both, "each of them once")

    def test_one_blacklisted_address_of_several_is_enough(self):
        """Odoo writes to all of a contact's addresses or to none."""
        self.anna.email = "anna@firm.example, office@firm.example"
        self.env["mail.blacklist"]._add("office@firm.example")
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()

        self.assertEqual(
            self.get_events(order), [("confirmed", "silent", "email_blacklisted")]
        )
        self.assertFalse(self.deliver())

    def test_each_customer_reads_their_own_language(self):
        english, danish = self.create_order(self.anna), self.create_order(self.bo)
        (english | danish).action_confirm()
        self.publish()

        texts = {
            message["To"].addresses[0].addr_spec: self.get_html(message)
            for message in self.deliver()
        }
        self.assertIn("Hi Anna,", texts["anna.test@customer.example"])
        self.assertIn("Hej Bo,", texts["bo.test@customer.example"])

    def test_two_companies_never_mix(self):
        other = self._create_company(
            "Andenby Cykler", customer_service_email="hello@andenby.example"
        )
        here = self.create_order()
        there = self.create_order(company_id=other.id)
        here.action_confirm()
        there.action_confirm()
        self.publish()

        self.assertEqual(self.get_page(here).company_id, self.company)
        page = self.get_page(there)
        self.assertEqual(page.company_id, other)
        message = page.event_ids.communication_ids.mail_message_id
        self.assertEqual(message.email_from, '"Andenby Cykler" <hello@andenby.example>')
        user = self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        seen = self.env["customer.status.page"].with_user(user).search([])
        self.assertIn(self.get_page(here), seen)
        self.assertNotIn(page, seen)

    def test_touching_nothing_does_nothing(self):
        self.env["sale.order"]._status_touch(const.REASON_STATE)
        self.env["account.move"]._post()

        self.assertFalse(self.env["customer.status.change"].search([]))

    def test_deleted_order_leaves_the_outbox(self):
        order = self.create_order()
        order.action_quotation_sent()
        order._action_cancel()
        order.unlink()
        self.publish()

        self.assertFalse(self.env["customer.status.change"].search([]))

    def test_cost_per_document_is_flat(self):
        """A batch of 20 takes hardly more queries than one of 2."""
        counts = []
        for size in (2, 20):
            orders = self.env["sale.order"].union(
                *(self.create_order() for _n in range(size))
            )
            orders.action_confirm()
            self.env.flush_all()
            changes = self.env["customer.status.change"].search([])
            claimed = changes._claim(None, {("sale.order", i) for i in orders.ids})
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            claimed._publish(force=True)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 10, counts)

    def test_a_new_page_and_its_events_are_written_once(self):
        """What belongs to a row goes in with it, and in no second statement."""
        order = self.create_order()
        order.action_confirm()
        before = self.count_writes()
        self.publish()
        self.env.flush_all()

        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])
        for table, (inserted, updated) in self.count_writes().items():
            self.assertEqual(inserted - before[table][0], 1, table)
            self.assertEqual(updated, before[table][1], table)

    def count_writes(self):
        """Return ``{table: (rows inserted, rows updated)}`` in this transaction."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT relname, n_tup_ins, n_tup_upd FROM pg_stat_xact_user_tables"
            " WHERE relname IN ('customer_status_page', 'customer_status_event')"
        )
        return {table: counts for table, *counts in self.env.cr.fetchall()}

    def test_a_template_that_fails_holds_up_nobody_else(self):
        rule = self.env.ref("customer_status_comm.customer_status_rule_cancelled")
        good, bad = self.create_order(), self.create_order()
        (good | bad).action_confirm()
        self.publish()
        self.deliver()
        good._create_invoices().action_post()
        bad._action_cancel()
        rule.template_id.flush_recordset()
        self.env.cr.execute(
            "UPDATE mail_template SET body_html = %s WHERE id = %s",
            ['{"en_US": "<p t-out=\\"object.no_such_field\\"/>"}', rule.template_id.id],
        )
        self.env.invalidate_all()
        with self.assertLogs(
            "odoo.addons.customer_status_comm.models.customer_status_change", "WARNING"
        ):
            self.publish()

        self.assertEqual(len(self.deliver()), 1)
        waiting = self.env["customer.status.change"].search([])
        self.assertEqual(set(waiting.mapped("res_id")), {bad.id})
        self.assertIn("no_such_field", waiting[0].failure)
        self.assertGreater(waiting[0].due_at, fields.Datetime.now())
        self.assertEqual(self.get_page(bad).facts["step"], const.STEP_CONFIRMED)

    def test_back_to_automatic_releases_what_waits(self):
        """M7 of docs/requirements.md."""
        self.company.customer_status_mode = "on_demand"
        self.create_order().action_confirm()
        self.publish()
        self.assertFalse(self.deliver())
        self.company.customer_status_mode = "automatic"
        self.publish()
        self.assertEqual(len(self.deliver()), 1)
