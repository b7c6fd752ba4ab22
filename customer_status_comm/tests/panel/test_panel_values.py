"""Values that no form would send, held against the same checks as the form's."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ... import const
from ..common import StatusCase

OWN = "sales_team.group_sale_salesman"
ALL = "sales_team.group_sale_salesman_all_leads"


class ValuesCase(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.create_user("values_seller", ALL)
        cls.panels = cls.env["customer.communication.panel"].with_user(cls.seller)
        cls.order = cls.create_order(cls.anna)
        cls.order.action_confirm()

    def make_panel(self, panels=None, **values):
        values = {
            "partner_id": self.anna.id,
            "company_id": self.company.id,
            "subject": "Hello",
            "body": "<p>Text</p>",
            **values,
        }
        return (self.panels if panels is None else panels).create(values)

    def about(self, record):
        return {"res_model": record._name, "res_id": record.id}

    def assert_refused(self, panel, words):
        """Check that Send refuses in words, and that nothing was stored or sent."""
        before = self.env["customer.communication"].search_count([])
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertRegex(panel.feedback, words)
        self.assertFalse(panel.communication_id)
        self.assertEqual(self.env["customer.communication"].search_count([]), before)
        self.assertFalse(self.sink.received)

    def assert_sent(self, panel):
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        return panel.communication_id.sudo()


@tagged("standard", "post_install", "-at_install")
class TestDocument(ValuesCase):
    def test_a_message_to_one_customer_stands_not_in_anothers_portal(self):
        before = self.order.message_ids
        for kind in ("email", "note"):
            panel = self.make_panel(
                partner_id=self.bo.id,
                communication_type=kind,
                **self.about(self.order),
            )
            self.assert_refused(panel, "is not a document of Bo Test")
        self.order.invalidate_recordset()
        self.assertEqual(self.order.message_ids, before)

    def test_what_is_nobodys_is_no_document(self):
        for model, id_ in (
            ("res.country", 1),
            ("ir.config_parameter", 1),
            ("mail.thread", 1),
            ("res.config.settings", 1),
            ("nonsense", 1),
        ):
            with self.subTest(model):
                panel = self.make_panel(res_model=model, res_id=id_)
                self.assertFalse(panel.document_name)
                self.assert_refused(panel, "A message cannot be about this")

    def test_nor_is_the_shop_itself(self):
        panel = self.make_panel(**self.about(self.company))
        self.assert_refused(panel, "is not a document of Anna Test")

    def test_what_the_user_may_not_read_is_none_of_theirs(self):
        own = self.create_user("values_own", OWN)
        self.order.user_id = self.env.user
        panels = self.panels.with_user(own)
        panel = self.make_panel(panels, **self.about(self.order))
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertFalse(self.sink.received)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            panel.read(["document_name"])

    def test_another_customer_is_no_document_but_a_colleague_of_theirs_is(self):
        panel = self.make_panel(**self.about(self.bo))
        self.assert_refused(panel, "“Bo Test” is not a document of Anna Test")
        firm = self._create_customer("Firm Test", is_company=True)
        self.anna.parent_id = firm
        row = self.assert_sent(self.make_panel(**self.about(firm)))
        self.assertEqual((row.res_model, row.res_id), ("res.partner", firm.id))

    def test_a_document_that_is_gone_leaves_the_customer(self):
        draft = self.create_order()
        panel = self.make_panel(**self.about(draft))
        draft.unlink()
        row = self.assert_sent(panel)
        self.assertEqual((row.res_model, row.res_id), ("res.partner", self.anna.id))

    def test_no_method_tells_or_does_anything_about_anothers_document(self):
        panel = self.make_panel(partner_id=self.bo.id, **self.about(self.order))
        with self.assertRaises(UserError):
            panel.action_insert_status_link()
        values = {"partner_id": self.bo.id, **self.about(self.order)}
        with self.assertRaises(UserError):
            self.panels.get_status_link(values)
        action = panel.action_new_message()
        self.assertEqual(action["context"], {"default_partner_id": self.bo.id})

    def test_companies_that_are_not_the_users(self):
        other = self._create_company("Andenby Cykler")
        panel = self.make_panel(company_id=other.id)
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertFalse(self.sink.received)

    # Between writing and sending

    def test_an_order_that_passes_to_another_takes_no_message_along(self):
        later = fields.Datetime.now() + timedelta(hours=1)
        panel = self.make_panel(scheduled_at=later, **self.about(self.order))
        row = self.assert_sent(panel)
        self.order.partner_id = self.bo
        row.scheduled_at = fields.Datetime.now()
        self.run_cron("customer_status_comm.ir_cron_send_scheduled")
        self.assertEqual(len(self.deliver()), 1)
        message = row.mail_message_id
        self.assertEqual((message.model, message.res_id), ("res.partner", self.anna.id))
        self.assertEqual(message.communication_company_id, self.company)
        self.assertNotIn(message, self.order.message_ids)

    def test_nor_does_sending_again(self):
        row = self.assert_sent(self.make_panel(**self.about(self.order)))
        self.assertEqual(row.mail_message_id.model, "sale.order")
        self.order.partner_id = self.bo
        row.with_user(self.seller).action_resend()
        again = self.anna.communication_ids.sorted("id")[-1]
        self.assertEqual(again.mail_message_id.model, "res.partner")

    def test_used_as_new_it_is_about_what_is_still_the_customers(self):
        row = self.assert_sent(self.make_panel(**self.about(self.order)))
        row = row.with_user(self.seller)
        context = row.action_use_as_new()["context"]
        self.assertEqual(context["default_res_id"], self.order.id)
        form = Form(self.panels.with_context(**context))
        self.assertEqual(form.document_name, self.order.display_name)
        self.order.partner_id = self.bo
        self.assertNotIn("default_res_id", row.action_use_as_new()["context"])

    def test_used_as_new_by_who_may_not_read_the_order(self):
        row = self.assert_sent(self.make_panel(**self.about(self.order)))
        clerk = self.create_user("values_clerk", "base.group_user")
        context = row.with_user(clerk).action_use_as_new()["context"]
        self.assertNotIn("default_res_id", context)
        self.assertEqual(context["default_subject"], "Hello")
        self.assertTrue(Form(self.panels.with_user(clerk).with_context(**context)))


@tagged("standard", "post_install", "-at_install")
class TestTemplate(ValuesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_company("Andenby Cykler")

    def make_template(self, model="sale.order", **values):
        return self.env["mail.template"].create(
            {
                "name": "Mine",
                "model_id": self.env["ir.model"]._get_id(model),
                "communication_type": "email",
                "subject": "Of {{ object.display_name }}",
                "body_html": '<p t-out="object.display_name">x</p>',
                **values,
            }
        )

    def get_wrong_templates(self):
        """Return ``{why: template}`` of what the panel on an order does not offer."""
        return {
            "type": self.make_template(communication_type="sms"),
            "no type": self.make_template(communication_type=False),
            "model": self.make_template("account.move"),
            "company": self.make_template(company_id=self.other.id),
            "untrue": self.env.ref("customer_status_comm.mail_template_cancelled"),
        }

    def test_one_that_is_not_offered_is_refused(self):
        for why, template in self.get_wrong_templates().items():
            with self.subTest(why):
                panel = self.make_panel(
                    template_id=template.id, **self.about(self.order)
                )
                self.assert_refused(panel, "This template is not offered")

    def test_nor_is_it_rendered(self):
        for why, template in self.get_wrong_templates().items():
            panel = self.make_panel(template_id=template.id, **self.about(self.order))
            with self.subTest(why), self.assertRaises(UserError):
                panel.action_replace_body()
            values = {
                "partner_id": self.anna.id,
                "communication_type": "email",
                "template_id": template.id,
                "allowed_template_ids": [Command.set(template.ids)],
                **self.about(self.order),
            }
            with self.subTest(why=why, onchange=True), self.assertRaises(UserError):
                self.panels.onchange(values, ["template_id"], {"subject": {}})

    def test_no_record_that_merely_has_the_same_id(self):
        """An order's template on a customer would tell of the order with its number."""
        template = self.make_template()
        twin = self.env["res.partner"].search([("id", "=", self.order.id)])
        for partner in twin | self.anna:
            panel = self.make_panel(partner_id=partner.id, template_id=template.id)
            with self.subTest(partner.id), self.assertRaises(UserError):
                panel.action_replace_body()
            with self.subTest(partner.id), self.assertRaises(UserError):
                panel._get_template_document()

    def test_none_of_an_order_that_the_user_may_not_read(self):
        own = self.create_user("values_own", OWN)
        self.order.user_id = self.env.user
        values = {
            "partner_id": self.anna.id,
            "communication_type": "email",
            "template_id": self.make_template().id,
            **self.about(self.order),
        }
        with self.assertRaises(AccessError):
            self.panels.with_user(own).onchange(
                values, ["template_id"], {"subject": {}}
            )

    def test_what_is_offered_works_as_ever(self):
        template = self.make_template()
        form = Form(
            self.panels.with_context(
                **self.order.with_user(self.seller).action_contact()["context"]
            )
        )
        form.template_id = template
        self.assertEqual(form.subject, f"Of {self.order.display_name}")
        self.assert_sent(form.save())

    def test_one_that_was_true_while_one_wrote(self):
        template = self.env.ref("customer_status_comm.mail_template_confirmed")
        panel = self.make_panel(template_id=template.id, **self.about(self.order))
        self.order._action_cancel()
        self.assert_refused(panel, "This template is not offered")
        panel.template_id = False
        self.assert_sent(panel)


