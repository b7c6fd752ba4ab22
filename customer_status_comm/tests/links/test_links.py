"""B9: how long a link opens its page, who takes it back, and what remains of it."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ... import const
from ..common import StatusCase


class TestLinks(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.create_order(cls.anna)
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        [message] = self.deliver()
        self.token = self.get_token(message)
        self.page = self.get_page(self.order)
        self.link = self.page.link_ids

    def opens(self, token=None):
        """Whether a link opens its page now."""
        self.env.flush_all()
        return bool(self.env["customer.status.link"]._find_page(token or self.token))

    def let_pass(self, **time):
        """Have the page's end, and its links' making, lie so much longer ago."""
        self.env.flush_all()
        past = relativedelta(**time)
        if self.page.finished_at:
            self.page.finished_at -= past
        for link in self.page.link_ids:
            self.env.cr.execute(
                "UPDATE customer_status_link SET create_date = %s WHERE id = %s",
                [link.create_date - past, link.id],
            )
        self.env.flush_all()
        self.env.invalidate_all()

    def copy_link(self, user=None):
        """Press "Copy link" and return the token."""
        action = self.page.with_user(user or self.env.user).action_copy_link()
        return action["params"]["url"].rpartition("/")[2]

    # Life

    def test_b9_a_link_lives_six_months_from_the_orders_end(self):
        self.assertFalse(self.page.finished_at)
        quiet = relativedelta(months=const.QUIET_MONTHS)
        made = max(self.page.published_at, self.link.create_date)
        self.assertEqual(self.link.ends_at, made + quiet, "it is under way")
        self.let_pass(years=3)
        self.assertTrue(self.opens(), "the order is still under way")

        self.order._action_cancel()
        self.publish()
        self.assertTrue(self.page.finished_at)
        self.let_pass(months=5)
        self.assertTrue(self.opens())
        self.assertEqual(self.link.state, const.LINK_LIVE)
        self.let_pass(months=1, days=1)
        self.assertFalse(self.opens())
        self.assertEqual(self.link.state, const.LINK_EXPIRED)

    def test_b9_an_order_ends_when_nothing_is_owed(self):
        self.order.order_line.qty_delivered = 5
        self.publish()
        self.assertTrue(self.page.finished_at, "all has come, nothing is owed yet")
        invoice = self.order._create_invoices()
        invoice.action_post()
        self.publish()
        self.assertFalse(self.page.finished_at, "the invoice is open")
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self.publish()
        self.assertTrue(self.page.finished_at)

    def test_b9_a_reopened_order_has_no_end(self):
        self.order._action_cancel()
        self.publish()
        self.let_pass(years=1)
        self.assertFalse(self.opens())
        self.order.action_draft()
        self.order.action_confirm()
        self.publish()
        self.assertFalse(self.page.finished_at)
        self.assertTrue(self.opens())

    def test_b9_the_end_is_dated_once(self):
        self.order._action_cancel()
        self.publish()
        self.let_pass(months=2)
        end = self.page.finished_at
        self.order.client_order_ref = "PO-7"
        self.publish()
        self.assertEqual(self.page.facts["client_reference"], "PO-7")
        self.assertEqual(self.page.finished_at, end)

    def test_b9_other_months_count_for_all_links_at_once(self):
        self.order._action_cancel()
        self.publish()
        self.let_pass(months=4)
        self.assertTrue(self.opens())
        self.company.customer_status_link_months = 3
        self.assertFalse(self.opens())
        self.assertEqual(self.link.state, const.LINK_EXPIRED)
        self.company.customer_status_link_months = 0
        self.let_pass(years=20)
        self.assertTrue(self.opens(), "0 is for ever")
        self.assertFalse(self.link.ends_at)

    def test_b9_a_link_made_after_the_end_lives_its_months_too(self):
        self.order._action_cancel()
        self.publish()
        self.let_pass(years=1)
        self.assertFalse(self.opens())
        token = self.copy_link()
        self.assertTrue(self.opens(token))

    def test_b9_links_to_a_customers_own_page_have_a_day(self):
        page = self.env["customer.status.page"]._ensure(self.anna)[self.anna.id]
        links = self.env["customer.status.link"]
        [path] = links._create_links(page, self.anna)
        token = path.rpartition("/")[2]
        self.assertFalse(page.finished_at)
        days = (page.link_ids.expires_at - fields.Datetime.now()).days
        self.assertAlmostEqual(days, const.LINK_DAYS, delta=1)
        self.assertTrue(self.opens(token))
        page.link_ids.expires_at = fields.Datetime.now() - timedelta(minutes=1)
        self.assertFalse(self.opens(token))
        self.assertFalse(self.link.expires_at, "an order's link ends with its order")

    @mute_logger("odoo.sql_db")
    def test_months_are_not_negative(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.company.customer_status_link_months = -1
            self.company.flush_recordset()

    def test_finding_a_page_is_one_query(self):
        with self.assertQueryCount(1):
            self.env["customer.status.link"]._find_page(self.token)

    # Taking back

    def test_b9_take_back_all_links(self):
        other = self.copy_link()
        seller = self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        self.page.with_user(seller).action_take_back_links()

        self.assertFalse(self.opens())
        self.assertFalse(self.opens(other))
        links = self.page.link_ids
        self.assertEqual(set(links.mapped("state")), {const.LINK_REVOKED})
        self.assertEqual(links.revoked_by_id, seller)
        self.assertTrue(self.opens(self.copy_link()), "a new one can be made")

    def test_b9_links_taken_back_keep_their_first_date(self):
        past = fields.Datetime.now() - timedelta(days=3)
        self.link.revoked_at = past
        self.page.action_take_back_links()
        self.assertEqual(self.link.revoked_at, past)

    def test_b9_renew_takes_back_and_makes_a_new_one(self):
        action = self.page.action_renew_link()
        self.assertFalse(self.opens())
        self.assertTrue(self.opens(action["params"]["url"].rpartition("/")[2]))

    def test_b9_a_copied_link_is_the_customers_and_says_who_made_it(self):
        seller = self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        action = self.page.with_user(seller).action_copy_link()
        self.assertTrue(action["params"]["url"].startswith("http"))
        self.assertIn("Anna Test", action["params"]["message"])
        newest = self.page.link_ids[0]
        self.assertEqual(newest.partner_id, self.anna)
        self.assertEqual(newest.create_uid, seller)
        self.assertEqual(len(self.page.event_ids), 1, "nobody was told")
        self.assertEqual(len(self.anna.communication_ids), 1)

    def test_b9_a_draft_has_no_link(self):
        draft = self.create_order()
        page = self.env["customer.status.page"]._ensure(draft)[draft.id]
        self.assertTrue(page.is_draft)
        with self.assertRaises(UserError):
            page.action_copy_link()
        self.assertFalse(page.link_ids)

    def test_b9_only_who_may_change_the_order_takes_links_back(self):
        self.env["ir.model.access"].create(
            {
                "name": "auditor",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "group_id": self.env.ref("base.group_user").id,
                "perm_read": True,
            }
        )
        auditor = self.create_user("auditor", "base.group_user")
        self.assertFalse(self.order.with_user(auditor).has_access("write"))
        for press in ("action_take_back_links", "action_renew_link"):
            with self.subTest(press), self.assertRaises(AccessError):
                getattr(self.page.with_user(auditor), press)()
        self.assertTrue(self.page.with_user(auditor).action_copy_link())
        stranger = self.create_user("stranger", "sales_team.group_sale_salesman")
        self.order.user_id = self.env.user
        for press in ("action_copy_link", "action_take_back_links", "action_contact"):
            with self.subTest(press), self.assertRaises(AccessError):
                getattr(self.page.with_user(stranger), press)()
        self.assertTrue(self.opens())

    # Cleaning up

    def test_dead_links_are_deleted_after_a_month(self):
        links = self.env["customer.status.link"]
        links._create_links(self.page, self.anna)
        dead = self.page.link_ids - self.link
        dead.revoked_at = fields.Datetime.now() - timedelta(days=31)
        self.link.revoked_at = fields.Datetime.now() - timedelta(days=29)
        other = self.create_order()
        other.action_confirm()
        self.publish()
        other._action_cancel()
        self.publish()
        self.page = self.get_page(other)
        ended = self.page.link_ids
        self.let_pass(months=8)

        done, more = links._gc_dead_links()

        self.assertGreaterEqual(done, 3)
        self.assertFalse(more)
        self.assertFalse((dead | ended).exists())
        self.assertTrue(self.link.exists())
