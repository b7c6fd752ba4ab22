"""Shops in one database: none sees what waits in another, nor changes what it tells."""

from odoo.exceptions import AccessError, UserError

from ... import const
from ..common import StatusCase

MANAGER = "customer_status_comm.group_customer_status_manager"
RULE = "customer_status_comm.customer_status_rule_confirmed"
#: Fails with the customer's address in its words, but only for who has this colour.
FAILING = """<p t-out="object.partner_id.color == 7
    and {}[object.partner_id.email] or 'Thanks'"/>"""


class TestOutbox(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_company("Andenby Cykler")
        cls.own = cls.create_user("own_chief", MANAGER)
        cls.stranger = cls.create_user(
            "strange_chief",
            MANAGER,
            company_id=cls.other.id,
            company_ids=[(6, 0, cls.other.ids)],
        )
        cls.order = cls.create_order()
        cls.order.action_confirm()
        cls.env.flush_all()

    def make_it_fail(self):
        self.env.ref(RULE).template_id.body_html = FAILING
        self.anna.color = 7
        self.publish()

    def see(self, model, user):
        """Return what ``user`` finds, working in their own companies."""
        records = self.env[model].with_user(user)
        records = records.with_context(allowed_company_ids=user.company_ids.ids)
        return records.search([("res_model", "=", "sale.order")])

    def assert_apart(self, model):
        mine = self.see(model, self.own)
        self.assertEqual(mine.mapped("res_id"), self.order.ids)
        self.assertEqual(mine.company_id, self.company)
        self.assertFalse(self.see(model, self.stranger))
        theirs = mine.with_user(self.stranger).with_context(
            allowed_company_ids=self.other.ids
        )
        theirs.invalidate_recordset()
        with self.assertRaises(AccessError):
            theirs.read(["failure"])

    def test_what_failed_at_first_sight_is_its_companys_alone(self):
        self.make_it_fail()
        for model in ("customer.status.change", "customer.status.waiting"):
            with self.subTest(model):
                self.assert_apart(model)
        row = self.see("customer.status.waiting", self.own)
        self.assertIn("KeyError", row.failure)
        self.assertEqual(row.document_name, self.order.name)

    def test_why_it_failed_names_no_address(self):
        self.make_it_fail()
        row = self.see("customer.status.waiting", self.own)
        self.assertNotIn(self.anna.email, row.failure)
        self.assertNotIn(self.anna.email, row.outcome)

    def test_what_nobody_has_looked_at_is_its_companys_alone(self):
        self.company.customer_status_mode = "on_demand"
        changes = self.env["customer.status.change"].search([])
        self.assertFalse(changes.company_id, "nobody has looked at it")
        self.assert_apart("customer.status.waiting")
        self.assertFalse(self.see("customer.status.change", self.stranger))
        row = self.see("customer.status.waiting", self.own)
        self.assertEqual(row.document_name, self.order.name)
        self.work_off(row.action_publish(), self.own)
        self.assertEqual(self.get_events(self.order)[0][1], const.TOLD)

    def test_what_is_deleted_before_anybody_looked_is_nobodys(self):
        self.order._action_cancel()
        self.order.unlink()
        self.env.flush_all()
        self.assertTrue(self.env["customer.status.waiting"].search([]))
        for user in (self.own, self.stranger):
            self.assertFalse(self.see("customer.status.waiting", user))
        self.publish()
        self.assertFalse(self.env["customer.status.change"].search([]))


class TestSharedRules(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_company("Andenby Cykler")
        cls._create_company("Lukket By").active = False
        everywhere = cls.env["res.company"].search([])
        cls.of_one = cls.create_user("one_shop", MANAGER)
        cls.of_all = cls.create_user(
            "all_shops", MANAGER, company_ids=[(6, 0, everywhere.ids)]
        )
        cls.admin = cls.create_user("admin_here", MANAGER, "base.group_system")
        cls.shared = cls.env.ref(RULE)

    def setUp(self):
        super().setUp()
        self.assertFalse(self.shared.company_id)

    def test_who_has_one_shop_changes_no_rule_of_all(self):
        rule = self.shared.with_user(self.of_one)
        for change in (
            lambda: rule.write({"settle_minutes": 99}),
            lambda: rule.write({"company_id": self.company.id}),
            rule.action_archive,
            rule.unlink,
            lambda: rule.create(
                {
                    "event": "confirmed",
                    "template_id": rule.template_id.id,
                    "company_id": False,
                }
            ),
        ):
            with self.assertRaisesRegex(UserError, "for every company"):
                change()
        self.assertTrue(self.shared.active)

    def test_their_duplicate_is_their_own(self):
        copy = self.shared.with_user(self.of_one).copy()
        self.assertEqual(copy.company_id, self.company)
        copy.settle_minutes = 3
        with self.assertRaisesRegex(UserError, "for every company"):
            copy.company_id = False
        copy.unlink()

    def test_their_new_rule_is_their_own(self):
        values = {"event": "confirmed", "template_id": self.shared.template_id.id}
        rules = self.env["customer.status.rule"]
        own = rules.with_user(self.of_one).create(values)
        self.assertEqual(own.company_id, self.company)
        own.action_archive()
        self.assertFalse(rules.with_user(self.of_all).create(values).company_id)
        self.assertFalse(rules.create(values).company_id)

    def test_who_has_all_shops_changes_what_they_like(self):
        for user in (self.of_all, self.admin, self.env.user):
            with self.subTest(user.login):
                rule = self.shared.with_user(user)
                rule.settle_minutes += 1
                rule.action_archive()
                rule.action_unarchive()
                copy = rule.copy()
                self.assertFalse(copy.company_id)
                copy.unlink()
        sudoed = self.shared.with_user(self.of_one).sudo()
        sudoed.settle_minutes = 5
        self.assertEqual(self.shared.settle_minutes, 5)
