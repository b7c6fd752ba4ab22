"""Names, notes and references that a browser or a template engine would take for code.

They are typed by customers of a web shop, by staff and by importers; wherever they are
shown they are text.
"""

import html as html_tools

from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.customer_status_comm.tests.common import StatusCase

from .. import hostile

NASTY = " ".join((*hostile.MARKUP, *hostile.EXPRESSIONS))
MARK = "__pwned"


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
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"name": NASTY, "street": NASTY, "phone": NASTY})
        cls.company.customer_status_introduction = NASTY
        cls.anna.write({"name": NASTY, "street": NASTY, "city": NASTY})
        cls.product.name = cls.product.description_sale = NASTY
        cls.env.user.name = NASTY
        cls.order = cls.create_order(
            cls.anna, client_order_ref=NASTY, note=f"<p>{html_tools.escape(NASTY)}</p>"
        )
        cls.order.order_line.name = NASTY
        cls.order.action_confirm()
        invoice = cls.order._create_invoices()
        invoice.ref = NASTY
        invoice.action_post()

    def setUp(self):
        super().setUp()
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
        self.assertNotIn(hostile.COMPUTED[0], str(self.message["subject"]))

    def test_the_history(self):
        for row in self.anna.communication_ids:
            self.assert_harmless(row.body, "row")
            self.assertNotIn(hostile.COMPUTED[0], row.subject)
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
