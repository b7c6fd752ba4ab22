"""Another way to a customer; the worked example of docs/adding-a-channel.md."""

from odoo.tests import HttpCase, tagged

from odoo.addons.customer_status_comm.tests.common import StatusCase
from odoo.addons.customer_status_comm.tests.kit.channel import (
    ChannelContract,
    HttpService,
)

ADDRESS = "customer_status_comm_messenger.address"


@tagged("standard", "post_install", "-at_install")
class TestAnotherChannel(ChannelContract, StatusCase, HttpCase):
    """B16: what any channel holds to, and the words of this one."""

    channel = "messenger"
    cron = "customer_status_comm_messenger.ir_cron_send"

    def use_service(self):
        self.service = HttpService()
        self.addCleanup(self.service.stop)
        self.env["ir.config_parameter"].set_param(ADDRESS, self.service.url)

    def set_address(self, partner):
        partner.messenger_name = f"@{partner.id}"

    def get_received(self):
        return [(message["to"], message["text"]) for message in self.service.received]

    def set_refusing(self, refusing):
        self.service.status = 503 if refusing else 200

    def test_b16_the_text_is_plain_and_the_panel_says_where_it_went(self):
        panel = self.open_panel(self.anna)
        panel.action_send()
        name = self.anna.messenger_name
        self.assertEqual(self.get_received(), [(name, "It is *ready*.")])
        self.assertEqual(panel.feedback, f"Sent to {name}.")

    def test_b16_the_panel_says_who_cannot_be_reached(self):
        panel = self.open_panel(self.bo)
        panel.action_send()
        self.assertEqual(
            panel.feedback, "Not sent to Bo Test. No address for this way."
        )

    def test_b16_what_the_service_refuses_says_what_it_said(self):
        self.set_refusing(True)
        panel = self.open_panel(self.anna)
        panel.action_send()
        reason = "The service did not take the message (503 Service Unavailable)"
        self.assertEqual(panel.feedback, f"Not sent: {reason}")
        self.assertEqual(panel.communication_id.failure_reason, reason)

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

    def test_b16_what_waits_says_which_address(self):
        self.use_in_rule(self.channel)
        self.create_order(self.anna).action_confirm()
        self.env["customer.status.change"].flush_model()
        waiting = self.env["customer.status.waiting"].search([])
        name = self.anna.messenger_name
        self.assertIn(f"Messenger to {name}", waiting.mapped("outcome"))
