"""The communication panel: what it shows after sending."""

from odoo.tests import Form

from ..common import StatusCase


class TestFeedback(StatusCase):
    def open_panel(self, document=None):
        action = self.anna.action_contact(document=document)
        return Form(self.env[action["res_model"]].with_context(**action["context"]))

    def test_c11_the_files_that_were_sent_stay_visible(self):
        order = self.create_order()
        order.action_confirm()
        ticked, added = self.env["ir.attachment"].create(
            [
                {"name": "offer.txt", "raw": b"x", "res_model": model, "res_id": id_}
                for model, id_ in ((order._name, order.id), (False, 0))
            ]
        )
        added.name = "photo.txt"
        form = self.open_panel(document=order)
        form.subject, form.body = "Offer", "<p>Text</p>"
        form.document_attachment_ids.add(ticked)
        form.attachment_ids.add(added)
        form.attach_status_file = True
        panel = form.save()
        self.assertFalse(panel.sent_files)
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        names = set(panel.sent_files.split(", "))
        self.assertEqual(names, {"offer.txt", "photo.txt", f"status-{order.name}.html"})

    def test_c10_the_reminder_tells_of_a_greeting_that_was_carried(self):
        self.anna.write({"phone": "20 12 34 56", "country_id": self.env.ref("base.dk")})
        form = self.open_panel()
        self.assertIn("no greeting", form.greeting_reminder)
        form.template_id = self.env.ref("customer_status_comm.mail_template_blank")
        self.assertIn("Informal greeting: Hi Anna,", form.greeting_reminder)
        form.body = str(form.body).replace("Hi Anna,</p>", "Hi Anna,</p><p>More.</p>")
        form.communication_type = "sms"
        self.assertIn("Hi Anna,", form.sms_text)
        self.assertIn("Informal greeting: Hi Anna,", form.greeting_reminder)
        form.communication_type = "note"
        self.assertFalse(form.greeting_reminder)
