"""What customers do themselves shows, and is acknowledged, at once; staff's waits."""

import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ... import const
from .common import UnpublishedCase

#: One black point, as a signature.
PICTURE = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@tagged("standard", "post_install", "-at_install")
class TestOwnDoing(UnpublishedCase, HttpCase):
    def run_publisher(self):
        """As it runs by itself: nothing has rested yet."""
        self.run_cron("customer_status_comm.ir_cron_publish")

    def send_quotation(self, **values):
        order = self.create_order(self.anna, **values)
        order.action_quotation_sent()
        self.run_publisher()
        self.assertFalse(self.get_page(order), "that waits: staff did it")
        return order

    def as_visitor(self, order):
        """Return ``order`` as web shop and portal act on it for who has no login."""
        self.env.flush_all()
        self.env["customer.status.change"].flush_model()  # what staff have touched
        return order.with_user(self.env.ref("base.public_user")).sudo()

    def open(self, path):
        self.env.flush_all()
        self.env["customer.status.change"].flush_model()
        return self.url_open(path)

    def sign(self, order):
        """Accept a quotation in the portal, as its customer does."""
        token = order._portal_ensure_token()
        params = {"name": "Anna Test", "signature": PICTURE, "access_token": token}
        self.env.flush_all()
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            answer = self.url_open(
                f"/my/orders/{order.id}/accept",
                data=json.dumps({"params": params}),
                headers={"Content-Type": "application/json"},
            )
        self.assertTrue(answer.json()["result"].get("force_refresh"), answer.text)
        self.env.invalidate_all()
        self.assertEqual(order.state, "sale")

    def test_a_quotation_that_is_signed_in_the_portal(self):
        for login in (None, "anna-anna"):
            with self.subTest(login):
                order = self.send_quotation(require_signature=True)
                self.authenticate(login, login)
                self.sign(order)
                self.run_publisher()
                self.assertEqual(self.get_events(order), [("confirmed", "told", False)])
                self.assertIn(order.name, self.anna.communication_ids[:1].subject)
                self.authenticate("anna-anna", "anna-anna")
                page = self.open(f"/my/status/order/{order.id}")
                self.assertIn("500.00", page.text)
                self.assertFalse(self.env["customer.status.waiting"].search([]))

    def test_staff_do_not_sign_for_the_customer(self):
        order = self.send_quotation()
        order.with_user(self.seller).action_confirm()
        self.run_publisher()
        self.assertFalse(self.get_page(order))
        self.assertFalse(self.deliver())

    def test_what_staff_change_afterwards_waits(self):
        order = self.send_quotation(require_signature=True)
        self.authenticate(None, None)
        self.sign(order)
        self.run_publisher()
        self.deliver()
        order.client_order_ref = "PO-STAFF"
        order._create_invoices().action_post()
        self.run_publisher()
        self.assertNotIn("PO-STAFF", str(self.get_page(order).facts))
        self.assertFalse(self.deliver())

    def test_before_the_publisher_comes_by_it_shows_already(self):
        order = self.create_order(self.anna)
        self.as_visitor(order).action_confirm()
        self.authenticate("anna-anna", "anna-anna")
        path = f"/my/status/order/{order.id}"
        self.assertIn("500.00", self.open(path).text)
        order.client_order_ref = "PO-STAFF"
        self.assertEqual(self.open(path).status_code, 404, "staff have changed it")

    def test_outside_the_sending_hours_it_shows_and_is_told_later(self):
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        order = self.send_quotation()
        self.press_publish(order)
        rule.write({"send_from": 9, "send_until": 9.5})
        self.company.customer_status_hold_days = 0  # years pass in this test
        changes = self.env["customer.status.change"]
        late = "2031-12-01 20:00:00"
        with self.freeze(late):
            self.as_visitor(order).action_confirm()
            changes.search([]).touched_at = late
            self.run_publisher()
        self.assertEqual(self.get_page(order).facts["step"], "confirmed")
        self.assertNotIn("confirmed", [event for event, *_ in self.get_events(order)])
        with self.freeze("2031-12-02 08:00:00"):
            changes.search([]).due_at = False
            self.run_publisher()
        self.assertIn(("confirmed", "told", False), self.get_events(order))

    def test_a_payment_that_a_cron_works_off(self):
        """The customer has closed the browser; it is their doing all the same."""
        order = self.send_quotation()
        provider = self.env["payment.provider"].create(
            {"name": "Transfer", "code": "none", "company_id": self.company.id}
        )
        changes = self.env["customer.status.change"]
        # No addon for a provider is installed that would have brought one that is on.
        methods = self.env["payment.method"].with_context(active_test=False)
        for operation, own in (("offline", False), ("online_redirect", True)):
            with self.subTest(operation):
                payment = self.env["payment.transaction"].create(
                    {
                        "provider_id": provider.id,
                        "payment_method_id": methods.search([], limit=1).id,
                        "reference": f"{order.name}-{operation}",
                        "amount": order.amount_total,
                        "currency_id": order.currency_id.id,
                        "partner_id": order.partner_id.id,
                        "operation": operation,
                        "state": "pending",
                        "sale_order_ids": [(6, 0, order.ids)],
                    }
                )
                order.state = "draft"
                changes.search([]).unlink()
                payment._post_process()
                self.assertEqual(order.state, "sent")
                rows = changes.search([("res_id", "=", order.id)])
                self.assertEqual(set(rows.mapped("by_customer")), {own})
                payment.sale_order_ids = False

    def test_nobody_inside_can_say_that_a_customer_did_it(self):
        order = self.create_order(self.anna).with_user(self.seller)
        changes = self.env["customer.status.change"]
        for value in (True, 1, "customer_status_by_customer", {}):
            asked = order.with_context(customer_status_by_customer=value)
            asked.action_quotation_sent()
            rows = changes.search([])
            self.assertTrue(rows)
            self.assertFalse(any(rows.mapped("by_customer")))
            order.state = "draft"
            changes.search([]).unlink()

    def test_what_a_carrier_reports_is_no_customers_doing(self):
        order = self.create_order(self.anna)
        order.action_confirm()
        changes = self.env["customer.status.change"]
        changes.search([]).unlink()
        visitor = self.as_visitor(order)
        visitor._status_touch(const.REASON_DELIVERY)
        visitor._status_touch(const.REASON_LINKED)
        self.assertEqual(changes.search([]).mapped("by_customer"), [False, False])
        visitor._status_touch(const.REASON_PAYMENT)
        self.assertIn(True, changes.search([]).mapped("by_customer"))
