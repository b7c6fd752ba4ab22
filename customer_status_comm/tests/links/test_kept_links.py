"""18.3: no text that stays in the database has a link that works."""

from email.message import EmailMessage
from unittest.mock import patch
from urllib.parse import quote

from ... import const
from ...tools.link_text import find_tokens
from ..common import LINK, SmsGateway, StatusCase
from ..migrations import migrate

#: Where a text could stay, and in which field.
TABLES = (
    *(("mail.mail", "body_html"), ("mail.message", "body"), ("sms.sms", "body")),
    *(("customer.communication", "body"), ("customer.status.link", "token_hash")),
)


class TestKeptLinks(StatusCase):
    def setUp(self):
        super().setUp()
        self.rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")

    def confirm(self, partner=None):
        """Return a confirmed order, of which a mail or SMS waits."""
        order = self.create_order(partner)
        order.action_confirm()
        self.publish()
        return order

    def get_mail(self, order):
        return self.env["mail.mail"].search(
            [("mail_message_id.res_id", "=", order.id)], order="id desc", limit=1
        )

    def send(self, order):
        """Send what waits, and is kept; return the customer's token and the mail."""
        mail = self.get_mail(order)
        mail.auto_delete = False
        [message] = self.deliver()
        return self.get_token(message), mail

    def opens(self, token):
        self.env.flush_all()
        return bool(self.env["customer.status.link"]._find_page(token))

    def assertStaysNowhere(self, token):
        self.env.flush_all()
        for model, field in TABLES:
            rows = self.env[model].with_context(active_test=False)
            self.assertFalse(rows.search_count([(field, "like", token)]), model)

    def test_a_mail_that_is_kept_has_the_address_that_asks_for_a_login(self):
        order = self.confirm()
        token, mail = self.send(order)
        self.assertEqual(mail.state, "sent")
        self.assertTrue(self.opens(token), "the customer's own goes on")
        self.assertStaysNowhere(token)
        self.assertIn(f"/my/status/order/{order.id}", mail.body_html)

    def test_of_several_each_has_its_own(self):
        orders = self.confirm() | self.confirm(self.bo)
        mails = {order: self.get_mail(order) for order in orders}
        for mail in mails.values():
            mail.auto_delete = False
        tokens = [self.get_token(message) for message in self.deliver()]
        self.assertEqual(len(set(tokens)), 2)
        for token in tokens:
            self.assertStaysNowhere(token)
        for order, mail in mails.items():
            self.assertIn(f"/my/status/order/{order.id}", mail.body_html)

    def test_what_a_template_of_odoos_sends_and_keeps_is_no_other(self):
        order = self.confirm()
        self.deliver()
        template = self.env["mail.template"].create(
            {
                "name": "Kept",
                "model_id": self.env["ir.model"]._get("sale.order").id,
                "subject": "Your order",
                "body_html": '<a t-att-href="object.customer_status_url">Here</a>',
                "partner_to": "{{ object.partner_id.id }}",
                "email_from": "service@testby.example",
                "auto_delete": False,
            }
        )
        mail = self.env["mail.mail"].browse(template.send_mail(order.id))
        mail.send()
        token = self.get_token(self.sink.received[-1][2])
        self.assertEqual(mail.state, "sent")
        self.assertStaysNowhere(token)
        self.assertIn(f"/my/status/order/{order.id}", mail.body_html)

    def test_what_is_deleted_is_gone(self):
        order = self.confirm()
        mail = self.get_mail(order)
        [message] = self.deliver()
        self.assertFalse(mail.exists())
        self.assertStaysNowhere(self.get_token(message))

    def test_what_failed_keeps_its_link_and_is_sent_with_it(self):
        order = self.confirm()
        self.sink.refuse = "550 No such user"
        mail = self.get_mail(order)
        self.deliver()
        self.assertEqual(mail.state, "exception")
        [token] = find_tokens(mail.body_html)
        self.sink.refuse = None
        mail.action_retry()
        [message] = self.deliver()
        self.assertEqual(self.get_token(message), token)
        self.assertStaysNowhere(token)

    def test_what_is_cancelled_has_none_and_gets_one_when_it_is_sent_after_all(self):
        order = self.confirm()
        mail = self.get_mail(order)
        [token] = find_tokens(mail.body_html)
        mail.cancel()
        self.assertStaysNowhere(token)
        mail.mark_outgoing()
        [fresh] = find_tokens(mail.body_html)
        self.assertNotEqual(fresh, token)
        [message] = self.deliver()
        self.assertEqual(self.get_token(message), fresh)
        self.assertTrue(self.opens(fresh))

    def test_what_was_sent_and_is_sent_once_more_has_a_link_of_its_own(self):
        token, mail = self.send(self.confirm())
        mail.mark_outgoing()
        [message] = self.deliver()
        fresh = self.get_token(message)
        self.assertNotEqual(fresh, token)
        self.assertTrue(self.opens(fresh))
        self.assertStaysNowhere(fresh)

    def test_what_goes_to_somebody_else_gets_no_link_the_second_time_either(self):
        order = self.confirm()
        mail = self.get_mail(order)
        mail.cancel()
        mail.recipient_ids = self.bo
        mail.mark_outgoing()
        self.assertFalse(find_tokens(mail.body_html))
        self.assertIn(f"/my/status/order/{order.id}", mail.body_html)

    def test_an_sms_that_was_handed_over_has_none(self):
        gateway = SmsGateway()
        self.addCleanup(gateway.stop)
        gateway.use(self)
        self.rule.channel = const.SMS
        self.anna.phone = "+45 51 93 90 71"
        for state, stays in (("success", False), ("insufficient_credit", True)):
            with self.subTest(state=state):
                gateway.state = state
                order = self.confirm()
                sms = self.env["sms.sms"].search([("partner_id", "=", self.anna.id)])
                sms = sms.filtered(lambda one: one.state == "outgoing")
                [token] = find_tokens(sms.body)
                sms.send()
                self.assertEqual(find_tokens(sms.body), {token} if stays else set())
                if stays:
                    sms.action_set_canceled()
                self.assertStaysNowhere(token)
                self.assertIn(f"/my/status/order/{order.id}", sms.body)
                sms.action_set_outgoing()
                self.assertEqual(len(find_tokens(sms.body) - {token}), 1)
                sms.unlink()

    def test_what_a_customer_quotes_in_an_answer_opens_nothing(self):
        """Also as mail programs rewrite it, which look at each link first."""
        order = self.confirm()
        [message] = self.deliver()
        token = self.get_token(message)
        [link] = {found[0] for found in LINK.finditer(self.get_html(message))}
        answer = EmailMessage()
        answer["From"] = self.anna.email
        answer["To"] = "service@testby.example"
        answer["Message-Id"] = "<answer@customer.example>"
        answer["In-Reply-To"] = message["Message-Id"]
        answer["Subject"] = f"Re: {message['Subject']}"
        answer.set_content(f"Thanks!\n> {link}\n> https://s.x/?u={quote(link, '')}&d=1")
        answer.add_alternative(
            f'<p>Thanks!</p><blockquote><a href="{link}">{link}</a>', subtype="html"
        )
        self.env["mail.thread"].message_process("sale.order", answer.as_string())
        posted = order.message_ids.filtered(lambda one: one.message_type == "email")
        self.assertEqual(len(posted), 1)
        self.assertIn(f"/my/status/order/{order.id}", posted.body)
        self.assertStaysNowhere(token)

    def test_what_a_customer_writes_in_the_portal_opens_nothing(self):
        order = self.confirm()
        [message] = self.deliver()
        token = self.get_token(message)
        posted = order.message_post(
            body=f"What of /status/{token}?",
            author_id=self.anna.id,
            message_type="comment",
        )
        self.assertIn(f"/my/status/order/{order.id}", posted.body)
        self.assertStaysNowhere(token)

    def test_what_a_colleague_writes_stays_as_they_wrote_it(self):
        order = self.confirm()
        [message] = self.deliver()
        token = self.get_token(message)
        posted = order.message_post(body=f"Told by phone: /status/{token}")
        self.assertIn(token, posted.body)

    def test_links_that_are_there_no_more_lead_to_the_portal(self):
        links = self.env["customer.status.link"]
        text = "https://a.example/status/" + "x" * 43
        self.assertEqual(links._take_links_out([text]), ["https://a.example/my"])
        self.assertEqual(links._take_links_out([]), [])
        links._take_links_out_of(self.env["mail.mail"], "body_html")

    def test_many_take_no_more_queries_than_few(self):
        orders = self.env["sale.order"]
        for _n in range(12):
            orders |= self.confirm()
        texts = [self.get_mail(order).body_html for order in orders]
        links = self.env["customer.status.link"].sudo()
        counts = []
        for size in (2, 12):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            links._take_links_out(texts[:size])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_what_was_kept_before_is_cleared_by_the_update(self):
        order = self.confirm()
        links = self.env.registry["customer.status.link"]
        with (
            patch.object(links, "_take_links_out_of", lambda *_args: None),
            patch.object(links, "_take_links_out_of_answers", lambda *_args: None),
        ):
            token, mail = self.send(order)
            failed = self.get_mail(self.confirm(self.bo))
            failed.state = "exception"
            answer = order.message_post(
                body=f"/status/{token}", message_type="email", author_id=self.anna.id
            )
            self.env.flush_all()
        self.assertIn(token, mail.body_html)
        self.assertIn(token, answer.body)
        migrate(self.env.cr, "post-kept-links")
        self.env.invalidate_all()
        self.assertStaysNowhere(token)
        self.assertIn(f"/my/status/order/{order.id}", mail.body_html)
        self.assertIn(f"/my/status/order/{order.id}", answer.body)
        self.assertTrue(find_tokens(failed.body_html), "it may be sent once more")
