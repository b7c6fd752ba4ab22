"""M+1: the settings show how far a shop has come, and tick each step by themselves."""

from ... import const
from ..common import StatusCase


class TestFirstSteps(StatusCase):
    def setUp(self):
        super().setUp()
        self.company.write(
            {"customer_status_active": False, "customer_service_email": False}
        )
        self.env["customer.status.rule"].search([]).active = False
        self.env.user.email = "boss@testby.example"
        self.sink.received.clear()  # Odoo tells of the new address

    def get_steps(self, company=None):
        """Return ``{code: step}`` as the settings show them."""
        settings = self.env["res.config.settings"].with_company(company or self.company)
        return {
            step["code"]: step
            for step in settings.create({}).customer_status_first_steps
        }

    def get_done(self, company=None):
        steps = self.get_steps(company).items()
        return {code for code, step in steps if step["done"]}

    def test_each_step_ticks_itself(self):
        self.assertEqual(self.get_done(), set())
        self.company.customer_service_email = "service@testby.example"
        done = {const.FIRST_SENDER}
        self.assertEqual(self.get_done(), done)
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        rule.active = True
        done |= {const.FIRST_RULES, const.FIRST_TEXTS}
        self.assertEqual(self.get_done(), done)
        order = self.create_order()
        settings = self.env["res.config.settings"].create({})
        action = settings.action_send_first_test()
        self.assertEqual(action["params"]["next"]["tag"], "soft_reload")
        self.assertEqual(self.sink.received[0][1], ["boss@testby.example"])
        done |= {const.FIRST_TEST}
        self.assertEqual(self.get_done(), done)
        self.company.customer_status_active = True
        done |= {const.FIRST_ACTIVE}
        self.assertEqual(self.get_done(), done)
        order.action_confirm()
        self.publish()
        done |= {const.FIRST_TOLD}
        self.assertEqual(self.get_done(), done)

    def test_what_is_undone_is_open_again(self):
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        rule.active = True
        rule.template_id = rule.template_id.copy(
            {"body_html": False, "sms_body": False}
        )
        self.assertEqual(self.get_done(), {const.FIRST_RULES})
        self.assertIn("1", self.get_steps()[const.FIRST_TEXTS]["advice"])
        rule.audience = const.AUDIENCE_NONE
        self.assertEqual(self.get_done(), set())

    def test_rules_for_all_that_own_ones_replace_do_not_count(self):
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        rule.active = True
        rule.copy({"company_id": self.company.id})
        self.assertEqual(
            self.get_steps()[const.FIRST_RULES]["advice"], "1 rules are on."
        )

    def test_each_company_has_its_own(self):
        other = self._create_company("Andenby Cykler")
        self.assertEqual(self.get_done(), set())
        self.assertEqual(self.get_done(other), {const.FIRST_SENDER, const.FIRST_ACTIVE})

    def test_each_step_has_words_and_one_way(self):
        for code, step in self.get_steps().items():
            with self.subTest(code):
                self.assertTrue(step["title"] and step["advice"] and step["button"])
                ways = {"setting", "action", "method"} & step.keys()
                self.assertEqual(len(ways), 1)
                if "action" in step:
                    self.assertTrue(self.env.ref(step["action"]).res_model)
                if "method" in step:
                    self.assertTrue(
                        hasattr(self.env["res.config.settings"], step["method"])
                    )

    def test_many_rules_cost_no_more_queries(self):
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        rule.active = True
        settings = self.env["res.config.settings"]
        settings.create({}).mapped("customer_status_first_steps")  # warm

        def count():
            fresh = settings.create({})
            self.env.flush_all()
            self.env.invalidate_all()
            fresh.company_id.ensure_one()
            before = self.cr.sql_log_count
            fresh.mapped("customer_status_first_steps")
            return self.cr.sql_log_count - before

        few = count()
        for _n in range(10):
            rule.copy({"template_id": rule.template_id.copy().id})
        self.assertEqual(count(), few)
