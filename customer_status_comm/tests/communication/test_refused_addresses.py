"""A text with an address that Odoo refuses: it fails alone, and in words."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from ... import const
from ..common import StatusCase

REFUSED = {
    "picture": ('<img src="/web/image/../x">', "/web/image/../x"),
    "link": ('<a href="/a/../b">b</a>', "/a/../b"),
    "style": ('<p style="background-image:url(/a/../b.png)">b</p>', "/a/../b.png"),
    "coding": ('<a href="/a%FF">b</a>', "/a%FF"),
    "of two": ('<p style="background:url(/../a), url(/b)">b</p>', "/../a"),
}
NEWSLETTER = '<p style="background-image:url(//cdn.example/x.png)">Text</p>'
QUIET = mute_logger(
    "odoo.addons.customer_status_comm.apart",
    "odoo.addons.customer_status_comm.models.customer_communication_later",
)


class TestRefusedAddresses(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.create_user(
            "chief",
            "sales_team.group_sale_salesman_all_leads",
            "customer_status_comm.group_customer_status_manager",
        )
        cls.history = cls.env["customer.communication"].with_user(cls.manager)

    def create_row(self, body, **values):
        """Return the row of an e-mail that has not left."""
        return self.env["customer.communication"].create(
            {
                "partner_id": self.anna.id,
                "company_id": self.company.id,
                "communication_type": const.EMAIL,
                "subject": "Hello",
                "body": body,
                "user_id": self.env.user.id,
                "state": const.COMMUNICATION_FAILED,
                "failure_code": const.FAILURE_MAIL_SERVER,
                **values,
            }
        )

    def create_template(self):
        """Return a template whose link ends in the reference of its order."""
        return self.env["mail.template"].create(
            {
                "name": "Ready",
                "communication_type": const.EMAIL,
                "model_id": self.env["ir.model"]._get("sale.order").id,
                "subject": "Order {{ object.name }}",
                "body_html": (
                    f"{NEWSLETTER}<a t-attf-href='/shop/{{{{ object.client_order_ref"
                    " }}'>Shop</a>"
                ),
            }
        )

    # Many at once

    def test_17_2_send_again_one_that_fails_holds_up_no_other(self):
        for kind, (body, address) in REFUSED.items():
            with self.subTest(kind):
                good = self.create_row("<p>One</p>") | self.create_row(NEWSLETTER)
                bad = self.create_row(body)
                with QUIET:
                    counts = self.history.resend_batch((bad | good).ids)
                self.assertEqual(
                    counts,
                    {"Sent again": 2, "Failed again, the history says why": 1},
                )
                again = good.again_id
                self.assertEqual(set(again.mapped("state")), {"queued"})
                self.assertEqual(again.released_by_id, self.manager)
                self.assertEqual(bad.again_id.state, const.COMMUNICATION_FAILED)
                self.assertIn(f"“{address}”", bad.again_id.failure_reason)
                self.assertFalse(bad.again_id.released_by_id)
                self.assertEqual(len(self.deliver()), 2)

    def test_17_2_release_one_that_fails_holds_up_no_other(self):
        template = self.create_template()
        self.env["customer.status.rule"].search([]).template_id = template
        orders = self.env["sale.order"].with_context(import_file=True)
        line = {"product_id": self.product.id, "product_uom_qty": 1}
        values = {
            "partner_id": self.anna.id,
            "state": "sale",
            "order_line": [(0, 0, line)],
        }
        orders = orders.create([dict(values) for _order in range(3)])
        self.publish()
        orders[1].client_order_ref = "../x"
        ledger = self.env["customer.status.event"].with_user(self.manager)
        held = ledger.search([("state", "=", const.HELD)])
        self.assertEqual(len(held), 3)
        with QUIET:
            [(words, count)] = ledger.release_batch(held.ids).items()
        self.assertEqual(count, 1)
        self.assertRegex(words, "^Still held back: The text has .*“/shop/../x”")
        self.assertEqual(len(self.deliver()), 2)
        self.env.invalidate_all()
        self.assertEqual(self.get_events(orders[1])[0][1], const.HELD)
        orders[1].client_order_ref = "x"
        self.assertEqual(ledger.release_batch(held.ids), {})
        self.assertEqual(len(self.deliver()), 1)

    def test_17_2_what_was_scheduled_says_why(self):
        now = fields.Datetime.now() - timedelta(minutes=1)
        waits = {"state": const.COMMUNICATION_SCHEDULED, "scheduled_at": now}
        body, address = REFUSED["link"]
        bad = self.create_row(body, **waits)
        good = self.create_row(NEWSLETTER, **waits)
        with QUIET:
            self.run_cron("customer_status_comm.ir_cron_send_scheduled")
        self.assertEqual(good.state, const.COMMUNICATION_QUEUED)
        self.assertEqual(bad.state, const.COMMUNICATION_FAILED)
        self.assertIn(f"“{address}”", bad.failure_reason)

    # One by one

    def test_17_2_the_panel_says_which_address(self):
        for body, address in REFUSED.values():
            for scheduled_at in (False, fields.Datetime.now() + timedelta(days=1)):
                panel = self.write_in_panel(body, scheduled_at=scheduled_at)
                panel.action_send()
                self.assertEqual(panel.feedback_type, "danger")
                self.assertIn(f"“{address}”", panel.feedback)
                self.assertIn("https://", panel.feedback)
                self.assertFalse(panel.communication_id)

    def test_17_2_newsletters_are_sent(self):
        panel = self.write_in_panel(NEWSLETTER)
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        html = self.get_html(self.sink.received[-1][2])
        self.assertIn("url(https://cdn.example/x.png)", html)

    def write_in_panel(self, body, **values):
        action = self.anna.action_contact()
        panels = self.env[action["res_model"]].with_context(**action["context"])
        form = Form(panels)
        form.subject = "Hello"
        panel = form.save()
        panel.write({"body": body, **values})
        return panel

    def test_17_2_send_again_on_a_row_says_which_address(self):
        body, address = REFUSED["picture"]
        row = self.create_row(body)
        with self.assertRaisesRegex(UserError, f"“{address}”"):
            row.with_user(self.manager).action_resend()
        self.create_row(NEWSLETTER).with_user(self.manager).action_resend()
        self.assertEqual(len(self.sink.received), 1)

    def test_17_2_a_test_says_which_address(self):
        order, template = self.create_order(), self.create_template()
        test = template.with_user(self.manager).with_company(self.company)
        test.action_send_test()
        html = self.get_html(self.sink.received[-1][2])
        self.assertIn("url(https://cdn.example/x.png)", html)
        order.client_order_ref = "../x"
        with self.assertRaisesRegex(UserError, "“/shop/../x”"):
            test.action_send_test()

    def test_17_2_the_address_is_short_and_plain(self):
        body = f'<a href="/../&lt;b&gt;&#8238;{"a" * 100_000}">b</a>'
        with self.assertRaises(UserError) as caught:
            self.create_row(body)._render_layouts()
        words = str(caught.exception)
        self.assertLess(len(words), 300)
        self.assertIn("“/../", words)
        self.assertNotIn("\u202e", words)
