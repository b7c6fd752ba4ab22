"""Web orders: told apart from others, told once, under their own shop's brand."""

import base64
import io
from datetime import timedelta

from PIL import Image

from odoo.tests import Form

from odoo.addons.customer_status_comm import const

from ..hooks import (
    post_init_hook,
    uninstall_hook,
)
from .common import WebCase


class TestMark(WebCase):
    """What is a web order, and what is not."""

    def test_what_the_shop_makes(self):
        self.assertTrue(self.create_cart().is_web_order)

    def test_a_copied_quotation_is_none(self):
        copied = self.create_web_order().copy()
        self.assertEqual(copied.website_id, self.site, "this Odoo copies")
        self.assertFalse(copied.is_web_order)

    def test_what_staff_write_is_none(self):
        self.assertFalse(self.create_order().is_web_order)

    def test_those_from_before_the_installation(self):
        order = self.create_web_order()
        copied = order.with_user(self.env.ref("base.user_admin")).sudo().copy()
        order.is_web_order = False

        post_init_hook(self.env)

        self.assertTrue(order.is_web_order)
        self.assertFalse(copied.is_web_order)


class TestCarts(WebCase):
    """Carts never tell anything, and neither do those left behind."""

    def test_cart_of_a_visitor(self):
        cart = self.create_cart()
        cart.order_line.product_uom_qty = 3
        self.assertEqual(cart.partner_id, self.site.user_id.partner_id)

        self.publish()

        self.assertFalse(self.deliver())
        self.assertFalse(self.get_page(cart))

    def test_cart_of_a_customer_left_behind(self):
        cart = self.create_cart(partner=self.anna)
        self.publish()

        cart._action_cancel()
        self.publish()

        self.assertFalse(self.deliver())

    def test_odoos_own_reminder_of_a_cart(self):
        """Odoo writes; we neither tell anything nor make a page or a link of it."""
        self.site.send_abandoned_cart_email = True
        self.site.send_abandoned_cart_email_activation_time -= timedelta(days=1)
        cart = self.create_cart(partner=self.anna)
        cart.date_order -= timedelta(hours=self.site.cart_abandoned_delay + 1)
        self.env.flush_all()
        before = self.env["customer.status.link"].search_count([])

        self.env["website"]._send_abandoned_cart_email()
        self.assertTrue(cart.cart_recovery_email_sent)
        self.publish()

        [mail] = self.env["mail.mail"].search(
            [("model", "=", "sale.order"), ("res_id", "=", cart.id)]
        )
        self.assertEqual(mail.mail_message_id.subject, "You left items in your cart!")
        self.assertNotIn("/status/", mail.body_html)
        self.assertFalse(self.get_page(cart))
        self.assertEqual(self.env["customer.status.link"].search_count([]), before)
        self.assertFalse(
            self.env["customer.communication"].search([("res_id", "=", cart.id)])
        )

    def test_the_same_customer_ordering_is_told(self):
        """So that the silence above is that of the cart, not of the shop."""
        order = self.create_web_order()
        self.publish()
        self.assertTrue([m for m in self.deliver() if order.name in m["Subject"]])

    def test_waiting_for_a_bank_transfer(self):
        rules = self.env["customer.status.rule"].with_context(active_test=False)
        rules.search([("company_id", "=", False)]).active = True
        order = self.create_cart(partner=self.anna)

        order.action_quotation_sent()  # what Odoo does with it
        self.publish()

        self.assertFalse(self.deliver(), "it is no quotation")
        facts = self.env["customer.status.page"]._ensure(order)[order.id].facts
        self.assertEqual(facts["step"], const.STEP_AWAITING_PAYMENT)
        html = order._render_status(facts)
        self.assertIn("We are waiting for your payment", html)
        self.assertIn(f"Order <bdi>{order.name}</bdi>", html)

        order.action_confirm()
        self.publish()
        [message] = self.deliver()
        self.assertIn("We have your order", message["Subject"])


