"""B10: repair jobs tell their customers how they stand."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.customer_status_comm.tests.common import SmsGateway

from .common import SECRET, RepairCase


class TestRepairs(RepairCase):
    def test_b10_facts_from_received_to_handed_over(self):
        job = self.create_job()
        steps = [self.get_facts(job)["step"]]
        job._action_repair_confirm()
        steps.append(self.get_facts(job)["step"])
        job.action_repair_start()
        steps.append(self.get_facts(job)["step"])
        facts = self.get_facts(job)
        self.assertEqual((facts["total"], facts["currency"]), ("640.00", "DKK"))
        self.assertEqual(facts["about"][0]["text"], "Cargo bicycle")
        self.assertEqual(facts["agreed"], "New brake pads.")
        [part] = facts["lines"]
        self.assertEqual((part["name"], part["ordered"]), ("Brake pads", 2.0))
        self.assertTrue(facts["expected_on"])
        self.finish(job)
        facts = self.get_facts(job)
        steps.append(facts["step"])
        self.assertTrue(facts["awaits_customer"])
        self.assertFalse(facts["expected_on"])
        job.action_hand_over()
        steps.append(self.get_facts(job)["step"])
        self.assertEqual(
            steps, ["received", "confirmed", "in_work", "ready", "handed_over"]
        )

    def test_b10_a_date_that_odoo_filled_in_promises_nothing(self):
        job = self.create_job(schedule_date=fields.Datetime.now())
        self.assertFalse(self.get_facts(job)["expected_on"])

    def test_b10_confirmed_and_ready_are_told_once_each(self):
        job = self.create_job()
        job._action_repair_confirm()
        self.publish()
        [message] = self.deliver()
        self.assertEqual(message["Subject"], f"Your repair {job.name} is confirmed")
        self.finish(job)
        self.publish()
        [message] = self.deliver()
        subject = f"Cargo bicycle is ready for pickup – {job.name}"
        self.assertEqual(message["Subject"], subject)
        html = self.get_html(message)
        self.assertIn("See your repair", html)
        self.assertNotIn(SECRET, html)
        job.action_hand_over()
        self.publish()
        self.assertFalse(self.deliver())
        told = [(event, state) for event, state, _why in self.get_events(job)]
        self.assertEqual(
            told,
            [
                ("received", "silent"),
                ("confirmed", "told"),
                ("ready", "told"),
                ("handed_over", "silent"),
            ],
        )
        self.assertTrue(self.get_page(job).finished_at)

    def test_b10_who_fetched_it_is_not_called_to_fetch_it(self):
        job = self.create_job()
        job._action_repair_confirm()
        self.publish()
        self.deliver()
        self.finish(job)
        job.action_hand_over()
        self.publish()
        self.assertFalse(self.deliver())

    def test_b10_ready_by_sms(self):
        gateway = SmsGateway()
        self.addCleanup(gateway.stop)
        gateway.use(self)
        self.bo.write({"phone": "+45 20 12 34 56", "contact_preference": "sms"})
        job = self.create_job(self.bo)
        self.finish(job)
        self.publish()
        self.run_cron("sms.ir_cron_sms_scheduler_action")
        [(number, text)] = gateway.received
        self.assertEqual(number, "+4520123456")
        self.assertIn(job.name, text)
        self.assertRegex(text, r"/status/[\w-]{43}")

    def test_b10_cancelled_is_told_and_a_new_date_only_when_a_rule_says_so(self):
        job = self.create_job()
        job._action_repair_confirm()
        self.publish()
        self.deliver()
        job.schedule_date += timedelta(days=2)
        self.publish()
        self.assertFalse(self.deliver())
        self.env.ref(
            "customer_status_comm_repair.customer_status_rule_rescheduled"
        ).active = True
        job.schedule_date += timedelta(days=2)
        self.publish()
        [message] = self.deliver()
        self.assertIn("We now expect your repair to be ready", self.get_html(message))
        job.action_repair_cancel()
        self.publish()
        [message] = self.deliver()
        self.assertIn("cancelled", message["Subject"])

    def test_b10_what_is_undone_while_it_rests_is_not_told(self):
        job = self.create_job()
        self.finish(job)
        job.action_hand_over()
        self.publish()
        self.deliver()
        job.action_undo_hand_over()
        job.action_hand_over()
        self.publish()
        self.assertFalse(self.deliver())

    def test_b10_only_what_is_done_is_handed_over(self):
        job = self.create_job()
        with self.assertRaises(UserError):
            job.action_hand_over()

    def test_b10_notes_for_colleagues_touch_nothing_and_are_nowhere(self):
        job = self.create_job()
        job._action_repair_confirm()
        self.publish()
        changes = self.env["customer.status.change"]
        changes.search([]).unlink()
        job.internal_notes = f"<p>{SECRET}, twice</p>"
        self.assertFalse(changes.search_count([]))
        self.assertNotIn(SECRET, str(self.get_page(job).facts))
        [(_name, content)] = job._get_status_files().values()
        self.assertNotIn(SECRET, content.decode())

    def test_b10_every_change_a_customer_sees_touches(self):
        job = self.create_job()
        changes = self.env["customer.status.change"]
        for change in (
            {"customer_agreement": "Old pads"},
            {"customer_price": 1},
            {"partner_id": self.bo.id},
            {"schedule_date": fields.Datetime.now() + timedelta(days=9)},
        ):
            changes.search([]).unlink()
            job.write(change)
            self.assertTrue(changes.search([("res_id", "=", job.id)]), change)
        changes.search([]).unlink()
        job.move_ids.product_uom_qty = 3
        self.assertTrue(changes.search([("res_model", "=", "repair.order")]))
        changes.search([]).unlink()
        job.move_ids.unlink()
        self.assertTrue(changes.search([("res_model", "=", "repair.order")]))

    def test_b10_many_made_at_once_are_an_import(self):
        self.env["customer.status.change"].search([]).unlink()
        values = {"partner_id": self.anna.id, "product_id": self.bike.id}
        self.env["repair.order"].create([dict(values) for _n in range(50)])
        reasons = self.env["customer.status.change"].search([]).mapped("reason")
        self.assertEqual(set(reasons), {"imported"})

    def test_b10_a_batch_costs_no_more_queries(self):
        counts = []
        self.create_job()._get_status_facts()  # what is read once for all
        for size in (2, 12):
            jobs = self.env["repair.order"].union(
                *(self.create_job() for _n in range(size))
            )
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            jobs._get_status_facts()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_b10_a_template_speaks_of_a_repair(self):
        words = dict(self.env["mail.template"]._selection_communication_model())
        self.assertEqual(words["repair.order"], "A repair")

    def test_b10_the_panel_knows_the_job(self):
        job = self.create_job()
        self.finish(job)
        action = job.action_contact()
        panel = (
            self.env["customer.communication.panel"]
            .with_context(**action["context"])
            .create({"communication_type": "email"})
        )
        names = set(panel.allowed_template_ids.mapped("name"))
        self.assertIn("Repair ready", names)
        self.assertIn("Status e-mail for a repair", names)
        self.assertNotIn("Repair cancelled", names)
        self.assertNotIn("Order confirmed", names)
        job.partner_id = False
        with self.assertRaises(UserError):
            job.action_contact()

    def test_b10_two_companies(self):
        other = self._create_company("Other Cykler")
        job = self.create_job()
        user = self.create_user("mechanic", "stock.group_stock_user")
        self.assertTrue(job.with_user(user).customer_status_url)
        job.with_user(user).action_open_status_page()
        stranger = self.create_user(
            "stranger",
            "stock.group_stock_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        with self.assertRaises(AccessError):
            job.with_user(stranger).action_open_status_page()
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            job.with_user(seller).action_open_status_page()


@tagged("standard", "post_install", "-at_install")
class TestRepairPage(RepairCase, HttpCase):
    def test_b10_the_link_opens_a_page_that_says_ready(self):
        self.company.customer_status_pickup = "Through the gate, 10–17"
        job = self.create_job()
        self.finish(job)
        self.publish()
        [message] = self.deliver()
        address = f"/status/{self.get_token(message)}"
        page = self.url_open(address).text
        for text in ("Ready for pickup", "Through the gate", "Testby Cykler", "640.00"):
            self.assertIn(text, page)
        self.assertNotIn(SECRET, page)
        self.company.customer_status_show_prices = False
        self.assertNotIn("640.00", self.url_open(address).text)
        said = self.url_open(address, headers={"Accept": "application/json"}).json()
        self.assertEqual(said["status"]["step"], "ready")
        self.assertNotIn(SECRET, str(said))
        self.assertNotIn("640.00", str(said))  # keys may have a 640
