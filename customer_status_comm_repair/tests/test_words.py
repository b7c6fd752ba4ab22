"""B10: what messages on a repair say, and the words for where it stands."""

from odoo.tests import tagged
from odoo.tools import html2plaintext

from odoo.addons.customer_status_comm.tests.common import SmsGateway
from odoo.addons.customer_status_comm.tools.sms_text import count_segments

from .common import RepairCase


@tagged("standard", "post_install", "-at_install")
class TestWords(RepairCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bike.with_context(lang="da_DK").name = "Ladcykel"
        cls.company.partner_id.write(
            {"street": "Havnegade 7", "zip": "3460", "city": "Testby"}
        )
        cls.company.customer_status_pickup = "Through the gate, 10–17"
        cls.company.with_context(
            lang="da_DK"
        ).customer_status_pickup = "Gennem porten, 10–17"

    def tell_ready(self, partner, **values):
        """Have a job made ready and told; return it and what the e-mail says."""
        job = self.create_job(partner, **values)
        self.finish(job)
        self.publish()
        [message] = self.deliver()
        return job, message["Subject"], html2plaintext(self.get_html(message))

    def test_b10_ready_names_the_thing_the_price_and_where_to_fetch_it(self):
        job, subject, text = self.tell_ready(self.anna)
        self.assertEqual(subject, f"Cargo bicycle is ready for pickup – {job.name}")
        for words in (job.name, "Price: DKK 640.00", "Havnegade 7", "3460 Testby"):
            self.assertIn(words, text)
        self.assertIn("Through the gate, 10–17", text)
        self.assertNotIn("order", text.lower())

    def test_b10_each_in_their_language(self):
        _job, subject, text = self.tell_ready(self.bo)
        self.assertIn("Ladcykel", subject)
        for words in ("Ladcykel", "640,00", "Gennem porten, 10–17"):
            self.assertIn(words, text)
        self.assertNotIn("ordre", text.lower())

    def test_b10_a_serial_number_tells_two_of_a_kind_apart(self):
        self.bike.write({"is_storable": True, "tracking": "serial"})
        lot = self.env["stock.lot"].create({"name": "F7", "product_id": self.bike.id})
        job = self.create_job(lot_id=lot.id)
        self.assertEqual(job.customer_status_thing, "Cargo bicycle (F7)")
        job = self.create_job(product_id=False)
        self.assertEqual(job.customer_status_thing, "Your repair")

    def test_b10_no_price_where_none_is_agreed_or_shown(self):
        _job, _subject, text = self.tell_ready(self.anna, customer_price=0)
        self.assertNotIn("Price", text)
        self.company.customer_status_show_prices = False
        _job, _subject, text = self.tell_ready(self.anna)
        self.assertNotIn("Price", text)
        self.assertNotRegex(text, r"640[.,]00")

    def test_b10_an_sms_is_one_part_long(self):
        gateway = SmsGateway()
        self.addCleanup(gateway.stop)
        gateway.use(self)
        for customer, thing in ((self.anna, "Cargo bicycle"), (self.bo, "Ladcykel")):
            customer.write({"phone": "+45 20 12 34 56", "contact_preference": "sms"})
            job = self.create_job(customer)
            self.finish(job)
            self.publish()
            self.run_cron("sms.ir_cron_sms_scheduler_action")
            [(_number, text)] = gateway.received[-1:]
            self.assertTrue(text.startswith(thing), text)
            self.assertIn(job.name, text)
            self.assertIn("640", text)
            count = count_segments(text)
            self.assertEqual((count.encoding, count.parts), ("gsm7", 1), text)

    def test_b10_what_a_customer_reads_of_a_repair_calls_it_no_order(self):
        for lang, word in (("en_US", "order"), ("da_DK", "ordre")):
            repair = self.env["repair.order"].with_context(lang=lang)
            own = set(repair._get_status_labels()) - {"related"}
            labels = repair._get_labels_of("repair")
            job = self.create_job(self.bo if lang == "da_DK" else self.anna)
            html = job._render_status(self.get_facts(job))
            self.assertNotIn(word, html.partition("</style>")[2].lower())
            for name in own:
                self.assertNotIn(word, labels[name].lower(), name)

    def test_b10_waiting_and_handed_over_are_told_apart(self):
        job = self.create_job()
        steps = []
        for act in (
            lambda: None,
            job._action_repair_confirm,
            lambda: self.finish(job),
            job.action_hand_over,
            job.action_undo_hand_over,
        ):
            act()
            steps.append(job.customer_status_step)
        expected = ["received", "confirmed", "ready", "handed_over", "ready"]
        self.assertEqual(steps, expected)
        jobs = self.env["repair.order"]
        found = jobs.search([("customer_status_step", "=", "ready")])
        self.assertIn(job, found)
        words = dict(jobs._selection_customer_status_step())
        self.assertEqual(words["ready"], "Ready for pickup")
        colours = {job.customer_status_colour}
        job.action_hand_over()
        self.assertNotIn(job.customer_status_colour, colours)
