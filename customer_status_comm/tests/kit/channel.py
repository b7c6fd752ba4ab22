"""What any channel holds to, told by tests to inherit, and a service to send to."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ... import const
from ..common import LINK
from ..poison import forbid


class HttpService:
    """A service on loopback that takes JSON over HTTP.

    ``received``: what it was given and took. ``status``: what it answers.
    """

    def __init__(self):
        self.received = []
        self.status = 200
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                message = self.rfile.read(int(self.headers["Content-Length"]))
                if service.status == 200:
                    service.received.append(json.loads(message))
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, *_args):
                """Keep the test's output clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class ChannelContract:
    """Tests for a type of ``customer.communication`` that an addon adds.

    Inherit it beside ``StatusCase`` and ``HttpCase``, and say how the channel is set
    up; ``HttpService`` may stand for its service::

        @tagged("standard", "post_install", "-at_install")
        class TestLetters(ChannelContract, StatusCase, HttpCase):
            channel = "letter"
            cron = "my_letters.ir_cron_send"

            def use_service(self):
                self.service = HttpService()
                self.addCleanup(self.service.stop)
                self.env.company.letter_url = self.service.url
            ...

    Of the customers ``self.anna`` can be reached and ``self.bo`` cannot.
    """

    #: The value of ``communication_type``.
    channel = ""
    #: The scheduled action (xmlid) that sends what waits.
    cron = ""

    def use_service(self):
        """Have messages go to a service of the test's own."""
        raise NotImplementedError

    def set_address(self, partner):
        """Have a customer be reached over the channel."""
        raise NotImplementedError

    def get_received(self):
        """Return ``[(address, text)]``, what the service has taken."""
        raise NotImplementedError

    def set_refusing(self, refusing):
        """Have the service refuse what it is given, or take it again."""
        raise NotImplementedError

    def setUp(self):
        super().setUp()
        self.use_service()
        self.set_address(self.anna)

    def open_panel(self, partner, **values):
        """Return the panel on a customer, a message written."""
        panels = self.env["customer.communication.panel"]
        return panels.with_context(default_partner_id=partner.id).create(
            {
                "communication_type": self.channel,
                "subject": "Your bike",
                "body": "<p>It is <b>ready</b>.</p>",
                **values,
            }
        )

    def use_in_rule(self, channel):
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        rule.channel = channel

    def confirm(self, partner):
        """Confirm an order, and let the publisher look at it."""
        order = self.create_order(partner)
        order.action_confirm()
        self.publish()
        return order

    def test_contract_staff_write_over_it(self):
        panel = self.open_panel(self.anna)
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        [(address, text)] = self.get_received()
        self.assertIn("ready", text)
        row = panel.communication_id
        self.assertEqual(row.state, const.COMMUNICATION_SENT)
        self.assertEqual(
            (row.recipient, row.communication_type), (address, self.channel)
        )
        self.assertEqual(row.mail_message_id.model, "res.partner")
        self.assertFalse(self.deliver(), "nothing leaves by e-mail")

    def test_contract_who_cannot_be_reached_is_known_before(self):
        panel = self.open_panel(self.bo)
        self.assertEqual(panel.obstacle, "No address for this way")
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertFalse(self.get_received())
        self.use_in_rule(self.channel)
        order = self.confirm(self.bo)
        silent = (const.EVENT_CONFIRMED, const.SILENT, const.WHY_NO_ADDRESS)
        self.assertEqual(self.get_events(order), [silent])
        self.assertFalse(self.bo.communication_ids)

    def test_contract_a_preference_opens_the_panel_on_it(self):
        self.anna.contact_preference = self.channel
        action = self.anna.action_contact()
        panel = self.env[action["res_model"]].with_context(**action["context"])
        self.assertEqual(panel.create({}).communication_type, self.channel)

    def test_contract_what_is_refused_says_so_and_can_be_sent_again(self):
        self.set_refusing(True)
        panel = self.open_panel(self.anna)
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        row = panel.communication_id
        self.assertEqual(row.state, const.COMMUNICATION_FAILED)
        self.assertTrue(row.failure_reason)
        self.assertNotIn("127.0.0.1", f"{panel.feedback} {row.failure_reason}")
        self.set_refusing(False)
        panel.action_send()
        self.assertEqual(panel.communication_id, row, "the same row")
        sent = (const.COMMUNICATION_SENT, False)
        self.assertEqual((row.state, row.failure_reason), sent)
        row.action_resend()
        self.assertEqual(len(self.get_received()), 2)

    def test_contract_nothing_leaves_before_the_commit_and_then_once(self):
        self.use_in_rule(self.channel)
        self.confirm(self.anna)
        [row] = self.anna.communication_ids
        self.assertEqual(row.communication_type, self.channel)
        self.assertEqual(row.state, const.COMMUNICATION_QUEUED)
        self.assertFalse(self.get_received())
        for _run in range(2):
            self.run_cron(self.cron)
            self.assertEqual(len(self.get_received()), 1)
        self.assertEqual(row.state, const.COMMUNICATION_SENT)

    def test_contract_a_link_of_the_customers_own_and_none_is_stored(self):
        self.use_in_rule(self.channel)
        order = self.confirm(self.anna)
        self.run_cron(self.cron)
        [(_address, text)] = self.get_received()
        self.assertTrue(text.startswith("Hi Anna,"), text)
        [path] = {path for path, _token in LINK.findall(text)}
        self.env.flush_all()
        self.assertIn(order.name, self.url_open(path).text)
        token = path.rpartition("/")[2]
        row = self.anna.communication_ids
        self.assertNotIn(token, f"{row.body} {row.mail_message_id.body}")

    def test_contract_a_row_that_breaks_holds_up_no_other(self):
        self.use_in_rule(self.channel)
        for _n in range(3):
            self.confirm(self.anna)
        rows = self.anna.communication_ids.sorted("id")
        forbid(self, "customer_communication", f"NEW.id = {rows[0].id}")
        self.run_cron(self.cron)
        sent = const.COMMUNICATION_SENT
        self.assertEqual(rows[1:].mapped("state"), [sent, sent])
        self.assertNotEqual(rows[0].state, sent)

    def test_contract_a_rule_follows_the_preference_and_falls_back(self):
        self.use_in_rule(const.CHANNEL_PREFERENCE)
        (self.anna | self.bo).contact_preference = self.channel
        for partner, channel in ((self.anna, self.channel), (self.bo, const.EMAIL)):
            self.confirm(partner)
            self.assertEqual(partner.communication_ids.communication_type, channel)

    def test_contract_what_waits_says_who_would_be_told_how(self):
        self.use_in_rule(self.channel)
        self.create_order(self.anna).action_confirm()
        self.env["customer.status.change"].flush_model()
        waiting = self.env["customer.status.waiting"].search([])
        fields = self.env["customer.communication"]._fields
        words = dict(fields["communication_type"]._description_selection(self.env))
        outcomes = " ".join(waiting.mapped("outcome"))
        self.assertIn(words[self.channel], outcomes)
