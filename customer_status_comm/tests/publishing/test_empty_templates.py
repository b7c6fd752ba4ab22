"""Rules whose template says nothing: the customer's, and the shop's, side of it."""

from odoo.exceptions import UserError

from ... import const
from ..health.common import HealthCase


class TestEmptyTemplates(HealthCase):
    def setUp(self):
        super().setUp()
        self.template = self.env.ref("customer_status_comm.mail_template_confirmed")
        self.rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        self.rule.channel = const.CHANNEL_PREFERENCE

    def empty(self, *names):
        """Take these fields of the template away, in every language."""
        for lang in (None, "en_US", "da_DK"):
            for name in names:
                self.template.with_context(lang=lang)[name] = False

    def confirm(self):
        """Confirm an order; return its events and the e-mails that left."""
        order = self.create_order()
        order.action_confirm()
        self.publish()
        return self.get_events(order), self.deliver()

    def test_an_empty_email_is_not_sent_and_the_reason_is_true(self):
        for name in ("body_html", "subject"):
            with self.subTest(name):
                whole = self.template[name]
                self.empty(name)
                events, messages = self.confirm()
                self.template[name] = whole
                self.assertEqual(messages, [])
                self.assertEqual(
                    events, [("confirmed", const.SILENT, const.WHY_NO_TEXT)]
                )

    def test_a_subject_that_comes_out_empty_names_the_order(self):
        self.template.subject = "{{ object.client_order_ref }} "
        _events, [message] = self.confirm()
        name = self.anna.sale_order_ids.name
        self.assertEqual(message["Subject"], name)
        self.assertEqual(self.anna.communication_ids.subject, name)

    def test_who_has_no_address_is_told_so_all_the_same(self):
        self.anna.email = False
        events, _messages = self.confirm()
        self.assertEqual(events[0][2], const.WHY_NO_EMAIL)

    def test_a_customers_other_way_is_taken(self):
        self.anna.phone = "+45 20 12 34 56"
        self.template.sms_body = "We have it."
        self.empty("subject")
        events, messages = self.confirm()
        self.assertEqual((events[0][1], messages), (const.TOLD, []))
        self.assertEqual(self.anna.communication_ids.communication_type, const.SMS)

    def test_blanks_are_no_text(self):
        self.template.write({"subject": "  ", "sms_body": " \n"})
        possible = self.template._get_automatic_channels()
        self.assertFalse(possible & {const.EMAIL, const.SMS})

    def test_a_template_for_staff_needs_no_subject(self):
        self.empty("subject")
        self.assertIn(const.EMAIL, self.template._get_channels())

    def test_a_test_of_the_rule_says_what_is_missing(self):
        self.create_order().action_confirm()
        self.rule.channel = const.EMAIL
        self.empty("subject")
        with self.assertRaisesRegex(UserError, "no subject or no text"):
            self.rule.action_send_test()

    def test_health_counts_the_rules(self):
        self.empty("subject")
        health = self.check()
        line = self.get_line(health, const.HEALTH_NO_TEXT)
        self.assertEqual((line.level, line.count), (const.LEVEL_WARNING, 1))
        self.assertEqual(line.value, "1")
        self.assertIn("Status rules", line.advice)
        action = line.with_user(self.manager).action_show()
        self.assertEqual(action["res_model"], "customer.status.rule")

        self.rule.audience = const.AUDIENCE_NONE
        codes = self.check().line_ids.mapped("code")
        self.assertNotIn(const.HEALTH_NO_TEXT, codes)

    def test_a_rule_that_another_replaces_does_not_count(self):
        self.empty("subject")
        whole = self.template.copy({"subject": "We have it"})
        self.rule.copy({"company_id": self.company.id, "template_id": whole.id})
        codes = self.check().line_ids.mapped("code")
        self.assertNotIn(const.HEALTH_NO_TEXT, codes)
