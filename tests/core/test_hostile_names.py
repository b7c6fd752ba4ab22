"""Names, notes and references that a browser or a template engine would take for code.

They are typed by customers of a web shop, by staff and by importers; wherever they are
shown they are text.
"""

import html as html_tools

from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .. import hostile
from ..common import StatusCase

NASTY = " ".join((*hostile.MARKUP, *hostile.EXPRESSIONS))
MARK = "__pwned"
EVIL = "evil.example"


@tagged("standard", "post_install", "-at_install")
class HostileCase(StatusCase, HttpCase):
    def assert_harmless(self, page, where):
        """Nothing of a name is an element, an attribute that acts, or was computed."""
        for computed in hostile.COMPUTED:
            self.assertNotIn(computed, page, where)
        for element in html.fromstring(page).iter():
            if not isinstance(element.tag, str):
                self.assertNotIn(MARK, element.text or "", where)
                continue
            if element.tag in ("script", "style"):
                self.assertNotIn(MARK, element.text or "", where)
            for name, value in element.attrib.items():
                if name == "srcdoc":
                    self.assert_harmless(value or "<p/>", f"frame in {where}")
                elif name.startswith("on"):
                    self.assertNotIn(MARK, value, f"{where}: {name}")
                elif name in ("href", "src", "action", "formaction", "xlink:href"):
                    scheme = value.strip().lower().partition(":")[0]
                    self.assertNotIn(scheme, ("javascript", "vbscript"), where)

    def get(self, path, status=200, **options):
        self.env.flush_all()
        with mute_logger("odoo.http"):
            answer = self.url_open(path, **options)
        self.assertEqual(answer.status_code, status, path)
        return answer


