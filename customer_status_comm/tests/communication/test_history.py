"""The history, when the world around it changes."""

from ast import literal_eval

from odoo.exceptions import AccessError
from odoo.tests import Form

from ..common import StatusCase


class TestHistoryEdges(StatusCase):
    """What happens to the history when the world around it changes."""

    def test_c15_merged_customers_keep_their_history(self):
        twin = self._create_customer("Anna Twin")
        self.write_to(self.anna)
        self.write_to(twin)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.anna | twin).ids, self.anna)
        self.assertFalse(twin.exists())
        self.assertEqual(len(self.anna.communication_ids), 2)

    def test_c15_deleted_template_leaves_what_was_written(self):
        template = self.env["mail.template"].create(
            {
                "name": "Gone soon",
                "model_id": self.env.ref("base.model_res_partner").id,
                "communication_type": "email",
            }
        )
        row = self.write_to(self.anna, template_id=template.id)
        template.unlink()
        self.assertEqual(row.subject, "Hello")
        self.assertFalse(row.template_id)

    def test_archived_customer_and_one_without_language_can_be_written_to(self):
        self.anna.active = False
        self.bo.lang = False
        for partner in self.anna | self.bo:
            self.assertEqual(self.write_to(partner).state, "sent")
        self.assertEqual(len(self.sink.received), 2)

    def test_c15_two_companies_never_mix(self):
        other = self._create_company(
            "Andenby Cykler", customer_service_email="hello@andenby.example"
        )
        here = self.write_to(self.anna)
        there = self.write_to(self.anna, company_id=other.id)
        self.assertIn("testby", self.sink.received[0][2]["From"])
        self.assertIn("andenby", self.sink.received[1][2]["From"])
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        seen = self.env["customer.communication"].with_user(seller).search([])
        self.assertIn(here, seen)
        self.assertNotIn(there, seen)

    def test_c15_the_row_follows_a_bounce(self):
        row = self.write_to(self.anna)
        row.mail_message_id.notification_ids.write(
            {
                "notification_status": "bounce",
                "failure_type": "mail_bounce",
                "failure_reason": "mailbox full",
            }
        )
        self.assertEqual(row.state, "failed")
        self.assertIn("mailbox full", row.failure_reason)

    def test_a_batch_is_sent_with_a_constant_number_of_queries(self):
        counts = []
        for size in (2, 20):
            partners = self.env["res.partner"].union(
                *(self._create_customer(f"Batch {size} {n}") for n in range(size))
            )
            rows = (
                self.env["customer.communication"]
                .sudo()
                .create(
                    [
                        {
                            "partner_id": partner.id,
                            "company_id": self.company.id,
                            "communication_type": "email",
                            "subject": "Hello",
                            "body": "<p>Text</p>",
                        }
                        for partner in partners
                    ]
                )
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows._send()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5, counts)

    def test_a_salesperson_makes_and_previews_a_template_in_the_form(self):
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        action = self.env.ref("customer_status_comm.mail_template_action")
        context = literal_eval(action.context)
        templates = self.env["mail.template"].with_user(seller)
        with Form(templates.with_context(**context)) as form:
            form.name = "Mine"
            form.subject = "Hello"
        template = form.record
        self.assertEqual(template.communication_type, "email")
        self.assertEqual(template.model, "res.partner")
        preview = (
            self.env["mail.template.preview"]
            .with_user(seller)
            .create({"mail_template_id": template.id})
        )
        self.assertTrue(preview.resource_ref.partner_share)
        self.assertEqual(preview.subject, "Hello")

    def test_a_salesperson_writes_templates_of_their_own_without_running_code(self):
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        model = self.env.ref("base.model_res_partner").id
        templates = self.env["mail.template"].with_user(seller)
        template = templates.create(
            {
                "name": "Mine",
                "model_id": model,
                "communication_type": "sms",
                "subject": "For {{ object.name }}",
                "sms_body": "See {{ object.customer_status_url }}",
            }
        )
        template.write({"sms_body": "Look: {{ object.customer_status_url }}"})
        for code in ("{{ object.env.cr }}", "{{ object.sudo().email }}"):
            with self.assertRaises(AccessError):
                template.write({"sms_body": code})
