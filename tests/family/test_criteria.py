"""17.10: by a rule's criteria nobody learns more than they may read.

"chief" decides what customers are told, and reads all orders; no administrator.
"""

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tests.common import StatusCase
from odoo.addons.customer_status_comm.tools.criteria import MOST_CHARACTERS

MANAGER = "customer_status_comm.group_customer_status_manager"
ALL_ORDERS = "sales_team.group_sale_salesman_all_leads"
OWN_ORDERS = "sales_team.group_sale_salesman"
#: What a chief may not ask, and the path that is named.
FORBIDDEN = {
    "[('message_ids.mail_ids.body_html', 'ilike', '/status/a')]": (
        "message_ids.mail_ids.body_html"
    ),
    "[('message_ids', 'any', [('mail_ids', 'any', [('body_html', 'ilike', 'a')])])]": (
        "message_ids.mail_ids"
    ),
    "[('message_ids.mail_ids', 'not any', [('state', '=', 'outgoing')])]": (
        "message_ids.mail_ids"
    ),
    "['|', (0, '=', 1), '!', ('message_ids.mail_ids', '=', False)]": (
        "message_ids.mail_ids"
    ),
    "[('id', 'any', [('message_ids.mail_ids', '!=', False)])]": "message_ids.mail_ids",
    "[('message_ids.tracking_value_ids.old_value_char', '=like', 'a%')]": (
        "message_ids.tracking_value_ids.old_value_char"
    ),
    "[('message_ids.reaction_ids.content', '=', 'a')]": (
        "message_ids.reaction_ids.content"
    ),
    "[('message_ids.mail_server_id.smtp_pass', 'ilike', 'a')]": (
        "message_ids.mail_server_id.smtp_pass"
    ),
    "[('user_id.partner_id.user_ids.log_ids', '!=', False)]": (
        "user_id.partner_id.user_ids.log_ids"
    ),
    "[('user_id.action_id', 'ilike', 'a')]": "user_id.action_id",
    "[('user_id.presence_ids.status', '=', 'online')]": "user_id.presence_ids.status",
    "[('partner_id.credit_limit', '>', 100)]": "partner_id.credit_limit",
    "[('partner_id.signup_type', '=', 'reset')]": "partner_id.signup_type",
    "[('partner_id', 'any', [('pos_order_ids', 'any', [('name', '=', 'a')])])]": (
        "partner_id.pos_order_ids"
    ),
    "[('company_id.sms_twilio_auth_token', '=like', 'a%')]": (
        "company_id.sms_twilio_auth_token"
    ),
    "[('company_id', 'any', [('customer_status_layout', 'ilike', 'a')])]": (
        "company_id.customer_status_layout"
    ),
    "[('transaction_ids.provider_id.code', '=', 'demo')]": (
        "transaction_ids.provider_id.code"
    ),
    "[('invoice_ids.payment_ids', '!=', False)]": "invoice_ids.payment_ids",
}
#: What a chief may ask.
ALLOWED = (
    "[]",
    "[(1, '=', 1)]",
    "[('amount_total', '>', 1000)]",
    "[('partner_id.email', 'ilike', 'customer')]",
    "[('partner_id', 'child_of', 1)]",
    "[('partner_id', 'ilike', 'anna')]",
    "[('partner_id.parent_id', '=', False)]",
    "[('order_line', 'any', [('product_id.list_price', '>', 5)])]",
    "[('invoice_ids', 'any', [('amount_total', '>', 9)])]",
    "[('picking_ids.name', 'ilike', 'a')]",
    "[('message_ids.body', 'ilike', 'a')]",
    "[('order_line.product_id.categ_id', 'parent_of', 'All')]",
    "[('date_order.month_number', 'in', [1, 2])]",
    "[('date_order', '>', 'today -30d')]",
    "[('user_id', '=?', False)]",
    "[('user_id.name', 'not ilike', 'bot')]",
    "[('display_name', 'ilike', 's')]",
    "['!', '|', ('state', '=', 'draft'), ('note', '=', False)]",
    "[('company_id', 'in', [1, 2, 3]), ('tag_ids', 'not any', [('name', '=', 'x')])]",
)
#: What does not fit an order, or nobody can mean.
UNFIT = (
    *("[(", "7", "None", "{'a': 1}", "[('name',)]", "['name']", "[7]", "name"),
    *("[('no_such_field', '=', 1)]", "[('partner_id.nothing', '=', 1)]"),
    *("[('name.upper', '=', 1)]", "[('amount_total.cents', '=', 1)]"),
    *("[('date_order.month_number.more', '=', 1)]", "[('date_order.eon', '=', 1)]"),
    *("[('name', 'any', [('id', '=', 1)])]", "[('name', 'similar to', 'x')]"),
    *("[('partner_id', 'any!', [])]", "[('partner_id', 'ANY!', [])]"),
    *("[('name', '=', {'a': 1})]", "[('id', '=', 9223372036854775808)]"),
    *("[('user_id.password', 'ilike', 'a')]", "[('user_id.totp_secret', '=', 'a')]"),
    *("[('name', '=', 'a\\x00b')]", "[('date_order', '>', 'some day')]"),
    *("[('name', 'child_of', 1)]", "['&', ('name', '=', 'x')]"),
    "[" + "(" * 10_000,
    "[" + "-" * 10_000 + "1]",
    "[('id', 'in', [" + "1," * MOST_CHARACTERS + "])]",
    "[" + "'!'," * 3_000 + "]",
    "[('id', 'any', " * 11 + "[]" + ")]" * 11,
    "['&', '|'," * 1 + "'&', '|'," * 240 + "('id', '=', 1)," * 483 + "]",
)


