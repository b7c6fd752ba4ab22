"""A slip in a phone number: nobody abroad is texted, and the words say what to do."""

from odoo import fields
from odoo.tests import Form

from ... import const
from ..common import SmsGateway, StatusCase

#: Odoo makes numbers in Peru, Gabon and Brazil of these.
SLIPS = ("51 93 90 71 Mor", "24 16 23 26/57", "55 34 93 53 lok. 12", "24 16 23 26 57")
WORDS = "It is not clear which phone number is meant"


class TestPhone(StatusCase):
    def setUp(self):
        super().setUp()
        self.gateway = SmsGateway()
        self.addCleanup(self.gateway.stop)
        self.gateway.use(self)

    def reach(self, partner):
        return partner._get_reachability(self.company)[partner.id]

    def test_a_slip_is_nobodys_number(self):
        """Whether the customer has a country, or only the shop."""
        for country in (self.env.ref("base.dk"), self.env["res.country"]):
            self.anna.country_id = country
            for slip in SLIPS:
                with self.subTest(slip, country=country.code):
                    self.anna.phone = slip
                    self.assertTrue(self.anna._phone_format(fname="phone"))
                    customer = self.reach(self.anna)
                    self.assertIsNone(customer.phone)
                    self.assertTrue(customer.phone_unclear)

    def test_nor_in_odoos_own_windows(self):
        """The button beside the number, and many at once from the list."""
        self.anna.country_id = self.env.ref("base.dk")
        for number, slip in enumerate((*SLIPS, "24 16 23 26")):
            self.anna.phone = slip
            composer = self.env["sms.composer"].create(
                {
                    "composition_mode": "mass",
                    "res_model": "res.partner",
                    "res_ids": repr(self.anna.ids),
                    "body": f"Slip {number}",
                    "mass_force_send": True,
                }
            )
            composer.action_send_sms()
            order = self.create_order(self.anna)
            with self.subTest(slip):
                sanitized = {
                    records._sms_get_recipients_info()[records.id]["sanitized"]
                    for records in (self.anna, order)
                }
                clear = slip not in SLIPS
                self.assertEqual(sanitized, {"+4524162326" if clear else False})
        self.assertEqual(self.gateway.received, [("+4524162326", f"Slip {len(SLIPS)}")])

    def test_a_number_written_properly_is_used(self):
        for country, text, number in (
            ("base.dk", "24 16 23 26", "+4524162326"),
            (None, "24162326", "+4524162326"),
            ("base.uk", "07911 123456", "+447911123456"),
            ("base.fr", "45 24 16 23 26", "+4524162326"),
            ("base.dk", "+44 7911 123456", "+447911123456"),
            ("base.dk", "0044 7911 123456", "+447911123456"),
        ):
            with self.subTest(text, country=country):
                home = self.env.ref(country) if country else False
                self.anna.write({"country_id": home, "phone": text})
                self.assertEqual(self.reach(self.anna).phone, number)

    def test_the_panel_refuses_in_words_and_offers_the_contact(self):
        self.anna.phone = SLIPS[1]
        panel = self.env["customer.communication.panel"].create(
            {
                "partner_id": self.anna.id,
                "company_id": self.company.id,
                "communication_type": const.SMS,
                "subject": "Hello",
                "sms_text": "Hi",
            }
        )
        self.assertIn(WORDS, panel.obstacle)
        panel.action_send()
        self.assertIn(WORDS, panel.feedback)
        self.assertFalse(panel.communication_id)
        clerk = self.create_user("clerk", "base.group_user")
        mine = panel.with_user(clerk).create({"partner_id": self.anna.id})
        mine.communication_type = const.SMS
        self.assertIn("edit contacts", mine.obstacle_help)
        self.assertFalse(self.gateway.received)

    def test_what_was_to_leave_later_or_again_fails_on_its_row(self):
        self.anna.phone = "24 16 23 26"
        text = {"communication_type": const.SMS, "sms_text": "Hi"}
        row = self.write_to(self.anna, **text)
        now = fields.Datetime.now()
        later = row.copy({"state": "scheduled", "scheduled_at": now})
        self.anna.phone = SLIPS[1]
        self.run_cron("customer_status_comm.ir_cron_send_scheduled")
        row.action_resend()
        failed = self.anna.communication_ids - row
        self.assertEqual(len(failed | later), 2)
        self.assertEqual(set(failed.mapped("state")), {const.COMMUNICATION_FAILED})
        codes = set(failed.mapped("failure_code"))
        self.assertEqual(codes, {const.WHY_UNCLEAR_PHONE})
        self.assertIn(WORDS, failed[0].failure_reason)
        self.assertEqual(len(self.gateway.received), 1)

    def test_who_prefers_sms_is_told_by_email_then(self):
        self.anna.write({"contact_preference": const.SMS, "phone": SLIPS[0]})
        order = self.create_order()
        order.action_confirm()
        self.publish()
        self.assertEqual(len(self.deliver()), 1)
        self.assertFalse(self.gateway.received)
        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])

    def test_the_ledger_says_why_nobody_was_told(self):
        self.env["customer.status.rule"].search([]).channel = const.SMS
        self.anna.phone = SLIPS[0]
        order = self.create_order()
        order.action_confirm()
        self.publish()
        why = const.WHY_UNCLEAR_PHONE
        self.assertEqual(self.get_events(order), [("confirmed", "silent", why)])

    def test_what_is_typed_into_the_form_stays_as_it_was_typed(self):
        """Odoo would put a stranger's number there, which looks proper then."""
        for slip in SLIPS:
            with self.subTest(slip), Form(self.anna) as form:
                form.country_id = self.env.ref("base.dk")
                form.phone = slip
                self.assertEqual(form.phone, slip)
        with Form(self.anna) as form:
            form.phone = "24162326"
            self.assertEqual(form.phone, "+45 24 16 23 26", "as Odoo writes it")

    def test_many_customers_cost_no_query_each(self):
        people = self.env["res.partner"].create(
            [{"name": f"P {n}", "phone": "24 16 23 26"} for n in range(30)]
        )
        (people[:1])._get_reachability(self.company)
        counts = []
        for some in (people[:2], people):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._get_reachability(self.company)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