class TestTold(WebCase):
    """One message for one web order."""

    def get_subjects(self):
        self.publish()
        return [message["Subject"] for message in self.deliver()]

    def test_odoo_tells_too_and_the_settings_say_so(self):
        settings = self.env["res.config.settings"].create({})
        told = "Confirmed: an order confirmation for every web order"
        self.assertIn(told, settings.customer_status_odoo_messages)
        rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")
        self.assertIn("for every web order", rule.odoo_message)

        order = self.create_web_order()
        self.assertTrue(self.get_mails_of_odoo(order))

    def test_m4_an_invoiced_web_order_is_told_with_a_link_to_its_page(self):
        order = self.create_web_order()
        self.publish()
        self.deliver()
        order._create_invoices().action_post()
        self.publish()

        [message] = self.deliver()
        self.assertEqual(message["Subject"], f"Invoice for your order {order.name}")
        found = self.env["customer.status.link"]._find_page(self.get_token(message))
        self.assertEqual(found.facts["reference"], order.name)
        self.assertEqual(found.facts["billing"], const.BILLING_INVOICED)

    def test_ours_in_place_of_odoos(self):
        self.company.customer_status_replaces_web_confirmation = True
        settings = self.env["res.config.settings"].create({})
        self.assertNotIn("every web order", settings.customer_status_odoo_messages)

        order = self.create_web_order()

        self.assertEqual(self.get_mails_of_odoo(order), [])
        [subject] = self.get_subjects()
        self.assertIn(order.name, subject)

    def test_nobody_is_left_without_a_confirmation(self):
        self.company.customer_status_replaces_web_confirmation = True
        rules = self.env["customer.status.rule"].search([("event", "=", "confirmed")])
        for case, change, back in (
            (
                "off",
                {"customer_status_active": False},
                {"customer_status_active": True},
            ),
            (
                "by hand",
                {"customer_status_mode": "on_demand"},
                {"customer_status_mode": "automatic"},
            ),
        ):
            with self.subTest(case):
                self.company.write(change)
                self.assertTrue(self.get_mails_of_odoo(self.create_web_order()))
                self.company.write(back)
        with self.subTest("no rule"):
            rules.active = False
            self.assertTrue(self.get_mails_of_odoo(self.create_web_order()))
        with self.subTest("no web order"):
            rules.active = True
            order = self.create_order()
            order.with_context(send_email=True).action_confirm()
            self.assertTrue(self.get_mails_of_odoo(order))

    def get_mails_of_odoo(self, order):
        """Return the subjects of what Odoo itself wrote to the customer."""
        messages = order.sudo().message_ids.filtered(
            lambda message: order.partner_id in message.notified_partner_ids
        )
        return messages.mapped("subject")


