"""The communication panel: what is typed moves from type to type, the rest does not."""

from odoo.exceptions import UserError
from odoo.tests import Form

from ..common import StatusCase


class TestCarry(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna.write({"phone": "20 12 34 56", "country_id": cls.env.ref("base.dk")})
        cls.env.user.signature = "<p>Best, Olga<br>of the counter</p>"
        cls.templates = {
            kind: cls.env["mail.template"].create(
                {
                    "name": "Ready",
                    "model_id": cls.env.ref("base.model_res_partner").id,
                    "communication_type": kind,
                    "subject": "Ready",
                    "body_html": "<p>Come and get it.</p>",
                    "sms_body": "Come and get it.",
                    "lang": "{{ object.lang }}",
                }
            )
            for kind in ("email", "sms", "note")
        }

    def open_panel(self, kind, document=None):
        action = self.anna.action_contact(document=document)
        context = action["context"] | {"default_communication_type": kind}
        return Form(self.env[action["res_model"]].with_context(**context))

    def type_more(self, form, old, new):
        """Type over ``old`` in the text that is open."""
        if form.communication_type == "sms":
            form.sms_text = form.sms_text.replace(old, new)
        else:
            form.body = str(form.body).replace(old, new)

    def test_c6_greeting_and_signature_become_those_of_the_type(self):
        form = self.open_panel("email")
        form.template_id = self.templates["email"]
        self.type_more(form, "get it.", "get it. <b>Soon.</b>")

        form.communication_type = "sms"
        self.assertEqual(
            form.sms_text, "Hi Anna,\nCome and get it. Soon.\nTestby Cykler"
        )
        form.communication_type = "note"
        self.assertEqual(form.body, "<p>Come and get it. Soon.</p>")
        form.communication_type = "email"
        self.assertEqual(
            form.body,
            "<p>Hi Anna,</p><p>Come and get it. Soon.</p>"
            "<p>Best, Olga<br/>of the counter</p>",
        )

    def test_c6_what_was_changed_of_them_is_the_users_own(self):
        for kind, other in (("email", "note"), ("sms", "note"), ("email", "sms")):
            with self.subTest(kind=kind, other=other):
                form = self.open_panel(kind)
                form.template_id = self.templates[kind]
                self.type_more(form, "Hi Anna,", "Dear dear Anna,")
                form.communication_type = other
                text = form.sms_text if other == "sms" else form.body
                self.assertIn("Dear dear Anna,", text)
                self.assertIn("Come and get it.", text)
                self.assertNotIn("Hi Anna", text)
                self.assertNotIn("Olga", text)
                self.assertEqual("Testby" in text, other == "sms")

    def test_c6_what_had_neither_gets_neither(self):
        form = self.open_panel("email")
        form.body = "<p>My own</p>"
        for kind in ("sms", "note", "email"):
            form.communication_type = kind
            text = form.sms_text if kind == "sms" else form.body
            self.assertEqual(text, "My own" if kind == "sms" else "<p>My own</p>")

    def test_c6_untouched_text_is_not_carried(self):
        form = self.open_panel("sms")
        form.template_id = self.templates["sms"]
        form.communication_type = "note"
        self.assertFalse(form.body)
        self.assertFalse(form.template_id)

    def test_c9_the_greeting_follows_its_style_in_typed_text(self):
        for kind in ("email", "sms"):
            with self.subTest(kind):
                form = self.open_panel(kind)
                form.template_id = self.templates[kind]
                self.type_more(form, "get it.", "get it. Soon.")
                form.is_formal = True
                text = form.sms_text if kind == "sms" else form.body
                self.assertIn("Dear Anna,", text)
                self.assertNotIn("Hi Anna,", text)
                self.assertIn("Soon.", text)
                self.assertFalse(form.is_body_outdated)
                form.use_name = "no"
                text = form.sms_text if kind == "sms" else form.body
                self.assertNotIn("Anna,", text)
                self.assertIn("Soon.", text)

    def test_c9_a_greeting_that_was_changed_stays(self):
        form = self.open_panel("email")
        form.template_id = self.templates["email"]
        self.type_more(form, "Hi Anna,", "Good morning Anna,")
        form.is_formal = True
        self.assertIn("Good morning Anna,", form.body)
        self.assertTrue(form.is_body_outdated)

    def test_the_status_link_stands_above_the_signature_and_only_once(self):
        order = self.create_order()
        order.action_confirm()
        address = f"/my/status/order/{order.id}"
        for kind in ("email", "sms"):
            with self.subTest(kind):
                form = self.open_panel(kind, document=order)
                form.template_id = self.templates[kind]
                self.assertFalse(form.holds_status_link)
                panel = form.save()
                panel.action_insert_status_link()
                text = panel.sms_text if kind == "sms" else panel.body
                end = "Testby Cykler" if kind == "sms" else "Best, Olga"
                places = [text.index(part) for part in ("get it.", address, end)]
                self.assertEqual(places, sorted(places))
                self.assertTrue(panel.holds_status_link)

                action = panel.action_insert_status_link()
                self.assertEqual(action["tag"], "customer_communication_notify")
                self.assertIn("already", action["params"]["message"])
                after = panel.sms_text if kind == "sms" else panel.body
                self.assertEqual(after, text)

    def test_the_link_for_the_cursor_is_of_the_document(self):
        order = self.create_order(self.bo)
        order.action_confirm()
        panel = self.env["customer.communication.panel"]
        values = {"res_model": "sale.order", "res_id": order.id, "template_id": False}
        link = panel.get_status_link({"partner_id": self.bo.id, **values})
        self.assertTrue(link["url"].endswith(f"/my/status/order/{order.id}"))
        self.assertEqual(link["label"], "Se status")
        with self.assertRaises(UserError):
            panel.get_status_link({"partner_id": self.anna.id, **values})
        link = panel.get_status_link({"partner_id": self.anna.id})
        self.assertTrue(link["url"].endswith(f"/my/status/customer/{self.anna.id}"))
