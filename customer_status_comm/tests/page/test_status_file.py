"""M1: the template "Status e-mail" attaches the status file by itself."""

from odoo.tests import Form

from ..common import StatusCase


class TestStatusFile(StatusCase):
    """M1: the template "Status e-mail" attaches the status file by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.create_order(cls.anna, user_id=False)  # everybody's
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        self.deliver()
        self.template = self.env.ref("customer_status_comm.mail_template_status_email")

    def assert_status_email(self, message):
        """Assert a link that opens, and a file that shows the order."""
        [attachment] = list(message.iter_attachments())
        self.assertEqual(attachment.get_filename(), "status-Anna-Test.html")
        self.assertEqual(attachment.get_content_type(), "text/html")
        self.assertIn(self.order.name, attachment.get_content())
        found = self.env["customer.status.link"]._find_page(self.get_token(message))
        self.assertEqual(found.facts["orders"][0]["reference"], self.order.name)

    def test_m1_in_the_panel(self):
        action = self.anna.action_contact()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        form.template_id = self.template
        self.assertTrue(form.attach_status_file)
        form.save().action_send()
        self.assert_status_email(self.sink.received[-1][2])

    def test_m1_in_odoos_own_composer_on_a_contact(self):
        # A link to all orders is made by who may read them all, and all repairs.
        seller = self.create_user(
            "seller",
            "sales_team.group_sale_salesman_all_leads",
            "base.group_partner_manager",
            "stock.group_stock_user",
        )
        composer = Form(
            self.env["mail.compose.message"]
            .with_user(seller)
            .with_context(
                default_composition_mode="comment",
                default_model="res.partner",
                default_res_ids=self.anna.ids,
                default_template_id=self.template.id,
                default_partner_ids=self.anna.ids,
            )
        ).save()
        self.assertEqual(
            composer.attachment_ids.mapped("name"), ["status-Anna-Test.html"]
        )
        composer._action_send_mail()
        self.deliver()
        self.assert_status_email(self.sink.received[-1][2])

    def test_m2_sending_it_emails_the_customer_a_link(self):
        action = self.anna.action_contact()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        form.template_id = self.template
        before = len(self.sink.received)
        form.save().action_send()
        [(_sender, recipients, message)] = self.sink.received[before:]
        self.assertEqual(recipients, [self.anna.email])
        self.assertRegex(
            self.get_html(message), r'<a [^>]*href="http\S+/status/[\w-]{43}"'
        )

    def test_the_file_of_an_order(self):
        action = self.anna.action_contact(document=self.order)
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        form.template_id = self.env.ref(
            "customer_status_comm.mail_template_order_status_email"
        )
        form.save().action_send()
        [attachment] = list(self.sink.received[-1][2].iter_attachments())
        self.assertEqual(attachment.get_filename(), f"status-{self.order.name}.html")

    def test_a_status_file_tells_no_colleague_of_orders_they_may_not_read(self):
        """Who sees their own orders only must not read the others' from the file."""
        mine = self.create_user("mine", "sales_team.group_sale_salesman")
        own = self.create_order(user_id=mine.id)
        theirs = self.create_order(user_id=self.env.user.id)
        (own | theirs).action_confirm()
        self.publish()
        panel = (
            self.env["customer.communication.panel"]
            .with_user(mine)
            .create(
                {
                    "partner_id": self.anna.id,
                    "company_id": self.company.id,
                    "communication_type": "email",
                    "subject": "How it stands",
                    "body": "<p>See the file.</p>",
                    "attach_status_file": True,
                }
            )
        )
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        [file] = panel.communication_id.with_user(mine).attachment_ids
        shown = file.raw.decode()
        self.assertIn(own.name, shown)
        self.assertNotIn(theirs.name, shown)
