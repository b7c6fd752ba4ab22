"""The ready-made rules and templates: one for every event, each with all its parts."""

import re

from ... import const
from ...tools.palette import contrast
from ...tools.sms_text import count_segments
from ..common import StatusCase

#: The rules that are on from the start.
ON = {
    const.EVENT_CONFIRMED,
    const.EVENT_PARTLY_DELIVERED,
    const.EVENT_DELIVERED,
    const.EVENT_INVOICED,
    const.EVENT_CREDITED,
    const.EVENT_CANCELLED,
}
#: What only Inventory knows.
OF_STOCK = {
    const.EVENT_NOTE_PRINTED,
    const.EVENT_PICKED,
    const.EVENT_PARTLY_DELIVERED,
    const.EVENT_DELIVERED,
    const.EVENT_RETURNED,
    const.EVENT_TRACKING,
}


class TestReadyMade(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(
            "web.base.url", "https://www.testby-cykler.example"
        )
        cls.company.primary_color = "#7c2d12"

    def get_rules(self):
        """Return ``{event: rule}`` as shipped, of the addons that are installed."""
        found = {}
        for event in const.EVENTS:
            addon = "customer_status_comm"
            if event in OF_STOCK:
                addon += "_stock"
            rule = self.env.ref(f"{addon}.customer_status_rule_{event}", False)
            if rule:
                found[event] = rule
        self.assertGreaterEqual(set(found), set(const.EVENTS) - OF_STOCK)
        return found

    def render(self, template, order, field):
        order = order.with_context(lang=None)
        lang = order.partner_id.lang
        return template.with_context(lang=lang)._render_field(
            field, order.ids, compute_lang=True
        )[order.id]

    def test_every_event_has_a_rule_in_the_order_of_the_story(self):
        rules = self.get_rules()
        for event, rule in rules.items():
            self.assertEqual(rule.event, event)
            self.assertEqual(rule.active, event in ON, event)
            self.assertFalse(rule.company_id)
        sequence = [rules[event].sequence for event in const.EVENTS if event in rules]
        self.assertEqual(sequence, sorted(set(sequence)))

    def test_every_event_can_be_chosen(self):
        offered = self.env["customer.status.rule"]._selection_event()
        of_orders = [event for event, _words in offered if event in const.EVENTS]
        self.assertEqual(of_orders, list(const.EVENTS))

    def test_email_names_the_order_the_news_and_the_way(self):
        order = self.create_order(name="S00042")
        order.action_confirm()
        for event, rule in self.get_rules().items():
            with self.subTest(event):
                html = str(self.render(rule.template_id, order, "body_html"))
                self.assertIn("<b>S00042</b>", html)
                self.assertIn("Your order is confirmed.", html)
                self.assertIn(f"/my/status/order/{order.id}", html)
                self.assertIn("background-color: #7c2d12", html)
                self.assertIn("See your order</a>", html)
                self.assertIn("S00042", self.render(rule.template_id, order, "subject"))

    def test_sms_is_one_part_in_both_languages(self):
        """With a long address, the shop's name below, and the link at full length."""
        for partner in (self.anna, self.bo):
            order = self.create_order(partner, name="S00042", quantity=5)
            order.action_confirm()
            order.order_line.qty_delivered = 2
            for event, rule in self.get_rules().items():
                with self.subTest(event, lang=partner.lang):
                    text = self.render(rule.template_id, order, "sms_body")
                    text = f"{text}\n{self.company._get_sms_signature()}"
                    full = self.env["customer.status.link"]._fill_in_length(text)
                    self.assertIn("S00042", full)
                    self.assertIn("https://www.testby-cykler.example/status/x", full)
                    segments = count_segments(full)
                    self.assertEqual(
                        (segments.encoding, segments.parts), ("gsm7", 1), full
                    )

    def test_button_reads_on_a_pale_colour(self):
        self.company.primary_color = "#ffe600"
        order = self.create_order()

        [(ground, ink)] = re.findall(
            r"background-color: (#\w+); color: (#\w+)", order.customer_status_button
        )

        self.assertGreaterEqual(contrast(ground, ink), 4.5)

    def test_button_says_what_it_leads_to(self):
        order = self.create_order(self.anna)
        self.assertIn(">See your quotation</a>", order.customer_status_button)
        order.action_confirm()
        order.invalidate_recordset(["customer_status_button"])
        self.assertIn(">See your order</a>", order.customer_status_button)
        self.assertIn(">See your orders</a>", self.anna.customer_status_button)

    def test_salespeople_may_use_the_button(self):
        """They may run no code in templates; these placeholders run none."""
        user = self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        template = (
            self.env["mail.template"]
            .with_user(user)
            .create(
                {
                    "name": "Mine",
                    "model_id": self.env["ir.model"]._get_id("sale.order"),
                    "communication_type": const.EMAIL,
                    "subject": "{{ object.customer_status_headline }}",
                    "body_html": '<p><t t-out="object.customer_status_button"/></p>',
                }
            )
        )
        order = self.create_order()
        order.action_confirm()

        html = str(self.render(template, order, "body_html"))

        self.assertIn(f'/my/status/order/{order.id}" style="', html)
        self.assertEqual(
            self.render(template, order, "subject"), "Your order is confirmed"
        )
