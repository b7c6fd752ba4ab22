"""The panel in a point of sale: who may, and which address customers hear from."""

from email.utils import parseaddr

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.customer_status_comm.tests.common import SmsGateway, StatusCase

CASHIER = ("base.group_user", "point_of_sale.group_pos_user")
STORE = "store@testby.example"


class PosCase(StatusCase):
    """A shop with a point of sale, and one who stands at its till."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pos = cls._create_pos("Harbour", customer_service_email=STORE)
        cls.cashier = cls.create_user("cashier", *CASHIER)

    @classmethod
    def _create_pos(cls, name, company=None, **values):
        company = company or cls.company
        model = cls.env["pos.config"].with_context(allowed_company_ids=company.ids)
        return model.create({"name": name, "company_id": company.id, **values})

    def open_panel(self, pos=None, user=None, company=None, **values):
        """Return the panel that Contact opens for Anna at a point of sale."""
        company = company or self.company
        context = {"allowed_company_ids": company.ids}
        if pos:
            context["default_pos_config_id"] = pos.id
        anna = self.anna.with_user(user or self.cashier).with_context(**context)
        action = anna.action_contact()
        panel = anna.env[action["res_model"]].with_context(**action["context"])
        values = {"subject": "Hello", "body": "<p>It is here</p>", **values}
        return panel.create(values)

    def send(self, *args, **values):
        """Send from a panel; return the panel and the e-mail, ``None`` without one."""
        panel = self.open_panel(*args, **values)
        before = len(self.sink.received)
        panel.action_send()
        received = self.sink.received[before:]
        return panel, received[0][2] if received else None

    def assertSentFrom(self, message, address):
        """Sender, reply address and the line at the end all say ``address``."""
        self.assertEqual(parseaddr(message["From"]), (self.company.name, address))
        self.assertEqual(parseaddr(message["Reply-To"])[1], address)
        footer = self.get_html(message).partition("It is here")[2]
        self.assertIn(address, footer)


class TestRights(PosCase):
    """Those at the till need no rights but their own."""

    def test_who_may_not_use_a_till_reads_no_address_of_it(self):
        """The id of a point of sale may come from anywhere."""
        clerk = self.create_user("pos_clerk", "base.group_user")
        panel = self.open_panel(self.pos, user=clerk)
        self.assertFalse(panel.store_email)
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertFalse(self.sink.received)
        self.assertEqual(self.open_panel(self.pos).store_email, STORE)

    def test_a_cashier_writes_to_a_customer(self):
        """E-mail, SMS and note; the history shows all three."""
        gateway = SmsGateway()
        self.addCleanup(gateway.stop)
        gateway.use(self)
        for values in (
            {},
            {"communication_type": "sms", "sms_text": "Hello"},
            {"communication_type": "note"},
        ):
            with self.subTest(**values):
                self.anna.phone = "+45 20 20 20 20"
                panel, _message = self.send(self.pos, **values)
                self.assertEqual(panel.feedback_type, "success", panel.feedback)
        rows = self.env["customer.communication"].with_user(self.cashier)
        found = rows.search([("partner_id", "=", self.anna.id)])
        kinds = set(found.mapped("communication_type"))
        self.assertEqual(kinds, {"email", "sms", "note"})

    def test_a_cashier_uses_a_template_and_the_status_link(self):
        """Neither needs the right to read orders."""
        self.create_order().action_confirm()
        template = self.env.ref("customer_status_comm.mail_template_status_email")
        context = {"default_partner_id": self.anna.id}
        panels = self.env["customer.communication.panel"].with_user(self.cashier)
        with Form(panels.with_context(**context)) as form:
            form.template_id = template
        panel = form.record
        panel.action_insert_status_link()
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        files = panel.communication_id.sudo().attachment_ids
        self.assertEqual(len(files), 1)

    def test_the_form_opens_without_the_point_of_sale(self):
        """A salesperson without any right there sees the panel as ever."""
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        panels = self.env["customer.communication.panel"].with_user(seller)
        with Form(panels.with_context(default_partner_id=self.anna.id)) as form:
            form.subject, form.body = "Hello", "<p>It is here</p>"
        form.record.action_send()
        self.assertEqual(form.record.feedback_type, "success", form.record.feedback)
        [(_from, _to, message)] = self.sink.received
        self.assertSentFrom(message, self.company.customer_service_email)


class TestSender(PosCase):
    """A point of sale may have an address of its own."""

    def test_the_stores_address(self):
        """C2: It is the sender, and answers go there."""
        _panel, message = self.send(self.pos)
        self.assertSentFrom(message, STORE)

    def test_no_address_means_the_companys(self):
        self.pos.customer_service_email = False
        _panel, message = self.send(self.pos)
        self.assertSentFrom(message, self.company.customer_service_email)

    def test_it_is_enough_to_write(self):
        """Without one of the company's, the store's sends."""
        self.company.customer_status_active = False
        self.company.customer_service_email = False
        _panel, message = self.send(self.pos)
        self.assertSentFrom(message, STORE)
        panel, message = self.send()
        self.assertFalse(message)
        self.assertEqual(panel.feedback_type, "danger")

    def test_another_and_again(self):
        """What follows from the panel or its history stays at the point of sale."""
        panel, _message = self.send(self.pos)
        panel = panel.with_context(default_pos_config_id=self.pos.id)
        row = panel.communication_id.with_env(panel.env)
        for action in (panel.action_new_message(), row.action_use_as_new()):
            self.assertEqual(action["context"]["default_pos_config_id"], self.pos.id)
        before = len(self.sink.received)
        row.with_context(default_pos_config_id=False).action_resend()
        [(_from, _to, message)] = self.sink.received[before:]
        self.assertSentFrom(message, STORE)

    def test_mixed_rows_leave_together(self):
        """Each row of a batch keeps its own sender."""
        rows = self.env["customer.communication"].create(
            [
                {
                    "partner_id": self.anna.id,
                    "company_id": self.company.id,
                    "communication_type": "email",
                    "subject": sender or "company",
                    "body": "<p>It is here</p>",
                    "sender": sender,
                }
                for sender in (STORE, False, STORE)
            ]
        )
        rows._send(now=True)
        messages = {m["Subject"]: m for _from, _to, m in self.sink.received}
        self.assertSentFrom(messages[STORE], STORE)
        self.assertSentFrom(messages["company"], self.company.customer_service_email)

    def test_the_status_page_keeps_the_companys(self):
        """A page belongs to no store."""
        order = self.create_order()
        order.action_confirm()
        self.publish()
        brand = self.company._prepare_status_brand()
        self.assertEqual(brand["email"], self.company.customer_service_email)

    def test_only_one_valid_address(self):
        for wrong in ("nobody", "a@testby.example, b@testby.example"):
            with self.subTest(wrong), self.assertRaises(UserError):
                self.pos.customer_service_email = wrong

    def test_it_is_set_in_the_settings(self):
        manager = self.create_user(
            "boss", "point_of_sale.group_pos_manager", "base.group_system"
        )
        settings = self.env["res.config.settings"].with_user(manager)
        settings = settings.create({"pos_config_id": self.pos.id})
        settings.pos_customer_service_email = "quay@testby.example"
        settings.execute()
        self.assertEqual(self.pos.customer_service_email, "quay@testby.example")


class TestNobodyElsesName(PosCase):
    """The sender comes from the point of sale, and cashiers do not choose it."""

    def test_cashiers_do_not_change_the_address(self):
        """They may write on their point of sale, but not this."""
        pos = self.pos.with_user(self.cashier)
        with self.assertRaises(AccessError):
            pos.customer_service_email = "ceo@testby.example"

    def test_the_panel_takes_no_address(self):
        """Neither at creation nor in a defaults' context."""
        values = {"store_email": "ceo@testby.example"}
        _panel, message = self.send(self.pos, **values)
        self.assertSentFrom(message, STORE)
        panel = self.open_panel().with_context(
            default_sender="ceo@testby.example", default_store_email="ceo@x.example"
        )
        panel.action_send()
        self.assertSentFrom(
            self.sink.received[-1][2], self.company.customer_service_email
        )

    def test_no_point_of_sale_without_the_right(self):
        """A salesperson cannot borrow a store's name."""
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        panel, message = self.send(self.pos, user=seller)
        self.assertFalse(message)
        self.assertEqual(panel.feedback_type, "danger")

    def test_another_companys_point_of_sale(self):
        """Its address never stands over this company's name."""
        other = self._create_company("Andenby Cykler")
        foreign = self._create_pos("Inland", other, customer_service_email="x@an.dk")
        panel, message = self.send(foreign)
        self.assertFalse(message)
        self.assertEqual(panel.feedback_type, "danger")
        self.cashier.company_ids |= other
        _panel, message = self.send(foreign, company=self.company | other)
        self.assertSentFrom(message, self.company.customer_service_email)

    def test_two_companies_each_their_own(self):
        """Whoever works for both writes in the name of the one whose till it is."""
        other = self._create_company(
            "Andenby Cykler", customer_service_email="service@andenby.example"
        )
        self.cashier.company_ids |= other
        inland = self._create_pos(
            "Inland", other, customer_service_email="i@andenby.example"
        )
        _panel, message = self.send(inland, company=other)
        expected = ("Andenby Cykler", "i@andenby.example")
        self.assertEqual(parseaddr(message["From"]), expected)
        _panel, message = self.send(self.pos)
        self.assertSentFrom(message, STORE)