class TestCriteria(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        general = cls.env.ref("customer_status_comm.customer_status_rule_confirmed")
        cls.rule = general.copy({"company_id": cls.company.id})
        cls.chief = cls.create_user("chief", MANAGER, ALL_ORDERS)
        cls.own = cls.create_user("own", MANAGER, OWN_ORDERS)
        cls.bare = cls.create_user("bare", MANAGER)

    def rule_of(self, user, rule=None):
        return (rule or self.rule).with_user(user)

    def save(self, user, criteria, rule=None):
        with self.env.cr.savepoint():
            self.rule_of(user, rule).criteria = criteria
            self.env.flush_all()

    def set_unchecked(self, criteria):
        """As an administrator did, or somebody before there was a check."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_status_rule SET criteria = %s WHERE id = %s",
            (criteria, self.rule.id),
        )
        self.env.invalidate_all()

    def run_dry(self, user, rule=None):
        """Return the summary and the names of a dry run by ``user``."""
        action = self.rule_of(user, rule).action_dry_run()
        runs = self.env["customer.status.dry.run"].with_user(user)
        run = runs.with_context(**action["context"]).create({})
        return run.summary, run.line_ids.mapped("document_name")

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model", "odoo.models")
    def test_a_chief_saves_what_they_may_read_and_nothing_else(self):
        for criteria in ALLOWED:
            with self.subTest(criteria=criteria):
                self.save(self.chief, criteria)
                self.assertEqual(self.rule.criteria, criteria)
                self.run_dry(self.chief)
        for criteria, path in FORBIDDEN.items():
            with self.subTest(criteria=criteria):
                with self.assertRaises(AccessError) as refused:
                    self.save(self.chief, criteria)
                self.env.invalidate_all()
                self.assertNotEqual(self.rule.criteria, criteria)
                self.assertIn(
                    f"ask for “{path}”, which you may not read", str(refused.exception)
                )

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model", "odoo.models")
    def test_what_an_administrator_asked_is_told_to_no_chief(self):
        order = self.create_order()
        order.action_confirm()
        for criteria in FORBIDDEN:
            with self.subTest(criteria=criteria):
                self.save(self.env.user, criteria)
                self.rule.active = True
                with self.assertRaises(AccessError):
                    self.run_dry(self.chief)
                runs = self.env["customer.status.dry.run"].with_user(self.chief)
                run = runs.create({"rule_id": self.rule.id})
                for name in ("summary", "line_ids"):
                    with self.assertRaises(AccessError):
                        run.read([name])
                with self.assertRaises(AccessError):
                    self.rule_of(self.chief).action_send_test()
        self.run_dry(self.env.user)

    def test_it_goes_on_deciding(self):
        self.set_unchecked(
            "[('message_ids.mail_ids', '=', False), ('amount_total', '>', 1000)]"
        )
        small, large = self.create_order(), self.create_order(quantity=50)
        (small | large).action_confirm()
        self.publish()
        self.assertEqual(self.get_events(large), [("confirmed", const.TOLD, False)])
        self.assertEqual(self.get_events(small)[0][2], const.WHY_NO_RULE)

    def test_a_chief_changes_all_else_of_such_a_rule(self):
        criteria = "[('message_ids.mail_ids', '=', False)]"
        self.save(self.env.user, criteria)
        rule = self.rule_of(self.chief)
        rule.write({"settle_minutes": 3, "channel": const.EMAIL, "sequence": 1})
        self.env.flush_all()
        self.assertEqual(rule.criteria, criteria)
        with self.assertRaises(AccessError):
            self.save(self.chief, criteria)
        with self.assertRaises(AccessError):
            rule.copy({"company_id": self.company.id})
        self.save(self.chief, "[]")

    def test_who_may_not_read_the_documents_asks_nothing_of_them(self):
        self.create_order().action_confirm()
        self.assertIn("sent 1 e-mails", self.run_dry(self.bare)[0])
        with self.assertRaises(AccessError):
            self.save(self.bare, "[('amount_total', '>', 1000)]")
        self.save(self.bare, "[(0, '=', 1)]")
        self.assertIn("sent 0 e-mails", self.run_dry(self.bare)[0])

    def test_only_what_one_may_read_is_counted(self):
        mine, theirs = self.create_order(), self.create_order(quantity=50)
        mine.user_id, theirs.user_id = self.own, self.chief
        (mine | theirs).action_confirm()
        self.save(self.env.user, "[('amount_total', '>', 1)]")
        summary, _names = self.run_dry(self.own)
        self.assertIn("sent 1 e-mails", summary)
        self.assertIn("What you may not read was left out.", summary)
        summary, _names = self.run_dry(self.chief)
        self.assertIn("sent 2 e-mails", summary)
        self.assertNotIn("left out", summary)

    def test_what_a_path_leads_to_is_read_by_ones_own_rights(self):
        """Another company's order of the same customer, which the chief cannot see."""
        self.create_order().action_confirm()
        other = self._create_company("Andenby Cykler")
        self.create_order(company_id=other.id, client_order_ref="SECRET")
        path = "partner_id.sale_order_ids.client_order_ref"
        for criteria, count in (
            (f"[('{path}', '=like', 'SECR%')]", 0),
            (f"['!', ('{path}', '=like', 'SECR%')]", 1),
            ("[('partner_id.sale_order_ids', 'any', [('id', '>', 0)])]", 1),
        ):
            with self.subTest(criteria=criteria):
                self.save(self.chief, criteria)
                self.assertIn(f"sent {count} e-mails", self.run_dry(self.chief)[0])
                self.assertEqual(
                    len(self.rule_of(self.chief)._find_example()),
                    1,
                )

    @mute_logger("odoo.models", "odoo.sql_db")
    def test_an_error_that_comes_or_not_is_no_answer(self):
        """What breaks only when the first condition is not met tells nothing of it.

        Neither of what nobody may ask, nor of an order that is not theirs to read.
        """
        order = self.create_order(client_order_ref="SECRET")
        order.user_id = self.chief

        def outcome(path, pattern):
            criteria = f"['|', ('{path}', '=like', '{pattern}'), ('name', '<', 5)]"
            try:
                self.save(self.own, criteria)
            except UserError as error:
                return str(error)
            return "saved"

        for path in ("client_order_ref", "message_ids.mail_ids.body_html"):
            with self.subTest(path=path):
                self.assertEqual(outcome(path, "S%"), outcome(path, "X%"))

    @mute_logger("odoo.sql_db")
    def test_what_nobody_can_mean_is_refused_in_words(self):
        for criteria in UNFIT:
            for user in (self.env.user, self.chief):
                with self.subTest(criteria=criteria[:60], user=user.login):
                    with self.assertRaises(UserError) as refused:
                        self.save(user, criteria)
                    self.assertIn("criteria", str(refused.exception))
                    self.assertLess(len(str(refused.exception)), 1000)
        self.assertEqual(self.rule.criteria, "[]")

    def test_half_typed_it_is_shown(self):
        for criteria in UNFIT:
            with self.subTest(criteria=criteria[:60]):
                rule = self.rule.new({"criteria": criteria})
                self.assertEqual(rule.criteria_summary, "By criteria")
                readable = rule._get_terms() is not None
                self.assertFalse(rule.only_web_orders)
                rule.only_web_orders = True
                rule._onchange_only_web_orders()
                self.assertEqual("is_web_order" in rule.criteria, readable)
                self.assertEqual(rule.criteria == criteria, not readable)

    def test_the_switch_for_web_orders_asks_for_the_rest_too(self):
        self.save(self.env.user, "[('message_ids.mail_ids', '=', False)]")
        with self.assertRaises(AccessError):
            self.rule_of(self.chief).only_web_orders = True
            self.env.flush_all()
        self.env.invalidate_all()
        self.save(self.env.user, "[]")
        self.rule_of(self.chief).only_web_orders = True
        self.env.flush_all()
        self.assertIn("is_web_order", self.rule.criteria)

    def test_a_template_for_other_documents_asks_them(self):
        """The criteria stay as they are, and mean something else."""
        self.save(self.chief, "[('name', '!=', False)]")
        template = self.env["mail.template"].search(
            [("model", "=", "repair.order"), ("communication_type", "=", const.EMAIL)],
            limit=1,
        )
        self.assertTrue(template)
        with self.assertRaises(AccessError):
            self.rule_of(self.chief).template_id = template
            self.env.flush_all()

    def test_a_chief_makes_no_template_do_it(self):
        """Who may not write code in templates cannot have the publisher run it."""
        self.env["ir.config_parameter"].set_param("mail.restrict.template.rendering", 1)
        editors = self.env.ref("mail.group_mail_template_editor")
        self.env.ref("base.group_user").implied_ids -= editors
        self.env.invalidate_all()
        self.assertFalse(self.chief.has_group("mail.group_mail_template_editor"))
        templates = self.env["mail.template"].with_user(self.chief)
        order = self.env["ir.model"]._get("sale.order")
        mails = "object.sudo().message_ids.mail_ids[:1].body_html"
        for values in (
            {"subject": "{{ " + mails + " }}", "body_html": "<p>x</p>"},
            {"subject": "x", "body_html": f'<p t-out="{mails}"/>'},
        ):
            values |= {"name": "Mine", "communication_type": const.EMAIL}
            with self.subTest(values=values), self.assertRaises(UserError):
                templates.create({"model_id": order.id, **values})

    def test_the_form_offers_the_widget_of_odoo(self):
        """The number of documents beside it is counted by the user's own rights."""
        view = self.env["customer.status.rule"].with_user(self.chief).get_view()
        arch = etree.fromstring(view["arch"])
        field = arch.xpath("//field[@name='criteria']")[0]
        self.assertEqual(field.get("widget"), "domain")