@tagged("standard", "post_install", "-at_install")
class TestTheRest(ValuesCase):
    def test_a_moment_that_has_passed(self):
        now = fields.Datetime.now()
        panel = self.make_panel(scheduled_at=now - timedelta(days=1))
        self.assert_refused(panel, "has passed")
        panel = self.make_panel(scheduled_at=now + timedelta(days=300))
        self.assertEqual(self.assert_sent(panel).state, "scheduled")

    def test_what_is_no_type_no_moment_and_no_choice(self):
        for name, value in (
            ("communication_type", "pigeon"),
            ("scheduled_at", "soon"),
            ("use_name", "maybe"),
        ):
            with self.subTest(name), self.assertRaises(ValueError):
                self.make_panel(**{name: value})

    def test_a_colleagues_message_is_not_taken_back_by_a_panel(self):
        later = fields.Datetime.now() + timedelta(hours=1)
        theirs = self.write_to(self.anna)
        theirs._schedule(later)
        panel = self.make_panel(communication_id=theirs.id)
        with self.assertRaises(UserError):
            panel.action_cancel_scheduled()
        self.assertEqual(theirs.state, "scheduled")
        own = self.make_panel(scheduled_at=later)
        row = self.assert_sent(own)
        own.action_cancel_scheduled()
        self.assertEqual(row.state, "cancelled")

    def test_an_older_message_of_ones_own_is_not_written_over(self):
        older = self.write_to(self.anna, user_id=self.seller.id)
        older.state = const.COMMUNICATION_FAILED
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_communication SET create_date = create_date"
            " - interval '1 minute' WHERE id = %s",
            [older.id],
        )
        self.env.invalidate_all()
        panel = self.make_panel(communication_id=older.id, body="<p>Other</p>")
        self.sink.received.clear()
        row = self.assert_sent(panel)
        self.assertNotEqual(row, older)
        self.assertNotIn("Other", older.body)


