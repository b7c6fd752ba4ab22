"""What a caller's context, or a default of their own, may not fill in."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ... import const
from ...tools.token import hash_token
from ..common import StatusCase

ALL = "sales_team.group_sale_salesman_all_leads"
STOCK = "stock.group_stock_user"
CHIEF = "customer_status_comm.group_customer_status_manager"


@tagged("standard", "post_install", "-at_install")
class TestCallersDefaults(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.create_user("default_clerk", "base.group_user")
        cls.seller = cls.create_user("default_seller", ALL, STOCK)
        cls.victim = cls.bo.message_post(body="Said to Bo")

    def get_crafted(self):
        """Return what would make of a message one that it is not."""
        return {
            "direction": "in",
            "sent_at": "2020-01-01 00:00:00",
            "failure_code": const.FAILURE_BOUNCED,
            "mail_message_id": self.victim.id,
            "released_by_id": self.env.user.id,
        }

    def as_context(self, values):
        return {f"default_{name}": value for name, value in values.items()}

    def make_panel(self, user=None):
        panels = self.env["customer.communication.panel"].with_user(user or self.clerk)
        return panels.create(
            {"partner_id": self.anna.id, "subject": "Hello", "body": "<p>Mine</p>"}
        )

    def assert_plain(self, row):
        self.assertEqual(row.direction, "out")
        self.assertEqual(row.state, "sent")
        self.assertFalse(row.failure_code)
        self.assertFalse(row.released_by_id)
        self.assertGreater(row.sent_at.year, 2020)
        self.assertNotEqual(row.mail_message_id, self.victim)
        self.victim.invalidate_recordset()
        self.assertIn("Said to Bo", self.victim.body)
        self.assertEqual(self.victim.res_id, self.bo.id)

    def test_of_a_message_in_the_panel(self):
        context = self.as_context(self.get_crafted())
        panel = self.make_panel().with_context(**context)
        panel.action_send()
        self.assert_plain(panel.communication_id.sudo())

    def test_of_a_message_sent_again(self):
        panel = self.make_panel()
        panel.action_send()
        context = self.as_context(self.get_crafted())
        panel.communication_id.with_context(**context).action_resend()
        again = self.anna.communication_ids.sorted("id")[-1]
        self.assertNotEqual(again, panel.communication_id)
        self.assert_plain(again.sudo())

    def test_nor_by_a_default_that_a_user_has_set(self):
        defaults = self.env["ir.default"].with_user(self.clerk)
        for name, value in self.get_crafted().items():
            defaults.set("customer.communication", name, value, user_id=True)
        panel = self.make_panel()
        panel.action_send()
        self.assert_plain(panel.communication_id.sudo())

    def test_of_what_a_rule_tells(self):
        order = self.create_order(user_id=self.seller.id)
        order.with_user(self.seller).action_confirm()
        context = self.as_context(
            {**self.get_crafted(), "known_facts": {"a": 1}, "facts": {"a": 1}}
        )
        order.with_user(self.seller).with_context(**context).action_status_send_now()
        self.deliver()
        page = self.get_page(order)
        self.assertEqual(page.facts["key"], f"sale.order,{order.id}")
        row = page.event_ids.communication_ids
        self.assert_plain(row)
        self.assertFalse(row.user_id)

    def test_no_link_comes_with_a_page(self):
        """Its token would be known to who asked for the page."""
        token = "x" * 43
        known = [(0, 0, {"token_hash": hash_token(token)})]
        context = {"default_link_ids": known}
        partner = self.anna.with_user(self.clerk).with_context(**context)
        action = partner.action_open_status_page()
        page = self.env["customer.status.page"].browse(action["res_id"])
        self.assertTrue(page)
        self.assertFalse(page.link_ids)
        self.assertFalse(self.env["customer.status.link"]._find_page(token))
        self.env["ir.default"].with_user(self.clerk).set(
            "customer.status.page", "link_ids", known, user_id=True
        )
        page = self.bo.with_user(self.clerk).action_open_status_page()
        page = self.env["customer.status.page"].browse(page["res_id"])
        self.assertFalse(page.link_ids)

    def test_nor_does_a_link_end_later_than_it_should(self):
        order = self.create_order(user_id=self.seller.id)
        order.action_confirm()
        self.publish()
        context = {"default_revoked_at": "2020-01-01", "default_user_id": self.clerk.id}
        page = self.get_page(order).with_user(self.seller).with_context(**context)
        page.action_copy_link()
        link = page.sudo().link_ids.sorted("id")[-1]
        self.assertFalse(link.revoked_at)
        self.assertEqual(link.user_id, self.seller)

    def test_what_administrators_set_and_what_fields_say_is_filled_in(self):
        rows = self.env["customer.communication"].sudo()
        values = {
            "partner_id": self.anna.id,
            "communication_type": "note",
            "subject": "x",
        }
        row = rows.with_context(default_direction="in").create(values)
        self.assertEqual(row.direction, "out")
        self.assertEqual(row.company_id, self.env.company)
        self.env["ir.default"].set("customer.communication", "recipient", "shop")
        row = rows.with_user(self.clerk).sudo().create(values)
        self.assertEqual(row.recipient, "shop")

    def test_the_panel_starts_with_its_context_but_is_checked(self):
        """That is how its doors open it."""
        order = self.create_order(self.bo)
        context = {
            "default_partner_id": self.anna.id,
            "default_res_model": "sale.order",
            "default_res_id": order.id,
            "default_subject": "Hello",
            "default_body": "<p>Text</p>",
        }
        panels = self.env["customer.communication.panel"].with_user(self.seller)
        panel = panels.with_context(**context).create({})
        self.assertEqual(panel.res_id, order.id)
        with self.assertRaises(UserError):
            panel._check_can_send()