@tagged("standard", "post_install", "-at_install")
class TestHostileNames(HostileCase):
    def setUp(self):
        super().setUp()
        self.company.write({"name": NASTY, "street": NASTY, "phone": NASTY})
        self.company.customer_status_introduction = NASTY
        self.anna.write({"name": NASTY, "street": NASTY, "city": NASTY})
        self.product.name = self.product.description_sale = NASTY
        self.env.user.name = NASTY
        self.order = self.create_order(
            self.anna, client_order_ref=NASTY, note=f"<p>{html_tools.escape(NASTY)}</p>"
        )
        self.order.order_line.name = NASTY
        self.order.action_confirm()
        invoice = self.order._create_invoices()
        invoice.ref = NASTY
        invoice.action_post()
        self.publish()
        [self.message] = self.deliver()
        self.page = self.get_page(self.order)

    def test_the_page_and_its_json(self):
        path = f"/status/{self.get_token(self.message)}"
        page = self.get(path).text
        self.assertIn("&lt;script&gt;", page)
        self.assert_harmless(page, "page")
        answer = self.get(path, headers={"Accept": "application/json"})
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(answer.json()["status"]["client_reference"], NASTY)

    def test_the_file_and_the_customers_page(self):
        for document in (self.order, self.anna):
            [(name, content)] = document._get_status_files().values()
            self.assertRegex(name, r"^[\w.-]+$")
            self.assert_harmless(content.decode(), name)

    def test_the_email(self):
        text = self.get_html(self.message)
        self.assertIn("&lt;script&gt;", text)
        self.assert_harmless(text, "e-mail")
        self.assertNotIn("1337", str(self.message["subject"]))

    def test_the_history(self):
        for row in self.anna.communication_ids:
            self.assert_harmless(row.body, "row")
            self.assertNotIn("1337", row.subject)
        self.assertTrue(self.anna.communication_ids)

    def test_what_staff_and_customer_see_when_logged_in(self):
        new_test_user(
            self.env,
            "reader",
            groups="base.group_portal",
            password="readerreader",
            partner_id=self.anna.id,
            name=NASTY,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.create_user(
            "captain",
            "sales_team.group_sale_manager",
            "customer_status_comm.group_customer_status_manager",
            password="captaincaptain",
        )
        row = self.anna.communication_ids[:1]
        self.authenticate("reader", "readerreader")
        for path in (
            "/my",
            "/my/messages",
            f"/my/messages?search={hostile.MARKUP[3]}&search_in=text",
            f"/my/messages/{row.id}",
            f"/my/status/order/{self.order.id}",
            f"/my/status/customer/{self.anna.id}",
            f"/my/orders/{self.order.id}",
        ):
            self.assert_harmless(self.get(path).text, path)
        self.authenticate("captain", "captaincaptain")
        event = self.page.event_ids[:1]
        for path in (
            f"/my/status/shown/{self.page.id}",
            f"/my/status/told/{event.id}",
        ):
            self.assert_harmless(self.get(path).text, path)

    def test_the_panel(self):
        template = self.env.ref("customer_status_comm.mail_template_status_email")
        action = self.anna.action_contact(document=self.order)
        panels = self.env[action["res_model"]].with_context(**action["context"])
        form = Form(panels)
        form.template_id = template
        panel = form.save()
        self.assertIn("&lt;script&gt;", panel.body)
        self.assert_harmless(panel.body, "panel")
        panel.action_insert_status_link()
        self.assert_harmless(panel.body, "panel with a link")
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        self.assert_harmless(panel.communication_id.body, "row")

    def test_the_preview_of_the_settings(self):
        preview = (
            self.env["res.config.settings"]
            .with_company(self.company)
            .render_status_preview({"blocks": [], "introduction": NASTY})
        )
        self.assert_harmless(preview["html"], "preview")


@tagged("standard", "post_install", "-at_install")
class TestTypedTemplates(HostileCase):
    """What salespeople write as templates runs no code of theirs."""

    CODE = (
        "object.env['res.users'].sudo().search([]).mapped('login')",
        "object.env.cr.execute('SELECT 1')",
        "object.sudo().write({'name': 'x'})",
        "object._cr",
        "''.__class__.__mro__",
        "user.env.registry",
    )

    def test_code_is_refused_or_stays_text(self):
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        logins = self.env["res.users"].search([]).mapped("login")
        templates = self.env["mail.template"].with_user(seller)
        for code in self.CODE:
            for field, text in (
                ("body_html", f'<p><t t-out="{code}"/></p>'),
                ("body_html", f'<p t-att-title="{code}">x</p>'),
                ("subject", f"Hello {{{{ {code} }}}}"),
                ("sms_body", f"Hello {{{{ {code} }}}}"),
                ("lang", f"{{{{ {code} }}}}"),
            ):
                with self.subTest(field=field, code=code):
                    try:
                        template = templates.create(
                            {
                                "name": "Mine",
                                "model_id": self.env.ref("base.model_res_partner").id,
                                "communication_type": "email",
                                "subject": "Hello",
                                "body_html": "<p>Hello</p>",
                                field: text,
                            }
                        )
                        shown = template._render_field(field, self.anna.ids)
                    except (AccessError, UserError, ValidationError):
                        continue
                    told = str(shown[self.anna.id])
                    self.assertFalse([login for login in logins if login in told])
                    self.assertNotIn("<class", told)
                    self.assertNotIn("Registry", told)
                    self.assertNotEqual(self.anna.name, "x")


@tagged("standard", "post_install", "-at_install")
class TestHeaders(HostileCase):
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
        self.company.name = self.BREAKS
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
                answer = self.get(f"/my/messages/{row.id}/files/{file.id}")
                self.assertNotIn("Bcc", answer.headers)
                self.assertNotIn("X-Evil", answer.headers)
                disposition = answer.headers["Content-Disposition"]
                self.assertTrue(disposition.startswith("attachment"), disposition)
                self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")

    def test_a_false_host_is_in_no_link(self):
        self.create_user(
            "captain",
            "sales_team.group_sale_manager",
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


@tagged("standard", "post_install", "-at_install")
class TestHistoryFiles(StatusCase):
    def test_a_status_file_tells_no_colleague_of_orders_they_may_not_read(self):
        """Who sees their own orders only must not read the others' from the file."""
        mine = self.create_user("mine", "sales_team.group_sale_salesman")
        own = self.create_order(user_id=mine.id)
        theirs = self.create_order(user_id=self.env.user.id)
        (own | theirs).action_confirm()
        self.publish()
        panel = (
            self.env["customer.communication.panel"]
            .with_user(mine)
            .create(
                {
                    "partner_id": self.anna.id,
                    "company_id": self.company.id,
                    "communication_type": "email",
                    "subject": "How it stands",
                    "body": "<p>See the file.</p>",
                    "attach_status_file": True,
                }
            )
        )
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        [file] = panel.communication_id.with_user(mine).attachment_ids
        shown = file.raw.decode()
        self.assertIn(own.name, shown)
        self.assertNotIn(theirs.name, shown)
