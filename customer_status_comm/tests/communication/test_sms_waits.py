"""An hour without SMS service costs nothing; and what waits stands in Health."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tools import config, mute_logger

from ... import const
from ..common import SmsGateway, StatusCase, free_port

LOGGER = "odoo.addons.mail.models.mail_mail"


class TestTextWaits(StatusCase):
    """The same for an SMS service."""

    def setUp(self):
        super().setUp()
        self.gateway = SmsGateway()
        self.addCleanup(self.gateway.stop)
        self.gateway.use(self)
        self.there = self.env["ir.config_parameter"].get_param("sms.endpoint")
        self.anna.write({"phone": "20 12 34 56", "country_id": self.env.ref("base.dk")})

    def be_at(self, address):
        self.env["ir.config_parameter"].set_param("sms.endpoint", address)

    def be_away(self):
        self.be_at(f"http://127.0.0.1:{free_port()}")

    def send_text(self):
        text = {"communication_type": const.SMS, "sms_text": "Hi"}
        return self.write_to(self.anna, **text)

    def how(self, row):
        return row.state, row.failure_code

    def try_again(self, row):
        with self.freeze(row.next_try_at + timedelta(seconds=1)):
            self.run_cron("customer_status_comm.ir_cron_try_again")
            self.run_cron("sms.ir_cron_sms_scheduler_action")

    def test_18_6_nobody_listens(self):
        self.be_away()
        row = self.send_text()
        self.assertEqual(
            self.how(row), (const.COMMUNICATION_QUEUED, const.FAILURE_SMS_WAITS)
        )
        self.assertIn("waits for the SMS service", row.failure_reason)
        self.env["sms.sms"]._process_queue()
        self.assertEqual(row.tries, 1, "Odoo's queue leaves it alone")

        self.be_at(self.there)
        self.try_again(row)
        self.assertIn(row.state, (const.COMMUNICATION_SENT, "delivered"))
        self.assertFalse(row.failure_reason)
        self.assertEqual(len(self.gateway.received), 1)

    def test_18_6_there_is_no_such_host(self):
        self.be_at("http://sms.invalid")
        row = self.send_text()
        self.assertEqual(
            self.how(row), (const.COMMUNICATION_QUEUED, const.FAILURE_SMS_WAITS)
        )

    def test_18_6_an_answer_is_no_outage(self):
        self.gateway.state = "server_error"
        row = self.send_text()
        self.assertEqual(
            self.how(row), (const.COMMUNICATION_FAILED, const.FAILURE_SMS_SERVICE)
        )

    def test_18_6_for_a_day(self):
        self.be_away()
        row = self.send_text()
        row.waiting_since -= timedelta(hours=const.RETRY_HOURS)
        self.try_again(row)
        self.assertEqual(
            self.how(row), (const.COMMUNICATION_FAILED, const.FAILURE_SMS_GIVEN_UP)
        )
        self.assertFalse(self.gateway.received)

    def test_18_6_it_is_taken_back(self):
        self.be_away()
        row = self.send_text()
        row.action_cancel_scheduled()
        self.assertEqual(row.state, const.COMMUNICATION_CANCELLED)
        texts = [("mail_message_id", "=", row.mail_message_id.id)]
        self.assertFalse(self.env["sms.sms"].search(texts))


class TestHealthOfOutages(StatusCase):
    """What waits stands in Health, what was given up wakes the managers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.create_user(
            "chief", "customer_status_comm.group_customer_status_manager"
        )

    def look(self):
        """Return ``{code: line}`` of the shop's health, as the watchdog finds it."""
        self.env["customer.status.health"]._cron_check()
        health = self.env["customer.status.health"].search(
            [("company_id", "=", self.company.id)]
        )
        return health, {line.code: line for line in health.line_ids}

    def test_18_6_in_health_with_an_alarm_after_an_hour(self):
        nowhere = {"smtp_server": "127.0.0.1", "smtp_port": free_port()}
        with patch.dict(config.options, nowhere), mute_logger(LOGGER):
            row = self.write_to(self.anna)
        _health, lines = self.look()
        line = lines[const.HEALTH_EMAILS_WAIT]
        self.assertEqual((line.level, line.count), (const.LEVEL_WARNING, 1))
        self.assertEqual(lines[const.HEALTH_EMAILS].count, 0)
        self.assertNotIn(const.HEALTH_FAILURE, lines)
        self.assertIn("tried again", line.advice)
        action = line.with_user(self.manager).action_show()
        found = self.env["customer.communication"].search(action["domain"])
        self.assertEqual(found, row)

        row.waiting_since -= timedelta(minutes=const.QUEUE_MINUTES + 1)
        health, lines = self.look()
        self.assertEqual(lines[const.HEALTH_EMAILS_WAIT].level, const.LEVEL_ERROR)
        self.assertIn(self.manager, health.activity_ids.user_id)

        self.deliver()
        health, lines = self.look()
        self.assertNotIn(const.HEALTH_EMAILS_WAIT, lines)
        self.assertFalse(health.activity_ids)

    def test_18_6_what_was_given_up_is_an_activity_until_it_was_sent_again(self):
        row = self.write_to(self.anna)
        row._mark_given_up("no answer")
        health, lines = self.look()
        self.assertEqual(lines[const.HEALTH_FAILURE].level, const.LEVEL_ERROR)
        self.assertIn("Send again", lines[const.HEALTH_FAILURE].advice)
        self.assertIn(self.manager, health.activity_ids.user_id)
        row.action_resend()
        health, lines = self.look()
        self.assertNotIn(const.HEALTH_FAILURE, lines)
        self.assertFalse(health.activity_ids)
