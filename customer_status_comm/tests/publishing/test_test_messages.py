"""M+1: a rule or template sends a test to whoever asks, and leaves nothing behind."""

from odoo.exceptions import AccessError, RedirectWarning, UserError

from ..common import SmsGateway, StatusCase

#: What a message to a customer would leave behind.
TRACES = (
    "customer.communication",
    "customer.status.page",
    "customer.status.link",
    "customer.status.event",
    "customer.status.change",
    "mail.message",
    "mail.mail",
    "mail.notification",
    "sms.sms",
    "sms.tracker",
)


class TestMessages(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.create_user(
            "mette",
            "sales_team.group_sale_salesman_all_leads",
            "customer_status_comm.group_customer_status_manager",
            phone="20 30 40 50",
        )
        cls.order = cls.create_order(cls.bo, name="S00042")
        cls.template = cls.env["mail.template"].create(
            {
                "name": "Ready",
                "communication_type": "email",
                "model_id": cls.env["ir.model"]._get("sale.order").id,
                "subject": "Order {{ object.name }}",
                "body_html": "<p>Look: <t t-out='object.customer_status_url'/></p>",
            }
        )
        cls.rule = cls.env["customer.status.rule"].create(
            {
                "event": "confirmed",
                "company_id": cls.company.id,
                "template_id": cls.template.id,
            }
        )

    def send_test(self, record, user=None):
        """Press the button as ``user``; return what its notification says."""
        # In company and language of a session of the user's own.
        record = record.with_user(user or self.user).with_company(self.company)
        action = record.action_send_test()
        self.env.invalidate_all()
        self.assertEqual(action["params"]["type"], "success")
        return action["params"]["message"]

    def count_traces(self):
        self.env.flush_all()
        self.env["customer.status.change"].flush_model()
        counts = {name: self.env[name].search_count([]) for name in TRACES}
        # Files: those of a message, not the web client's bundles.
        counts["files"] = self.env["ir.attachment"].search_count(
            [("name", "=like", "status-%")]
        )
        return counts

    # What arrives

    def test_the_user_gets_what_the_customer_would(self):
        said = self.send_test(self.template)
        [(_from, to, message)] = self.sink.received
        self.assertEqual(to, ["mette@testby.example"])
        self.assertEqual(message["Subject"], "[Test] Order S00042")
        self.assertIn("service@testby.example", message["From"])
        self.assertIn("service@testby.example", message["Reply-To"])
        html = self.get_html(message)
        self.assertIn("Hej Bo,", html)
        self.assertIn("Testby Cykler", html)
        self.assertIn("mette@testby.example", said)
        self.assertIn("S00042", said)

    def test_its_link_is_for_colleagues(self):
        """Even when the colleague is that very customer."""
        self.order.partner_id = self.user.partner_id
        self.send_test(self.template)
        html = self.get_html(self.sink.received[0][2])
        self.assertIn(f"/my/status/order/{self.order.id}", html)
        self.assertNotIn("/status/order", html.replace("/my/status/order", ""))

    def test_nothing_is_left_behind(self):
        self.template.attach_status_file = True
        self.order.action_confirm()
        before = self.count_traces()
        state = self.order.read(["message_ids", "write_date"])
        self.send_test(self.template)
        self.send_test(self.rule)
        self.assertEqual(len(self.sink.received), 2)
        self.assertEqual(self.count_traces(), before)
        self.assertEqual(self.order.read(["message_ids", "write_date"]), state)

    def test_the_status_file_comes_along(self):
        self.rule.attach_status_file = True
        self.send_test(self.rule)
        [file] = self.sink.received[0][2].iter_attachments()
        self.assertEqual(file.get_filename(), "status-S00042.html")

    def test_the_shop_remembers_the_first_one(self):
        self.assertFalse(self.company.customer_status_tested_at)
        self.send_test(self.template)
        first = self.company.customer_status_tested_at
        self.assertTrue(first)
        self.send_test(self.template)
        self.assertEqual(self.company.customer_status_tested_at, first)

    # SMS

    def use_sms(self):
        gateway = SmsGateway()
        gateway.use(self)
        self.addCleanup(gateway.stop)
        return gateway

    def test_an_sms_goes_to_the_users_number(self):
        gateway = self.use_sms()
        text = self.env["mail.template"].create(
            {
                "name": "Ready by SMS",
                "communication_type": "sms",
                "model_id": self.env["ir.model"]._get("sale.order").id,
                "sms_body": "{{ object.name }} {{ object.customer_status_url }}",
            }
        )
        self.env["iap.account"].get("sms")  # Odoo makes it for the first SMS of all
        before = self.count_traces()
        said = self.send_test(text)
        [(number, content)] = gateway.received
        self.assertEqual(number, "+4520304050")
        self.assertTrue(content.startswith("[Test] S00042 "))
        self.assertIn(f"/my/status/order/{self.order.id}", content)
        self.assertIn("+4520304050", said)
        self.assertEqual(self.count_traces(), before)

    def test_a_rule_for_both_ways_sends_both(self):
        gateway = self.use_sms()
        self.template.sms_body = "{{ object.name }} is ready"
        self.rule.channel = "both"
        self.send_test(self.rule)
        self.assertEqual(len(gateway.received), 1)
        self.assertEqual(len(self.sink.received), 1)

    def test_a_refused_sms_says_why(self):
        gateway = self.use_sms()
        gateway.state = "insufficient_credit"
        self.template.sms_body = "{{ object.name }} is ready"
        self.rule.channel = "sms"
        with self.assertRaisesRegex(UserError, "no SMS credit left"):
            self.send_test(self.rule)

    # The example

    def test_a_rule_takes_an_order_of_which_its_event_is_true(self):
        self.order.action_confirm()
        self.create_order(name="S00043")  # newer, but only a quotation
        self.send_test(self.rule)
        self.assertEqual(self.sink.received[0][2]["Subject"], "[Test] Order S00042")

    def test_a_rule_takes_an_order_that_meets_its_criteria(self):
        self.create_order(name="S00044", client_order_ref="here")
        self.create_order(name="S00045")
        self.rule.criteria = "[('client_order_ref', '=', 'here')]"
        self.send_test(self.rule)
        self.assertEqual(self.sink.received[0][2]["Subject"], "[Test] Order S00044")

    def test_only_what_the_user_may_read_is_an_example(self):
        own = self.create_user("kim", "sales_team.group_sale_salesman")
        self.order.user_id = self.user
        self.sink.received.clear()  # Odoo tells of the assignment
        with self.assertRaisesRegex(UserError, "Make one first"):
            self.send_test(self.template, own)
        nobody = self.create_user("per", "base.group_user")
        with self.assertRaises(AccessError):
            self.send_test(self.template, nobody)
        self.assertEqual(self.sink.received, [])

    def test_another_companys_order_is_no_example(self):
        other = self._create_company("Andenby Cykler")
        self.create_order(company_id=other.id, name="S00099")
        self.send_test(self.template)
        self.assertEqual(self.sink.received[0][2]["Subject"], "[Test] Order S00042")

    def test_a_template_for_customers_takes_a_customer(self):
        template = self.env["mail.template"].create(
            {
                "name": "Hello",
                "communication_type": "email",
                "model_id": self.env["ir.model"]._get("res.partner").id,
                "subject": "Dear {{ object.name }}",
                "body_html": "<p>How are you?</p>",
            }
        )
        colleague = self.create_user("ida", "base.group_user").partner_id
        self.send_test(template)
        subject = self.sink.received[0][2]["Subject"]
        self.assertNotIn(colleague.name, subject)
        self.assertTrue(subject.startswith("[Test] Dear "))

    # What hinders

    def test_what_hinders_is_said_and_nothing_leaves(self):
        def without_sender():
            self.company.customer_status_active = False
            self.company.customer_service_email = False

        def without_address():
            self.user.email = False

        def without_text():
            self.template.body_html = False

        def with_broken_server():
            self.sink.refuse = "554 5.7.1 Not from you"

        cases = [
            (without_sender, "no customer-service address", UserError),
            (without_address, "no valid e-mail address", RedirectWarning),
            (without_text, "no text to send", UserError),
            (with_broken_server, "5.7.1 Not from you", UserError),
        ]
        for hinder, words, error in cases:
            with self.subTest(words), self.cr.savepoint() as savepoint:
                hinder()
                with self.assertRaisesRegex(error, words):
                    self.send_test(self.template)
                self.sink.refuse = None
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(self.sink.received, [])

    def test_the_way_out_leads_to_the_users_preferences(self):
        self.user.email = False
        with self.assertRaises(RedirectWarning) as caught:
            self.send_test(self.template)
        action = caught.exception.args[1]
        self.assertEqual(action["res_model"], "res.users")
        self.assertEqual(action["res_id"], self.user.id)

    def test_a_note_is_sent_to_nobody(self):
        self.template.communication_type = "note"
        with self.assertRaisesRegex(UserError, "A note stays inside"):
            self.send_test(self.template)
