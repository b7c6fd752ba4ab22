"""A neutralised copy of the database: nothing leaves it, and no link opens it."""

from datetime import timedelta

from odoo import fields
from odoo.modules.neutralize import neutralize_database

from ... import const
from ..common import SmsGateway, StatusCase


class TestNeutralised(StatusCase):
    def setUp(self):
        super().setUp()
        self.gateway = SmsGateway()
        self.addCleanup(self.gateway.stop)
        self.gateway.use(self)

    def neutralise(self):
        self.env.flush_all()
        neutralize_database(self.env.cr)
        self.env.invalidate_all()

    def switch_on_again(self):
        """Do what somebody does who wants to try the copy, carelessly."""
        self.env["ir.mail_server"].search([]).active = False  # back to the command line
        self.env["ir.cron"].with_context(active_test=False).search([]).active = True

    def send_everything(self):
        self.env["mail.mail"].search([("state", "=", "outgoing")]).send()
        self.env["sms.sms"].search([("state", "=", "outgoing")]).send()

    def test_what_waited_when_the_copy_was_made_never_leaves_it(self):
        self.anna.phone = "+45 20 12 34 56"
        later = fields.Datetime.now() - timedelta(minutes=1)
        rows = self.env["customer.communication"].create(
            [
                {
                    "partner_id": self.anna.id,
                    "communication_type": kind,
                    "subject": "Hello",
                    "body": "<p>Text</p>",
                    "sms_text": "Text",
                }
                for kind in (const.EMAIL, const.SMS, const.EMAIL)
            ]
        )
        rows[:2]._send()
        rows[2]._schedule(later)
        self.create_order().action_confirm()

        self.neutralise()
        self.switch_on_again()
        self.send_everything()
        self.publish()
        self.run_cron("customer_status_comm.ir_cron_send_scheduled")
        self.send_everything()

        self.assertEqual(self.sink.received, [])
        self.assertEqual(self.gateway.received, [])
        self.assertEqual(set(rows.mapped("state")), {const.COMMUNICATION_CANCELLED})
        self.assertFalse(self.env["customer.status.change"].search([]))

    def test_publishing_by_hand_tells_nobody_either(self):
        order = self.create_order()
        self.neutralise()
        order.action_confirm()
        self.env["customer.status.change"]._publish_now(order)
        self.send_everything()

        self.assertEqual(self.sink.received, [])
        self.assertFalse(self.get_page(order))

    def test_links_of_the_original_open_nothing(self):
        self.create_order().action_confirm()
        self.publish()
        [message] = self.deliver()
        token = self.get_token(message)
        links = self.env["customer.status.link"]
        self.assertTrue(links._find_page(token))

        self.neutralise()

        self.assertIsNone(links._find_page(token))

    def test_a_shop_can_be_tried_after_it_is_switched_on_again(self):
        """What is new is told, to who is set up to receive it, and nothing old."""
        old = self.create_order()
        old.action_confirm()
        self.publish()
        self.deliver()
        self.neutralise()
        self.switch_on_again()
        self.company.customer_status_active = True
        old.write({"client_order_ref": "PO-1"})
        new = self.create_order()
        new.action_confirm()
        self.publish()

        [message] = self.deliver()
        self.assertIn(new.name, message["Subject"])
        token = self.get_token(message)
        self.assertTrue(self.env["customer.status.link"]._find_page(token))
