"""Rules: who is told what, when and how."""

from lxml import etree

from odoo.exceptions import ValidationError

from ... import const
from ..common import StatusCase


class TestRules(StatusCase):
    def setUp(self):
        super().setUp()
        self.rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")

    def confirm(self, partner=None, **values):
        order = self.create_order(partner, **values)
        order.action_confirm()
        self.publish()
        return order

    def test_m8_only_documents_that_meet_the_criteria(self):
        self.rule.criteria = "[('amount_total', '>', 1000)]"
        small, large = self.confirm(), self.confirm(quantity=50)
        self.assertEqual(
            self.get_events(small), [("confirmed", const.SILENT, const.WHY_NO_RULE)]
        )
        self.assertEqual(self.get_events(large), [("confirmed", const.TOLD, False)])

    def test_m8_the_first_rule_that_fits_gives_the_text(self):
        template = self.rule.template_id.copy(
            {"subject": "A large order", "communication_type": "email"}
        )
        self.rule.copy(
            {
                "template_id": template.id,
                "criteria": "[('amount_total', '>', 1000)]",
                "sequence": self.rule.sequence - 1,
            }
        )
        small = self.confirm()
        self.confirm(quantity=50)
        subjects = {message["Subject"] for message in self.deliver()}
        self.assertEqual(
            subjects, {"A large order", f"We have your order {small.name}"}
        )

    def test_m8_a_shops_own_rule_takes_the_place_of_the_one_for_all(self):
        own = self.rule.copy(
            {
                "company_id": self.company.id,
                "criteria": "[('amount_total', '>', 1000)]",
            }
        )
        self.assertTrue(self.rule.is_replaced)
        self.assertFalse(own.is_replaced)
        self.assertEqual(self.get_events(self.confirm())[0][2], const.WHY_NO_RULE)
        self.assertEqual(self.get_events(self.confirm(quantity=50))[0][1], const.TOLD)
        own.active = False
        self.rule.invalidate_recordset(["is_replaced"])
        self.assertFalse(self.rule.is_replaced)
        self.assertEqual(self.get_events(self.confirm())[0][1], const.TOLD)

    def test_m8_criteria_are_checked_when_they_are_saved(self):
        for criteria in ("[('no_such_field', '=', 1)]", "[(", "7", "[('name',)]"):
            with self.assertRaises(ValidationError, msg=criteria):
                self.rule.criteria = criteria
                self.rule.flush_recordset()

    def test_m8_kinds_of_customers(self):
        self.rule.audience = const.AUDIENCE_COMPANY
        self.bo.is_company = True
        self.assertEqual(self.get_events(self.confirm())[0][2], const.WHY_AUDIENCE)
        self.assertEqual(self.get_events(self.confirm(self.bo))[0][1], const.TOLD)

    def test_m_plus_2_the_customer_gets_no_status_messages(self):
        (self.anna | self.bo).gets_status_messages = False
        self.assertEqual(self.get_events(self.confirm())[0][2], const.WHY_OPTED_OUT)

    def test_m_plus_2_yes_is_the_default_and_many_are_changed_at_once(self):
        """In the list of customers: ticked rows take what is set in one of them."""
        customers = self.anna | self.bo
        self.assertEqual(customers.mapped("gets_status_messages"), [True, True])
        view = self.env["res.partner"].get_view(view_type="list")
        arch = etree.fromstring(view["arch"])
        self.assertEqual(arch.get("multi_edit"), "1")
        [field] = arch.findall(".//field[@name='gets_status_messages']")
        self.assertNotEqual(field.get("readonly"), "1")
        customers.write({"gets_status_messages": False})
        for customer in customers:
            self.assertEqual(
                self.get_events(self.confirm(customer)),
                [("confirmed", const.SILENT, const.WHY_OPTED_OUT)],
            )

    def test_the_status_file_goes_along_when_the_rule_says_so(self):
        self.confirm()
        self.rule.attach_status_file = True
        self.confirm(self.bo)
        without, attached = sorted(self.deliver(), key=lambda message: message["To"])
        self.assertFalse(list(without.iter_attachments()))
        [file] = attached.iter_attachments()
        self.assertRegex(file.get_filename(), const.STATUS_FILE)
        self.assertEqual(file.get_content_type(), "text/html")
        self.assertIn("Bell", file.get_content())
