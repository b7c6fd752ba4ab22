"""Another way to a customer; the worked example of docs/adding-a-channel.md."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from odoo.tests import HttpCase, tagged

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tests.common import LINK, StatusCase

MESSENGER = "messenger"
ADDRESS = "customer_status_comm_messenger.address"


class MessengerService:
    """A messenger's gateway on loopback.

    ``received``: ``(to, text)`` each. ``status``: what it answers.
    """

    def __init__(self):
        self.received = []
        self.status = 200
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                message = json.loads(
                    self.rfile.read(int(self.headers["Content-Length"]))
                )
                if service.status == 200:
                    service.received.append((message["to"], message["text"]))
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, *_args):
                """Keep the test's output clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/messages"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@tagged("standard", "post_install", "-at_install")
class TestAnotherChannel(StatusCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.service = MessengerService()
        self.addCleanup(self.service.stop)
        self.env["ir.config_parameter"].set_param(ADDRESS, self.service.url)
        self.anna.messenger_name = "@anna"

    def open_panel(self, partner, **values):
        panel = self.env["customer.communication.panel"]
        panel = panel.with_context(default_partner_id=partner.id)
        values = {
            "subject": "Your bike",
            "body": "<p>It is <b>ready</b>.</p>",
            **values,
        }
        return panel.create({"communication_type": MESSENGER, **values})

    def confirm(self, partner):
        """Confirm an order, and let the publisher look at it."""
        order = self.create_order(partner)
        order.action_confirm()
        self.publish()
        return order

    def use_in_rule(self, channel):
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        rule.channel = channel

    def test_b16_staff_write_over_it(self):
        panel = self.open_panel(self.anna)
        panel.action_send()
        self.assertEqual(self.service.received, [("@anna", "It is *ready*.")])
        self.assertEqual(panel.feedback, "Sent to @anna.")
        row = panel.communication_id
        self.assertEqual((row.state, row.recipient), ("sent", "@anna"))
        self.assertEqual(row.mail_message_id.model, "res.partner")
        self.assertFalse(self.deliver(), "nothing leaves by e-mail")

    def test_b16_the_panel_says_who_cannot_be_reached(self):
        panel = self.open_panel(self.bo)
        self.assertEqual(panel.obstacle, "No address for this way")
        panel.action_send()
        self.assertEqual(
            panel.feedback, "Not sent to Bo Test. No address for this way."
        )
        self.assertEqual(self.service.received, [])

    def test_b16_a_preference_opens_the_panel_on_it(self):
        self.anna.contact_preference = MESSENGER
        action = self.anna.action_contact()
        panel = self.env[action["res_model"]].with_context(**action["context"])
        self.assertEqual(panel.create({}).communication_type, MESSENGER)

    def test_b16_what_the_service_refuses_can_be_sent_again(self):
        self.service.status = 503
        panel = self.open_panel(self.anna)
        panel.action_send()
        reason = "The service did not take the message (503 Service Unavailable)"
        self.assertEqual(panel.feedback, f"Not sent: {reason}")
        row = panel.communication_id
        self.assertEqual((row.state, row.failure_reason), ("failed", reason))
        self.service.status = 200
        panel.action_send()
        self.assertEqual(panel.communication_id, row)
        self.assertEqual((row.state, row.failure_reason), ("sent", False))
        row.action_resend()
        self.assertEqual(len(self.service.received), 2)

    def test_b16_a_service_that_is_not_set_up_says_so(self):
        self.env["ir.config_parameter"].set_param(ADDRESS, False)
        panel = self.open_panel(self.anna)
        panel.action_send()
        self.assertIn("(its address is not set)", panel.feedback)

    def test_b16_a_service_that_is_away_tells_no_address(self):
        self.service.stop()
        panel = self.open_panel(self.anna)
        panel.action_send()
        self.assertEqual(panel.communication_id.failure_detail, "ConnectionError")
        self.assertNotIn("127.0.0.1", panel.feedback)

    def test_b16_a_rule_tells_over_it_with_a_link_of_the_customers_own(self):
        self.use_in_rule(MESSENGER)
        order = self.confirm(self.anna)
        [row] = self.anna.communication_ids
        self.assertEqual((row.communication_type, row.state), (MESSENGER, "queued"))
        self.assertEqual(self.service.received, [], "nothing leaves before the commit")
        self.run_cron("customer_status_comm_messenger.ir_cron_send")
        [(to, text)] = self.service.received
        self.assertEqual((to, row.state), ("@anna", "sent"))
        self.assertTrue(text.startswith("Hi Anna,"), text)
        [path] = {path for path, _token in LINK.findall(text)}
        self.assertIn(order.name, self.url_open(path).text)
        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])
        self.run_cron("customer_status_comm_messenger.ir_cron_send")
        self.assertEqual(len(self.service.received), 1)

    def test_b16_a_rule_follows_the_preference_and_falls_back(self):
        self.use_in_rule(const.CHANNEL_PREFERENCE)
        (self.anna | self.bo).contact_preference = MESSENGER  # Bo has no name there
        for partner, channel in ((self.anna, MESSENGER), (self.bo, const.EMAIL)):
            self.confirm(partner)
            self.assertEqual(partner.communication_ids.communication_type, channel)

    def test_b16_without_an_address_the_ledger_says_why(self):
        self.use_in_rule(MESSENGER)
        order = self.confirm(self.bo)
        self.assertEqual(
            self.get_events(order), [("confirmed", "silent", "no_address")]
        )
        self.assertFalse(self.bo.communication_ids)

    def test_b16_what_waits_says_who_would_be_told_how(self):
        self.use_in_rule(MESSENGER)
        self.create_order(self.anna).action_confirm()
        self.env["customer.status.change"].flush_model()
        waiting = self.env["customer.status.waiting"].search([])
        self.assertIn("Messenger to @anna", waiting.mapped("outcome"))
