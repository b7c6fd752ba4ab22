"""Communication templates: how a salesperson makes one."""

from ast import literal_eval

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..common import StatusCase


class TestTemplates(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.create_user("seller", "sales_team.group_sale_salesman")

    def open_form(self, template=None, **values):
        """Return the form as the menu opens it, for a salesperson."""
        action = self.env.ref("customer_status_comm.mail_template_action")
        context = literal_eval(action.context)
        context |= {f"default_{key}": value for key, value in values.items()}
        templates = template or self.env["mail.template"]
        templates = templates.with_user(self.seller).with_context(**context)
        view = "customer_status_comm.mail_template_view_form_communication"
        self.assertIn(self.env.ref(view), action.view_ids.view_id)
        return Form(templates, view=view)

    def test_language_follows_what_the_template_speaks_of(self):
        for kind, model, lang in (
            ("email", "res.partner", "{{ object.lang }}"),
            ("sms", "sale.order", "{{ object.partner_id.lang }}"),
            ("note", "res.partner", False),
        ):
            with self.subTest(kind=kind, model=model):
                form = self.open_form(communication_type=kind)
                form.name, form.subject = "Mine", "About {{ object.name }}"
                form.communication_model = model
                template = form.save()
                self.assertEqual((template.model, template.lang), (model, lang))
                self.assertEqual(template.communication_type, kind)

    def test_what_a_template_may_speak_of_is_named_in_plain_words(self):
        words = dict(self.env["mail.template"]._selection_communication_model())
        self.assertEqual(words["res.partner"], "The customer")
        self.assertEqual(words["sale.order"], "An order")

    def test_it_speaks_of_the_customer_unless_told_otherwise(self):
        form = self.open_form()
        self.assertEqual(form.communication_model, "res.partner")
        form.name = "Mine"
        template = form.save()
        self.assertEqual(template.lang, "{{ object.lang }}")
        with self.open_form(template) as form:
            form.communication_model = "sale.order"
        self.assertEqual(template.model, "sale.order")
        self.assertEqual(template.lang, "{{ object.partner_id.lang }}")

    def test_an_order_template_is_written_in_the_customers_language(self):
        form = self.open_form(communication_type="sms")
        form.name, form.subject = "Mine", "About {{ object.name }}"
        form.communication_model = "sale.order"
        form.sms_body = "{{ object.partner_id.name }}: {{ object.customer_status_url }}"
        template = form.save()
        template.with_context(lang="da_DK").sms_body = "Hej {{ object.name }}"
        order = self.create_order(self.bo)
        rendered = template._generate_template(order.ids, {"sms_body"})
        self.assertEqual(rendered[order.id]["sms_body"], f"Hej {order.name}")

    def test_a_language_that_was_chosen_stays(self):
        template = self.env["mail.template"].create(
            {
                "name": "Mine",
                "model_id": self.env.ref("base.model_res_partner").id,
                "communication_type": "email",
                "lang": "da_DK",
            }
        )
        self.assertEqual(template.lang, "da_DK")
        ordinary = self.env["mail.template"].create(
            {"name": "Odoo's", "model_id": self.env.ref("base.model_res_partner").id}
        )
        self.assertFalse(ordinary.lang)

    def test_a_language_that_its_record_does_not_have_is_refused(self):
        """A mistake in a template is said when it is saved, not sent as no language."""
        self.create_order(self.bo)
        for model, lang in (
            ("res.partner", "{{ object.partner_id.lang }}"),
            ("sale.order", "{{ object.lang }}"),
        ):
            with (
                self.subTest(model=model),
                mute_logger("odoo.addons.mail.models.mail_template"),
                self.assertRaises(ValidationError),
            ):
                model_id = self.env["ir.model"]._get_id(model)
                values = {"name": "Wrong", "model_id": model_id, "lang": lang}
                self.env["mail.template"].create(values)

    def test_a_program_may_have_it_speak_of_something_else(self):
        self.create_order(self.bo)
        templates = self.env["mail.template"].with_user(self.seller)
        template = templates.create(
            {
                "name": "Mine",
                "communication_type": "email",
                "communication_model": "res.partner",
            }
        )
        for model, lang in (
            ("sale.order", "{{ object.partner_id.lang }}"),
            ("res.partner", "{{ object.lang }}"),
        ):
            template.communication_model = model
            self.assertEqual((template.model, template.lang), (model, lang))

    def test_anothers_template_is_not_changed(self):
        shared = self.env.ref("customer_status_comm.mail_template_pickup")
        with self.assertRaises(AccessError):
            shared.with_user(self.seller).name = "Mine now"
