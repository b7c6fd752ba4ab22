"""Whatever runs by itself: one row that fails holds up no other.

Each scheduled action, cleaning up and queue is given a row that PostgreSQL refuses and
one that is well, of two companies, the bad one first. Which there are is found in the
database, so that none is forgotten. Jobs: tests/hosts/test_poison_jobs.py.
"""

import inspect
from datetime import timedelta

from odoo import fields
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_autovacuum import is_autovacuum
from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tests.common import SmsGateway, StatusCase
from odoo.addons.customer_status_comm.tests.poison import forbid

OURS = "customer_status_comm"
#: What runs by itself: the test of it.
CASES = {
    "ir_cron_publish": "test_the_publisher",
    "ir_cron_send_scheduled": "test_scheduled_messages",
    "ir_cron_try_again": "test_texts_that_are_tried_again",
    "ir_cron_health": "test_the_watchdog",
    "ir_cron_check_layouts": "test_own_layouts",
    "ir_cron_send": "test_a_way_of_an_addons_own",
    "customer.communication._gc_hanging": "test_what_hangs",
    "customer.status.link._gc_dead_links": "test_dead_links",
    "customer.status.event._gc_facts": "test_old_facts",
    "customer.status.run._gc_runs": "test_old_runs",
    "customer.communication._gc_messages": "test_old_messages",
    "customer.communication.panel._gc_uploads": "test_forgotten_uploads",
}
QUIET = mute_logger(
    "odoo.sql_db",
    f"odoo.addons.{OURS}.apart",
    f"odoo.addons.{OURS}.models.customer_status_change",
    f"odoo.addons.{OURS}.models.customer_communication_later",
    f"odoo.addons.{OURS}.models.mail_mail",
    f"odoo.addons.{OURS}.models.sms_sms",
    f"odoo.addons.{OURS}.models.res_company_status_layout",
    "odoo.addons.mail.models.mail_mail",
)


