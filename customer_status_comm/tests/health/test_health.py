"""The health page and the alarm: what managers see and when they are woken."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from ... import const
from .common import MANAGER, PUBLISHER, SELLER, HealthCase

CHANGE_LOG = "odoo.addons.customer_status_comm.models.customer_status_change"


class TestHealthPage(HealthCase):
    def test_it_says_what_waits_and_what_was_published(self):
        self.create_order().action_confirm()
        self.publish()
        self.create_order().action_confirm()

        health = self.check()

        waiting = self.get_line(health, const.HEALTH_WAITING)
        self.assertEqual(waiting.count, 1)
        self.assertIn("1, the oldest since ", waiting.value)
        published = self.get_line(health, const.HEALTH_PUBLISHED)
        self.assertEqual(published.count, 1)
        self.assertRegex(published.value, r"\(documents: 1, seconds: \d+\.\d\)")
        emails = self.get_line(health, const.HEALTH_EMAILS)
        self.assertEqual(emails.count, 1, "the confirmation is in Odoo's queue")

    def test_failures_stand_by_reason_and_lead_to_the_rows(self):
        rows = self.make_failed(2) | self.make_failed(1, const.WHY_INVALID_EMAIL)
        old = self.make_failed(1)
        self.env.cr.execute(
            "UPDATE customer_communication SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=8), old.id],
        )
        health = self.check()

        lines = health.line_ids.filtered("failure_code")
        self.assertEqual(
            [(line.failure_code, line.count) for line in lines],
            [(const.FAILURE_MAIL_SERVER, 2), (const.WHY_INVALID_EMAIL, 1)],
        )
        self.assertIn("cannot be reached: 2 in 7 days", lines[0].value)
        self.assertTrue(all(lines.mapped("advice")))
        action = lines[0].with_user(self.manager).action_show()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, rows[:2])

    def test_each_line_says_what_to_do_when_it_is_not_well(self):
        lines = self.env["customer.status.health.line"]
        codes = set(lines._get_names())
        hopeless = {
            const.HEALTH_PUBLISHED,
            const.HEALTH_NO_FAILURE,
            const.HEALTH_SWITCHED_OFF,
        }
        given_up = set(const.FAILURES_GIVEN_UP.values())
        self.assertEqual(set(lines._get_advice()), codes - hopeless | given_up)
        known = {
            value for name, value in vars(const).items() if name.startswith("HEALTH_")
        }
        self.assertEqual(codes, known)

    def test_the_menu_opens_what_is_true_now(self):
        health = self.check()
        self.create_order().action_confirm()
        action = self.env.ref(
            "customer_status_comm.customer_status_health_action_server"
        )
        opened = action.with_user(self.manager).run()
        self.assertEqual(opened["res_id"], health.id)
        self.assertEqual(self.get_line(health, const.HEALTH_WAITING).count, 1)

    def test_every_line_with_a_door_opens_it(self):
        self.make_failed(1)
        self.manager.group_ids |= self.env.ref("base.group_system")
        opened = set()
        for line in self.check().with_user(self.manager).line_ids:
            if line.can_show:
                action = line.action_show()
                self.env[action["res_model"]].with_user(self.manager).check_access(
                    "read"
                )
                opened.add(line.code)
        self.assertGreaterEqual(
            opened,
            {
                const.HEALTH_PUBLISHER,
                const.HEALTH_FAILURE,
                const.HEALTH_WAITING,
                const.HEALTH_MAIL_SERVER,
            },
        )

    def test_it_is_for_managers_and_their_companies_alone(self):
        other = self._create_company("Andenby Cykler")
        self.create_order(company_id=other.id).action_confirm()
        health = self.check()
        self.assertEqual(self.get_line(health, const.HEALTH_WAITING).count, 0)

        seen = self.env["customer.status.health"].with_user(self.manager).search([])
        self.assertEqual(seen, health)
        self.assertEqual(
            seen.line_ids.company_id, self.company, "nor lines of another company"
        )
        seller = self.create_user("seller", SELLER)
        with self.assertRaises(AccessError):
            health.with_user(seller).action_look_again()
        with self.assertRaises(AccessError):
            self.env["customer.status.health"].with_user(seller).action_open()

    def test_its_cost_does_not_grow_with_the_companies_or_rows(self):
        health = self.env["customer.status.health"]
        health._get_figures(self.company)
        more = self.company | self._create_company("Andenby Cykler")
        more |= self._create_company("Tredjeby Cykler")
        counts = []
        for companies in (self.company, more):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            health._get_figures(companies)
            counts.append(self.env.cr.sql_log_count - before)
            self.make_failed(30)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    def test_customers_who_prefer_sms_need_a_service(self):
        """A rule that goes by preference sends SMS, too, once somebody prefers them."""
        self.env["ir.config_parameter"].set_param("sms.endpoint", False)
        self.env["iap.account"].search([("service_name", "=", "sms")]).unlink()
        self.env["customer.communication"].search([]).unlink()
        rules = self.env["customer.status.rule"].search([])
        rules.channel = const.CHANNEL_PREFERENCE
        self.assertFalse(self.get_figures()["sms_is_used"])
        self.bo.contact_preference = const.SMS
        self.assertTrue(self.get_figures()["sms_trouble"])
        self.bo.company_id = self._create_company("Andenby Cykler")
        self.assertFalse(self.get_figures()["sms_is_used"])
        self.bo.company_id = self.company
        rules.template_id.sms_body = False
        self.assertFalse(self.get_figures()["sms_is_used"])

    def get_figures(self):
        health = self.env["customer.status.health"].sudo()
        return health._get_figures_of_texts(self.company)[self.company.id]

    def test_a_shop_without_an_address_or_sms_service_is_told(self):
        self.env["iap.account"].search([]).unlink()
        self.env["ir.config_parameter"].set_param("sms.endpoint", False)
        self.company.write(
            {"customer_status_active": False, "customer_service_email": False}
        )
        self.env["customer.communication"].create(
            {
                "partner_id": self.anna.id,
                "communication_type": const.SMS,
                "subject": "Hi",
                "sms_text": "Hi",
                "state": const.COMMUNICATION_SENT,
            }
        )
        health = self.check()
        for code in (const.HEALTH_SENDER, const.HEALTH_SMS_SERVICE):
            line = self.get_line(health, code)
            self.assertEqual(line.level, const.LEVEL_WARNING, code)
            self.assertEqual(line.value, "Missing")
        self.assertEqual(health.level, const.LEVEL_WARNING)

    def test_words_are_the_readers(self):
        self.manager.lang = "da_DK"
        line = self.get_line(self.check(), const.HEALTH_WAITING)
        with_own_words = line.with_user(self.manager).with_context(lang="da_DK")
        self.assertNotIn("%(", with_own_words.value)


class TestAlarm(HealthCase):
    def test_a_publisher_that_stands_still_wakes_the_managers_once(self):
        other = self.create_user("boss", SELLER, MANAGER)
        seller = self.create_user("seller", SELLER)
        self.stop_publisher(31)

        self.assertEqual(self.check().level, const.LEVEL_ERROR)
        self.check()

        for user in (self.manager, other):
            [activity] = self.get_activities(user)
            self.assertEqual(activity.summary, "Customers may not be told: please look")
            self.assertIn("Publish status updates", activity.note)
        self.assertFalse(self.get_activities(seller))

    def test_it_is_closed_when_all_is_well_again(self):
        self.stop_publisher(31)
        self.check()
        self.publish()

        health = self.check()

        self.assertEqual(
            health.level, const.LEVEL_FINE, health.line_ids.mapped("value")
        )
        self.assertFalse(self.get_activities())
        self.assertIn("All is well again.", health.message_ids[0].body)

    def test_who_has_closed_it_is_not_nagged_until_something_new_fails(self):
        self.stop_publisher(31)
        self.check()
        self.get_activities().with_user(self.manager).action_done()
        self.check()
        self.assertFalse(self.get_activities())

        self.make_failed(5)
        self.check()

        self.assertEqual(len(self.get_activities()), 1)

    def test_the_minutes_are_the_shops(self):
        self.stop_publisher(20)
        self.assertEqual(self.check().level, const.LEVEL_FINE)
        self.company.customer_status_alarm_minutes = 10
        self.assertEqual(self.check().level, const.LEVEL_ERROR)
        self.company.customer_status_alarm_minutes = 0
        self.assertEqual(self.check().level, const.LEVEL_FINE)
        self.assertFalse(self.get_activities())

    def test_publishing_by_hand_does_not_hide_that_the_publisher_stands_still(self):
        other = self.create_order()
        other.action_confirm()
        self.stop_publisher(31)
        self.env["customer.status.change"]._publish_now(other)
        self.assertTrue(self.get_page(other))
        self.assertEqual(self.check().alarms, const.HEALTH_WAITING)

    def test_looking_at_the_page_wakes_too(self):
        self.stop_publisher(31)
        self.env["customer.status.health"].with_user(self.manager).action_open()
        self.assertEqual(len(self.get_activities()), 1)

    def test_a_publisher_that_is_switched_off_wakes(self):
        self.env.ref(PUBLISHER).active = False
        self.assertEqual(self.check().alarms, const.HEALTH_PUBLISHER)
        self.assertEqual(len(self.get_activities()), 1)

    def test_failures_that_pile_up_wake_one_that_went_well_ends_it(self):
        self.make_failed(4)
        self.assertFalse(self.check().alarms)
        self.make_failed(1)
        self.assertEqual(self.check().alarms, const.HEALTH_FAILURE)
        self.assertIn("mail server", self.get_activities().note)

        row = self.write_to(self.anna)
        row.sent_at = fields.Datetime.now() + timedelta(seconds=5)
        self.assertFalse(self.check().alarms)
        self.assertFalse(self.get_activities())

    def test_a_template_that_fails_wakes_until_it_is_mended(self):
        order = self.create_order()
        order.action_confirm()
        self.break_template()
        with self.assertLogs(CHANGE_LOG, "WARNING"):
            self.publish()

        health = self.check()

        self.assertEqual(health.alarms, const.HEALTH_UNPUBLISHED)
        self.assertEqual(self.get_line(health, const.HEALTH_UNPUBLISHED).count, 1)
        [activity] = self.get_activities()
        self.assertNotIn("anna", activity.note.lower())

        self.mend_template()
        self.publish()
        self.assertFalse(self.check().alarms)
        self.assertFalse(self.get_activities())

    def test_a_neutralised_copy_wakes_nobody(self):
        self.env["ir.config_parameter"].set_param("database.is_neutralized", "true")
        self.env.ref(PUBLISHER).active = False
        self.stop_publisher(500)
        health = self.check()
        self.assertFalse(health.alarms)
        self.assertTrue(self.get_line(health, const.HEALTH_COPY).advice)
