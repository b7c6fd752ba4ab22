"""The communication panel: where it opens from, and what stands on which tab."""

from lxml import etree

from odoo.tests import Form
from odoo.tools.safe_eval import safe_eval

from ..common import StatusCase


class TestPanelForm(StatusCase):
    def get_arch(self, model, view_type):
        """Return a view of a model as it is shown, as XML."""
        return etree.fromstring(self.env[model].get_view(view_type=view_type)["arch"])

    def open_panel(self, document=None, **values):
        action = self.anna.action_contact(document=document)
        context = action["context"] | {f"default_{k}": v for k, v in values.items()}
        return Form(self.env[action["res_model"]].with_context(**context))

    def get_page(self, name):
        [page] = self.get_arch("customer.communication.panel", "form").findall(
            f".//page[@name='{name}']"
        )
        return page

    def test_c1_contact_stands_on_customers_rows_and_documents(self):
        """D6 of docs/requirements.md."""
        for model, view_type in (
            ("res.partner", "form"),
            ("res.partner", "list"),
            ("sale.order", "form"),
            ("account.move", "form"),
        ):
            with self.subTest(model=model, view_type=view_type):
                arch = self.get_arch(model, view_type)
                self.assertTrue(arch.findall(".//button[@name='action_contact']"))

    def test_c1_from_a_document_it_opens_on_its_customer(self):
        order = self.create_order()
        action = order.action_contact()
        self.assertEqual(action["res_model"], "customer.communication.panel")
        self.assertEqual(action["target"], "new")
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual(form.partner_id, self.anna)
        self.assertEqual(form.document_name, order.display_name)

    def test_c3_three_tabs(self):
        """D5 of docs/requirements.md."""
        arch = self.get_arch("customer.communication.panel", "form")
        tabs = [page.get("string") for page in arch.findall(".//page")]
        self.assertEqual(tabs, ["Configure", "Compose & Send/Save", "Contact history"])

    def test_c4_configure_shows_the_customers_key_details(self):
        self.anna.write(
            {
                "phone": "20 12 34 56",
                "street": "Havnen 1",
                "city": "Testby",
                "title_id": self.env.ref("partner_title.res_partner_title_madam").id,
                "contact_preference": "sms",
                "country_id": self.env.ref("base.dk").id,
            }
        )
        form = self.open_panel()
        self.assertEqual(form.partner_email, self.anna.email)
        self.assertEqual(form.partner_phone, "20 12 34 56")
        self.assertIn("Havnen 1", form.partner_address)
        self.assertEqual(form.partner_lang, "en_US")
        self.assertEqual(form.partner_title_id.name, "Madam")
        self.assertEqual(form.preference_hint, "prefers SMS")
        shown = {
            field.get("name") for field in self.get_page("configure").iter("field")
        }
        for name in (
            "partner_id",
            "partner_email",
            "partner_phone",
            "partner_address",
            "partner_lang",
            "partner_title_id",
            "preference_hint",
        ):
            self.assertIn(name, shown)

    def test_c5_the_preference_is_set_on_the_customer(self):
        """D3 of docs/requirements.md."""
        with Form(self.anna) as form:
            self.assertFalse(form.contact_preference)
            form.contact_preference = "sms"
        self.assertEqual(self.anna.contact_preference, "sms")
        offered = self.env["res.partner"]._fields["contact_preference"]
        values = offered.get_values(self.env)
        self.assertEqual(values[:2], ["email", "sms"])
        self.assertNotIn("note", values)
        with Form(self.anna) as form:
            form.contact_preference = False
        self.assertFalse(self.anna.contact_preference)

    def test_c6_email_sms_and_note_are_offered(self):
        """C4 of docs/requirements.md."""
        panel = self.env["customer.communication.panel"]
        offered = panel._fields["communication_type"].get_values(self.env)
        self.assertEqual(offered[:3], ["email", "sms", "note"])
        [field] = self.get_page("configure").findall(
            ".//field[@name='communication_type']"
        )
        self.assertEqual(field.get("widget"), "customer_communication_type")

    def test_c7_no_template_is_the_default(self):
        form = self.open_panel()
        self.assertFalse(form.template_id)
        [field] = self.get_page("configure").findall(".//field[@name='template_id']")
        self.assertEqual(field.get("placeholder"), "No template")

    def test_c10_the_reminder_stands_on_compose(self):
        [line] = self.get_page("compose").findall(".//field[@name='greeting_reminder']")
        hidden = line.getparent().get("invisible")
        for words, is_hidden in (("Informal greeting: Hi Anna,", False), ("", True)):
            values = {"greeting_reminder": words, "feedback_type": False}
            self.assertEqual(safe_eval(hidden, values), is_hidden)
        field = self.env["customer.communication.panel"]._fields["greeting_reminder"]
        self.assertTrue(field.readonly)

    def test_c12_compose_shows_the_subject_read_only(self):
        page = self.get_page("compose")
        [subject] = page.findall(".//field[@name='subject']")
        self.assertEqual(subject.get("readonly"), "1")
        [missing] = [each for each in page.iter("span") if each.text == "not set yet"]
        self.assertEqual(missing.get("invisible"), "subject")

    def test_c12_the_subject_is_changed_on_configure(self):
        [subject] = self.get_page("configure").findall(".//field[@name='subject']")
        readonly = subject.get("readonly")
        self.assertFalse(safe_eval(readonly, {"feedback_type": False}))
        form = self.open_panel()
        form.subject = "About the bell"
        self.assertEqual(form.save().subject, "About the bell")

    def test_c14_one_button_that_sends_or_saves(self):
        buttons = self.get_page("compose").findall(".//button[@name='action_send']")
        for kind, state, later, expected in (
            ("email", False, False, ["Send"]),
            ("email", False, True, ["Schedule"]),
            ("sms", False, False, ["Send"]),
            ("note", False, True, ["Save"]),
            ("email", "failed", False, ["Try again"]),
            ("email", "cancelled", True, ["Schedule"]),
            ("email", "cancelled", False, ["Send"]),
        ):
            with self.subTest(kind=kind, state=state, later=later):
                values = {
                    "communication_id": bool(state),
                    "communication_state": state,
                    "scheduled_at": later,
                    "communication_type": kind,
                    "feedback_type": "danger",
                }
                shown = [
                    button.get("string")
                    for button in buttons
                    if not safe_eval(button.get("invisible"), dict(values))
                ]
                self.assertEqual(shown, expected)

    def test_c14_send_or_try_again_comes_first(self):
        page = self.get_page("compose")
        [send, *_others] = page.findall(".//button[@name='action_send']")
        row = [node for node in send.getparent() if node.tag in ("button", "widget")]
        sending = [node.get("name") == "action_send" for node in row]
        self.assertEqual(sending, sorted(sending, reverse=True))

    def test_c15_the_history_is_there_at_once_and_searchable(self):
        form = self.open_panel(communication_type="note")
        form.subject, form.body = "Rang about the key", "<p>Wants it on Friday</p>"
        form.save().action_send()
        rows = self.env["customer.communication"]
        arch = self.get_arch("customer.communication", "search")
        self.assertTrue(arch.findall(".//field"))
        self.assertTrue(arch.findall(".//filter"))
        found = rows.search(
            [("partner_id", "child_of", self.anna.id), ("subject", "ilike", "the key")]
        )
        self.assertEqual(found.subject, "Rang about the key")
        self.assertEqual(found.state, "saved")
