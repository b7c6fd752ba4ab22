"""A link is made only to what its writer may read, whichever way they write."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ... import const
from ..common import SmsGateway
from .common import ALL, WriterCase


@tagged("standard", "post_install", "-at_install")
class TestPanel(WriterCase):
    def test_no_link_to_an_order_that_the_writer_may_not_read(self):
        self.write(self.own, self.spy, self.foreign)
        self.assert_closed(self.last_mail(), self.foreign)
        self.write(self.own, self.anna, self.foreign)
        self.assert_closed(self.last_mail(), self.foreign)

    def test_a_link_to_one_that_they_may_read(self):
        self.write(self.own, self.anna, self.mine)
        link = self.assert_live(self.last_mail(), self.mine)
        self.assertEqual(link.user_id, self.own)
        self.write(self.all, self.spy, self.foreign)
        self.assert_live(self.last_mail(), self.foreign)

    def test_no_link_to_all_orders_for_who_may_read_some(self):
        for document in (self.firm, self.anna, self.spy):
            self.write(self.own, self.spy, document)
            self.assert_closed(self.last_mail(), document)
        self.write(self.all, self.spy, self.firm)
        self.assert_live(self.last_mail(), self.firm)

    def test_nor_to_the_orders_that_a_customer_will_have(self):
        other = self._create_customer("New Firm", is_company=True)
        spy = self.spy.copy({"parent_id": other.id, "email": "spy@evil.example"})
        self.write(self.own, spy, other)
        self.assert_closed(self.last_mail(), other)

    def test_who_may_not_change_contacts_sends_it_to_the_customer(self):
        """The address is on the contact, and others put it there."""
        seller = self.create_user("writer_seller", ALL)
        self.write(seller, self.anna, self.firm)
        self.assert_live(self.last_mail(), self.firm)
        clerk = self.create_user("writer_clerk", "base.group_user")
        self.write(clerk, self.anna, self.anna)
        link = self.assert_live(self.last_mail(), self.anna)
        self.assertEqual(link.user_id, clerk)
        self.write(clerk, self.anna, self.mine)
        self.assert_closed(self.last_mail(), self.mine)  # the order is none of theirs

    def test_but_not_to_themselves(self):
        clerk = self.create_user("writer_clerk", "base.group_user")
        clerk.partner_id.parent_id = self.firm
        self.write(clerk, clerk.partner_id, self.firm)
        self.assert_closed(self.last_mail(), self.firm)

    def test_an_sms(self):
        gateway = SmsGateway()
        self.addCleanup(gateway.stop)
        gateway.use(self)
        self.spy.phone = "+45 20 99 99 99"
        for partner, document, live in (
            (self.spy, self.foreign, False),
            (self.anna, self.mine, True),
        ):
            self.write(self.own, partner, document, communication_type="sms")
            _number, text = gateway.received[-1]
            check = self.assert_live if live else self.assert_closed
            check(text, document)

    def test_what_is_sent_later_is_its_writers(self):
        """The cron that sends it may read everything."""
        later = fields.Datetime.now() + timedelta(hours=1)
        for document, check in (
            (self.foreign, self.assert_closed),
            (self.mine, self.assert_live),
        ):
            panel = self.write(self.own, self.spy, document, scheduled_at=later)
            self.assertEqual(panel.communication_state, const.COMMUNICATION_SCHEDULED)
            panel.communication_id.sudo().scheduled_at = fields.Datetime.now()
            self.run_cron("customer_status_comm.ir_cron_send_scheduled")
            check(self.find_mail(self.spy), document)

    def test_a_deleted_users_message_links_to_nothing(self):
        later = fields.Datetime.now() + timedelta(hours=1)
        panel = self.write(self.own, self.spy, self.mine, scheduled_at=later)
        row = panel.communication_id.sudo()
        row.user_id = False
        self.env.cr.execute(
            "UPDATE customer_communication SET create_uid = NULL WHERE id = %s",
            [row.id],
        )
        row.invalidate_recordset()
        row._send(now=True)
        self.assert_closed(self.last_mail(), self.mine)

    def test_sent_again_by_somebody_else_it_is_theirs(self):
        self.write(self.all, self.anna, self.foreign)
        row = self.anna.communication_ids.sorted("id")[-1]
        self.assert_live(self.last_mail(), self.foreign)
        self.anna.with_user(self.own).email = "spy@evil.example"
        row.with_user(self.own).action_resend()
        self.assert_closed(self.last_mail(), self.foreign)

    def test_told_by_a_rule_and_sent_again_by_somebody_else(self):
        told = self.anna.communication_ids.filtered(
            lambda row: row.res_id == self.foreign.id and row.event_ids
        )
        told.with_user(self.own).action_resend()
        self.assert_closed(self.last_mail(), self.foreign)

    def test_the_panel_says_so_while_one_writes(self):
        panels = self.env["customer.communication.panel"]
        for user, partner, document, closed in (
            (self.own, self.spy, self.foreign, True),
            (self.own, self.spy, self.firm, True),
            (self.own, self.anna, self.mine, False),
            (self.all, self.spy, self.firm, False),
        ):
            panel = panels.with_user(user).new(
                {
                    "partner_id": partner.id,
                    "communication_type": "email",
                    "body": f"<p>{self.url_of(document)}</p>",
                }
            )
            with self.subTest(user=user.login, document=document.display_name):
                self.assertTrue(panel.holds_status_link)
                self.assertEqual(panel.is_status_link_closed, closed)


@tagged("standard", "post_install", "-at_install")
class TestOdoosWays(WriterCase):
    """Odoo's own ways of writing, and what a caller may add to them."""

    def post(self, user, document, about, **values):
        """Post on a record, to the spy; return the e-mail."""
        about.with_user(user).message_post(
            body=self.url_of(document),
            partner_ids=self.spy.ids,
            **{"message_type": "comment", "subtype_xmlid": "mail.mt_comment", **values},
        )
        return self.find_mail(self.spy)

    def test_what_is_posted(self):
        text = self.post(self.own, self.foreign, self.mine)
        self.assert_closed(text, self.foreign)
        text = self.post(self.own, self.mine, self.mine)
        self.assert_live(text, self.mine)

    def test_whatever_kind_of_message_the_caller_says_it_is(self):
        for kind in ("notification", "auto_comment", "email", "email_outgoing"):
            with self.subTest(kind):
                text = self.post(self.own, self.foreign, self.mine, message_type=kind)
                self.assert_closed(text, self.foreign)

    def test_what_is_posted_now_and_sent_by_a_cron(self):
        later = fields.Datetime.now() + timedelta(hours=1)
        for document, check in (
            (self.foreign, self.assert_closed),
            (self.mine, self.assert_live),
        ):
            self.mine.with_user(self.own).message_post(
                body=self.url_of(document),
                partner_ids=self.spy.ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                scheduled_date=later,
            )
            schedules = self.env["mail.message.schedule"].search([])
            schedules.scheduled_datetime = fields.Datetime.now() - timedelta(minutes=1)
            self.run_cron("mail.ir_cron_send_scheduled_message")
            check(self.find_mail(self.spy), document)

    def test_a_message_that_odoo_posts_later(self):
        scheduled = self.env["mail.scheduled.message"].with_user(self.own)
        for document, check in (
            (self.foreign, self.assert_closed),
            (self.mine, self.assert_live),
        ):
            waiting = scheduled.create(
                {
                    "model": "sale.order",
                    "res_id": self.mine.id,
                    "author_id": self.own.partner_id.id,
                    "body": self.url_of(document),
                    "subject": "Later",
                    "partner_ids": self.spy.ids,
                    "scheduled_date": fields.Datetime.now() + timedelta(hours=1),
                }
            )
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE mail_scheduled_message SET scheduled_date = %s WHERE id = %s",
                [fields.Datetime.now() - timedelta(minutes=1), waiting.id],
            )
            self.env.invalidate_all()
            self.run_cron("mail.ir_cron_post_scheduled_message")
            check(self.find_mail(self.spy), document)

    def test_odoos_composer(self):
        for mode in ("comment", "mass_mail"):
            for document, check in (
                (self.foreign, self.assert_closed),
                (self.mine, self.assert_live),
            ):
                composer = self.env["mail.compose.message"].with_user(self.own)
                composer = composer.create(
                    {
                        "composition_mode": mode,
                        "model": "res.partner",
                        "res_ids": repr(self.spy.ids),
                        "partner_ids": self.spy.ids,
                        "subject": "Look",
                        "body": f"<p>{self.url_of(document)}</p>",
                    }
                )
                composer.action_send_mail()
                with self.subTest(mode=mode, document=document.name):
                    check(self.find_mail(self.spy), document)

    def test_a_template_that_is_sent_with_a_text_of_ones_own(self):
        template = self.env["mail.template"].create(
            {
                "name": "Plain",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "subject": "Look",
                "body_html": "<p>Nothing</p>",
            }
        )
        for document, check in (
            (self.foreign, self.assert_closed),
            (self.mine, self.assert_live),
        ):
            template.with_user(self.own).send_mail(
                self.mine.id,
                email_values={
                    "body_html": f"<p>{self.url_of(document)}</p>",
                    "recipient_ids": [(6, 0, self.spy.ids)],
                },
                force_send=True,
            )
            check(self.last_mail(), document)

    def test_an_sms_of_odoos_own(self):
        gateway = SmsGateway()
        self.addCleanup(gateway.stop)
        gateway.use(self)
        for mode in ("comment", "mass"):
            for document, check in (
                (self.foreign, self.assert_closed),
                (self.mine, self.assert_live),
            ):
                composer = self.env["sms.composer"].with_user(self.own)
                composer.create(
                    {
                        "composition_mode": mode,
                        "res_model": "res.partner",
                        "res_id": self.anna.id,
                        "res_ids": repr(self.anna.ids),
                        "body": self.url_of(document),
                        "mass_force_send": True,
                    }
                ).action_send_sms()
                with self.subTest(mode=mode, document=document.name):
                    check(gateway.received[-1][1], document)

    def test_an_sms_to_another_number_than_the_customers(self):
        texts = self.env["sms.sms"].with_user(self.all).sudo()
        for number, check in (
            ("+4520999999", self.assert_closed),
            ("+4520123456", self.assert_live),
            ("20 12 34 56", self.assert_live),
            (False, self.assert_closed),
        ):
            text = texts.create(
                {
                    "number": number,
                    "partner_id": self.anna.id,
                    "body": self.url_of(self.mine),
                }
            )
            with self.subTest(number):
                check(text.body, self.mine)

    def test_a_mail_that_goes_to_others_by_a_header_or_a_default(self):
        """A copy is a copy, wherever it is written."""
        copy = "spy@evil.example"
        mails = self.env["mail.mail"].with_user(self.all).sudo()
        values = {
            "body_html": self.url_of(self.mine),
            "recipient_ids": [(4, self.anna.id)],
        }
        for context, more in (
            ({}, {"headers": repr({"Bcc": copy})}),
            ({}, {"headers": {"cc": copy}}),
            ({"default_email_cc": copy}, {}),
            ({"default_email_to": copy}, {}),
        ):
            mail = mails.with_context(**context).create({**values, **more})
            with self.subTest(context=context, more=more):
                self.assert_closed(mail.body_html, self.mine)
        harmless = {"headers": {"Reply-To": "a@b.example", "X-To": "1"}}
        mail = mails.create({**values, **harmless})
        self.assert_live(mail.body_html, self.mine)
        self.env["ir.default"].with_user(self.all).set(
            "mail.mail", "email_cc", copy, user_id=True
        )
        self.assert_closed(mails.create(values).body_html, self.mine)

    def test_nor_does_the_history_take_a_copy_from_the_caller(self):
        """Neither from the context of the call nor from a setting of their own."""
        self.env["ir.default"].with_user(self.all).set(
            "mail.mail", "email_cc", "spy@evil.example", user_id=True
        )
        panels = self.env["customer.communication.panel"].with_user(self.all)
        panel = panels.create(
            {
                "partner_id": self.anna.id,
                "subject": "Look",
                "body": f"<p>{self.url_of(self.mine)}</p>",
            }
        )
        copies = {
            "default_email_cc": "a@evil.example",
            "default_email_to": "b@evil.example",
        }
        panel.with_context(**copies).action_send()
        [(_from, recipients, message)] = self.sink.received
        self.assertEqual(recipients, [self.anna.email])
        self.assert_live(self.get_html(message), self.mine)
