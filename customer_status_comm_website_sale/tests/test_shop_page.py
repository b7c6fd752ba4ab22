"""The shop's thank-you page leads to the page of the order, in each web shop."""

from odoo.http import root
from odoo.tests import HttpCase, tagged

from .common import WebCase


@tagged("standard", "post_install", "-at_install")
class TestShop(HttpCase, WebCase):
    """The thank-you page leads to the status page."""

    def setUp(self):
        super().setUp()
        self.site.domain = self.base_url()
        self.other_site.domain = False

    def visit(self, path, order=None, host=None):
        """Open ``path`` under the name ``host``, having just placed ``order``."""
        session = self.authenticate(None, None)
        if order:
            session["sale_last_order_id"] = order.id
            root.session_store.save(session)
        self.env.flush_all()
        if host:
            self.opener.cookies.set("session_id", session.sid, domain=host)
        headers = {"Host": f"{host}:{self.http_port()}"} if host else None
        return self.url_open(path, headers=headers)

    def count_rows(self):
        """Return how many pages and links there are."""
        self.env.invalidate_all()
        names = ("customer.status.page", "customer.status.link")
        return [self.env[name].search_count([]) for name in names]

    def test_confirmation_page_leads_to_the_status_page(self):
        """However often it is looked at: reading makes neither page nor link."""
        order = self.create_web_order()
        page = self.visit("/shop/confirmation", order)
        self.assertIn('href="/shop/confirmation/status"', page.text)
        before = self.count_rows()

        for _look in range(3):
            status = self.visit("/shop/confirmation/status", order)

        self.assertEqual(status.status_code, 200)
        self.assertIn("Your order is confirmed", status.text)
        self.assertIn(order.name, status.text)
        self.assertIn(self.site.name, status.text)
        self.assertIn("noindex", status.headers["X-Robots-Tag"])
        self.assertEqual(self.count_rows(), before)

    def test_the_same_once_the_publisher_was_there(self):
        """What staff change since shows when it is published, as behind a link."""
        order = self.create_web_order()
        self.publish()
        before = self.count_rows()
        order.order_line.product_uom_qty = 471

        status = self.visit("/shop/confirmation/status", order)

        self.assertEqual(status.status_code, 200)
        self.assertNotRegex(status.text, r"\b471\b")
        self.publish()
        status = self.visit("/shop/confirmation/status", order)
        self.assertRegex(status.text, r"\b471\b")
        self.assertEqual(self.count_rows(), before)

    def test_what_staff_did_and_nobody_published_is_not_shown(self):
        """On demand: that they ordered shows at once, and is acknowledged at once."""
        self.company.customer_status_mode = "on_demand"
        order = self.create_web_order()
        shown = self.visit("/shop/confirmation/status", order)
        self.assertIn(order.name, shown.text)
        self.publish()
        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])
        order.order_line.product_uom_qty = 471
        order._create_invoices().action_post()
        self.publish()
        shown = self.visit("/shop/confirmation/status", order)
        self.assertIn(order.name, shown.text)
        self.assertNotRegex(shown.text, r"\b471\b")
        self.assertIn("Not invoiced", shown.text)

    def test_who_placed_it_reads_nothing_once_it_is_anothers(self):
        order = self.create_web_order()
        self.as_visitor(order).partner_id = self.anna  # as it was: nothing has passed
        self.assertEqual(
            self.visit("/shop/confirmation/status", order).status_code, 200
        )
        order.partner_id = self.bo
        for published in (False, True):
            with self.subTest(published):
                if published:
                    self.publish()
                answer = self.visit("/shop/confirmation/status", order)
                self.assertEqual(answer.status_code, 404)
                self.assertNotIn(order.name, answer.text)

    def test_a_cart_may_change_hands(self):
        """As it does when its visitor types an address, or logs in."""
        cart = self.create_cart()
        cart.partner_id = self.bo
        cart.partner_id = self.anna
        cart.action_confirm()
        self.assertFalse(cart.is_passed_on)

    def pay_by_transfer(self, order):
        """Choose bank transfer at the end of the checkout, as Odoo notes it down."""
        provider = self.env["payment.provider"].create(
            {
                "name": "Bank transfer",
                "code": "custom",
                "custom_mode": "wire_transfer",
                "company_id": self.company.id,
                "state": "enabled",
                "redirect_form_view_id": self.env.ref(
                    "payment_custom.redirect_form"
                ).id,
            }
        )
        method = self.env.ref("payment_custom.payment_method_wire_transfer")
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": order.name,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "sale_order_ids": [(6, 0, order.ids)],
                "operation": "online_redirect",
            }
        )
        transaction._set_pending()
        transaction._post_process()

    def test_paying_by_bank_transfer(self):
        """The page is there at once; the customer is told when the money has come."""
        order = self.create_cart(partner=self.anna)
        self.pay_by_transfer(order)
        self.assertEqual(order.state, "sent")
        self.publish()
        self.assertEqual([e for e in self.get_events(order) if e[1] == "told"], [])
        self.deliver()  # Odoo's own, about the payment

        thanks = self.visit("/shop/confirmation", order)
        self.assertIn('href="/shop/confirmation/status"', thanks.text)
        page = self.visit("/shop/confirmation/status", order)
        self.assertEqual(page.status_code, 200)
        self.assertIn("We are waiting for your payment", page.text)

        order.action_confirm()
        self.publish()
        [message] = self.deliver()
        self.assertIn("We have your order", message["Subject"])
        own = self.url_open("/status/" + self.get_token(message))
        self.assertIn("Your order is confirmed", own.text)
        page = self.visit("/shop/confirmation/status", order)
        self.assertIn("Your order is confirmed", page.text)

    def test_nothing_is_ordered_by_asking_otherwise(self):
        order = self.create_web_order()
        self.visit("/shop/confirmation", order)
        answer = self.url_open("/shop/confirmation/status", data={"x": "1"})
        self.assertEqual(answer.status_code, 405)

    def test_who_has_ordered_nothing(self):
        cart = self.create_cart(partner=self.anna)
        for order in (None, cart, self.create_order()):
            answer = self.visit("/shop/confirmation/status", order)
            self.assertEqual(answer.status_code, 404)

    def test_two_shops_under_two_names(self):
        """Each under its own address, brand and language; none speaks for the other."""
        port = self.http_port()
        sites = {self.site: "shop-a.localhost", self.other_site: "shop-b.localhost"}
        for site, host in sites.items():
            site.domain = f"http://{host}:{port}"
        for site, host in sites.items():
            with self.subTest(site.name):
                order = self.create_cart(site=site, partner=self.bo)
                self.as_visitor(order).action_confirm()
                other = (self.site + self.other_site) - site

                html = self.visit("/shop/confirmation/status", order, host).text

                self.assertIn("Din ordre er bekræftet", html)
                self.assertIn('<html lang="da-DK"', html)
                self.assertIn(site.name, html)
                self.assertIn(site.domain, html)
                self.assertNotIn(other.name, html)
                self.assertNotIn(other.domain, html)
                self.assertTrue(order.customer_status_url.startswith(site.domain))

    def test_a_link_under_another_shops_name_stays_its_own_shops(self):
        """A reader who changes the host in a link sees nothing of the other shop."""
        port = self.http_port()
        self.site.domain = f"http://shop-a.localhost:{port}"
        self.other_site.domain = f"http://shop-b.localhost:{port}"
        order = self.create_web_order()
        self.publish()
        links = self.env["customer.status.link"].sudo()
        [path] = links._create_links(self.get_page(order), self.anna)
        pages = [
            self.visit(path, host=host).text
            for host in ("shop-a.localhost", "shop-b.localhost")
        ]
        self.assertEqual(pages[0], pages[1])
        self.assertIn(order.name, pages[0])
        self.assertIn(self.site.domain, pages[0])
        for word in (self.other_site.name, self.other_site.domain, self.other.name):
            self.assertNotIn(word, pages[0])

    def test_an_unknown_link_gets_one_answer_under_every_shops_name(self):
        """It tells of no shop, and so not whose link it may have been."""
        port = self.http_port()
        self.site.domain = f"http://shop-a.localhost:{port}"
        self.other_site.domain = f"http://shop-b.localhost:{port}"
        answers = {
            (answer.status_code, answer.text)
            for host in ("shop-a.localhost", "shop-b.localhost")
            for answer in [self.visit(f"/status/{'x' * 43}", host=host)]
        }
        self.assertEqual(len(answers), 1)
        [(status, text)] = answers
        self.assertEqual(status, 404)
        for site in self.site + self.other_site:
            self.assertNotIn(site.name, text)
