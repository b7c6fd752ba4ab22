"""Two companies with one customer: history, chatter and templates never mix."""

from odoo.exceptions import AccessError
from odoo.tests import Form

from ... import const
from ..common import StatusCase


class TestHistoryCompanies(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_company(
            "Andenby Cykler", customer_service_email="hello@andenby.example"
        )
        group = "sales_team.group_sale_salesman"
        cls.here = cls.create_user("here", group)
        of_other = {"company_id": cls.other.id, "company_ids": [(6, 0, cls.other.ids)]}
        cls.there = cls.create_user("there", group, **of_other)

    def read_chatter(self, record, user):
        """Return the subjects that the chatter shows to ``user``."""
        company = user.company_id
        messages = self.env(user=user, context={"allowed_company_ids": company.ids})
        domain = [("model", "=", record._name), ("res_id", "=", record.id)]
        fetched = messages["mail.message"]._message_fetch(domain)["messages"]
        return set(filter(None, fetched.mapped("subject")))

    def test_c15_the_chatter_of_a_shared_customer_does_not_mix_companies(self):
        self.write_to(self.anna, "From here")
        self.write_to(self.anna, "Note from here", communication_type=const.NOTE)
        self.write_to(self.anna, "From there", company_id=self.other.id)
        self.anna.message_post(subject="Odoo's own", body="For all")

        own = {"Odoo's own"}
        ours = own | {"From here", "Note from here"}
        self.assertEqual(self.read_chatter(self.anna, self.here), ours)
        self.assertEqual(self.read_chatter(self.anna, self.there), own | {"From there"})

    def test_c15_nor_is_it_read_by_its_id(self):
        row = self.write_to(self.anna, "From here")
        message = row.mail_message_id
        context = {"allowed_company_ids": self.other.ids}
        message = message.with_user(self.there).with_context(**context)
        with self.assertRaises(AccessError):
            message.read(["body"])
        # What else stands in the chatter can still be read in one go.
        self.anna.message_post(subject="Odoo's own", body="For all")
        partner = self.anna.with_user(self.there).with_context(**context)
        self.assertIn("Odoo's own", partner.message_ids.mapped("subject"))

    def test_c15_a_documents_chatter_is_open_to_who_may_read_the_document(self):
        order = self.create_order(user_id=self.here.id)
        document = {"res_model": order._name, "res_id": order.id}
        self.write_to(self.anna, "About the order", **document)
        self.assertIn("About the order", self.read_chatter(order, self.here))

    def test_c7_a_companys_template_is_offered_in_its_panel_only(self):
        templates = self.env["mail.template"]
        values = {
            "model_id": self.env.ref("base.model_res_partner").id,
            "communication_type": const.EMAIL,
        }
        everybody = templates.create({"name": "All", **values})
        ours = templates.create(
            {"name": "Ours", "company_id": self.company.id, **values}
        )
        theirs = templates.create(
            {"name": "Theirs", "company_id": self.other.id, **values}
        )
        plain = templates.create(
            {
                "name": "Plain",
                "model_id": values["model_id"],
                "company_id": self.other.id,
            }
        )
        all_ = everybody | ours | theirs | plain
        for user, company, seen in (
            (self.here, self.company, everybody | ours),
            (self.there, self.other, everybody | theirs),
        ):
            with self.subTest(company.name):
                context = {"allowed_company_ids": company.ids}
                env = self.env(user=user, context=context)
                action = self.anna.with_env(env).action_contact()
                panels = env[action["res_model"]].with_context(**action["context"])
                form = Form(panels.with_context(default_communication_type="email"))
                offered = form.allowed_template_ids[:] & all_.with_env(env)
                self.assertEqual(set(offered.ids), set(seen.ids))
                found = env["mail.template"].search([("id", "in", all_.ids)])
                self.assertEqual(set(found.ids), set((seen | plain).ids))

    def test_c7_of_two_companies_at_once_the_panels_own_counts(self):
        theirs = self.env["mail.template"].create(
            {
                "name": "Theirs",
                "model_id": self.env.ref("base.model_res_partner").id,
                "communication_type": const.EMAIL,
                "company_id": self.other.id,
            }
        )
        both = (self.company | self.other).ids
        panels = self.env["customer.communication.panel"]
        for company, offered in ((self.company, False), (self.other, True)):
            with self.subTest(company.name):
                panel = panels.with_context(allowed_company_ids=both).new(
                    {
                        "partner_id": self.anna.id,
                        "company_id": company.id,
                        "communication_type": const.EMAIL,
                    }
                )
                found = theirs in panel.allowed_template_ids._origin
                self.assertEqual(found, offered)
