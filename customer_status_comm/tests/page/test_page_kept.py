"""A page is kept in memory, and yet whatever changes it shows at once."""

import base64
import io
from datetime import timedelta

from PIL import Image

from odoo import fields
from odoo.tests import HttpCase, tagged

from ...models import customer_status_page_answer
from ...tools import page_cache
from ..common import StatusCase


@tagged("standard", "post_install", "-at_install")
class TestPageKept(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.create_order(cls.anna)
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        [message] = self.deliver()
        self.token = self.get_token(message)
        self.page = self.get_page(self.order)
        self.rendered = []
        render = type(self.page)._render

        def counted(page, *args, **kwargs):
            self.rendered.append(1)
            return render(page, *args, **kwargs)

        self.patch(type(self.page), "_render", counted)
        self.get()
        self.rendered.clear()

    def get(self, **options):
        self.env.flush_all()
        return self.url_open(f"/status/{self.token}", **options)

    def assert_anew(self, text):
        """Assert that the page is laid out once more, for the next two answers."""
        self.assertIn(text, self.get().text)
        self.assertEqual(self.get().status_code, 200)
        self.assertEqual(len(self.rendered), 1)
        self.rendered.clear()

    def test_it_is_laid_out_once(self):
        first = self.get()
        self.assertEqual(self.get().content, first.content)
        self.assertEqual(self.get(method="HEAD").headers["ETag"], first.headers["ETag"])
        etag = {"If-None-Match": first.headers["ETag"]}
        self.assertEqual(self.get(headers=etag).status_code, 304)
        self.assertFalse(self.rendered)

    def test_what_the_page_is_made_of_shows_at_once(self):
        company, shop = self.company, self.company.partner_id
        for write, text in [
            (lambda: company.write({"name": "Another Shop"}), "Another Shop"),
            (lambda: shop.write({"street": "Newstreet 7"}), "Newstreet 7"),
            (lambda: shop.write({"website": "https://new.example"}), "new.example"),
            (lambda: company.write({"phone": "+45 11 22 33 44"}), "+45 11 22 33 44"),
            (
                lambda: company.write({"customer_status_introduction": "Hello there"}),
                "Hello there",
            ),
            (lambda: company.write({"logo": self.make_picture()}), "data:image/png"),
            (lambda: self.anna.write({"lang": "da_DK"}), "Din ordre"),
        ]:
            with self.subTest(text):
                self.assertNotIn(text, self.get().text)
                self.rendered.clear()
                write()
                self.assert_anew(text)

    def make_picture(self):
        picture = io.BytesIO()
        Image.new("RGB", (40, 20), "red").save(picture, "PNG")
        return base64.b64encode(picture.getvalue())

    def test_news_shows_at_once(self):
        self.order._action_cancel()
        self.publish()
        self.assert_anew("cancelled")

    def test_a_tick_taken_away_hides_its_block_at_once(self):
        email = self.company.customer_service_email
        self.assertIn(email, self.get().text)
        self.company.customer_status_show_shop = False
        self.assertNotIn(email, self.get().text)

    def test_two_changes_in_one_second_show_both(self):
        for name in ("First Name", "Second Name"):
            self.company.name = name
            self.assertIn(name, self.get().text)

    def test_a_link_that_is_taken_back_opens_nothing_that_is_kept(self):
        self.assertEqual(self.get().status_code, 200)
        self.page.link_ids.write({"revoked_at": fields.Datetime.now()})
        self.assertEqual(self.get().status_code, 404)

    def test_a_link_that_has_ended_opens_nothing_that_is_kept(self):
        self.page.link_ids.expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(self.get().status_code, 404)

    def test_what_odoo_caches_counts_too(self):
        """All processes hear of such a change before their next answer."""
        registry = self.env.registry
        self.patch(
            registry, "cache_sequences", {**registry.cache_sequences, "default": -1}
        )
        self.get()
        self.assertEqual(len(self.rendered), 1)

    def test_each_quarter_of_an_hour_it_is_laid_out_anew(self):
        self.patch(customer_status_page_answer, "this_quarter", lambda: 1)
        self.get()
        self.assertEqual(len(self.rendered), 1)
        self.assertNotEqual(page_cache.this_quarter(), 1)

    def test_another_customer_never_gets_it(self):
        other = self.create_order(self.bo)
        other.action_confirm()
        self.publish()
        [message] = self.deliver()
        html = self.url_open(f"/status/{self.get_token(message)}").text
        self.assertIn(other.name, html)
        self.assertNotIn(self.order.name, html)
