"""The health page of messages to be sent later: overdue, or switched off."""

from datetime import timedelta

from odoo import fields

from ... import const
from .common import HealthCase


class TestLater(HealthCase):
    """What waits for a moment somebody has chosen."""

    def setUp(self):
        super().setUp()
        self.cron = self.env.ref("customer_status_comm.ir_cron_send_scheduled")
        self.env["customer.communication"].search([]).unlink()

    def schedule(self, minutes, **values):
        """Return a row whose moment came so many minutes ago."""
        return self.env["customer.communication"].create(
            {
                "partner_id": self.anna.id,
                "company_id": self.company.id,
                "communication_type": const.EMAIL,
                "subject": "Later",
                "state": const.COMMUNICATION_SCHEDULED,
                "scheduled_at": fields.Datetime.now() - timedelta(minutes=minutes),
                **values,
            }
        )

    def test_what_is_overdue_for_ten_minutes_wakes_until_it_has_left(self):
        row = self.schedule(9)
        health = self.check()
        self.assertFalse(health.alarms)
        self.assertEqual(self.get_line(health, const.HEALTH_OVERDUE).count, 1)
        emails = self.get_line(health, const.HEALTH_EMAILS)
        self.assertEqual(emails.count, 0, "it is not in Odoo's queue yet")

        row.scheduled_at -= timedelta(minutes=2)
        self.assertEqual(self.check().alarms, const.HEALTH_OVERDUE)
        [activity] = self.get_activities()
        self.assertIn("overdue", activity.note)
        self.assertNotIn("anna", activity.note.lower())

        row._send(now=True)
        self.assertFalse(self.check().alarms)
        self.assertFalse(self.get_activities())

    def test_a_message_for_later_is_no_trouble(self):
        self.schedule(-60)
        health = self.check()
        self.assertFalse(health.alarms)
        self.assertEqual(self.get_line(health, const.HEALTH_OVERDUE).value, "Nothing")

    def test_the_line_leads_to_what_is_overdue_in_this_shop(self):
        mine = self.schedule(20)
        self.schedule(-60)
        other = self._create_company("Andenby Cykler")
        self.schedule(20, company_id=other.id)
        line = self.get_line(self.check(), const.HEALTH_OVERDUE)
        self.assertEqual(line.count, 1)
        action = line.with_user(self.manager).action_show()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, mine)

    def test_a_scheduled_action_that_is_off_wakes_when_something_waits(self):
        self.cron.active = False
        health = self.check()
        line = self.get_line(health, const.HEALTH_LATER)
        self.assertEqual(line.level, const.LEVEL_WARNING)
        self.assertIn("Switched off", line.value)
        self.assertFalse(health.alarms)

        self.schedule(-60)
        self.assertEqual(self.check().alarms, const.HEALTH_LATER)

        self.cron.active = True
        health = self.check()
        self.assertFalse(health.alarms)
        self.assertIn("planned next", self.get_line(health, const.HEALTH_LATER).value)

    def test_a_shop_that_tells_nothing_by_itself_is_woken_too(self):
        self.company.customer_status_active = False
        self.schedule(20)
        self.assertEqual(self.check().alarms, const.HEALTH_OVERDUE)
