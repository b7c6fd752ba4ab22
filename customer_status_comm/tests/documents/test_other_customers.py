"""What is one customer's stands on no page, file or list of another."""

import json

from odoo.tests import HttpCase, tagged

from ..common import StatusCase
from ..migrations import load_migration


@tagged("standard", "post_install", "-at_install")
class TestSubsidiary(StatusCase, HttpCase):
    """A company below another is a customer of its own, as Odoo has it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mother = cls._create_customer("Mother Ltd", is_company=True)
        cls.boss = cls._create_customer("Boss Test", parent_id=cls.mother.id)
        cls.daughter = cls._create_customer(
            "Daughter Ltd", is_company=True, parent_id=cls.mother.id
        )
        cls.clerk = cls._create_customer("Clerk Test", parent_id=cls.daughter.id)
        cls.orders = {
            partner: cls.create_order(partner)
            for partner in (cls.mother, cls.boss, cls.daughter, cls.clerk)
        }
        for order in cls.orders.values():
            order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        self._create_reader(self.boss, "boss-boss")

    def get_listed(self, partner):
        """Return whose orders the customer's page lists."""
        facts = partner._get_status_facts()[partner.id]
        keys = [order["key"] for order in facts["orders"]]
        return {
            partner
            for partner, order in self.orders.items()
            if f"sale.order,{order.id}" in keys
        }

    def test_each_page_lists_what_is_of_its_own_customer(self):
        for partner, expected in (
            (self.mother, {self.mother, self.boss}),
            (self.boss, {self.boss}),
            (self.daughter, {self.daughter, self.clerk}),
            (self.clerk, {self.clerk}),
        ):
            with self.subTest(partner.name):
                self.assertEqual(self.get_listed(partner), expected)
        together = self.mother | self.daughter
        facts = together._get_status_facts()
        self.assertEqual(
            [len(facts[partner.id]["orders"]) for partner in together], [2, 2]
        )

    def test_the_card_counts_what_the_page_lists(self):
        self.assertTrue(self.mother.sudo()._has_anything_listed())
        lonely = self._create_customer("Lonely Ltd", is_company=True)
        self.daughter.parent_id = lonely
        self.assertFalse(lonely.sudo()._has_anything_listed())

    def test_who_reads_the_mothers_reads_nothing_of_the_daughters(self):
        """Odoo's own rule lets them; a status page is of one customer."""
        self.authenticate("boss-boss", "boss-boss")
        mine, foreign = self.orders[self.boss], self.orders[self.clerk]
        self.assertTrue(foreign.with_user(self.boss.user_ids).has_access("read"))
        for path, status in (
            (f"order/{mine.id}", 200),
            (f"customer/{self.mother.id}", 200),
            (f"order/{foreign.id}", 404),
            (f"customer/{self.daughter.id}", 404),
            (f"customer/{self.clerk.id}", 404),
        ):
            with self.subTest(path):
                self.env.flush_all()
                answer = self.url_open(f"/my/status/{path}")
                self.assertEqual(answer.status_code, status)
                self.assertNotIn(foreign.name, answer.text)

    def test_no_button_leads_where_nothing_is_shown(self):
        self.authenticate("boss-boss", "boss-boss")
        for partner, shown in ((self.boss, True), (self.clerk, False)):
            with self.subTest(partner.name):
                page = self.url_open(self.orders[partner].get_portal_url()).text
                self.assertIn(self.orders[partner].name, page)
                self.assertEqual("customer_status_order_link" in page, shown)

    def test_a_message_leads_to_no_page_of_another_customer(self):
        row = self.write_to(self.boss, document_name=self.orders[self.clerk].name)
        # As it was stored before a message had to be about the customer's own.
        row.write({"res_model": "sale.order", "res_id": self.orders[self.clerk].id})
        reader = self.boss.user_ids
        self.assertIsNone(row._get_portal_status_path(reader))
        row.res_id = self.orders[self.boss].id
        self.assertTrue(row._get_portal_status_path(reader))

    def test_a_stored_page_is_brought_up_to_date_alike(self):
        pages = self.env["customer.status.page"]
        page = pages._ensure(self.mother)[self.mother.id]
        self.orders[self.clerk].client_order_ref = "PO-SECRET"
        self.publish()
        self.assertNotIn("PO-SECRET", json.dumps(page.facts))


