"""Which links are made in what strangers, customers and rules say."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from ..common import LINK
from .common import WriterCase


@tagged("standard", "post_install", "-at_install")
class TestStrangers(WriterCase):
    """What customers, visitors, programs and the mail gateway have Odoo send."""

    def as_user(self, user, record):
        return record.with_user(user).sudo()

    def post(self, user, about, text, message_type, partner=None):
        """Post on a record; return the e-mail that ``partner`` gets, or else Anna."""
        partner = partner or self.anna
        self.as_user(user, about).message_post(
            body=text,
            partner_ids=partner.ids,
            message_type=message_type,
            subtype_xmlid="mail.mt_comment",
            email_from="shop@testby.example",
        )
        return self.find_mail(partner)

    def test_odoos_own_mail_on_an_order_keeps_its_link(self):
        """In a web shop the customer, or nobody, is who confirms it."""
        reader = self._create_reader(self.bo, "writer_reader")
        public = self.env.ref("base.public_user")
        root = self.env.ref("base.user_root")
        for user in (reader, public, root):
            for kind in ("notification", "auto_comment"):
                with self.subTest(user=user.login, kind=kind):
                    url = self.url_of(self.mine)
                    text = self.post(user, self.mine, url, kind)
                    self.assert_live(text, self.mine)

    def test_and_no_link_to_another(self):
        """A line of an order, or a name, may look like an address."""
        for user in (self.env.ref("base.public_user"), self.env.ref("base.user_root")):
            for document in (self.foreign, self.firm):
                with self.subTest(user=user.login, document=document.display_name):
                    url = self.url_of(document)
                    text = self.post(user, self.mine, url, "notification")
                    self.assert_closed(text, document)

    def test_an_invoice_means_its_orders(self):
        invoice = self.mine._create_invoices()
        invoice.action_post()
        public = self.env.ref("base.public_user")
        text = self.post(public, invoice, self.url_of(self.mine), "notification")
        self.assert_live(text, self.mine)

    def test_a_visitors_comment_makes_no_link(self):
        public = self.env.ref("base.public_user")
        text = self.post(public, self.mine, self.url_of(self.mine), "comment")
        self.assert_closed(text, self.mine)

    def test_a_customers_comment_links_to_what_is_theirs(self):
        theirs = self._create_reader(self.anna, "writer_anna")
        text = self.post(theirs, self.mine, self.url_of(self.mine), "comment", self.spy)
        self.assert_live(text, self.mine)
        stranger = new_test_user(
            self.env,
            "writer_stranger",
            groups="base.group_portal",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        text = self.post(stranger, self.mine, self.url_of(self.mine), "comment")
        self.assert_closed(text, self.mine)

    def receive(self, body, sender, uid=None):
        """Take in an e-mail that answers one on the order, as the gateway does."""
        parent = self.mine.message_ids.filtered("message_id")[:1]
        raw = "\n".join(
            (
                f"From: {sender}",
                "To: service@testby.example",
                "Subject: Re: Look",
                f"Message-Id: <{len(body)}.{sender}>",
                f"References: {parent.message_id}",
                "Content-Type: text/html; charset=utf-8",
                "",
                body,
            )
        )
        root = self.env.ref("base.user_root")
        threads = self.env["mail.thread"].with_user(uid or root).sudo()
        threads.message_process("sale.order", raw, thread_id=self.mine.id)
        messages = self.mine.message_ids.sorted("id")
        return messages.filtered(lambda message: message.message_type == "email")[-1]

    def test_what_came_by_mail_makes_no_link_when_it_is_forwarded(self):
        self.mine.message_subscribe(self.anna.ids)
        url = self.url_of(self.mine)
        for uid in (None, self.all):  # a gateway may have a user of its own
            for sender in ("who@evil.example", self.spy.email, self.bo.email):
                body = f"<p>{uid} {sender} {url}</p>"
                self.receive(body, sender, uid)
                with self.subTest(sender=sender, uid=uid):
                    self.assert_closed(self.find_mail(self.anna), self.mine)

    def test_a_link_that_a_customers_answer_quotes_is_nowhere(self):
        page = self.get_page(self.mine)
        [path] = self.env["customer.status.link"]._create_links(page, self.anna)
        token = path.rpartition("/")[2]
        quoted = f"<p>Thanks!</p><blockquote>https://x.example{path}</blockquote>"
        message = self.receive(quoted, self.anna.email)
        self.assertIn("Thanks!", message.body)
        self.assertIn(f"/my/status/order/{self.mine.id}", message.body)
        self.assertNotIn(token, message.body)

    def test_who_is_away_answers_with_no_link(self):
        """The answer quotes what came in, and says what a colleague likes."""
        now = fields.Datetime.now()
        self.own.write(
            {
                "out_of_office_from": now - timedelta(days=1),
                "out_of_office_to": now + timedelta(days=1),
                "out_of_office_message": f"<p>{self.url_of(self.foreign)}</p>",
            }
        )
        self.receive(f"<p>{self.url_of(self.mine)}</p>", self.spy.email)
        answer = self.find_mail(self.spy)
        for document in (self.mine, self.foreign):
            self.assert_closed(answer, document)


@tagged("standard", "post_install", "-at_install")
class TestPublisher(WriterCase):
    def publish_mine(self, template_body=None):
        """Tell that the order was invoiced; return the e-mail."""
        if template_body:
            rule = self.env.ref("customer_status_comm.customer_status_rule_invoiced")
            rule.template_id.body_html = template_body
        self.mine._create_invoices().action_post()
        self.publish()
        messages = self.deliver()
        return self.get_html(messages[-1])

    def test_what_rules_tell_keeps_its_link_whoever_publishes(self):
        self.assert_live(self.publish_mine(), self.mine)
        link = self.get_page(self.mine).link_ids[0]
        self.assertFalse(link.user_id)

    def test_a_name_that_looks_like_an_address_makes_no_link(self):
        self.spy.name = f"/my/status/order/{self.foreign.id} x"
        self.mine.partner_id = self.spy
        self.publish()
        self.deliver()
        text = self.publish_mine()
        self.assertIn(f"/my/status/order/{self.foreign.id}", text)
        self.assert_live(text, self.mine)

    def test_a_template_may_link_to_the_customers_page(self):
        text = self.publish_mine(
            '<p t-out="object.partner_id.customer_status_url">All</p>'
        )
        self.assert_live(text, self.anna)

    def test_a_batch_asks_nobody(self):
        """The publisher's own way costs not one query more."""
        rows = self.env["customer.communication"].sudo()
        events = self.get_page(self.mine).event_ids[:1]
        for _number in range(20):
            rows |= rows.create(
                {
                    "partner_id": self.anna.id,
                    "company_id": self.company.id,
                    "communication_type": "email",
                    "subject": "Told",
                    "body": "<p>No address</p>",
                    "res_model": "sale.order",
                    "res_id": self.mine.id,
                    "event_ids": [(6, 0, events.ids)],
                }
            )
        url = self.url_of(self.mine)
        self.env.flush_all()
        counts = []
        for some in (rows[:1], rows):
            self.env.invalidate_all()
            some._put_links([url for _row in some])
            before = self.env.cr.sql_log_count
            texts = some._put_links([url for _row in some])
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(LINK.search(text) for text in texts))
        self.assertEqual(*counts)

    def test_many_of_one_writer_take_the_queries_of_one(self):
        rows = self.env["customer.communication"].sudo()
        for _number in range(5):
            rows |= rows.create(
                {
                    "partner_id": self.anna.id,
                    "company_id": self.company.id,
                    "communication_type": "email",
                    "subject": "Written",
                    "user_id": self.own.id,
                }
            )
        url = self.url_of(self.mine)
        self.env.flush_all()
        counts = []
        for some in (rows[:1], rows):
            self.env.invalidate_all()
            some._put_links([url for _row in some])
            before = self.env.cr.sql_log_count
            some._put_links([url for _row in some])
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
