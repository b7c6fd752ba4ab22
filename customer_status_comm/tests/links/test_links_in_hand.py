"""Who inside is handed a link: who may read all that the page tells, now and later."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ALL, PARTNERS, STOCK, HandCase

CHIEF = "customer_status_comm.group_customer_status_manager"


@tagged("standard", "post_install", "-at_install")
class TestLinksInHand(HandCase):
    def test_a_clerk_is_handed_no_customers_page(self):
        clerk = self.create_user("hand_clerk", "base.group_user")
        page = self.get_customers_page()
        self.assertEqual(len(page.sudo().facts["orders"]), 2)
        self.assert_refused(page, clerk)

    def test_who_may_read_some_of_the_orders_is_handed_none_of_them(self):
        self.assert_refused(self.get_customers_page(), self.own)

    def test_nor_the_page_of_a_customer_whose_orders_are_to_come(self):
        """It lists tomorrow's orders, whoever makes them."""
        clerk = self.create_user("hand_clerk", "base.group_user")
        page = self.get_customers_page(self.bo)
        self.assertFalse(page.sudo().facts["orders"])
        for user in (clerk, self.own):
            self.assert_refused(page, user)
        mine = self.create_order(self.bo, user_id=self.own.id)
        mine.action_confirm()
        self.publish()
        self.assertEqual(len(page.sudo().facts["orders"]), 1)
        self.assert_refused(page, self.own)

    def test_who_may_read_whatever_comes_is_handed_it(self):
        for page in (self.get_customers_page(), self.get_customers_page(self.bo)):
            for button in ("action_copy_link", "action_renew_link"):
                with self.subTest(page=page.reference, button=button):
                    user = self.all
                    if button == "action_renew_link":
                        user = self.create_user(f"p{page.id}", ALL, STOCK, PARTNERS)
                    self.assertTrue(self.opens(self.press(page, user, button)))

    def test_a_rule_that_looks_into_the_order_is_not_enough(self):
        """It lets all of today's be read, but who knows of tomorrow's?"""
        rule = self.env["ir.rule"].create(
            {
                "name": "Small orders",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "domain_force": "[('amount_total', '<', 1000000)]",
            }
        )
        page = self.get_customers_page()
        orders = self.mine | self.theirs
        self.assertTrue(orders.with_user(self.all).has_access("read"))
        self.assert_refused(page, self.all)
        rule.active = False
        self.assertTrue(self.opens(self.press(page, self.all)))

    def test_another_companys_user_is_handed_nothing(self):
        other = self._create_company("Andenby Cykler")
        foreign = self.create_user(
            "hand_foreign", ALL, STOCK, company_id=other.id, company_ids=other.ids
        )
        page = self.get_customers_page().with_context(allowed_company_ids=other.ids)
        with self.assertRaises(AccessError):
            self.press(page, foreign)

    def test_an_orders_link_goes_to_who_may_read_it(self):
        self.assertTrue(self.opens(self.press(self.get_page(self.mine), self.own)))
        for user in (self.create_user("hand_clerk", "base.group_user"), self.own):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.press(self.get_page(self.theirs), user)

    def test_managers_of_customer_status_have_no_rights_to_documents(self):
        chief = self.create_user("hand_chief", CHIEF)
        page = self.get_page(self.mine)
        self.assertTrue(page.with_user(chief).has_access("read"))
        with self.assertRaises(AccessError):
            self.press(page, chief)
        self.assert_refused(self.get_customers_page(), chief)

    def test_a_deleted_document_counts_by_the_right_to_its_model(self):
        page = self.get_customers_page()
        facts = page.sudo().facts
        facts["orders"][0]["key"] = "sale.order,999999999"
        page.sudo().facts = facts
        clerk = self.create_user("hand_clerk", "base.group_user")
        self.assertEqual(page.with_user(self.all)._filter_in_hand(), page)
        self.assertFalse(page.with_user(clerk)._filter_in_hand())

    def test_no_page_needs_no_query(self):
        pages = self.env["customer.status.page"].with_user(self.own)
        self.assertFalse(pages._filter_in_hand())

    def test_many_pages_take_the_queries_of_one(self):
        orders = self.mine
        for _number in range(9):
            orders |= self.create_order(self.anna, user_id=self.own.id)
        pages = self.env["customer.status.page"]
        made = pages.union(*pages._ensure(orders).values()).with_user(self.own)
        self.env.flush_all()
        counts = []
        for some in (made[:1], made):
            some.invalidate_model()
            some._filter_in_hand()  # rights are cached from now on
            some.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(some._filter_in_hand(), some)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    # Where else a token might be read

    def test_nobody_but_administrators_reads_the_queues(self):
        """What waits in Odoo's queues has its links already."""
        for login, *groups in (
            ("queue_clerk", "base.group_user"),
            ("queue_chief", CHIEF, ALL),
        ):
            user = self.create_user(login, *groups)
            for queue in ("mail.mail", "sms.sms"):
                with self.subTest(login=login, queue=queue):
                    self.assertFalse(self.env[queue].with_user(user).has_access("read"))

    def test_history_and_chatter_have_no_token(self):
        self.anna.phone = "+45 20 12 34 56"
        url = self.mine.customer_status_url
        for kind in ("email", "sms"):
            row = self.write_to(
                self.anna,
                communication_type=kind,
                body=f"<p>{url}</p>",
                sms_text=f"Look: {url}",
                res_model="sale.order",
                res_id=self.mine.id,
            )
            with self.subTest(kind):
                for text in (row.body, row.sms_text, row.mail_message_id.body):
                    self.assertNotIn("/status/", text.replace("/my/status/", ""))
                    self.assertIn("/my/status/", text)
        self.assertTrue(self.get_token(self.sink.received[0][2]))

    def test_a_servers_answer_that_quotes_the_link_keeps_no_token(self):
        self.sink.refuse = "554 bad https://shop.example/status/" + "x" * 43
        with self.assertLogs("odoo.addons.mail.models.mail_mail", "ERROR"):
            row = self.write_to(self.anna)
        self.assertIn("/status/***", row.failure_detail)
        self.assertNotIn("x" * 43, row.failure_reason)
