"""A workshop that publishes on demand: what waits is for nobody outside."""

from odoo.tests import HttpCase, tagged

from .common import RepairCase


@tagged("standard", "post_install", "-at_install")
class TestOnDemand(RepairCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.company.customer_status_mode = "on_demand"

    def press_publish(self):
        waiting = self.env["customer.status.waiting"]
        self.work_off(waiting.action_publish())

    def test_the_code_on_a_slip_opens_the_page_once_that_is_published(self):
        job = self.create_job()
        self.publish()
        slip = job._prepare_status_slips()[job.id]
        path = "/status/" + slip["url"].rpartition("/")[2]
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 404)
        self.assertFalse(self.get_page(job).is_published)
        self.press_publish()
        self.env.flush_all()
        self.assertIn(job.name, self.url_open(path).text)

    def test_a_customer_with_a_login_finds_no_repair_that_waits(self):
        self._create_reader(self.anna, "anna-anna")
        job = self.create_job()
        self.publish()
        self.authenticate("anna-anna", "anna-anna")
        path = f"/my/status/repair/{job.id}"
        self.assertEqual(self.url_open(path).status_code, 404)
        self.press_publish()
        self.env.flush_all()
        self.assertIn(job.name, self.url_open(path).text)

    def publish_only(self, document):
        """Press Publish on the row of one document alone."""
        waiting = self.env["customer.status.waiting"].search([])
        mine = waiting.filtered(
            lambda row: (row.res_model, row.res_id) == (document._name, document.id)
        )
        self.assertEqual(len(mine), 1)
        said = mine.publish_batch(mine.ids)
        self.env.invalidate_all()
        self.assertEqual(said, {"Published": 1}, "what waits on is another's")

    def read_told(self, document):
        """Return all that its customer reads: page, JSON, file, and e-mails so far."""
        self.env.flush_all()
        page = self.get_page(document)
        [url] = self.env["customer.status.link"].sudo()._create_links(page, self.anna)
        said = [self.url_open(url).text]
        said.append(self.url_open(url, headers={"Accept": "application/json"}).text)
        said += [
            content.decode() for _n, content in document._get_status_files().values()
        ]
        self.deliver()
        said += [self.get_html(mail) for _from, _to, mail in self.sink.received]
        return "\n".join(said)

    def create_repair_with_order(self):
        """Return a repair, and a confirmed order of it; both wait to be published."""
        job = self.create_job(customer_agreement="SECRET-AGREEMENT")
        job._action_repair_confirm()
        job.action_create_sale_order()
        order = job.sale_order_id
        order.client_order_ref = "SECRET-REFERENCE"
        order.action_confirm()
        self.publish()
        return job, order

    def test_18_1_publishing_a_repair_shows_nothing_of_an_order_that_waits(self):
        job, order = self.create_repair_with_order()
        self.publish_only(job)
        said = self.read_told(job)
        self.assertIn("SECRET-AGREEMENT", said)
        self.assertNotIn("SECRET-REFERENCE", said)
        self.assertNotIn(order.name, said)
        self.assertFalse(self.get_page(order).is_published)
        self.press_publish()
        self.assertIn("SECRET-REFERENCE", self.read_told(job), "once it is published")

    def test_18_1_publishing_an_order_shows_nothing_of_a_repair_that_waits(self):
        _job, order = self.create_repair_with_order()
        self.publish_only(order)
        said = self.read_told(order)
        self.assertIn("SECRET-REFERENCE", said)
        self.assertNotIn("SECRET-AGREEMENT", said)
        self.press_publish()
        self.assertIn("SECRET-AGREEMENT", self.read_told(order))

    def test_18_1_what_is_published_shows_as_it_was_published(self):
        job, order = self.create_repair_with_order()
        self.press_publish()
        order.client_order_ref = "SECRET-NEW"
        job.customer_agreement = "New chain"
        self.publish()
        self.publish_only(job)
        said = self.read_told(job)
        self.assertIn("New chain", said)
        self.assertIn("SECRET-REFERENCE", said)
        self.assertNotIn("SECRET-NEW", said)

    def test_18_1_both_at_once_show_each_other(self):
        job, order = self.create_repair_with_order()
        self.press_publish()
        self.assertIn("SECRET-REFERENCE", self.read_told(job))
        self.assertIn("SECRET-AGREEMENT", self.read_told(order))
        waiting = self.env["customer.status.waiting"].search([])
        self.assertFalse(waiting, "nothing waits on")

    def test_what_a_customer_confirms_shows_nothing_of_a_repair_that_waits(self):
        """Staff finish the repair, and the customer confirms its order meanwhile."""
        job = self.create_job()
        job._action_repair_confirm()
        job.action_create_sale_order()
        order = job.sale_order_id
        order.action_quotation_sent()
        self.publish()
        self.press_publish()
        self.deliver()
        self.finish(job)
        other = self.create_job(sale_order_id=order.id)
        self.publish()

        visitor = self.env.ref("base.public_user")
        order.with_user(visitor).sudo().action_confirm()
        self.publish()

        page = self.get_page(order)
        self.assertEqual(page.facts["step"], "confirmed")
        [related] = page.facts["related"]
        told = (related["reference"], related["step"])
        self.assertEqual(told, (job.name, "confirmed"))
        [message] = self.deliver()
        self.assertNotIn("eady for pickup", self.get_html(message))
        waiting = self.env["customer.status.waiting"].search([])
        self.assertEqual(
            {(row.res_model, row.res_id) for row in waiting},
            {(one._name, one.id) for one in (order, job, other)},
            "the rest waits on",
        )
        self.press_publish()
        steps = {one["reference"]: one["step"] for one in page.facts["related"]}
        self.assertEqual(steps, {job.name: "ready", other.name: "received"})
        events = [event for event, *_why in self.get_events(order)]
        self.assertEqual(events.count("confirmed"), 1)
