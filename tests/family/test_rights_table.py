"""Who may do what with our models; they are found, so that none is forgotten."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tests.common import StatusCase

from .rights import (
    FAILING,
    HARMLESS,
    INSIDE,
    MANAGER,
    MODELS,
    OPERATIONS,
    ROLES,
    find_methods,
    find_models,
)


@tagged("standard", "post_install", "-at_install")
class TestRightsTable(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_company("Andenby Cykler")
        cls.users = {
            role: cls.create_user(f"table_{role}", *groups)
            for role, groups in ROLES.items()
        }
        cls.users["portal"] = new_test_user(
            cls.env,
            "portal_reader",
            groups="base.group_portal",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.users["public"] = cls.env.ref("base.public_user")
        cls.users["foreign"] = cls.create_user(
            "table_foreign",
            MANAGER,
            "sales_team.group_sale_salesman_all_leads",
            company_id=cls.other.id,
            company_ids=[(6, 0, cls.other.ids)],
        )

    def as_user(self, record, role):
        """Return ``record`` as the role sees it in its own company."""
        user = self.users[role]
        companies = user.company_ids.ids
        return record.with_user(user).with_context(allowed_company_ids=companies)

    # Models

    def test_every_model_has_its_line(self):
        self.assertEqual(find_models(self.env), set(MODELS))

    def test_role_by_operation(self):
        for model, allowed in MODELS.items():
            for operation, roles in zip(OPERATIONS, allowed, strict=True):
                for role in (*ROLES, "portal", "public"):
                    with self.subTest(model=model, operation=operation, role=role):
                        may = self.as_user(self.env[model], role).has_access(operation)
                        self.assertEqual(may, role in roles)

    def test_every_model_with_a_company_has_a_rule(self):
        for name in MODELS:
            model = self.env[name]
            if "company_id" not in model._fields or model._transient:
                continue
            rules = self.env["ir.rule"].search(
                [("model_id.model", "=", name), ("groups", "=", False)]
            )
            domains = " ".join(rules.mapped("domain_force"))
            self.assertIn("company_id", domains, name)

    # Records

    def make_orders(self):
        """Return ``{"mine", "theirs", "foreign"}``: published, seen from "own"."""
        orders = {
            "mine": self.create_order(user_id=self.users["own"].id),
            "theirs": self.create_order(user_id=self.users["all"].id),
        }
        foreign = self.env["sale.order"].with_context(
            allowed_company_ids=(self.other | self.company).ids
        )
        orders["foreign"] = foreign.create(
            {
                "partner_id": self.anna.id,
                "company_id": self.other.id,
                "user_id": self.users["foreign"].id,
                "order_line": [(0, 0, {"product_id": self.product.id})],
            }
        )
        for order in orders.values():
            order.action_confirm()
        self.publish()
        return orders

    def test_what_is_known_of_a_document_is_for_those_who_may_read_it(self):
        orders = self.make_orders()
        expected = {
            "own": {"mine"},
            "all": {"mine", "theirs"},
            "clerk": set(),
            "manager": {"mine", "theirs"},
            "foreign": {"foreign"},
            "portal": set(),
            "public": set(),
        }
        for role in self.users:
            seen = {"page": set(), "event": set(), "link": set()}
            for whose, order in orders.items():
                page = self.env["customer.status.page"].search(
                    [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
                )
                self.assertTrue(page.event_ids and page.link_ids, whose)
                records = {"page": page, "event": page.event_ids, "link": page.link_ids}
                for kind, record in records.items():
                    readable = self.as_user(record, role)
                    if readable.has_access("read"):
                        seen[kind].add(whose)
                    domain = [("id", "in", record.ids)]
                    try:
                        found = readable.search(domain)
                    except AccessError:
                        found = readable.browse()
                    self.assertEqual(bool(found), whose in seen[kind], (role, whose))
            with self.subTest(role):
                wanted = expected.get(role)
                if wanted is None:  # as Odoo lets the role read the orders
                    wanted = {
                        whose
                        for whose, order in orders.items()
                        if self.as_user(order, role).has_access("read")
                    }
                self.assertEqual(seen, dict.fromkeys(seen, wanted))

    def test_the_outbox_is_of_ones_own_companies(self):
        """Not looked at yet, looked at, and failed: by record, for every role."""
        orders = self.make_orders()
        both = self.company | self.other
        both.customer_status_mode = "on_demand"
        self.touch(orders)
        # Until somebody has looked at it, a change says nothing of its company.
        self.assert_outbox(orders, changes={})
        self.publish()
        seen = {"manager": {"mine", "theirs"}, "foreign": {"foreign"}}
        self.assert_outbox(orders, changes=seen)

        rule = self.env.ref("customer_status_comm.customer_status_rule_cancelled")
        rule.template_id.body_html = FAILING
        both.customer_status_mode = "automatic"
        self.env["customer.status.change"].search([]).unlink()
        self.touch(orders)
        for order in orders.values():
            order._action_cancel()
        self.publish()
        changes = self.env["customer.status.change"].search([])
        self.assertEqual(set(changes.mapped("res_id")), self.ids_of(orders))
        self.assertTrue(all(changes.mapped("failure")))
        self.assert_outbox(orders, changes=seen)

    def touch(self, orders):
        """Have something to tell of each order."""
        for order in orders.values():
            order.order_line.product_uom_qty += 1
            order._status_touch(const.REASON_CHANGED)
        self.env.flush_all()
        self.env["customer.status.change"].flush_model()

    def ids_of(self, orders):
        return {order.id for order in orders.values()}

    def assert_outbox(self, orders, changes):
        """Check who finds and who may read which orders' rows.

        :param dict changes: ``{role: whose}`` of the table; the list has them always.
        """
        listed = {"manager": {"mine", "theirs"}, "foreign": {"foreign"}}
        by_model = {
            "customer.status.waiting": listed,
            "customer.status.change": changes,
        }
        for model, expected in by_model.items():
            rows = self.env[model].search([("res_model", "=", "sale.order")])
            self.assertEqual(set(rows.mapped("res_id")), self.ids_of(orders))
            for role in self.users:
                with self.subTest(model=model, role=role):
                    own = {orders[whose].id for whose in expected.get(role, ())}
                    mine = self.as_user(rows, role)
                    mine.invalidate_recordset()
                    readable = mine._filtered_access("read")
                    self.assertEqual(set(readable.sudo().mapped("res_id")), own)
                    try:
                        found = mine.search([("id", "in", rows.ids)])
                    except AccessError:
                        found = mine.browse()
                    self.assertEqual(set(found.sudo().mapped("res_id")), own)

    def test_facts_with_prices_are_for_managers(self):
        orders = self.make_orders()
        page = self.get_page(orders["mine"])
        for role in ("own", "all", "clerk", "stock"):
            for field in ("facts", "known_facts"):
                with (
                    self.subTest(role=role, field=field),
                    self.assertRaises(AccessError),
                ):
                    self.as_user(page, role).read([field])
        self.assertNotIn("token", " ".join(self.as_user(page, "own").fields_get()))

    def test_the_history_is_of_ones_own_companies(self):
        row = self.write_to(self.anna)
        for role in self.users:
            with self.subTest(role):
                may = self.as_user(row, role).has_access("read")
                self.assertEqual(may, role in INSIDE)

    def test_a_panel_is_of_who_opened_it(self):
        panels = self.env["customer.communication.panel"]
        panel = self.as_user(panels, "own").create({"partner_id": self.anna.id})
        for role in self.users:
            with self.subTest(role):
                may = self.as_user(panel, role).has_access("write")
                self.assertEqual(may, role == "own")

    # Methods

    def make_records(self):
        """Return ``{model: a record that strangers have no business with}``."""
        order = self.make_orders()["theirs"]
        invoice = order._create_invoices()
        invoice.action_post()
        order.order_line.product_uom_qty += 1
        self.env.flush_all()
        page = self.get_page(order)
        waiting = self.env["customer.status.waiting"].search([], limit=1)
        self.assertTrue(waiting)
        row = self.write_to(self.anna)
        job = self.env["repair.order"].create(
            {"partner_id": self.anna.id, "product_id": self.product.id}
        )
        rule = self.env["customer.status.rule"].search([], limit=1)
        panel = self.env["customer.communication.panel"].create(
            {"partner_id": self.anna.id}
        )
        run = self.env["customer.status.dry.run"].create({"rule_id": rule.id})
        resend = self.env["customer.communication.resend"].create({})
        self.env["customer.status.health"].action_open()
        health = self.env["customer.status.health"].search([], limit=1)
        erasure = self.env["customer.status.erasure"].create(
            {"partner_ids": self.anna.ids}
        )
        records = (
            *(health, health.line_ids[:1], erasure, resend),
            *(order, invoice, order.picking_ids[:1], job, self.anna, page, waiting),
            *(page.event_ids[:1], page.link_ids[:1], row, rule, panel, run),
            rule.template_id,
            self.env["res.config.settings"],
            self.env["customer.status.dry.run.line"],
        )
        return {record._name: record for record in records}

    def test_no_stranger_gets_anything_by_calling(self):
        """As public and portal user, and as a colleague who may not read the order."""
        records = self.make_records()
        arguments = {
            "release_batch": [[1]],
            "resend_batch": [[1]],
            "discard_batch": [[1]],
            "publish_batch": [[1]],
            "publish_silently_batch": [[1]],
            "get_sms_count": ["x"],
            "replace_sms_unicode": ["x"],
            "get_status_link": [{"partner_id": self.anna.id}],
            "render_status_preview": [{}],
        }
        called = set()
        for name, models in sorted(find_methods(self.env).items()):
            method = name.rpartition(".")[2]
            for model in sorted(models & set(records)):
                called.add(name)
                for role in ("public", "portal"):
                    with self.subTest(method=name, model=model, role=role):
                        record = self.as_user(records[model], role)
                        told = self.call(record, method, arguments.get(method, []))
                        self.assertEqual(told is not None, name in HARMLESS, told)
        uncalled = set(find_methods(self.env)) - called
        self.assertFalse(uncalled, "give make_records() a record for these")

    def test_colleagues_who_may_not_read_the_order_get_nothing_of_it(self):
        records = self.make_records()
        models = {"customer.status.page", "customer.status.event", "sale.order"}
        for name, having in sorted(find_methods(self.env).items()):
            method = name.rpartition(".")[2]
            for model in sorted(models & having):
                if name in HARMLESS or method.endswith("_batch"):
                    continue
                for role in ("own", "clerk", "foreign"):
                    with self.subTest(method=name, model=model, role=role):
                        record = self.as_user(records[model], role)
                        self.assertIsNone(self.call(record, method, []))

    def call(self, record, method, arguments):
        """Return what a call gives in text, ``None`` when it is refused.

        PostgreSQL itself would refuse any write here, and that would be an error.
        """
        record.env.flush_all()
        record.invalidate_model()
        with self.env.cr.savepoint() as savepoint:
            self.env.cr.execute("SET LOCAL transaction_read_only = on")
            try:
                told = repr(getattr(record, method)(*arguments))
                record.env.flush_all()
            except (AccessError, UserError):
                told = None
            finally:
                self.env.invalidate_all(flush=False)
                savepoint.rollback()
        if told:
            self.assertNotIn(self.anna.email, told)
            self.assertNotIn("/status/", told.replace("/my/status/", ""))
        return told
