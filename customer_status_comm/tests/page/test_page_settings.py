"""M3, M+1, M+3: what a shop ticks is what its customers see; its own layout."""

import json
import logging
import time
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ...tools.status_blocks import (
    ALL_BLOCKS,
    BLOCK_ADDRESSES,
    visible_facts,
)
from ..common import StatusCase

SHOW = "customer_status_show_"
COMPANY_MODULE = "odoo.addons.customer_status_comm.models"
EXTENDING = (
    '{% extends "status_document.html.jinja" %}\n'
    "{% block footer %}\n"
    "<footer>Our own footer</footer>\n"
    "{% endblock %}"
)
#: Works on every invented order, and on none with this reference of the customer's.
FAILING = (
    "{{ shop }}\n{% if order and order.client_reference == 'PO-BAD' %}\n"
    "{{ order.nothing }}\n{% endif %}"
)


@tagged("standard", "post_install", "-at_install")
class TestBlocks(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna.write({"street": "Prøvevej 9", "zip": "9999", "city": "Prøveby"})
        cls.company.customer_status_introduction = "Glad to see you"
        cls.order = cls.create_order(cls.anna)
        cls.order.action_confirm()
        cls.order._create_invoices().action_post()

    def setUp(self):
        super().setUp()
        self.publish()
        [message] = self.deliver()
        self.token = self.get_token(message)

    def get(self, **options):
        self.env.flush_all()
        return self.url_open(f"/status/{self.token}", **options)

    def get_file(self):
        [(_name, content)] = self.order._get_status_files().values()
        return content.decode()

    def test_m_plus_1_all_but_the_address_is_shown_at_first(self):
        shown = self.company._get_status_blocks()
        self.assertEqual(shown, ALL_BLOCKS - {BLOCK_ADDRESSES})
        self.assertEqual(self.company.customer_status_months, 12)

    def test_m3_a_tick_taken_away_hides_its_part_at_once(self):
        invoice = self.order.invoice_ids
        self.company.email = self.company.customer_service_email
        for block, text in [
            ("lines", "What you ordered"),
            ("prices", "500.00"),
            ("invoices", invoice.name),
            ("payment", "To be paid"),
            ("shop", self.company.customer_service_email),
            ("introduction", "Glad to see you"),
        ]:
            with self.subTest(block):
                before = self.get()
                self.assertIn(text, before.text)
                self.company[SHOW + block] = False
                after = self.get(headers={"If-None-Match": before.headers["ETag"]})
                self.assertEqual(after.status_code, 200, "the old copy is no good")
                self.assertNotIn(text, after.text)
                self.assertNotIn(text, self.get_file())
                self.company[SHOW + block] = True

    def test_m3_page_file_and_facts_hide_the_same(self):
        self.company.customer_status_show_prices = False
        blocks = self.company._get_status_blocks()
        facts = visible_facts(self.get_page(self.order).facts, blocks)
        for form in (self.get().text, self.get_file(), json.dumps(facts)):
            self.assertNotIn("500.00", form)
            self.assertNotIn("DKK", form)

    def test_the_address_is_kept_only_where_it_is_shown(self):
        facts = self.get_page(self.order).facts
        self.assertNotIn("delivery_address", facts)
        self.assertNotIn("Prøvevej", self.get().text)

        self.company.customer_status_show_addresses = True
        self.order.client_order_ref = "PO-8"
        self.publish()
        self.assertIn("Prøvevej 9", self.get().text)
        self.company.customer_status_show_addresses = False
        self.assertNotIn("Prøvevej", self.get().text)

    def test_addresses_of_many_orders_take_no_more_queries(self):
        self.company.customer_status_show_addresses = True

        def count(number):
            orders = self.env["sale.order"]
            for place in range(number):
                address = {"street": f"Prøvevej {place}", "city": "Prøveby"}
                orders |= self.create_order(
                    self._create_customer(
                        f"Customer {place}",
                        country_id=self.env.ref("base.dk").id,
                        **address,
                    )
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            facts = orders._get_status_facts()
            self.assertIn("Prøvevej 0", facts[orders[0].id]["delivery_address"])
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(2), count(12))

    def test_the_introduction_opens_the_page(self):
        html = self.get().text
        self.assertLess(html.index("Glad to see you"), html.index('class="steps"'))
        self.assertLess(len(html.encode()), 30_000)

    def test_finding_and_rendering_takes_two_queries_and_then_one(self):
        links = self.env["customer.status.link"].sudo()
        pages = self.env["customer.status.page"].sudo()
        for layout in (False, EXTENDING):
            self.company.customer_status_layout = layout
            self.env.flush_all()
            self.get()  # what every process does once
            # Any other change of the page: it has to be laid out anew.
            self.get_page(self.order).sudo().news = False
            self.env.flush_all()
            bodies = []
            for count in (2, 1):
                self.env.invalidate_all()
                with self.assertQueryCount(count):
                    found = links._find_page(self.token)
                    bodies.append(pages._get_answer(found, "en_US").body)
            self.assertEqual(*bodies)

    def test_m_plus_3_earlier_orders_of_so_many_months(self):
        self.order.invoice_ids.button_draft()
        self.order.invoice_ids.button_cancel()
        self.order.with_context(disable_cancel_warning=True)._action_cancel()
        old, new = self.order, self.create_order(self.anna)
        new.action_confirm()
        old.date_order = fields.Datetime.now() - timedelta(days=31 * 4)
        self.publish()
        page = self.env["customer.status.page"]._ensure(self.anna)[self.anna.id]

        def listed():
            html = page._render(page.facts, None, self.company, "en_US")
            return [order.name for order in (new, old) if order.name in html]

        for months, expected in [
            (12, [new.name, old.name]),
            (3, [new.name]),
            (0, [new.name, old.name]),
        ]:
            with self.subTest(months):
                self.company.customer_status_months = months
                self.assertEqual(listed(), expected)
        self.company.customer_status_show_earlier_orders = False
        self.assertEqual(listed(), [new.name])

    def test_months_cannot_be_negative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            self.company.customer_status_months = -1
            self.env.flush_all()
        self.assertIn("customer_status_months_within", str(caught.exception))


class TestLayout(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.create_order(cls.anna, client_order_ref="PO-BAD")
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        self.deliver()
        self.admin = self.create_user(
            "admin2", "base.group_system", "sales_team.group_sale_manager"
        )

    def render(self):
        [(_name, content)] = self.order._get_status_files().values()
        return content.decode()

    def get_alerts(self):
        return self.env["mail.message"].search(
            [
                ("partner_ids", "in", self.admin.partner_id.ids),
                ("subject", "=", "The layout of your status pages has failed"),
            ]
        )

    def test_m_plus_1_a_layout_of_ones_own(self):
        self.company.customer_status_layout = EXTENDING
        self.assertIn("Our own footer", self.render())
        self.company.customer_status_layout = False
        self.assertNotIn("Our own footer", self.render())

    def test_m_plus_1_a_wrong_one_is_refused_with_line_and_reason(self):
        for layout, words in [
            ("a\nb\n{% if %}", ["line 3", "Expected an expression"]),
            ("a\n{{ orders }}", ["line 2", "'orders' is undefined"]),
            ("{{ order.number }}", ["line 1", "on the page of a customer"]),
            ("{{ ''.__class__.__mro__ }}", ["line 1", "unsafe"]),
            ("{% include '/etc/passwd' %}", ["/etc/passwd"]),
            ("{% for a in range(1000) %}" * 3 + "{% endfor %}" * 3, ["too long"]),
            ("\n<script>alert(1)</script>", ["line 2", "<script"]),
            (" ", ["empty"]),
        ]:
            with self.subTest(layout):
                with self.assertRaises(ValidationError) as caught:
                    self.company.customer_status_layout = layout
                for word in words:
                    self.assertIn(word, str(caught.exception))

    def test_only_administrators_may_write_it(self):
        erp = self.create_user("erp", "base.group_erp_manager")
        company = self.company.with_user(erp)
        company.sequence = 7
        with self.assertRaises(AccessError):
            company.customer_status_layout = EXTENDING
        with self.assertRaises(AccessError):
            company.read(["customer_status_layout"])

    def test_m_plus_1_when_it_fails_customers_see_the_standard_layout(self):
        self.company.customer_status_layout = FAILING
        before = self.env["mail.message"].search_count([])
        with self.assertLogs(COMPANY_MODULE, logging.WARNING) as logs:
            html = self.render()
        self.assertIn("Your order is confirmed", html)
        self.assertIn("line 3", logs.output[0])
        self.assertNotIn("PO-BAD", logs.output[0])
        self.assertFalse(self.company.customer_status_layout_error)
        self.assertEqual(self.env["mail.message"].search_count([]), before)

    @mute_logger(f"{COMPANY_MODULE}.res_company_status_layout")
    def test_administrators_are_told_once(self):
        self.company.customer_status_layout = FAILING
        for _time in range(2):
            self.run_cron("customer_status_comm.ir_cron_check_layouts")
        self.assertIn("line 3", self.company.customer_status_layout_error)
        self.assertNotIn("PO-BAD", self.company.customer_status_layout_error)
        alert = self.get_alerts()
        self.assertEqual(len(alert), 1)
        self.assertIn(self.company.name, alert.body)

        self.order.client_order_ref = "PO-9"
        self.publish()
        self.run_cron("customer_status_comm.ir_cron_check_layouts")
        self.assertFalse(self.company.customer_status_layout_error)

    @mute_logger(f"{COMPANY_MODULE}.res_company_status_layout")
    def test_a_new_layout_starts_without_a_problem(self):
        self.company.customer_status_layout = FAILING
        self.company._check_status_layouts()
        self.assertTrue(self.company.customer_status_layout_error)
        self.company.customer_status_layout = EXTENDING
        self.assertFalse(self.company.customer_status_layout_error)

    def test_checking_a_layout_takes_no_time(self):
        text = self.env["res.config.settings"].get_standard_layout()
        started = time.process_time()
        self.company.customer_status_layout = text
        self.assertLess(time.process_time() - started, 3)


class TestSettings(StatusCase):
    def setUp(self):
        super().setUp()
        self.settings = self.env["res.config.settings"]

    def preview(self, **values):
        values = {"blocks": sorted(ALL_BLOCKS), "kind": "order", **values}
        return self.settings.render_status_preview(values)

    def test_m_plus_1_what_is_saved_is_the_companys(self):
        with Form(self.settings) as form:
            form.customer_status_show_prices = False
            form.customer_status_months = 3
        form.record.execute()
        self.assertNotIn("prices", self.company._get_status_blocks())
        self.assertEqual(self.company.customer_status_months, 3)

    def test_m_plus_1_a_sender_is_compulsory(self):
        with self.assertRaisesRegex(UserError, "nothing leaves without a sender"):
            self.company.customer_service_email = False

    def test_without_orders_an_invented_one_is_shown(self):
        for kind in ("order", "customer"):
            shown = self.preview(kind=kind)
            self.assertTrue(shown["sample"])
            self.assertIn("Sample article", shown["html"])

    def test_the_newest_order_is_shown_with_what_is_not_saved(self):
        self.anna.street = "Prøvevej 9"
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()
        revision = self.get_page(order).revision
        for kind in ("order", "customer"):
            with self.subTest(kind):
                shown = self.preview(introduction="Not saved yet", kind=kind)
                self.assertFalse(shown["sample"])
                for text in (order.name, "Not saved yet", "500.00", "Prøvevej 9"):
                    self.assertIn(text, shown["html"])
                shown = self.preview(blocks=["lines"], introduction="No", kind=kind)
                for text in ("500.00", ">No<", "Prøvevej 9"):
                    self.assertNotIn(text, shown["html"])
        self.assertFalse(self.company.customer_status_introduction)
        self.assertEqual(self.get_page(order).revision, revision)
        self.assertNotIn("delivery_address", self.get_page(order).facts)

    def test_a_layout_that_is_being_written(self):
        shown = self.preview(layout=EXTENDING)
        self.assertIn("Our own footer", shown["html"])
        shown = self.preview(layout="a\n{{ nothing }}")
        self.assertIn("line 2", shown["error"])
        self.assertIn("<footer>", shown["html"])
        self.assertFalse(self.company.customer_status_layout)

    def test_no_text_is_markup(self):
        shown = self.preview(introduction="<script>{{ 7 * 7 }}</script>")
        self.assertIn("&lt;script&gt;{{ 7 * 7 }}", shown["html"])

    def test_only_administrators_look(self):
        for group in (
            "base.group_user",
            "sales_team.group_sale_manager",
            "customer_status_comm.group_customer_status_manager",
            "base.group_erp_manager",
        ):
            user = self.create_user(group.replace(".", "-"), group)
            settings = self.settings.with_user(user)
            with self.subTest(group), self.assertRaises(AccessError):
                settings.render_status_preview({"blocks": [], "kind": "order"})
            with self.subTest(group), self.assertRaises(AccessError):
                settings.get_standard_layout()