@tagged("standard", "post_install", "-at_install")
class TestDoors(ValuesCase):
    """Every door opens the panel on what it stands on, and the message leaves."""

    def open_and_send(self, record, partner, document=None):
        action = record.with_user(self.seller).action_contact()
        self.assertEqual(action["context"]["default_partner_id"], partner.id)
        form = Form(self.panels.with_context(**action["context"]))
        form.communication_type = "email"
        form.subject, form.body = "Hello", "<p>Text</p>"
        row = self.assert_sent(form.save())
        document = document or partner
        self.assertEqual((row.res_model, row.res_id), (document._name, document.id))
        self.assertEqual(row.recipient, partner.email)
        return form

    def test_from_customers_and_their_contacts(self):
        firm = self._create_customer("Firm Test", is_company=True)
        contact = self._create_customer("Carl Test", parent_id=firm.id)
        address = self._create_customer("Dock", parent_id=firm.id, type="delivery")
        for partner in (self.anna, firm, contact, address):
            self.open_and_send(partner, partner)

    def test_from_an_order_of_a_contact(self):
        firm = self._create_customer("Firm Test", is_company=True)
        contact = self._create_customer("Carl Test", parent_id=firm.id)
        order = self.create_order(contact)
        self.open_and_send(order, contact, order)

    def test_from_the_page_of_an_order(self):
        self.publish()
        page = self.get_page(self.order)
        self.open_and_send(page, self.anna, self.order)

    def test_from_an_invoice_that_somebody_else_pays(self):
        """It is the payer's, and so is the message; the order stays the customer's."""
        self.seller.group_ids |= self.env.ref("account.group_account_invoice")
        self.order.partner_invoice_id = self.bo
        invoice = self.order._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.partner_id, self.bo)
        form = self.open_and_send(invoice, self.bo, invoice)
        panel = form.record
        panel.action_insert_status_link()
        self.assertIn(f"/my/status/customer/{self.bo.id}", panel.body)

    def test_from_an_invoice_of_the_orders_customer(self):
        self.seller.group_ids |= self.env.ref("account.group_account_invoice")
        invoice = self.order._create_invoices()
        invoice.action_post()
        form = self.open_and_send(invoice, self.anna, invoice)
        panel = form.record
        panel.action_insert_status_link()
        self.assertIn(f"/my/status/order/{self.order.id}", panel.body)

    def test_from_a_message_in_the_history(self):
        row = self.assert_sent(self.make_panel(**self.about(self.order)))
        context = row.with_user(self.seller).action_use_as_new()["context"]
        form = Form(self.panels.with_context(**context))
        self.assertEqual(form.subject, "Hello")
        again = self.assert_sent(form.save())
        self.assertEqual(again.res_id, self.order.id)

    def test_where_there_is_nobody_to_write_to(self):
        with self.assertRaisesRegex(UserError, "no customer to write to"):
            self.env["res.partner"].action_contact()
