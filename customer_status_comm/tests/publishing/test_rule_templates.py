"""The template of a rule: one of the rule's own shop, that has news to tell."""

from odoo.exceptions import UserError, ValidationError

from ..common import StatusCase

MANAGER = "customer_status_comm.group_customer_status_manager"


class TestRuleTemplates(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_company("Andenby Cykler")
        cls.shared = cls.env.ref(
            "customer_status_comm.customer_status_rule_confirmed"
        ).template_id
        cls.chief = cls.create_user("chief", MANAGER)
        cls.rules = cls.env["customer.status.rule"].with_user(cls.chief)

    def create_rule(self, template, **values):
        return self.rules.create(
            {"event": "confirmed", "template_id": template.id, **values}
        )

    def test_another_shops_words_are_told_by_no_rule(self):
        """Its id may come from anywhere; the publisher would send it with sudo."""
        theirs = self.shared.copy({"company_id": self.other.id})
        with self.assertRaises(UserError):
            self.create_rule(theirs)
        rule = self.create_rule(self.shared)
        with self.assertRaises(UserError):
            rule.template_id = theirs
        own = self.shared.copy({"company_id": self.company.id})
        rule.template_id = own
        self.assertEqual(rule.template_id, own)

    def test_a_template_without_news_is_refused_in_words(self):
        """What speaks of a customer has no events: trying it failed within."""
        about = self.env["ir.model"]._get_id("res.partner")
        template = self.shared.copy({"model_id": about, "lang": False})
        with self.assertRaisesRegex(ValidationError, "no news to tell"):
            self.create_rule(template)

    def test_which_documents_it_is_for_comes_from_the_template_alone(self):
        rule = self.create_rule(self.shared, res_model="repair.order")
        self.assertEqual(rule.res_model, "sale.order")
        rule.write({"res_model": "res.users", "settle_minutes": 7})
        self.env.invalidate_all()
        self.assertEqual((rule.res_model, rule.settle_minutes), ("sale.order", 7))