class TestSharedInvoice(StatusCase):
    """One invoice, to whoever pays, for the orders of several customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payer = cls._create_customer("Payer Ltd", is_company=True)

    def setUp(self):
        super().setUp()
        self.orders = {
            partner: self.order_for(partner, quantity)
            for partner, quantity in ((self.anna, 5), (self.bo, 2))
        }

    def order_for(self, partner, quantity=5):
        """Return a quotation that Odoo bills together with others of the payer."""
        addresses = ("partner_invoice_id", "partner_shipping_id")
        payer = dict.fromkeys(addresses, self.payer.id)
        return self.create_order(partner, quantity, **payer)

    def bill(self, *partners):
        """Return the posted invoice of these customers' orders."""
        orders = self.env["sale.order"].union(*map(self.orders.get, partners))
        orders.action_confirm()
        invoice = orders._create_invoices()
        self.assertEqual(len(invoice), 1)
        invoice.action_post()
        self.publish()
        return invoice

    def get_bills(self, partner):
        """Return ``[(type, total, residual, state)]`` of the order's page."""
        facts = self.get_page(self.orders[partner]).facts
        return [
            (bill["type"], bill["total"], bill["residual"], bill["state"])
            for bill in facts["invoices"]
        ]

    def pay(self, invoice, amount):
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        wizard = self.env["account.payment.register"].with_context(**context)
        wizard.create({"amount": amount})._create_payments()
        self.publish()

    def test_each_reads_of_their_own_part(self):
        invoice = self.bill(self.anna, self.bo)
        self.assertEqual(invoice.amount_total, 700)
        self.assertEqual(
            self.get_bills(self.anna), [("invoice", "500.00", "500.00", "open")]
        )
        self.assertEqual(
            self.get_bills(self.bo), [("invoice", "200.00", "200.00", "open")]
        )
        texts = [self.get_html(message) for message in self.deliver()]
        texts += [file[1].decode() for file in self.get_files()]
        self.assertGreater(len(texts), 3)
        for text in texts:
            self.assertNotRegex(text, r"700[.,]00")

    def get_files(self):
        orders = self.env["sale.order"].union(*self.orders.values())
        return list(orders._get_status_files().values())

    def test_what_is_open_in_proportion(self):
        invoice = self.bill(self.anna, self.bo)
        self.pay(invoice, 350)
        self.assertEqual(
            self.get_bills(self.anna), [("invoice", "500.00", "250.00", "open")]
        )
        self.pay(invoice, 350)
        self.assertEqual(
            self.get_bills(self.bo), [("invoice", "200.00", "0.00", "paid")]
        )
        self.assertEqual(self.get_page(self.orders[self.bo]).facts["billing"], "paid")

    def test_a_credit_note_alike(self):
        invoice = self.bill(self.anna, self.bo)
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        wizard = self.env["account.move.reversal"].with_context(**context)
        wizard.create({"journal_id": invoice.journal_id.id}).refund_moves()
        invoice.reversal_move_ids.action_post()
        self.publish()
        self.assertIn(
            ("credit_note", "200.00", "0.00", "paid"), self.get_bills(self.bo)
        )

    def test_what_was_typed_on_the_invoice_is_nobodys_part(self):
        invoice = self.bill(self.anna, self.bo)
        invoice.button_draft()
        line = {"name": "Fee", "price_unit": 30.0, "tax_ids": False}
        invoice.invoice_line_ids = [(0, 0, line)]
        invoice.action_post()
        self.publish()
        self.assertEqual(invoice.amount_total, 730)
        self.assertEqual(self.get_bills(self.anna)[0][1], "500.00")

    def test_taxes_are_part_of_it(self):
        tax = self.env["account.tax"].create(
            {"name": "VAT 25", "amount": 25, "company_id": self.company.id}
        )
        self.orders[self.bo].order_line.tax_ids = tax
        self.bill(self.anna, self.bo)
        self.assertEqual(self.get_bills(self.bo)[0][1:3], ("250.00", "250.00"))

    def test_one_customers_orders_are_told_with_the_whole(self):
        """Of one firm: they have the invoice before them."""
        self.anna.parent_id = self.bo.parent_id = self.payer
        self.bill(self.anna, self.bo)
        self.assertEqual(self.get_bills(self.bo)[0][1], "700.00")

    def test_many_take_no_query_more(self):
        counts = []
        for number in (2, 2, 8):  # once to warm up
            partners = [self._create_customer(f"Customer {n}") for n in range(number)]
            for partner in partners:
                self.orders[partner] = self.order_for(partner)
            self.bill(*partners)
            orders = self.env["sale.order"].browse(
                self.orders[partner].id for partner in partners
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            facts = orders._get_status_facts()
            counts.append(self.env.cr.sql_log_count - before)
            totals = [one["invoices"][0]["total"] for one in facts.values()]
            self.assertEqual(totals, ["500.00"] * number)
        self.assertEqual(counts[1], counts[2])
        self.assertFalse(self.env["account.move"]._get_status_shares())

    def test_pages_of_before_are_cleaned_by_the_update(self):
        invoice = self.bill(self.anna, self.bo)
        self.pay(invoice, 350)
        page = self.get_page(self.orders[self.bo])
        right = page.facts
        whole = invoice._prepare_status_invoice()
        leaky = {**right, "invoices": [whole]}
        page.write({"facts": leaky, "known_facts": leaky})
        name = "19.0.1.1.0/end-within_one_customer"
        for _time in range(2):
            load_migration("customer_status_comm", name).migrate(self.env.cr, "")
            self.env.invalidate_all()
            self.assertEqual(page.facts, right)
            self.assertEqual(page.known_facts, right)
