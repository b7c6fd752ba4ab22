"""The customers' portal: each reads what was written to them, and nothing else."""

import json
from datetime import datetime

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ... import const
from ..common import StatusCase


@tagged("standard", "post_install", "-at_install")
class TestPortal(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls._create_customer("Firm Test", is_company=True)
        cls.carl = cls._create_customer("Carl Test", parent_id=cls.firm.id)
        cls.dora = cls._create_customer("Dora Test", parent_id=cls.firm.id)
        cls.user_of = {
            partner: cls._create_reader(partner, partner.email)
            for partner in (cls.anna, cls.bo, cls.dora)
        }

    def write_to(self, partner, subject, **values):
        """Return a row of the history, as a message that has been sent."""
        message = {
            "partner_id": partner.id,
            "company_id": self.company.id,
            "communication_type": const.EMAIL,
            "subject": subject,
            "body": "<p>Hello</p>",
            "state": const.COMMUNICATION_SENT,
            "sent_at": fields.Datetime.now(),
        }
        return self.env["customer.communication"].create(message | values)

    def log_in(self, partner):
        login = self.user_of[partner].login
        self.authenticate(login, login)

    def get(self, path, status=200, **options):
        self.env.flush_all()
        with mute_logger("odoo.http"):
            answer = self.url_open(path, **options)
        self.assertEqual(answer.status_code, status, path)
        return answer

    def get_listed(self, path="/my/messages"):
        """Return the subjects of the list, in order."""
        page = html.fromstring(self.get(path).text)
        return page.xpath("//tbody//a[starts-with(@href, '/my/messages/')]/span/text()")

    def get_address(self, message):
        return f"/my/messages/{message.id}"

    def test_no_cache_keeps_what_was_written_to_them(self):
        message = self.write_to(self.anna, "For Anna alone")
        self.log_in(self.anna)
        for path in ("/my/messages", self.get_address(message)):
            headers = self.get(path).headers
            self.assertEqual(headers["Cache-Control"], "private, no-store", path)

    # What one sees

    def test_own_messages_are_listed_newest_first_and_open(self):
        self.write_to(self.anna, "A new one", state=const.COMMUNICATION_DELIVERED)
        old = self.write_to(
            self.anna,
            "An old one",
            sent_at=datetime(2020, 5, 4, 12),
            document_name="S77777",
            body="<p>Your bell is here</p>",
        )
        self.log_in(self.anna)

        self.assertEqual(self.get_listed(), ["A new one", "An old one"])
        listed = self.get("/my/messages").text
        self.assertIn("05/04/2020", listed)
        self.assertIn("S77777", listed)
        opened = self.get(self.get_address(old)).text
        for text in ("An old one", "Your bell is here", "S77777"):
            self.assertIn(text, opened)

    def test_sms_and_what_the_customer_wrote_are_shown(self):
        self.write_to(
            self.anna,
            "By text",
            communication_type=const.SMS,
            sms_text="Come by",
            body="<p>Come by</p>",
        )
        own = self.write_to(
            self.anna, "My answer", direction="in", state=const.COMMUNICATION_SAVED
        )
        self.log_in(self.anna)
        self.assertEqual(set(self.get_listed()), {"By text", "My answer"})
        self.assertIn("from you", self.get(self.get_address(own)).text)

    def test_an_automatic_message_is_shown_with_a_link_that_works(self):
        """The masked address in the text opens the page for its customer."""
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()
        self.deliver()
        [message] = self.anna.communication_ids
        self.assertEqual(message.state, const.COMMUNICATION_SENT)
        self.log_in(self.anna)

        path = f"/my/status/order/{order.id}"
        page = html.fromstring(self.get(self.get_address(message)).text)
        [link] = page.xpath("//*[hasclass('o_customer_message_body')]//a/@href") or [""]
        self.assertEqual(link, path)
        [about] = page.xpath("//article/div//a[span]/@href") or [""]
        self.assertEqual(about, path)
        self.assertIn(order.name, self.get(path).text)

    def test_no_link_leads_to_what_the_reader_may_not_open(self):
        order = self.create_order(self.bo)
        about = {"document_name": order.name, "res_model": order._name}
        messages = self.write_to(self.anna, "Bo's order", res_id=order.id, **about)
        messages |= self.write_to(self.anna, "No order any more", res_id=0, **about)
        self.log_in(self.anna)
        for message in messages:
            with self.subTest(message.subject):
                opened = self.get(self.get_address(message)).text
                self.assertIn(order.name, opened)
                self.assertNotIn("/my/status/", opened)

    def test_the_customers_own_page_opens_for_them_only(self):
        path = f"/my/status/customer/{self.anna.id}"
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()
        self.log_in(self.anna)
        self.assertIn(order.name, self.get(path).text)
        self.log_in(self.bo)
        self.get(path, status=404)

    def test_colleagues_see_the_messages_of_their_company(self):
        messages = self.write_to(self.carl, "To Carl")
        messages |= self.write_to(self.firm, "To the firm")
        self.log_in(self.dora)
        self.assertEqual(set(self.get_listed()), {"To Carl", "To the firm"})
        for message in messages:
            self.get(self.get_address(message))

    def test_messages_of_all_our_shops_are_shown(self):
        """Which company wrote is no secret from the one it wrote to."""
        other = self._create_company("Testby Kaffe")
        self.write_to(self.anna, "From the coffee shop", company_id=other.id)
        self.log_in(self.anna)
        self.assertEqual(self.get_listed(), ["From the coffee shop"])

    def test_search(self):
        self.write_to(self.anna, "Your bicycle", document_name="S12345")
        self.write_to(self.anna, "News", body="<p>The pannier has come</p>")
        self.write_to(
            self.anna, "Text", communication_type=const.SMS, sms_text="Bring the key"
        )
        self.write_to(self.bo, "Pannier of Bo")
        self.log_in(self.anna)
        found = {
            "BICYCLE": ["Your bicycle"],
            "pannier": ["News"],
            "the key": ["Text"],
            "the\0 key": ["Text"],
            "S1234": ["Your bicycle"],
            "unicorn": [],
        }
        for text, subjects in found.items():
            with self.subTest(text):
                path = f"/my/messages?search_in=all&search={text}"
                self.assertEqual(self.get_listed(path), subjects)
        for where, count in (("subject", 1), ("text", 0), ("document", 0)):
            with self.subTest(where):
                path = f"/my/messages?search_in={where}&search=bicycle"
                self.assertEqual(len(self.get_listed(path)), count)
        self.assertEqual(len(self.get_listed("/my/messages?search=")), 3)
        page = html.fromstring(self.get("/my/messages?search_in=text").text)
        menu = "//form//*[hasclass('dropdown-item')]"
        self.assertEqual(len(page.xpath(menu)), 4)
        self.assertEqual(page.xpath(f"{menu}[hasclass('active')]/@href"), ["#text"])
        nothing = self.get("/my/messages?search_in=nonsense&search=<unicorn>").text
        self.assertIn("No message contains", nothing)
        self.assertNotIn("<unicorn>", nothing)

    def test_long_histories_have_pages(self):
        for number in range(85):
            self.write_to(
                self.anna,
                f"No. {number:02}",
                sent_at=datetime(2020, 1, 1, 0, number % 60),
            )
        self.log_in(self.anna)
        first, second = self.get_listed(), self.get_listed("/my/messages/page/2")
        self.assertEqual((len(first), len(second)), (80, 5))
        self.assertEqual(len({*first, *second}), 85)
        self.assertIn(
            "/my/messages/page/2?search=No", self.get("/my/messages?search=No").text
        )

    # What one does not see

    def test_notes_others_and_what_did_not_arrive_do_not_exist(self):
        hidden = {
            "a note": self.write_to(
                self.anna,
                "Hidden",
                communication_type=const.NOTE,
                state=const.COMMUNICATION_SAVED,
            ),
            "a note, as if sent": self.write_to(
                self.anna, "Hidden", communication_type=const.NOTE
            ),
            "a note, as if received": self.write_to(
                self.anna, "Hidden", communication_type=const.NOTE, direction="in"
            ),
            "to somebody else": self.write_to(self.bo, "Hidden"),
            "to a firm": self.write_to(self.firm, "Hidden"),
        }
        for state in (
            const.COMMUNICATION_SCHEDULED,
            const.COMMUNICATION_QUEUED,
            const.COMMUNICATION_FAILED,
            const.COMMUNICATION_CANCELLED,
            const.COMMUNICATION_SAVED,
        ):
            hidden[state] = self.write_to(self.anna, "Hidden", state=state)
        files = {
            what: self.env["ir.attachment"].create({"name": "file.txt", "raw": b"x"})
            for what in hidden
        }
        for what, message in hidden.items():
            message.attachment_ids = files[what]
        self.log_in(self.anna)

        self.assertEqual(self.get_listed(), [])
        self.assertEqual(self.get_listed("/my/messages?search=Hidden"), [])
        for what, message in hidden.items():
            with self.subTest(what):
                self.get(self.get_address(message), status=404)
                self.get(f"{self.get_address(message)}/files/{files[what].id}", 404)
        self.get("/my/messages/0", status=404)

    def test_the_anonymous_are_asked_to_log_in(self):
        message = self.write_to(self.anna, "For Anna")
        message.attachment_ids = self.env["ir.attachment"].create(
            {"name": "file.txt", "raw": b"x"}
        )
        address = self.get_address(message)
        file = f"{address}/files/{message.attachment_ids.id}"
        for path in ("/my/messages", address, file):
            with self.subTest(path):
                answer = self.get(path, status=303, allow_redirects=False)
                self.assertIn("/web/login", answer.headers["Location"])

    def test_portal_users_have_no_way_round_the_pages(self):
        """The model is closed to them: reasons, events and notes stay inside."""
        message = self.write_to(self.anna, "For Anna", failure_detail="Secret")
        reader = self.user_of[self.anna]
        rows = message.with_user(reader)
        with self.assertRaises(AccessError):
            rows.read(["subject"])
        with self.assertRaises(AccessError):
            rows.search([])
        with self.assertRaises(AccessError):
            rows.write({"subject": "Mine"})
        with self.assertRaises(AccessError):
            self.anna.with_user(reader).read(["communication_ids"])
        self.log_in(self.anna)
        self.assertNotIn("Secret", self.get(self.get_address(message)).text)

    # Text and files

    def test_the_text_cannot_run_or_leave_its_frame(self):
        message = self.write_to(
            self.anna,
            "Wild",
            direction="in",
            body=(
                "<style>body {display: none}</style><script>alert(1)</script>"
                '<p onclick="alert(2)" class="modal fixed-top"'
                ' style="position: fixed; color: #b91c1c">Red</p>'
                '<a href="javascript:alert(3)">Press</a>'
                '<iframe src="https://elsewhere.example"></iframe>'
            ),
        )
        self.log_in(self.anna)
        page = html.fromstring(self.get(self.get_address(message)).text)
        [body] = page.xpath("//*[hasclass('o_customer_message_body')]")
        shown = html.tostring(body, encoding="unicode")
        for text in ("alert", "fixed", "modal", "iframe", "display", "<style"):
            self.assertNotIn(text, shown)
        self.assertIn("Red", shown)
        self.assertIn("#b91c1c", shown)

    def test_files_of_a_message_and_no_others_are_downloaded(self):
        files = self.env["ir.attachment"].create(
            [
                {"name": "status-S1.html", "raw": b"<p>One</p>"},
                {"name": "other.txt", "raw": b"Two"},
            ]
        )
        message = self.write_to(self.anna, "With file", attachment_ids=files[0].ids)
        self.log_in(self.anna)
        address = self.get_address(message)
        path = f"{address}/files/{message.attachment_ids.id}"
        self.assertIn(path, self.get(address).text)

        answer = self.get(path)
        self.assertEqual(answer.content, b"<p>One</p>")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["Cache-Control"], "private, no-store")
        self.get(f"{address}/files/{files[1].id}", status=404)
        self.log_in(self.bo)
        self.get(path, status=404)

    def test_reading_changes_nothing(self):
        """B9 of docs/requirements.md."""
        message = self.write_to(self.anna, "For Anna")
        files = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"a"})
        message.attachment_ids = files
        files = message.attachment_ids
        self.log_in(self.anna)
        before = message.read() + files.read()
        self.get("/my/messages")
        self.get(self.get_address(message))
        self.get(f"{self.get_address(message)}/files/{files.id}")
        self.env.invalidate_all()
        self.assertEqual(message.read() + files.read(), before)
        self.get("/my/messages", status=405, method="DELETE")

    # Ways in

    def test_the_home_page_leads_to_the_messages(self):
        self.log_in(self.anna)
        self.assertIn('href="/my/messages"', self.get("/my").text)
        self.assertEqual(self.count(), {"message_count": 0})
        self.write_to(self.anna, "For Anna")
        self.assertEqual(self.count(), {"message_count": 1})
        self.assertEqual(self.count("order_count"), {"order_count": 0})

    def count(self, name="message_count"):
        """Ask for a counter of the home page, as the browser does."""
        self.env.flush_all()
        answer = self.url_open(
            "/my/counters",
            data=json.dumps({"params": {"counters": [name]}}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()["result"]

    def test_the_portals_order_leads_to_its_status(self):
        """D6 of docs/requirements.md."""
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()
        link = f'href="/my/status/order/{order.id}"'
        shared = f"/my/orders/{order.id}?access_token={order._portal_ensure_token()}"
        self.log_in(self.anna)
        self.assertIn(link, self.get(f"/my/orders/{order.id}").text)
        self.log_in(self.bo)
        self.assertNotIn(link, self.get(shared).text, "it would not open")
        self.authenticate(None, None)
        self.assertNotIn(link, self.get(shared).text, "nobody is logged in")
