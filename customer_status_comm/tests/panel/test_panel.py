"""The communication panel: configure, compose and send an e-mail."""

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user

from ..common import StatusCase


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
        """C6 of docs/requirements.md."""
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

        order = self.create_order()
        order.action_confirm()
        form = self.open_panel(document=order)
        self.assertIn(for_orders, form.allowed_template_ids[:])

    def test_c7_each_type_offers_its_own_templates(self):
        """D5 of docs/requirements.md."""
        kinds = ("email", "sms", "note")
        of = {kind: self.template.copy({"communication_type": kind}) for kind in kinds}
        for kind in kinds:
            with self.subTest(kind):
                form = self.open_panel()
                form.communication_type = kind
                offered = form.allowed_template_ids[:]
                found = [each for each in kinds if of[each] in offered]
                self.assertEqual(found, [kind])

    def test_c7_a_rules_template_is_offered_while_its_event_is_true(self):
        module = "customer_status_comm.mail_template"
        names = ("confirmed", "invoiced", "cancelled", "order_status_email")
        templates = {name: self.env.ref(f"{module}_{name}") for name in names}
        order = self.create_order()
        always = {"order_status_email"}
        for act, expected in (
            (lambda: None, set()),
            (order.action_confirm, {"confirmed"}),
            (
                lambda: order._create_invoices().action_post(),
                {"confirmed", "invoiced"},
            ),
            (order._action_cancel, {"invoiced", "cancelled"}),
        ):
            act()
            with self.subTest(expected=expected):
                offered = self.open_panel(document=order).allowed_template_ids[:]
                found = {name for name in names if templates[name] in offered}
                self.assertEqual(found, expected | always)
                self.assertIn(self.template, offered)

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
        form = self.open_panel(nobody)
        form.communication_type = "email"
        self.assertIn("No e-mail address", form.obstacle)

    def test_c8_without_a_subject_nothing_is_sent_and_the_panel_says_so(self):
        form = self.open_panel()
        form.body = "<p>Text</p>"
        panel = self.send(form)

        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("subject", panel.feedback)
        self.assertFalse(self.sink.received)
        self.assertFalse(self.anna.communication_ids)

    def test_c9_greeting_styles(self):
        """C10 of docs/requirements.md."""
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

    def test_c9_yes_is_the_default_and_takes_the_name_that_is_shown(self):
        form = self.open_panel()
        self.assertEqual((form.use_name, form.is_formal), ("yes", False))
        self.assertEqual(form.partner_id.name, "Anna Test")
        form.template_id = self.template
        self.assertIn("Hi Anna,", form.body)

    def test_c9_no_name_means_no_greeting(self):
        form = self.open_panel()
        form.use_name = "no"
        form.template_id = self.template
        self.assertNotIn("Hi Anna", form.body)
        self.assertIn("Come and get it", form.body)

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

    def test_c13_what_is_edited_changes_this_message_only(self):
        """Content, greeting and signature; the template and the next one stay."""
        self.env.user.signature = "<p>Best, Olga</p>"
        before = self.template.body_html
        form = self.open_panel()
        form.template_id = self.template
        own = {
            "Hi Anna,": "Good morning Anna,",
            "Come and get it": "It waits for you",
            "Best, Olga": "See you, Olga",
        }
        text = str(form.body)
        for theirs, mine in own.items():
            self.assertIn(theirs, text)
            text = text.replace(theirs, mine)
        form.body = text
        self.send(form)
        html = self.get_html(self.sink.received[0][2])
        for theirs, mine in own.items():
            self.assertIn(mine, html)
            self.assertNotIn(theirs, html)

        self.assertEqual(self.template.body_html, before)
        form = self.open_panel()
        form.template_id = self.template
        for theirs in own:
            self.assertIn(theirs, form.body)

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

    def test_c15_history_of_a_company_counts_its_contacts(self):
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
        """B7 of docs/requirements.md."""
        self.env["mail.blacklist"]._add(self.anna.email)
        for partner, word in (
            (self.anna, "blacklisted"),
            (self._create_customer("No Mail", email=False), "No e-mail address"),
            (self._create_customer("Bad Mail", email="nonsense"), "not valid"),
        ):
            with self.subTest(partner.name):
                form = self.open_panel(partner)
                form.communication_type = "email"
                form.subject, form.body = "Hello", "<p>Text</p>"
                panel = self.send(form)
                self.assertEqual(panel.feedback_type, "danger")
                self.assertIn(word, panel.feedback)
                self.assertFalse(partner.communication_ids)
        self.assertFalse(self.sink.received)

    def test_text_typed_by_a_user_is_never_rendered(self):
        typed = '<p>{{ object.email }} <t t-out="object.email"/> {{ 123 * 457 }}</p>'
        form = self.open_panel()
        form.subject, form.body = "Hello {{ 123 * 457 }}", typed
        self.send(form)
        message = self.sink.received[0][2]
        self.assertEqual(message["Subject"], "Hello {{ 123 * 457 }}")
        self.assertIn("{{ 123 * 457 }}", self.get_html(message))
        self.assertNotIn("56211", self.get_html(message))

    def test_a_salesperson_without_the_right_to_edit_contacts_can_send(self):
        """D6 of docs/requirements.md."""
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            self.anna.with_user(seller).write({"comment": "x"})
        form = self.open_panel(user=seller)
        form.template_id = self.template
        panel = self.send(form)
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        self.assertEqual(self.anna.communication_ids.user_id, seller)

    def test_c15_nobody_but_an_administrator_changes_the_history(self):
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