class TestPoison(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_company("Andenby Cykler")

    def setUp(self):
        super().setUp()
        context = {"allowed_company_ids": (self.company | self.other).ids}
        self.env = self.env(context={**self.env.context, **context})

    def run_cron(self, xmlid):
        with QUIET:
            super().run_cron(xmlid)

    def vacuum(self, model, method):
        """Clean up as Odoo's daily action does; it goes on as long as there is more."""
        self.env.flush_all()
        with QUIET:
            for _time in range(5):
                _done, more = getattr(self.env[model], method)()
                if not more:
                    break
        self.assertFalse(more, "it would go on for ever")
        self.env.invalidate_all()

    def write_message(self, company, **values):
        return self.env["customer.communication"].create(
            {
                "partner_id": self.anna.id,
                "company_id": company.id,
                "communication_type": const.EMAIL,
                "subject": "Hello",
                "body": "<p>Text</p>",
                **values,
            }
        )

    # What there is

    def test_everything_that_runs_by_itself_has_its_case(self):
        crons = self.env["ir.model.data"].search(
            [("model", "=", "ir.cron"), ("module", "=like", f"{OURS}%")]
        )
        found = set(crons.mapped("name"))
        for name, model in self.env.items():
            for method, function in inspect.getmembers(type(model), is_autovacuum):
                if f".{OURS}" in function.__module__:
                    found.add(f"{name}.{method}")
        self.assertEqual(found, set(CASES))
        self.assertTrue(all(hasattr(self, case) for case in CASES.values()))

    # Scheduled actions

    def test_the_publisher(self):
        orders = [
            self.create_order(company_id=company.id)
            for company in (self.other, self.company)
        ]
        for order in orders:
            order.action_confirm()
        bad, good = orders
        forbid(self, "customer_status_page", f"NEW.res_id = {bad.id}")
        self.publish()
        self.assertTrue(self.get_page(good))
        [failed] = self.env["customer.status.change"].search([("res_id", "=", bad.id)])
        self.assertIn("Poisoned by ***", failed.failure)

    def test_the_publisher_with_what_cannot_even_fail(self):
        orders = [self.create_order() for _n in range(3)]
        for order in orders:
            order.action_confirm()
        self.env.flush_all()
        bad = orders[0].id
        condition = f"OLD.res_id = {bad} AND OLD.touched_at < now()"
        self.env["customer.status.change"].flush_model()
        self.env["customer.status.change"].search([]).write(
            {"touched_at": fields.Datetime.now() - timedelta(hours=1)}
        )
        forbid(
            self,
            "customer_status_change",
            condition,
            "UPDATE OR DELETE",
            "COALESCE(NEW, OLD)",
        )
        self.run_cron("customer_status_comm.ir_cron_publish")
        self.assertTrue(all(map(self.get_page, orders[1:])))
        self.assertFalse(self.get_page(orders[0]))

    def test_scheduled_messages(self):
        ago = fields.Datetime.now() - timedelta(minutes=1)
        later = {"state": const.COMMUNICATION_SCHEDULED, "scheduled_at": ago}
        bad = self.write_message(self.other, body="<p>Poison</p>", **later)
        good = self.write_message(self.company, **later)
        forbid(self, "mail_message", "NEW.body ~ 'Poison'")
        self.run_cron("customer_status_comm.ir_cron_send_scheduled")
        self.assertEqual((bad | good).mapped("state"), ["failed", "queued"])

    def test_texts_that_are_tried_again(self):
        ago = fields.Datetime.now() - timedelta(minutes=1)
        waiting = {
            "communication_type": const.SMS,
            "state": const.COMMUNICATION_QUEUED,
            "next_try_at": ago,
        }
        bad = self.write_message(self.other, **waiting)
        good = self.write_message(self.company, **waiting)
        forbid(self, "customer_communication", f"NEW.id = {bad.id}")
        self.run_cron("customer_status_comm.ir_cron_try_again")
        self.assertEqual((bad | good).mapped("next_try_at"), [ago, False])

    def test_the_watchdog(self):
        self.run_cron("customer_status_comm.ir_cron_health")
        shops = self.env["customer.status.health"].search([])
        shops.checked_at = False
        bad = shops.filtered(lambda shop: shop.company_id == self.other)
        forbid(self, "customer_status_health_line", f"NEW.health_id = {bad.id}")
        self.run_cron("customer_status_comm.ir_cron_health")
        self.assertTrue(all((shops - bad).mapped("checked_at")))
        self.assertFalse(bad.checked_at)

    def test_own_layouts(self):
        both = self.other | self.company
        for company in both:
            company.flush_recordset()
            self.env.cr.execute(
                "UPDATE res_company SET customer_status_layout = %s WHERE id = %s",
                ["{{ 1 // 0 }}", company.id],
            )
        self.env.invalidate_all()
        wrong = "NEW.customer_status_layout_error IS NOT NULL"
        forbid(self, "res_company", f"{wrong} AND NEW.id = {self.other.id}")
        self.run_cron("customer_status_comm.ir_cron_check_layouts")
        self.assertFalse(self.other.customer_status_layout_error)
        self.assertTrue(self.company.customer_status_layout_error)

    def test_a_way_of_an_addons_own(self):
        """The worked example of docs/adding-a-channel.md."""
        queued = {
            "communication_type": "messenger",
            "state": const.COMMUNICATION_QUEUED,
        }
        bad = self.write_message(self.other, **queued)
        good = self.write_message(self.company, **queued)
        forbid(self, "customer_communication", f"NEW.id = {bad.id}")
        self.run_cron("customer_status_comm_messenger.ir_cron_send")
        self.assertEqual((bad | good).mapped("state"), ["queued", "failed"])
        self.assertEqual(good.failure_code, const.FAILURE_SERVICE)

    # Cleaning up

    def make_pages(self):
        """Return the published pages of an order of each company, the bad one first."""
        orders = [
            self.create_order(company_id=company.id)
            for company in (self.other, self.company)
        ]
        for order in orders:
            order.action_confirm()
        self.publish()
        return [self.get_page(order) for order in orders]

    def test_what_hangs(self):
        queued = {"state": const.COMMUNICATION_QUEUED}
        bad = self.write_message(self.other, **queued)
        good = self.write_message(self.company, **queued)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_communication SET write_date = '2001-01-01' "
            "WHERE id IN %s",
            [(bad.id, good.id)],
        )
        forbid(self, "customer_communication", f"NEW.id = {bad.id}")
        self.vacuum("customer.communication", "_gc_hanging")
        self.assertEqual((bad | good).mapped("state"), ["queued", "failed"])

    def test_dead_links(self):
        bad, good = self.make_pages()
        links = bad.link_ids | good.link_ids
        self.assertEqual(len(links), 2)
        links.revoked_at = fields.Datetime.now() - timedelta(days=99)
        self.env.flush_all()
        forbid(self, "customer_status_link", f"OLD.page_id = {bad.id}", "DELETE", "OLD")
        self.vacuum("customer.status.link", "_gc_dead_links")
        self.assertEqual(links.exists(), bad.link_ids)

    def test_old_facts(self):
        bad, good = self.make_pages()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_status_event SET create_date = '2001-01-01' "
            "WHERE page_id IN %s",
            [(bad.id, good.id)],
        )
        wrong = f"NEW.page_id = {bad.id} AND NEW.facts IS NULL"
        forbid(self, "customer_status_event", wrong)
        self.vacuum("customer.status.event", "_gc_facts")
        self.assertFalse(any(good.event_ids.mapped("has_facts")))
        self.assertTrue(all(bad.event_ids.mapped("has_facts")))

    def test_old_runs(self):
        ago = fields.Datetime.now() - timedelta(days=99)
        runs = self.env["customer.status.run"].create(
            [
                {
                    "company_id": company.id,
                    "started_at": ago,
                    "ended_at": ago,
                    "documents": 1,
                    "milliseconds": 1,
                }
                for company in (self.other, self.company)
            ]
        )
        bad = runs[0]
        self.env.flush_all()
        forbid(self, "customer_status_run", f"OLD.id = {bad.id}", "DELETE", "OLD")
        self.vacuum("customer.status.run", "_gc_runs")
        self.assertEqual(runs.exists(), bad)

    def test_old_messages(self):
        rows = [self.write_message(c) for c in (self.other, self.company)]
        bad, good = rows
        (bad | good).state = const.COMMUNICATION_SENT
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_communication SET create_date = '2001-01-01' "
            "WHERE id IN %s",
            [(bad.id, good.id)],
        )
        forbid(self, "customer_communication", f"OLD.id = {bad.id}", "DELETE", "OLD")
        self.vacuum("customer.communication", "_gc_messages")
        self.assertEqual((bad | good).exists(), bad)

    def test_forgotten_uploads(self):
        panel = "customer.communication.panel"
        values = {"name": "a.txt", "raw": b"x", "res_model": panel}
        files = self.env["ir.attachment"].create([values, values])
        bad, good = files
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = '2001-01-01' WHERE id IN %s",
            [(bad.id, good.id)],
        )
        forbid(self, "ir_attachment", f"OLD.id = {bad.id}", "DELETE", "OLD")
        self.vacuum(panel, "_gc_uploads")
        self.assertEqual(files.exists(), bad)

    # Our part of Odoo's queues

    def make_mails(self):
        """Return the rows of queued e-mails of each company, the bad one first."""
        rows = self.write_message(self.other) | self.write_message(self.company)
        rows._send()
        return rows

    def work_off_mails(self, rows):
        """Send as the queue does, with a commit after each."""
        self.env.flush_all()
        mails = rows.mail_message_id.mail_ids
        self.assertEqual(len(mails), 2)
        with QUIET, self.enter_registry_test_mode(), self.registry.cursor() as cr:
            mails.with_env(self.env(cr=cr)).send(auto_commit=True)
        self.env.invalidate_all()

    def test_mails_one_of_which_cannot_be_marked(self):
        bad, good = rows = self.make_mails()
        wrong = f"NEW.id = {bad.id} AND NEW.handed_over_at IS NOT NULL"
        forbid(self, "customer_communication", wrong)
        self.work_off_mails(rows)
        self.assertEqual(good.state, const.COMMUNICATION_SENT)
        self.assertEqual(bad.state, const.COMMUNICATION_FAILED)
        self.assertEqual(bad.failure_code, const.FAILURE_UNKNOWN)
        self.assertEqual(len(self.sink.received), 1)

    def test_mails_one_of_which_may_have_left(self):
        bad, good = rows = self.make_mails()
        mail = bad.mail_message_id.mail_ids
        wrong = f"NEW.id = {mail.id} AND NEW.state = 'sent'"
        forbid(self, "mail_mail", wrong)
        self.work_off_mails(rows)
        self.assertEqual(good.state, const.COMMUNICATION_SENT)
        self.assertEqual(bad.state, const.COMMUNICATION_FAILED)
        self.assertEqual(bad.failure_code, const.FAILURE_INTERRUPTED)

    def test_mails_that_are_not_of_our_history(self):
        """Odoo ends its run when the database refuses one; ours leave all the same."""
        row = self.write_message(self.company)
        values = {"email_to": "x@customer.example", "auto_delete": False}
        foreign = self.env["mail.mail"].create(
            {**values, "subject": "Poison", "body_html": "<p>Text</p>"}
        )
        row._send()
        self.env.flush_all()
        forbid(self, "mail_mail", f"NEW.id = {foreign.id} AND NEW.state = 'sent'")
        with QUIET, self.enter_registry_test_mode(), self.registry.cursor() as cr:
            mails = (foreign | row.mail_message_id.mail_ids).with_env(self.env(cr=cr))
            mails.send(auto_commit=True)
        self.env.invalidate_all()
        self.assertEqual(row.state, const.COMMUNICATION_SENT)
        self.assertEqual(foreign.state, "outgoing", "as without us")

    def test_texts(self):
        """What the service has taken is never handed over again."""
        gateway = SmsGateway()
        self.addCleanup(gateway.stop)
        gateway.use(self)
        self.anna.write({"phone": "20 12 34 56", "country_id": self.env.ref("base.dk")})
        self.env["sms.sms"].search([("state", "=", "outgoing")]).unlink()
        text = {"communication_type": const.SMS, "sms_text": "Hi"}
        rows = self.write_message(self.other, **text)
        rows |= self.write_message(self.company, **text)
        rows |= self.write_message(self.company, **text)
        rows._send()
        notification = rows[:1].mail_message_id.notification_ids
        wrong = f"NEW.id = {notification.id} AND NEW.notification_status <> 'ready'"
        forbid(self, "mail_notification", wrong)
        for _time in range(3):
            self.run_cron("sms.ir_cron_sms_scheduler_action")
        self.assertEqual(rows[1:].mapped("state"), [const.COMMUNICATION_SENT] * 2)
        self.assertEqual(len(gateway.received), 3)