class TestRule(WebCase):
    """The switch "Web orders only"."""

    def setUp(self):
        super().setUp()
        self.rule = self.env.ref("customer_status_comm.customer_status_rule_confirmed")

    def test_it_writes_the_criteria_and_takes_them_away(self):
        self.assertFalse(self.rule.only_web_orders)
        with Form(self.rule) as form:
            form.only_web_orders = True
            self.assertIn("is_web_order", form.criteria)
        self.assertEqual(self.rule.criteria, "[('is_web_order', '=', True)]")
        self.assertEqual(self.rule.criteria_summary, "Web orders")
        with Form(self.rule) as form:
            form.only_web_orders = False
        self.assertEqual(self.rule.criteria, "[]")
        self.assertEqual(self.rule.criteria_summary, "All")

    def test_other_criteria_stay(self):
        self.rule.criteria = "['|', ['amount_total', '>', 9], ['name', '=', 'x']]"
        with Form(self.rule) as form:
            form.only_web_orders = True
        self.assertTrue(self.rule.only_web_orders)
        self.assertEqual(self.rule.criteria_summary, "By criteria")
        self.assertEqual(self.rule._filter(self.create_order()), self.env["sale.order"])
        with Form(self.rule) as form:
            form.only_web_orders = False
        self.assertIn("amount_total", self.rule.criteria)
        self.assertNotIn("is_web_order", self.rule.criteria)

    def test_once_the_addon_is_gone_it_is_off(self):
        """Criteria that nothing knows any more would keep every order back."""
        invoiced = self.env.ref("customer_status_comm.customer_status_rule_invoiced")
        cancelled = self.env.ref("customer_status_comm.customer_status_rule_cancelled")
        self.rule.criteria = "[('is_web_order', '=', True), ('amount_total', '>', 9)]"
        invoiced.criteria = "['|', ('is_web_order', '=', True), ('name', '=', 'x')]"
        (self.rule | invoiced | cancelled).active = True

        uninstall_hook(self.env)

        self.assertEqual(self.rule.criteria, "[('amount_total', '>', 9)]")
        self.assertEqual(invoiced.criteria, "[]")
        self.assertFalse(self.rule.active or invoiced.active)
        self.assertTrue(cancelled.active, "it is for all orders")

    def test_only_web_orders_are_told(self):
        self.rule.only_web_orders = True
        web = self.create_web_order()
        copied = web.copy()
        copied.action_confirm()
        written = self.create_order()
        written.action_confirm()

        self.publish()

        for order, states in ((web, ["told"]), (copied, ["silent"])):
            self.assertEqual([e[1] for e in self.get_events(order)], states)
        self.assertEqual([e[1] for e in self.get_events(written)], ["silent"])


class TestBrand(WebCase):
    """Two web shops of two companies: neither speaks for the other."""

    def get_message(self, order):
        self.publish()
        mails = self.env["mail.mail"].search([("state", "=", "outgoing")])
        return next(
            mail
            for mail in mails
            if order.name in mail.subject and "status/" in mail.body_html
        )

    def test_each_order_has_its_own_domain(self):
        for site in (self.site, self.other_site):
            with self.subTest(site.name):
                order = self.create_web_order(site=site)
                self.assertEqual(order.company_id, site.company_id)
                body = self.get_message(order).body_html
                self.assertIn(f"{site.domain}/status/", body)
                html = order._render_status(self.get_page(order).facts)
                self.assertIn(site.name, html)
                other = (self.site + self.other_site) - site
                self.assertNotIn(other.name, html)
                self.assertNotIn(other.domain, body + html)

    def test_order_without_a_website_of_its_own(self):
        order = self.create_order()
        self.assertTrue(order.customer_status_url.startswith(self.site.domain))

    def test_website_that_moved_to_another_company(self):
        order = self.create_web_order()
        self.publish()
        facts = self.get_page(order).facts
        self.site.company_id = self.other
        self.assertNotIn(self.site.name, order._render_status(facts))
        self.env.invalidate_all()
        self.assertFalse(order.customer_status_url.startswith(self.site.domain))

    def test_logo_of_the_website(self):
        order = self.create_web_order()
        self.publish()
        facts = self.get_page(order).facts
        self.assertNotIn(
            "data:image/png", order._render_status(facts), "none of Odoo's"
        )

        picture = io.BytesIO()
        Image.new("RGB", (400, 100), "#0f766e").save(picture, "PNG")
        self.site.logo = base64.b64encode(picture.getvalue())

        self.assertIn("data:image/png", order._render_status(facts))

    def test_another_brand_shows_at_once_on_a_page_that_is_kept(self):
        order = self.create_web_order()
        self.publish()
        page = self.get_page(order)
        [path] = self.env["customer.status.link"]._create_links(page, order.partner_id)

        def answer():
            self.env.flush_all()
            found = self.env["customer.status.link"]._find_page(path.rpartition("/")[2])
            return page._get_answer(found, "en_US").body.decode()

        self.assertIn(self.site.name, answer())
        self.site.name = "The Shop By Another Name"
        self.assertIn("The Shop By Another Name", answer())

    def test_website_that_is_gone(self):
        order = self.create_web_order()
        self.publish()
        facts = {**self.get_page(order).facts, "site": {"key": "website,0", "name": ""}}
        self.assertIn(self.company.name, order._render_status(facts))
