"""A repair of one customer and the sale order of another: neither reads of the other.

A repair paid by an insurer, or handed in by a dealer, has such an order.
"""

import json

from odoo.tests import HttpCase, tagged

from odoo.addons.customer_status_comm.tests.migrations import load_migration

from .common import RepairCase

MARKS = ("New brake pads.", "640.00", "Cargo bicycle")


@tagged("standard", "post_install", "-at_install")
class TestOtherCustomers(RepairCase, HttpCase):
    def create_both(self, payer=None, bell=True):
        """Return a confirmed job of Anna's and its order, which is ``payer``'s."""
        job = self.create_job(self.anna)
        job._action_repair_confirm()
        job.action_create_sale_order()
        order = job.sale_order_id
        order.partner_id = payer or self.bo
        if bell:
            order.order_line = [
                (0, 0, {"product_id": self.product.id, "name": "Only the payer's bell"})
            ]
        order.action_confirm()
        return job, order

    def open(self, document, accept="text/html"):
        """Return what a link of the document's own customer answers."""
        page = self.get_page(document)
        links = self.env["customer.status.link"]
        [path] = links._create_links(page, page.partner_id)
        self.env.flush_all()
        answer = self.url_open(path, headers={"Accept": accept})
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def test_neither_page_tells_of_the_other(self):
        job, order = self.create_both()
        self.publish()

        for accept in ("text/html", "application/json"):
            with self.subTest(accept):
                of_job = self.open(job, accept)
                self.assertIn("New brake pads.", of_job)
                for word in (order.name, "Only the payer's bell", "payer"):
                    self.assertNotIn(word, of_job)
                of_order = self.open(order, accept)
                self.assertIn("Only the payer", of_order)
                for word in (job.name, *MARKS):
                    self.assertNotIn(word, of_order)

    def test_nor_do_message_and_file(self):
        job, order = self.create_both()
        self.publish()
        [file] = order._get_status_files().values()
        texts = [file[1].decode(), order.customer_status_news]
        texts += [str(order._get_readable_status_facts())]
        for message in self.deliver():
            if order.name in message["Subject"]:
                texts.append(self.get_html(message))
        self.assertGreater(len(texts), 3)
        for text in texts:
            for word in (job.name, *MARKS):
                self.assertNotIn(word, text)

    def test_each_hears_of_their_own(self):
        """What is told of the other one's document is not told to this customer."""
        xmlid = "customer_status_comm_repair.customer_status_rule_handed_over"
        self.env.ref(xmlid).active = True
        job, order = self.create_both(bell=False)
        self.finish(job)
        self.publish()
        job.action_hand_over()
        self.publish()
        self.assertIn(("handed_over", "told", False), self.get_events(job))
        self.assertIn(("delivered", "told", False), self.get_events(order))

    def test_the_parts_stand_on_the_page_of_the_repair(self):
        """They are hidden only where the order's lines tell of them."""
        job, order = self.create_both()
        self.assertTrue(job.move_ids.sale_line_id, "the order bills them")
        self.publish()
        [part] = self.get_page(job).facts["lines"]
        self.assertEqual(part["name"], "Brake pads")
        order.partner_id = self.anna
        self.publish()
        self.assertEqual(self.get_page(job).facts["lines"], [])
        [told] = self.get_page(job).facts["related"]
        self.assertEqual(told["reference"], order.name)

    def test_a_page_changes_with_the_customer_of_the_other(self):
        job, order = self.create_both(payer=self.anna)
        self.publish()
        self.assertTrue(self.get_page(job).facts["related"])
        self.assertTrue(self.get_page(order).facts["related"])

        order.partner_id = self.bo
        self.publish()

        self.assertFalse(self.get_page(job).facts.get("related"))
        self.assertFalse(self.get_page(order).facts.get("related"))

    def test_within_one_firm_they_belong_together(self):
        firm = self._create_customer("Firm Test", is_company=True)
        self.anna.parent_id = firm
        job, order = self.create_both(payer=firm)
        self.publish()
        self.assertEqual(len(self.get_page(job).facts["related"]), 1)
        self.assertEqual(len(self.get_page(order).facts["related"]), 1)

    def test_nobodys_repair_tells_of_nobodys_order(self):
        job, order = self.create_both()
        job.partner_id = False
        self.assertFalse(self.get_facts(job).get("related"))
        self.assertFalse(order._get_status_facts()[order.id].get("related"))

    def test_nor_do_those_of_two_shops(self):
        job, order = self.create_both(payer=self.anna)
        other = self._create_company("Andenby Cykler")
        self.assertTrue(self.get_facts(job).get("related"))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET company_id = %s WHERE id = %s", [other.id, order.id]
        )
        self.env.invalidate_all()
        self.assertFalse(self.get_facts(job).get("related"))

    def test_the_customers_own_page_tells_of_no_other_either(self):
        job, order = self.create_both()
        self.publish()
        for customer, own, foreign in (
            (self.anna, job, order),
            (self.bo, order, job),
        ):
            page = self.env["customer.status.page"]._ensure(customer)[customer.id]
            text = json.dumps(page.facts)
            self.assertIn(own.name, text)
            self.assertNotIn(foreign.name, text)

    def test_what_belongs_together_costs_no_query_for_each(self):
        def count(number):
            jobs = self.env["repair.order"]
            for place in range(number):
                customer = self._create_customer(f"Customer {place}")
                jobs |= self.create_both(payer=customer)[0]
            orders = jobs.sale_order_id.browse(jobs.sale_order_id.ids)
            self.env.flush_all()
            queries = []
            for documents in (jobs, orders):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                documents._get_status_facts()
                queries.append(self.env.cr.sql_log_count - before)
            return queries

        count(1)
        self.assertEqual(count(2), count(8))

    def test_pages_of_before_are_cleaned_by_the_update(self):
        """As the version before stored them; what stays is as it was."""
        job, order = self.create_both()
        self.publish()
        pages = self.env["customer.status.page"]
        listed = pages._ensure(self.anna)[self.anna.id]
        mine, theirs = self.get_page(job), self.get_page(order)
        foreign = {page: page.facts for page in (mine, theirs)}
        for page, other in ((mine, theirs), (theirs, mine)):
            leaky = {**page.facts, "related": [foreign[other]]}
            page.write({"facts": {**leaky, "lines": []}, "known_facts": leaky})
        entry = {**listed.facts["orders"][0], "related": [foreign[theirs]]}
        listed.facts = {**listed.facts, "orders": [entry, foreign[theirs]]}
        self.env["customer.status.change"].search([]).unlink()
        revisions = {page: (page.revision, page.published_at) for page in foreign}

        name = "19.0.1.1.0/end-within_one_customer"
        migration = load_migration("customer_status_comm", name)
        for _time in range(2):  # twice is as good as once
            migration.migrate(self.env.cr, "19.0.1.0.0")
            self.env.invalidate_all()

            for page, whole in foreign.items():
                self.assertEqual(page.facts, {**whole, "lines": []})
                self.assertEqual(page.known_facts, whole)
                self.assertEqual(
                    (page.revision, page.published_at), revisions[page], "no news"
                )
            self.assertNotIn(order.name, json.dumps(listed.facts))
            self.assertIn(job.name, json.dumps(listed.facts))
        for text in (self.open(job), self.open(order)):
            self.assertFalse(order.name in text and job.name in text)
        self.publish()
        self.assertTrue(mine.facts["lines"], "it is made anew as soon as may be")
        self.assertFalse([row for row in self.get_events(job) if row[0] == "ready"])

    def test_the_update_leaves_what_belongs_together(self):
        job, order = self.create_both(payer=self.anna)
        self.publish()
        before = {
            page: page.facts for page in (self.get_page(job), self.get_page(order))
        }
        name = "19.0.1.1.0/end-within_one_customer"
        load_migration("customer_status_comm", name).migrate(self.env.cr, "")
        self.env.invalidate_all()
        for page, facts in before.items():
            self.assertTrue(facts["related"])
            self.assertEqual(page.facts, facts)
        self.assertFalse(self.env["customer.status.change"].search([]))
