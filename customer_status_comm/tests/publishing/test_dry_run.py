"""B6: what a rule would have sent; nothing is written or sent."""

from datetime import timedelta

from odoo import fields
from odoo.tests import Form

from ... import const
from ..common import StatusCase


class TestDryRun(StatusCase):
    def setUp(self):
        super().setUp()
        self.rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")

    def count(self, rule=None, **values):
        run = self.env["customer.status.dry.run"].new(
            {"rule_id": (rule or self.rule).id, **values}
        )
        return run.summary, [(line.document_name, line.why) for line in run.line_ids]

    def test_b6_counts_by_channel_and_names_who_is_not_told(self):
        self.bo.write({"contact_preference": const.SMS, "phone": "+4568000010"})
        mute = self._create_customer("Carl Mute", email=False)
        orders = [self.create_order(p) for p in (self.anna, self.anna, self.bo, mute)]
        for order in orders:
            order.action_confirm()
        self.create_order()
        summary, blocked = self.count()
        self.assertEqual(
            summary,
            "With this rule the last 30 days would have sent 2 e-mails and 1 SMS; "
            "1 blocked.",
        )
        self.assertEqual(blocked, [(orders[3].name, "No e-mail address")])
        self.assertFalse(self.get_page(orders[0]), "nothing is published")
        self.assertFalse(self.deliver())

    def test_b6_counts_what_happened_in_these_days_only(self):
        old = self.create_order()
        old.action_confirm()
        old.date_order = fields.Datetime.now() - timedelta(days=20)
        self.assertIn("sent 1 e-mails", self.count()[0])
        self.assertIn("sent 0 e-mails", self.count(days=10)[0])
        invoiced = self.env.ref("customer_status_comm.customer_status_rule_invoiced")
        invoice = old._create_invoices()
        invoice._post()
        self.assertIn("sent 1 e-mails", self.count(invoiced, days=10)[0])

    def test_b6_minds_criteria_and_company(self):
        self.create_order().action_confirm()
        self.create_order(quantity=50).action_confirm()
        other = self._create_company("Andenby Cykler")
        self.create_order(company_id=other.id).action_confirm()
        self.assertIn("sent 2 e-mails", self.count()[0])
        self.rule.criteria = "[('amount_total', '>', 1000)]"
        self.assertIn("sent 1 e-mails", self.count()[0])

    def test_the_button_opens_it(self):
        self.create_order().action_confirm()
        action = self.rule.action_dry_run()
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        with Form(wizard) as form:
            self.assertIn("sent 1 e-mails", form.summary)
            form.days = 0
            self.assertIn("last 0 days", form.summary)


class TestOdooMessages(StatusCase):
    """The settings show which message of Odoo's own tells of the same event."""

    def test_each_event_and_only_with_a_rule_of_ours(self):
        """B14 of docs/requirements.md."""
        settings = self.env["res.config.settings"].create({})
        self.assertIn("when the customer signs", settings.customer_status_odoo_messages)
        self.assertNotIn("invoice", settings.customer_status_odoo_messages)
        self.env["ir.config_parameter"].set_param("sale.automatic_invoice", "True")
        rules = self.env["customer.status.rule"].search([])
        confirmed = rules.filtered(lambda rule: rule.event == const.EVENT_CONFIRMED)
        invoiced = rules.filtered(lambda rule: rule.event == const.EVENT_INVOICED)
        self.assertIn("signs", confirmed[0].odoo_message)
        self.assertIn("after an online payment", invoiced[0].odoo_message)
        confirmed.active = False
        settings = self.env["res.config.settings"].create({})
        self.assertNotIn("signs", settings.customer_status_odoo_messages or "")
