"""The communication panel: configure, compose and send, history."""

from ast import literal_eval
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user

from ..common import SmsGateway, StatusCase


class TestPanel(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["mail.template"].create(
            {
                "name": "Ready",
                "model_id": cls.env.ref("base.model_res_partner").id,
                "communication_type": "email",
                "subject": "Your bike is ready, {{ object.name }}",
                "body_html": "<p>Come and get it.</p>",
                "lang": "{{ object.lang }}",
            }
        )

    def open_panel(self, partner=None, document=None, user=None):
        """Return the form of the panel, opened as the Contact button opens it."""
        action = (partner or self.anna).action_contact(document=document)
        panel = self.env[action["res_model"]].with_context(**action["context"])
        return Form(panel.with_user(user or self.env.user))

    def send(self, form):
        """Press Send; return the panel."""
        panel = form.save()
        panel.action_send()
        return panel

    def test_c1_contact_opens_the_panel_on_the_customer(self):
        form = self.open_panel(self.anna)
        self.assertEqual(form.partner_id, self.anna)
        self.assertEqual(form.partner_email, self.anna.email)

    def test_c2_the_sender_is_the_customer_service_address(self):
        form = self.open_panel()
        form.subject, form.body = "Hello", "<p>Text</p>"
        self.send(form)

        [(_sender, recipients, message)] = self.sink.received
        self.assertIn("service@testby.example", message["From"])
        self.assertIn("service@testby.example", message["Reply-To"])
        self.assertEqual(recipients, ["anna.test@customer.example"])

    def test_c2_without_an_address_nothing_is_sent_and_the_panel_says_where_to_set_it(
        self,
    ):
        self.company.write(
            {"customer_status_active": False, "customer_service_email": False}
        )
        form = self.open_panel()
        form.subject, form.body = "Hello", "<p>Text</p>"
        panel = self.send(form)

        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("Settings", panel.feedback)
        self.assertFalse(self.sink.received)
        self.assertFalse(self.anna.communication_ids)

    def test_c7_only_templates_of_the_type_and_the_customer_are_offered(self):
        other = self.template.copy({"communication_type": "note"})
        for_orders = self.env.ref("customer_status_comm.mail_template_confirmed")
        form = self.open_panel()

        offered = form.allowed_template_ids[:]
        self.assertIn(self.template, offered)
        self.assertNotIn(other, offered)
        self.assertNotIn(for_orders, offered)
        self.assertFalse(form.template_id)

        form = self.open_panel(document=self.create_order())
        self.assertIn(for_orders, form.allowed_template_ids[:])

    def test_c8_subject_comes_from_the_template_and_stays_editable(self):
        form = self.open_panel()
        form.template_id = self.template
        self.assertEqual(form.subject, "Your bike is ready, Anna Test")
        form.subject = "Ready!"
        self.send(form)
        self.assertEqual(self.sink.received[0][2]["Subject"], "Ready!")

    def test_c8_a_typed_subject_outlives_the_template(self):
        form = self.open_panel()
        form.subject = "My own"
        form.template_id = self.template
        self.assertEqual(form.subject, "My own")
        form.subject = False
        form.template_id = self.env["mail.template"]
        form.template_id = self.template
        self.assertEqual(form.subject, "Your bike is ready, Anna Test")
        form.template_id = self.env["mail.template"]
        self.assertFalse(form.subject)

    def test_c11_a_refusal_goes_once_something_is_done_about_it(self):
        form = self.open_panel()
        form.body = "<p>Text</p>"
        panel = form.save()
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        form = Form(panel)
        form.subject = "Now with one"
        self.assertFalse(form.feedback_type)

    def test_unreachable_customer_is_pointed_out_before_writing(self):
        self.assertFalse(self.open_panel().obstacle)
        nobody = self._create_customer("No Way", email=False)
        self.assertIn("No e-mail address", self.open_panel(nobody).obstacle)

    def test_c8_without_a_subject_nothing_is_sent_and_the_panel_says_so(self):
        form = self.open_panel()
        form.body = "<p>Text</p>"
        panel = self.send(form)

        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("subject", panel.feedback)
        self.assertFalse(self.sink.received)
        self.assertFalse(self.anna.communication_ids)

    def test_c9_greeting_styles(self):
        title = self.env["res.partner.title"].create(
            {"name": "Testing doctor", "shortcut": "Dr."}
        )
        cases = [
            ("Anna Test", False, False, "Hi Anna,"),
            ("Anna Test", False, True, "Dear Anna,"),
            ("Anna Test", title, True, "Dear Dr. Test,"),
            ("Ludwig van Beethoven", title, True, "Dear Dr. van Beethoven,"),
            ("Cher", title, True, "Dear Cher,"),
        ]
        for name, with_title, formal, expected in cases:
            with self.subTest(name=name, formal=formal):
                self.anna.write({"name": name, "title_id": with_title})
                form = self.open_panel()
                form.template_id = self.template
                form.is_formal = formal
                self.assertIn(expected, form.body)
                self.assertIn(expected, form.greeting_reminder)

    def test_c9_greetings_by_language(self):
        mister = self.env.ref("partner_title.res_partner_title_mister")
        self.anna.write({"name": "John Doe", "title_id": mister.id})
        modules = self.env["ir.module.module"].search(
            [("name", "in", ("customer_status_comm", "partner_title"))]
        )
        for lang, informal, formal in (
            ("en_US", "Hi John,", "Dear Mr. Doe,"),
            ("da_DK", "Hej John,", "Kære hr. Doe,"),
            ("de_DE", "Hallo John,", "Guten Tag Hr. Doe,"),
            ("sv_SE", "Hej John,", "Bästa herr Doe,"),
            ("nb_NO", "Hei John,", "Kjære herr Doe,"),
            ("fr_FR", "Bonjour John,", "Bonjour M. Doe,"),
            ("nl_NL", "Hoi John,", "Geachte heer Doe,"),
        ):
            with self.subTest(lang):
                self.env["res.lang"]._activate_lang(lang)
                modules._update_translations([lang])
                self.anna.lang = lang
                form = self.open_panel()
                form.template_id = self.template
                self.assertIn(informal, form.body)
                form.is_formal = True
                self.assertIn(formal, form.body)

    def test_c9_no_name_means_no_greeting(self):
        form = self.open_panel()
        form.use_name = "no"
        form.template_id = self.template
        self.assertNotIn("Hi Anna", form.body)
        self.assertIn("Come and get it", form.body)

    def test_c9_a_company_is_not_greeted_by_a_persons_name(self):
        company = self._create_customer("Hansen Test & Co", is_company=True)
        form = self.open_panel(company)
        form.template_id = self.template
        self.assertIn("Hello,", form.body)

    def test_c11_success_is_shown_in_the_panel(self):
        form = self.open_panel()
        form.subject, form.body = "Hello", "<p>Text</p>"
        panel = self.send(form)
        self.assertEqual(panel.feedback_type, "success")
        self.assertIn("anna.test@customer.example", panel.feedback)

    def test_c11_failure_is_shown_nothing_is_lost_and_trying_again_works(self):
        self.sink.refuse = "554 5.7.1 go away"
        form = self.open_panel()
        form.subject, form.body = "Hello", "<p>Typed with care</p>"
        with self.assertLogs("odoo.addons.mail.models.mail_mail", "ERROR"):
            panel = self.send(form)
        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("go away", panel.feedback)
        self.assertEqual(self.anna.communication_ids.state, "failed")
        self.assertIn("Typed with care", panel.body)

        self.sink.refuse = None
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success")
        self.assertEqual(self.anna.communication_ids.state, "sent")
        self.assertFalse(self.anna.communication_ids.failure_reason)
        self.assertEqual(len(self.sink.received), 1)

    def test_c13_body_is_greeting_content_signature(self):
        self.env.user.signature = "<p>Best, Olga of the counter</p>"
        form = self.open_panel()
        self.assertFalse(form.body)
        form.template_id = self.template
        text = form.body
        order = [
            text.index(part) for part in ("Hi Anna,", "Come and get it", "Best, Olga")
        ]
        self.assertEqual(order, sorted(order))

    def test_c13_template_without_content_gives_greeting_and_signature(self):
        self.template.body_html = False
        self.env.user.signature = "<p>Best, Olga</p>"
        form = self.open_panel()
        form.template_id = self.template
        self.assertIn("Hi Anna,", form.body)
        self.assertIn("Best, Olga", form.body)

    def test_c13_typed_text_is_never_thrown_away_unasked(self):
        form = self.open_panel()
        form.body = "<p>My own words</p>"
        form.template_id = self.template
        self.assertIn("My own words", form.body)
        self.assertTrue(form.is_body_outdated)

        panel = form.save()
        panel.action_replace_body()
        self.assertIn("Come and get it", panel.body)
        self.assertFalse(panel.is_body_outdated)

    def test_c13_without_a_template_nothing_is_offered_in_place_of_the_text(self):
        form = self.open_panel()
        form.body = "<p>My own words</p>"
        form.is_formal = True
        self.assertFalse(form.is_body_outdated)

    def test_c13_untouched_text_follows_the_greeting(self):
        form = self.open_panel()
        form.template_id = self.template
        form.is_formal = True
        self.assertIn("Dear Anna,", form.body)
        self.assertFalse(form.is_body_outdated)

    def test_c14_a_second_click_does_not_send_again(self):
        form = self.open_panel()
        form.subject, form.body = "Hello", "<p>Text</p>"
        panel = self.send(form)
        panel.action_send()
        self.assertEqual(len(self.sink.received), 1)

    def test_c15_what_was_sent_stands_in_the_history(self):
        form = self.open_panel()
        form.subject, form.body = "Hello", "<p>Text</p>"
        self.send(form)

        row = self.env["customer.communication"].search(
            [("partner_id", "child_of", self.anna.id)]
        )
        self.assertEqual(row.subject, "Hello")
        self.assertEqual(row.state, "sent")
        self.assertEqual(row.user_id, self.env.user)
        self.assertEqual(self.anna.communication_count, 1)

    def test_history_of_a_company_counts_its_contacts(self):
        company = self._create_customer("Hansen Test", is_company=True)
        contact = self._create_customer("Carl Test", parent_id=company.id)
        form = self.open_panel(contact)
        form.subject, form.body = "Hello", "<p>Text</p>"
        self.send(form)
        partners = company | contact | self.anna
        partners.invalidate_recordset(["communication_count"])
        self.assertEqual(partners.mapped("communication_count"), [1, 1, 0])

    def test_the_customers_language_is_used(self):
        self.template.with_context(lang="da_DK").write(
            {"subject": "Din cykel er klar", "body_html": "<p>Kom og hent den.</p>"}
        )
        form = self.open_panel(self.bo)
        form.template_id = self.template
        self.assertEqual(form.subject, "Din cykel er klar")
        self.assertIn("Kom og hent den", form.body)
        self.assertIn("Hej Bo,", form.body)

    def test_blacklisted_and_invalid_addresses_are_refused_with_the_reason(self):
        self.env["mail.blacklist"]._add(self.anna.email)
        for partner, word in (
            (self.anna, "blacklisted"),
            (self._create_customer("No Mail", email=False), "No e-mail address"),
            (self._create_customer("Bad Mail", email="nonsense"), "not valid"),
        ):
            with self.subTest(partner.name):
                form = self.open_panel(partner)
                form.subject, form.body = "Hello", "<p>Text</p>"
                panel = self.send(form)
                self.assertEqual(panel.feedback_type, "danger")
                self.assertIn(word, panel.feedback)
                self.assertFalse(partner.communication_ids)
        self.assertFalse(self.sink.received)

    def test_text_typed_by_a_user_is_never_rendered(self):
        typed = '<p>{{ object.email }} <t t-out="object.email"/> {{ 7 * 6 }}</p>'
        form = self.open_panel()
        form.subject, form.body = "Hello {{ 7 * 6 }}", typed
        self.send(form)
        message = self.sink.received[0][2]
        self.assertEqual(message["Subject"], "Hello {{ 7 * 6 }}")
        self.assertIn("{{ 7 * 6 }}", self.get_html(message))
        self.assertNotIn("42", self.get_html(message))

    def test_a_salesperson_without_the_right_to_edit_contacts_can_send(self):
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            self.anna.with_user(seller).write({"comment": "x"})
        form = self.open_panel(user=seller)
        form.template_id = self.template
        panel = self.send(form)
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        self.assertEqual(self.anna.communication_ids.user_id, seller)

    def test_nobody_but_an_administrator_changes_the_history(self):
        form = self.open_panel()
        form.subject, form.body = "Hello", "<p>Text</p>"
        self.send(form)
        row = self.anna.communication_ids
        seller = self.create_user("seller", "sales_team.group_sale_manager")
        portal = new_test_user(self.env, "guest", groups="base.group_portal")
        for user, operation, allowed in (
            (seller, "read", True),
            (seller, "write", False),
            (seller, "unlink", False),
            (seller, "create", False),
            (portal, "read", False),
        ):
            with self.subTest(user=user.login, operation=operation):
                self.assertEqual(row.with_user(user).has_access(operation), allowed)

    def test_sending_reaches_nobody_but_the_customer(self):
        order = self.create_order()
        order.message_subscribe(self.bo.ids)
        form = self.open_panel(document=order)
        form.subject, form.body = "Hello", "<p>Text</p>"
        self.send(form)
        [(_sender, recipients, _message)] = self.sink.received
        self.assertEqual(recipients, ["anna.test@customer.example"])
        self.assertEqual(order.message_ids[:1].subject, "Hello")


class TestStatusFile(StatusCase):
    """M1: the template "Status e-mail" attaches the status file by itself."""

    def setUp(self):
        super().setUp()
        self.order = self.create_order(self.anna)
        self.order.action_confirm()
        self.publish()
        self.deliver()
        self.template = self.env.ref("customer_status_comm.mail_template_status_email")

    def assert_status_email(self, message):
        """Assert a link that opens, and a file that shows the order."""
        [attachment] = list(message.iter_attachments())
        self.assertEqual(attachment.get_filename(), "status-Anna-Test.html")
        self.assertEqual(attachment.get_content_type(), "text/html")
        self.assertIn(self.order.name, attachment.get_content())
        found = self.env["customer.status.link"]._find_page(self.get_token(message))
        self.assertEqual(found.facts["orders"][0]["reference"], self.order.name)

    def test_m1_in_the_panel(self):
        action = self.anna.action_contact()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        form.template_id = self.template
        self.assertTrue(form.attach_status_file)
        form.save().action_send()
        self.assert_status_email(self.sink.received[-1][2])

    def test_m1_in_odoos_own_composer_on_a_contact(self):
        seller = self.create_user(
            "seller", "sales_team.group_sale_salesman", "base.group_partner_manager"
        )
        composer = Form(
            self.env["mail.compose.message"]
            .with_user(seller)
            .with_context(
                default_composition_mode="comment",
                default_model="res.partner",
                default_res_ids=self.anna.ids,
                default_template_id=self.template.id,
                default_partner_ids=self.anna.ids,
            )
        ).save()
        self.assertEqual(
            composer.attachment_ids.mapped("name"), ["status-Anna-Test.html"]
        )
        composer._action_send_mail()
        self.deliver()
        self.assert_status_email(self.sink.received[-1][2])

    def test_the_file_of_an_order(self):
        action = self.anna.action_contact(document=self.order)
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        form.template_id = self.env.ref(
            "customer_status_comm.mail_template_order_status_email"
        )
        form.save().action_send()
        [attachment] = list(self.sink.received[-1][2].iter_attachments())
        self.assertEqual(attachment.get_filename(), f"status-{self.order.name}.html")


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
        self.assertEqual(self.anna.communication_ids.mapped("state"), ["sent"])

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
        form.save().action_send()
        [attachment] = self.sink.received[0][2].iter_attachments()
        self.assertEqual(attachment.get_filename(), "status-Anna-Test.html")

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

    def test_scheduled_message_waits_and_can_be_taken_back(self):
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

    def test_resend_and_use_as_new(self):
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


class TestRights(StatusCase):
    """Role by operation, and values that no form would send."""

    ROLES = (
        ("clerk", ["base.group_user"]),
        ("seller", ["sales_team.group_sale_salesman"]),
        ("contacts", ["base.group_user", "base.group_partner_manager"]),
        ("chief", ["customer_status_comm.group_customer_status_manager"]),
        ("system", ["base.group_user", "base.group_system"]),
        ("guest", ["base.group_portal"]),
    )
    #: What each role may do, in the order of ROLES.
    TABLE = (
        ("customer.communication", "read", "yes yes yes yes yes no"),
        ("customer.communication", "create", "no no no no yes no"),
        ("customer.communication", "write", "no no no no yes no"),
        ("customer.communication", "unlink", "no no no no yes no"),
        ("customer.communication.panel", "create", "yes yes yes yes yes no"),
        ("customer.status.page", "read", "yes yes yes yes yes no"),
        ("customer.status.page", "write", "no no no no no no"),
        ("customer.status.event", "read", "yes yes yes yes yes no"),
        ("customer.status.event", "unlink", "no no no no no no"),
        ("customer.status.rule", "read", "yes yes yes yes yes no"),
        ("customer.status.rule", "write", "no no no yes no no"),
        ("customer.status.change", "read", "no no no yes no no"),
        ("customer.status.change", "create", "no no no no no no"),
        ("customer.status.link", "read", "no no no no yes no"),
        ("customer.status.link", "create", "no no no no no no"),
    )

    def test_role_by_operation(self):
        users = [self.create_user(login, *groups) for login, groups in self.ROLES]
        for model, operation, expected in self.TABLE:
            for user, may in zip(users, expected.split(), strict=True):
                with self.subTest(model=model, operation=operation, role=user.login):
                    allowed = self.env[model].with_user(user).has_access(operation)
                    self.assertEqual(allowed, may == "yes")

    def test_every_role_inside_can_send_and_save(self):
        for login, groups in self.ROLES[:-1]:
            user = self.create_user(login, *groups)
            for kind in ("email", "note"):
                with self.subTest(role=login, kind=kind):
                    panel = (
                        self.env["customer.communication.panel"]
                        .with_user(user)
                        .create(
                            {
                                "partner_id": self.anna.id,
                                "company_id": self.company.id,
                                "communication_type": kind,
                                "subject": f"From {login}",
                                "body": "<p>Text</p>",
                            }
                        )
                    )
                    panel.action_send()
                    self.assertEqual(panel.feedback_type, "success", panel.feedback)

    def test_nobody_writes_in_the_name_of_another_company(self):
        other = self._create_company("Andenby Cykler")
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        panel = (
            self.env["customer.communication.panel"]
            .with_user(seller)
            .create(
                {
                    "partner_id": self.anna.id,
                    "company_id": other.id,
                    "subject": "Hello",
                    "body": "<p>Text</p>",
                }
            )
        )
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertFalse(self.sink.received)

    def test_nobody_overwrites_what_a_colleague_could_not_send(self):
        theirs = (
            self.env["customer.communication"]
            .sudo()
            .create(
                {
                    "partner_id": self.anna.id,
                    "company_id": self.company.id,
                    "communication_type": "email",
                    "subject": "Theirs",
                    "body": "<p>Theirs</p>",
                    "state": "failed",
                    "user_id": self.env.user.id,
                }
            )
        )
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        panel = (
            self.env["customer.communication.panel"]
            .with_user(seller)
            .create(
                {
                    "partner_id": self.anna.id,
                    "company_id": self.company.id,
                    "communication_id": theirs.id,
                    "subject": "Mine",
                    "body": "<p>Mine</p>",
                }
            )
        )
        panel.action_send()
        self.assertEqual(theirs.subject, "Theirs")
        self.assertEqual(panel.communication_id.user_id, seller)


class TestHistoryEdges(StatusCase):
    """What happens to the history when the world around it changes."""

    def write_to(self, partner, subject="Hello", **values):
        """Return the row of an e-mail to ``partner``."""
        rows = self.env["customer.communication"].sudo()
        row = rows.create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "communication_type": "email",
                "subject": subject,
                "body": "<p>Text</p>",
                "user_id": self.env.user.id,
                **values,
            }
        )
        row._send(now=True)
        return row

    def test_merged_customers_keep_their_history(self):
        twin = self._create_customer("Anna Twin")
        self.write_to(self.anna)
        self.write_to(twin)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.anna | twin).ids, self.anna)
        self.assertFalse(twin.exists())
        self.assertEqual(len(self.anna.communication_ids), 2)

    def test_deleted_template_leaves_what_was_written(self):
        template = self.env["mail.template"].create(
            {
                "name": "Gone soon",
                "model_id": self.env.ref("base.model_res_partner").id,
                "communication_type": "email",
            }
        )
        row = self.write_to(self.anna, template_id=template.id)
        template.unlink()
        self.assertEqual(row.subject, "Hello")
        self.assertFalse(row.template_id)

    def test_archived_customer_and_one_without_language_can_be_written_to(self):
        self.anna.active = False
        self.bo.lang = False
        for partner in self.anna | self.bo:
            self.assertEqual(self.write_to(partner).state, "sent")
        self.assertEqual(len(self.sink.received), 2)

    def test_two_companies_never_mix(self):
        other = self._create_company(
            "Andenby Cykler", customer_service_email="hello@andenby.example"
        )
        here = self.write_to(self.anna)
        there = self.write_to(self.anna, company_id=other.id)
        self.assertIn("testby", self.sink.received[0][2]["From"])
        self.assertIn("andenby", self.sink.received[1][2]["From"])
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        seen = self.env["customer.communication"].with_user(seller).search([])
        self.assertIn(here, seen)
        self.assertNotIn(there, seen)

    def test_the_row_follows_a_bounce(self):
        row = self.write_to(self.anna)
        row.mail_message_id.notification_ids.write(
            {
                "notification_status": "bounce",
                "failure_type": "mail_bounce",
                "failure_reason": "mailbox full",
            }
        )
        self.assertEqual(row.state, "failed")
        self.assertIn("mailbox full", row.failure_reason)

    def test_a_batch_is_sent_with_a_constant_number_of_queries(self):
        counts = []
        for size in (2, 20):
            partners = self.env["res.partner"].union(
                *(self._create_customer(f"Batch {size} {n}") for n in range(size))
            )
            rows = (
                self.env["customer.communication"]
                .sudo()
                .create(
                    [
                        {
                            "partner_id": partner.id,
                            "company_id": self.company.id,
                            "communication_type": "email",
                            "subject": "Hello",
                            "body": "<p>Text</p>",
                        }
                        for partner in partners
                    ]
                )
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows._send()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5, counts)

    def test_a_salesperson_makes_and_previews_a_template_in_the_form(self):
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        action = self.env.ref("customer_status_comm.mail_template_action")
        context = literal_eval(action.context)
        templates = self.env["mail.template"].with_user(seller)
        with Form(templates.with_context(**context)) as form:
            form.name = "Mine"
            form.subject = "Hello"
        template = form.record
        self.assertEqual(template.communication_type, "email")
        self.assertEqual(template.model, "res.partner")
        preview = (
            self.env["mail.template.preview"]
            .with_user(seller)
            .create({"mail_template_id": template.id})
        )
        self.assertTrue(preview.resource_ref.partner_share)
        self.assertEqual(preview.subject, "Hello")

    def test_a_salesperson_writes_templates_of_their_own_without_running_code(self):
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        model = self.env.ref("base.model_res_partner").id
        templates = self.env["mail.template"].with_user(seller)
        template = templates.create(
            {
                "name": "Mine",
                "model_id": model,
                "communication_type": "sms",
                "subject": "For {{ object.name }}",
                "sms_body": "See {{ object.customer_status_url }}",
            }
        )
        template.write({"sms_body": "Look: {{ object.customer_status_url }}"})
        for code in ("{{ object.env.cr }}", "{{ object.sudo().email }}"):
            with self.assertRaises(AccessError):
                template.write({"sms_body": code})
