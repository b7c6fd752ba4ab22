"""SMS and notes from the panel; files, scheduling, sending again."""

from datetime import timedelta

from odoo import fields
from odoo.tests import Form

from ..common import SmsGateway, StatusCase


class TestTextsAndNotes(StatusCase):
    """SMS and notes from the panel; the SMS service is a real one on loopback."""

    def setUp(self):
        super().setUp()
        self.gateway = SmsGateway()
        self.addCleanup(self.gateway.stop)
        self.gateway.use(self)
        self.anna.write({"phone": "20 12 34 56", "country_id": self.env.ref("base.dk")})

    def open_panel(self, partner=None, **values):
        action = (partner or self.anna).action_contact()
        context = action["context"] | {f"default_{k}": v for k, v in values.items()}
        return Form(self.env[action["res_model"]].with_context(**context))

    def test_c6_the_type_starts_at_the_preference_when_possible(self):
        """C4 of docs/requirements.md."""
        self.anna.contact_preference = "sms"
        self.assertEqual(self.open_panel().communication_type, "sms")
        self.anna.phone = False
        form = self.open_panel()
        self.assertEqual(form.communication_type, "email")
        self.assertIn("No phone number", form.preference_hint)
        self.assertFalse(form.is_preference_possible)

    def test_c4_the_preference_is_never_enforced(self):
        self.anna.contact_preference = "email"
        form = self.open_panel(communication_type="sms")
        form.subject, form.sms_text = "Hello", "Hi there"
        panel = form.save()
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)

    def test_sms_is_sent_to_the_number_in_e164(self):
        """C6 of docs/requirements.md."""
        form = self.open_panel(communication_type="sms")
        form.subject, form.sms_text = "Ready", "Your bike is ready, æøå €"
        panel = form.save()
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        self.assertEqual(
            self.gateway.received, [("+4520123456", "Your bike is ready, æøå €")]
        )
        row = self.anna.communication_ids
        self.assertEqual((row.state, row.recipient), ("sent", "+4520123456"))
        self.assertFalse(self.sink.received)

    def test_sms_template_gives_greeting_content_signature(self):
        form = self.open_panel(communication_type="sms")
        form.template_id = self.env.ref("customer_status_comm.mail_template_sms_pickup")
        self.assertEqual(
            form.sms_text,
            "Hi Anna,\nWhat you are waiting for is ready for pickup.\nTestby Cykler",
        )
        self.assertFalse(form.body)

    def test_invalid_and_blacklisted_numbers_are_refused_before_anything_is_stored(
        self,
    ):
        for change, word in (
            ({"phone": "12"}, "not valid"),
            ({"phone": False}, "No phone number"),
            ({"phone": "20 12 34 57"}, "blacklisted"),
        ):
            with self.subTest(word):
                self.anna.write(change)
                if word == "blacklisted":
                    self.env["phone.blacklist"].add("+4520123457")
                form = self.open_panel(communication_type="sms")
                form.subject, form.sms_text = "Hello", "Hi"
                panel = form.save()
                panel.action_send()
                self.assertEqual(panel.feedback_type, "danger")
                self.assertIn(word, panel.feedback)
                self.assertFalse(self.anna.communication_ids)
        self.assertFalse(self.gateway.received)

    def test_failing_service_is_told_in_words_and_trying_again_works(self):
        self.gateway.state = "server_error"
        form = self.open_panel(communication_type="sms")
        form.subject, form.sms_text = "Hello", "Typed with care"
        panel = form.save()
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("SMS service", panel.feedback)
        self.assertEqual(panel.sms_text, "Typed with care")

        self.gateway.state = "success"
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        # The service may have sent the first one: it stays, and says so.
        states = self.anna.communication_ids.sorted("id").mapped("state")
        self.assertEqual(states, ["failed", "sent"])

    def test_status_link_in_an_sms_is_the_customers_own(self):
        order = self.create_order()
        order.action_confirm()
        action = self.anna.action_contact(document=order)
        context = action["context"] | {"default_communication_type": "sms"}
        form = Form(self.env[action["res_model"]].with_context(**context))
        form.subject, form.sms_text = "Status", "Look:"
        panel = form.save()
        panel.action_insert_status_link()
        self.assertIn(f"/my/status/order/{order.id}", panel.sms_text)
        count = panel.get_sms_count(panel.sms_text)
        panel.action_send()
        [(_number, text)] = self.gateway.received
        self.assertRegex(text, r"Look:\nhttp\S+/status/[\w-]{43}$")
        self.assertEqual(count["units"], len(text), "counted as it will be sent")
        self.assertNotIn("/status/" + text[-43:], self.anna.communication_ids.sms_text)

    def test_the_counter_names_what_forces_unicode(self):
        panel = self.env["customer.communication.panel"]
        count = panel.get_sms_count("it’s ready – now")
        self.assertEqual(count["encoding"], "ucs2")
        self.assertEqual(count["offenders"], [["’", "'"], ["–", "-"]])
        self.assertEqual(panel.replace_sms_unicode("it’s – now"), "it's - now")
        self.assertEqual(panel.get_sms_count(False)["parts"], 0)

    def test_changing_the_type_keeps_what_was_typed(self):
        form = self.open_panel()
        form.subject, form.body = "Hello", "<p>My own words</p>"
        form.communication_type = "sms"
        self.assertEqual(form.sms_text.strip(), "My own words")
        self.assertEqual(form.subject, "Hello")
        form.sms_text = "Newer words"
        form.communication_type = "note"
        self.assertIn("Newer words", form.body)
        self.assertFalse(form.is_body_outdated)

    def test_c6_a_note_never_leaves_the_house(self):
        self.anna.message_subscribe(self.bo.ids)
        order = self.create_order()
        order.message_subscribe((self.anna | self.bo).ids)
        action = self.anna.action_contact(document=order)
        context = action["context"] | {"default_communication_type": "note"}
        form = Form(self.env[action["res_model"]].with_context(**context))
        form.subject, form.body = "Called", "<p>Angry about the delay</p>"
        panel = form.save()
        panel.action_send()
        self.deliver()

        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        row = self.anna.communication_ids
        self.assertEqual(row.state, "saved")
        message = row.mail_message_id
        self.assertTrue(message.is_internal or message.subtype_id.internal)
        self.assertFalse(message.notification_ids)
        self.assertFalse(message.partner_ids)
        mails = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        self.assertFalse(mails)
        self.assertFalse(self.sink.received)
        self.assertFalse(self.gateway.received)

    def test_c8_a_subject_is_compulsory_for_all_three(self):
        for kind in ("email", "sms", "note"):
            with self.subTest(kind):
                form = self.open_panel(communication_type=kind)
                if kind == "sms":
                    form.sms_text = "Text"
                else:
                    form.body = "<p>Text</p>"
                panel = form.save()
                panel.action_send()
                self.assertEqual(panel.feedback_type, "danger")
                self.assertIn("subject", panel.feedback)
        self.assertFalse(self.anna.communication_ids)

    def test_c10_a_note_has_no_greeting(self):
        form = self.open_panel(communication_type="note")
        form.template_id = self.env.ref("customer_status_comm.mail_template_note_call")
        self.assertFalse(form.greeting_reminder)
        self.assertNotIn("Hi Anna", form.body)
        self.assertIn("The customer called", form.body)

    def test_the_file_is_of_what_the_template_speaks_of(self):
        order = self.create_order()
        action = self.anna.action_contact(document=order)
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        form.template_id = self.env.ref(
            "customer_status_comm.mail_template_status_email"
        )
        form.save().action_send()
        [attachment] = self.sink.received[0][2].iter_attachments()
        self.assertEqual(attachment.get_filename(), "status-Anna-Test.html")

    def test_opened_from_an_invoice_it_means_its_order(self):
        order = self.create_order()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        action = invoice.action_contact()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual(form.document_name, invoice.display_name)
        form.subject, form.body = "Invoice", "<p>Look here:</p>"
        form.attach_status_file = True
        panel = form.save()
        panel.action_insert_status_link()
        self.assertIn(f"/my/status/order/{order.id}", panel.body)
        panel.action_send()
        message = self.sink.received[0][2]
        [attachment] = message.iter_attachments()
        self.assertEqual(attachment.get_filename(), f"status-{order.name}.html")
        found = self.env["customer.status.link"]._find_page(self.get_token(message))
        self.assertEqual(found.facts["reference"], order.name)

    def test_nobody_is_sent_the_status_of_anothers_order(self):
        order = self.create_order(self.bo)
        action = self.anna.action_contact(document=order)
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        form.subject, form.body = "Status", "<p>Text</p>"
        form.attach_status_file = True
        panel = form.save()
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("is not a document of Anna Test", panel.feedback)
        self.assertFalse(self.sink.received)
        self.assertFalse(self.anna.communication_ids)

    def test_a_template_is_previewed_with_its_sms(self):
        template = self.env.ref("customer_status_comm.mail_template_sms_order_status")
        order = self.create_order()
        preview = self.env["mail.template.preview"].create(
            {"mail_template_id": template.id, "resource_ref": f"sale.order,{order.id}"}
        )
        self.assertIn(order.name, preview.sms_body)

    def test_files_of_the_document_can_be_ticked(self):
        order = self.create_order()
        ticked, other = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": b"x",
                    "res_model": order._name,
                    "res_id": order.id,
                }
                for name in ("offer.txt", "internal.txt")
            ]
        )
        action = self.anna.action_contact(document=order)
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual(form.offered_attachment_ids[:], ticked | other)
        form.subject, form.body = "Offer", "<p>Text</p>"
        form.document_attachment_ids.add(ticked)
        form.save().action_send()
        [attachment] = self.sink.received[0][2].iter_attachments()
        self.assertEqual(attachment.get_filename(), "offer.txt")

    def test_c11_scheduled_message_waits_and_can_be_taken_back(self):
        for cancel in (False, True):
            with self.subTest(cancel=cancel):
                form = self.open_panel()
                form.subject, form.body = "Later", "<p>Text</p>"
                form.scheduled_at = fields.Datetime.now() + timedelta(hours=2)
                panel = form.save()
                panel.action_send()
                row = panel.communication_id
                self.assertEqual(row.state, "scheduled")
                if cancel:
                    panel.action_cancel_scheduled()
                row.sudo().scheduled_at = fields.Datetime.now()
                self.run_cron("customer_status_comm.ir_cron_send_scheduled")
                self.deliver()
                self.assertEqual(row.state, "cancelled" if cancel else "sent")
        self.assertEqual(len(self.sink.received), 1)

    def test_c15_resend_and_use_as_new(self):
        form = self.open_panel(communication_type="sms")
        form.subject, form.sms_text = "Hello", "Hi again"
        form.save().action_send()
        row = self.anna.communication_ids
        row.action_resend()
        self.assertEqual(len(self.gateway.received), 2)
        self.assertEqual(len(self.anna.communication_ids), 2)
        action = row.action_use_as_new()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual((form.subject, form.sms_text), ("Hello", "Hi again"))

    def test_automatic_message_follows_the_preference(self):
        self.anna.contact_preference = "sms"
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()
        self.env["sms.sms"].search([("state", "=", "outgoing")]).send()
        self.assertFalse(self.deliver())
        [(number, text)] = self.gateway.received
        self.assertEqual(number, "+4520123456")
        self.assertRegex(text, r"/status/[\w-]{43}")
