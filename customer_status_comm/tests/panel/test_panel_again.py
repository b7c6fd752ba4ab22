"""The communication panel: what becomes of a text that is there already."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user
from odoo.tools import html2plaintext

from ..common import StatusCase


class TestAgain(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna.write({"phone": "20 12 34 56", "country_id": cls.env.ref("base.dk")})

    def open_panel(self, **values):
        action = self.anna.action_contact()
        context = action["context"] | {f"default_{k}": v for k, v in values.items()}
        return Form(self.env[action["res_model"]].with_context(**context))

    def test_c15_used_as_new_it_is_signed_by_who_sends_it(self):
        """A colleague's signature and the shop's are exchanged, own words are not."""
        colleague = new_test_user(
            self.env, "kasper", "sales_team.group_sale_salesman", name="Kasper"
        )
        colleague.signature = "<p>Kind regards, Kasper</p>"
        self.env.user.signature = "<p>Best, Olga</p>"
        shop = self.company._get_automatic_signature()
        closings = (colleague.signature, shop, "<p>Your friend</p>")
        for closing in closings:
            with self.subTest(closing=closing):
                row = self.env["customer.communication"].create(
                    {
                        "partner_id": self.anna.id,
                        "company_id": self.company.id,
                        "communication_type": "email",
                        "user_id": colleague.id,
                        "subject": "Ready",
                        "body": f"<p>Come and get it.</p>{closing}",
                    }
                )
                action = row.action_use_as_new()
                panel = self.env[action["res_model"]]
                form = Form(panel.with_context(**action["context"]))
                text = html2plaintext(form.body).split("\n", 1)
                self.assertEqual(text[0], "Come and get it.")
                own = closing == closings[-1]
                self.assertEqual(
                    text[1].strip(), "Your friend" if own else "Best, Olga"
                )

    def test_a_message_taken_back_can_be_changed_and_sent(self):
        form = self.open_panel(communication_type="email")
        form.subject, form.body = "Later", "<p>Text</p>"
        form.scheduled_at = fields.Datetime.now() + timedelta(days=1)
        panel = form.save()
        panel.action_send()
        panel.action_cancel_scheduled()
        self.assertEqual(panel.feedback_type, "info")
        with Form(panel) as form:
            form.body = "<p>Other words</p>"
            form.scheduled_at = False
            self.assertFalse(form.feedback)
        panel.action_send()
        self.deliver()
        row = self.anna.communication_ids
        self.assertEqual((len(row), row.state), (1, "sent"))
        self.assertIn("Other words", row.body)

    def test_a_typed_text_keeps_the_subject_of_its_template(self):
        """Changing the type takes the template away, not what it is about."""
        template = self.env.ref("customer_status_comm.mail_template_status_email")
        for typed in (True, False):
            with self.subTest(typed=typed):
                form = self.open_panel(communication_type="email")
                form.template_id = template
                subject = form.subject
                self.assertTrue(subject)
                if typed:
                    form.body = "<p>My own words</p>"
                form.communication_type = "sms"
                self.assertFalse(form.template_id)
                self.assertEqual(form.subject, subject if typed else False)

    def test_who_may_not_edit_contacts_is_told_whom_to_ask(self):
        """Nobody without any address is written to: the panel starts at a note."""
        self.anna.write({"email": False, "phone": False})
        user = new_test_user(self.env, "reader", "base.group_user")
        action = self.anna.action_contact()
        panel = self.env[action["res_model"]].with_context(**action["context"])
        for who, helped in ((user, True), (self.env.user, False)):
            with self.subTest(user=who.login):
                form = Form(panel.with_user(who))
                self.assertEqual(form.communication_type, "note")
                self.assertFalse(form.obstacle)
                form.communication_type = "email"
                self.assertTrue(form.obstacle)
                self.assertEqual("edit contacts" in (form.obstacle_help or ""), helped)

    def test_a_document_that_cannot_be_is_refused_in_words(self):
        """By whichever door its number comes in."""
        about = {"partner_id": self.anna.id, "res_model": "sale.order"}
        panels = self.env["customer.communication.panel"]
        panel = panels.create(about)
        for number in (2**31, 2**70, -1):
            for door in (
                lambda number=number: panels.create({**about, "res_id": number}),
                lambda number=number: panel.write({"res_id": number}),
                lambda number=number: panels.with_context(default_res_id=number).create(
                    about
                ),
            ):
                with self.assertRaisesRegex(UserError, "has been deleted"):
                    door()
