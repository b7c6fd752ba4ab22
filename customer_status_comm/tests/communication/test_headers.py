"""Nothing typed becomes a header, of an e-mail or of an answer, or a link's host."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import StatusCase

EVIL = "evil.example"


@tagged("standard", "post_install", "-at_install")
class TestHeaders(StatusCase, HttpCase):
    """Nothing typed becomes a header, of an e-mail or of an answer."""

    BREAKS = "Hi\r\nBcc: evil@evil.example\r\nX-Evil: 1\r\n\r\n<b>body</b>"

    def test_of_an_email(self):
        file = self.env["ir.attachment"].create(
            {"name": f'a".txt{self.BREAKS}', "raw": b"a"}
        )
        row = self.write_to(self.anna, self.BREAKS)
        self.assertEqual(row.state, "sent", row.failure_reason)
        self.write_to(self.anna, attachment_ids=[(4, file.id)])
        self.anna.name = self.env.user.name = self.BREAKS
        self.write_to(self.anna)
        # Odoo takes the sender from the first address it finds, be it in a name.
        self.company.name = self.BREAKS.replace("@", " ")
        self.write_to(self.anna)
        self.assertEqual(len(self.sink.received), 4, "all leave")
        for sender, recipients, message in self.sink.received:
            self.assertEqual(sender, "service@testby.example")
            self.assertEqual(recipients, [self.anna.email])
            for part in message.walk():
                for header in ("Bcc", "X-Evil"):
                    self.assertIsNone(part[header])

    def test_of_the_senders_address(self):
        for address in (
            "service@testby.example\r\nBcc: evil@evil.example",
            "service@testby.example, evil@evil.example",
            "service@testby.example\nX-Evil: 1",
        ):
            with self.subTest(address), self.env.cr.savepoint() as savepoint:
                try:
                    self.company.customer_service_email = address
                    row = self.write_to(self.anna)
                except (UserError, ValidationError):
                    row = None
                for _sender, recipients, message in self.sink.received:
                    self.assertEqual(recipients, [self.anna.email])
                    self.assertIsNone(message["Bcc"])
                    self.assertIsNone(message["X-Evil"])
                    self.assertNotIn("evil", message["From"] + message["Reply-To"])
                self.sink.received.clear()
                if row:
                    self.assertIn(row.state, ("failed", "sent"))
                savepoint.rollback()

    def test_of_a_download(self):
        new_test_user(
            self.env,
            "reader",
            groups="base.group_portal",
            password="readerreader",
            partner_id=self.anna.id,
        )
        row = self.write_to(self.anna)
        for name in (
            f'a".html{self.BREAKS}',
            "../../x.html",
            "a;filename=b.svg",
            "\u202etxt",
        ):
            with self.subTest(name):
                file = self.env["ir.attachment"].create(
                    {
                        "name": name,
                        "raw": b"<script>alert(1)</script>",
                        "mimetype": "text/html",
                        "res_model": row._name,
                        "res_id": row.id,
                    }
                )
                row.attachment_ids = file
                self.authenticate("reader", "readerreader")
                self.env.flush_all()
                answer = self.url_open(f"/my/messages/{row.id}/files/{file.id}")
                self.assertNotIn("Bcc", answer.headers)
                self.assertNotIn("X-Evil", answer.headers)
                disposition = answer.headers["Content-Disposition"]
                self.assertTrue(disposition.startswith("attachment"), disposition)
                self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")

    def test_a_false_host_is_in_no_link(self):
        self.create_user(
            "captain",
            "sales_team.group_sale_manager",
            "stock.group_stock_user",  # or no link would be made to all of a customer's
            "customer_status_comm.group_customer_status_manager",
            password="captaincaptain",
        )
        order = self.create_order()
        order.action_confirm()
        self.publish()
        self.deliver()
        self.authenticate("captain", "captaincaptain")
        panel = self.env["customer.communication.panel"].with_user(
            self.env["res.users"].search([("login", "=", "captain")])
        )
        panel = panel.create(
            {
                "partner_id": self.anna.id,
                "company_id": self.company.id,
                "communication_type": "email",
                "subject": "Look",
                "body": "<p>Look</p>",
            }
        )
        before = len(self.sink.received)
        # By hand: none would be sent to another host.
        cookies = f"session_id={self.session.sid}"
        self.http_request_allow_all = True
        for record, method in (
            (self.get_page(order), "action_copy_link"),
            (panel, "action_insert_status_link"),
            (panel, "action_send"),
        ):
            self.env.flush_all()
            answer = self.url_open(
                f"/web/dataset/call_kw/{record._name}/{method}",
                json={
                    "params": {
                        "model": record._name,
                        "method": method,
                        "args": [record.ids],
                        "kwargs": {},
                    }
                },
                headers={"Host": EVIL, "X-Forwarded-Host": EVIL, "Cookie": cookies},
            )
            self.assertEqual(answer.status_code, 200, answer.text)
            self.assertNotIn("error", answer.json(), method)
            self.assertNotIn(EVIL, answer.text, method)
        self.env.invalidate_all()
        self.assertNotIn(EVIL, panel.body)
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        [(_sender, _recipients, message)] = self.sink.received[before:]
        self.assertNotIn(EVIL, message.as_string())
        self.get_token(message)

    def test_an_address_in_a_text_may_be_as_wrong_as_it_likes(self):
        """A reference that a customer typed must not stop the publisher."""
        for text in (
            "/my/status/order/99999999999999999999",
            f"/my/status/order/{2**31}",
            "/my/status/nothing/1",
            "http://" * 20_000 + "/my/status/order/1",
        ):
            with self.subTest(text):
                row = self.write_to(self.anna, body=f"<p>{text}</p>")
                self.assertEqual(row.state, "sent", row.failure_reason)
