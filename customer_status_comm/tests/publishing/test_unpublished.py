"""Drafts and what is not published are for nobody outside, however they ask."""

from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged

from ..common import LINK
from .common import UnpublishedCase


@tagged("standard", "post_install", "-at_install")
class TestReaders(UnpublishedCase, HttpCase):
    """What customers with a login, and staff, find at an address."""

    def get(self, path, user="anna-anna"):
        self.authenticate(user, {"seller": "seller-seller"}.get(user, user))
        self.env.flush_all()
        self.env["customer.status.change"].flush_model()  # what was touched
        return self.url_open(f"/my/status/{path}")

    def assert_hidden(self, order):
        """Check that the order's customer finds nothing of it anywhere."""
        answer = self.get(f"order/{order.id}")
        self.assertEqual(answer.status_code, 404)
        self.assertIn("We cannot show this page", answer.text)
        listed = self.get(f"customer/{self.anna.id}")
        self.assertEqual(listed.status_code, 200)
        for text in (answer.text, listed.text):
            self.assertNotIn(order.name, text)
            self.assertNotIn("500.00", text)

    def test_a_draft(self):
        for mode in ("automatic", "on_demand"):
            with self.subTest(mode):
                self.company.customer_status_mode = mode
                draft = self.create_order(self.anna)
                self.publish()
                self.assertTrue(draft.with_user(self.anna.user_ids).has_access("read"))
                self.assert_hidden(draft)
                self.open_page(draft)
                self.publish()
                self.assert_hidden(draft)
                answer = self.get(f"order/{draft.id}", "seller")
                self.assertIn("500.00", answer.text)

    def test_what_waits_for_somebody_to_publish_it(self):
        order = self.create_waiting()
        self.assert_hidden(order)
        self.assertIn("500.00", self.get(f"order/{order.id}", "seller").text)

        self.press_publish(order)
        self.assertIn("500.00", self.get(f"order/{order.id}").text)
        self.assertIn(order.name, self.get(f"customer/{self.anna.id}").text)

        order.client_order_ref = "PO-STAFF"
        self.publish()
        for path in (f"order/{order.id}", f"customer/{self.anna.id}"):
            self.assertNotIn("PO-STAFF", self.get(path).text)
        self.assertIn("PO-STAFF", self.get(f"order/{order.id}", "seller").text)

    def test_what_rests_before_it_is_told(self):
        self.company.customer_status_mode = "automatic"
        order = self.create_order(self.anna)
        order.action_confirm()
        self.assert_hidden(order)
        self.publish()
        self.assertEqual(self.get(f"order/{order.id}").status_code, 200)

    def test_what_was_there_before_the_shop_had_pages(self):
        """Nothing of it waits; its customer may see how it stands."""
        order = self.create_order(self.anna)
        order.action_confirm()
        self.env["customer.status.change"].search([]).unlink()
        self.assertEqual(self.get(f"order/{order.id}").status_code, 200)
        self.assertIn(order.name, self.get(f"customer/{self.anna.id}").text)
        order.client_order_ref = "PO-STAFF"
        self.assert_hidden(order)

    def test_a_published_page_is_shown_with_its_news_as_the_link_does(self):
        order = self.create_waiting()
        self.press_publish(order)
        [message] = self.deliver()
        linked = self.url_open(f"/status/{self.get_token(message)}").text
        self.assertIn("confirmed", linked)
        self.assertEqual(self.get(f"order/{order.id}").text, linked)

    def test_an_order_that_becomes_a_draft_again(self):
        """Its customer knows of it: the page says so, and shows what it showed."""
        self.company.customer_status_mode = "automatic"
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()
        [message] = self.deliver()
        token = self.get_token(message)
        order._action_cancel()
        order.action_draft()
        order.order_line.price_unit = 77
        order.client_order_ref = "PO-DRAFT"
        self.publish()
        texts = [self.get(f"order/{order.id}").text]
        texts.append(self.url_open(f"/status/{token}").text)
        for text in texts:
            self.assertIn("Your quotation is being prepared", text)
            self.assertIn("500.00", text)
            self.assertNotIn("385.00", text)
            self.assertNotIn("PO-DRAFT", text)
        with self.assertRaises(UserError):
            self.open_page(order).action_copy_link()
        order.action_confirm()
        self.publish()
        self.assertIn("385.00", self.url_open(f"/status/{token}").text)

    def test_a_link_to_what_is_not_published_opens_nothing(self):
        """As on the slip of a repair: it opens the page once that is published."""
        order = self.create_waiting()
        page = self.open_page(order).sudo()
        [path] = self.env["customer.status.link"]._create_links(page, self.anna)
        self.env.flush_all()
        unknown = self.url_open("/status/" + "x" * 43)
        hidden = self.url_open(path)
        self.assertEqual((hidden.status_code, hidden.text), (404, unknown.text))
        as_json = self.url_open(path, headers={"Accept": "application/json"})
        self.assertEqual(as_json.json(), {"error": "not_found"})
        self.press_publish(order)
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 200)

    def test_staff_are_shown_no_page_that_is_not_published(self):
        """As its customer sees it: not at all."""
        page = self.open_page(self.create_waiting())
        answer = self.get(f"shown/{page.id}", "seller")
        self.assertEqual(answer.status_code, 404)

    def test_no_address_tells_what_there_is(self):
        """Foreign, unpublished, or not there: one and the same answer."""
        foreign = self.create_order(self.bo)
        foreign.action_confirm()
        self.publish()
        waiting = self.create_waiting()
        answers = {
            self.get(path).text
            for path in (
                f"order/{foreign.id}",
                f"order/{waiting.id}",
                "order/999999999",
                "nothing/1",
            )
        }
        self.assertEqual(len(answers), 1)


class TestStaff(UnpublishedCase):
    """What staff press publishes nothing, unless they may publish."""

    def test_to_look_at_it_publishes_nothing(self):
        order = self.create_waiting()
        page = self.open_page(order)
        self.assertFalse(page.is_published)
        self.assertEqual(page.preview_url, f"/my/status/order/{order.id}")
        self.press_publish(order)
        self.assertTrue(page.is_published)
        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])
        self.assertEqual(len(self.deliver()), 1)

    def test_copy_and_renew_link_are_refused_in_words(self):
        order = self.create_waiting()
        page = self.open_page(order)
        with self.assertRaises(UserError):
            order.with_user(self.seller).action_status_send_now()
        for press in ("action_copy_link", "action_renew_link"):
            with self.subTest(press), self.assertRaises(UserError) as refused:
                getattr(page, press)()
            self.assertIn("is not published yet", str(refused.exception))
        self.assertFalse(page.link_ids)
        self.assertFalse(page.is_published)
        self.press_publish(order)
        self.assertTrue(page.action_copy_link())

    def test_by_itself_a_shop_publishes_with_the_link(self):
        self.company.customer_status_mode = "automatic"
        order = self.create_order(self.anna)
        order.action_confirm()
        page = self.open_page(order)
        self.assertFalse(page.is_published)
        token = page.action_copy_link()["params"]["url"].rpartition("/")[2]
        self.env.flush_all()
        self.assertTrue(self.env["customer.status.link"]._find_page(token))
        self.publish()
        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])

    def test_what_never_waited_needs_nobody_to_publish_it(self):
        order = self.create_order(self.anna)
        order.action_confirm()
        self.env["customer.status.change"].search([]).unlink()
        self.assertTrue(self.open_page(order).action_copy_link())

    # Stop

    def test_stop_publishes_nothing(self):
        order = self.create_waiting()
        order.with_user(self.seller).action_status_stop()
        self.env.invalidate_all()
        page = self.get_page(order)
        self.assertFalse(page.is_published)
        self.assertEqual(self.get_events(order), [("confirmed", "silent", "stopped")])
        self.assertFalse(order.with_user(self.seller).customer_status_waiting)
        self.publish()
        self.assertFalse(page.is_published)

        row = self.env["customer.status.waiting"].search([])
        self.assertEqual(row.res_id, order.id, "that it is shown waits on")
        self.assertFalse(row.before)
        self.assertFalse(row.news)
        self.assertFalse(row.is_told)
        self.press_publish(order)
        self.assertTrue(page.is_published)
        self.assertFalse(self.deliver(), "it was stopped")
        order._create_invoices().action_post()
        self.publish()
        self.press_publish(order)
        [message] = self.deliver()
        self.assertIn("Invoice", message["Subject"], "what comes later is told")

    def test_stop_leaves_a_published_page_as_it_is(self):
        order = self.create_published()
        page = self.get_page(order)
        shown = (page.facts, page.news, page.published_at)
        order._create_invoices().action_post()
        self.publish()
        order.with_user(self.seller).action_status_stop()
        self.env.invalidate_all()
        self.assertEqual((page.facts, page.news, page.published_at), shown)
        self.assertEqual(
            self.get_events(order)[1:], [("invoiced", "silent", "stopped")]
        )
        self.press_publish(order)
        self.assertEqual(page.facts["billing"], "invoiced")
        self.assertFalse(self.deliver())

    def test_stopped_again_and_again(self):
        """The ledger knows each time, though the page stays as it was."""
        order = self.create_published()
        for _time in range(2):
            order._action_cancel()
            self.publish()
            order.with_user(self.seller).action_status_stop()
            order.action_draft()
            order.action_confirm()
            self.publish()
            order.with_user(self.seller).action_status_stop()
        events = [(event, state) for event, state, _why in self.get_events(order)]
        self.assertEqual(events.count(("cancelled", "silent")), 2)
        self.assertEqual(events.count(("reopened", "silent")), 2)
        self.assertEqual(self.get_page(order).facts["step"], "confirmed")

    def test_by_itself_a_shop_brings_the_page_up_to_date(self):
        self.company.customer_status_mode = "automatic"
        order = self.create_order(self.anna)
        order.action_confirm()
        self.env.flush_all()
        order.with_user(self.seller).action_status_stop()
        self.assertTrue(self.get_page(order).is_published)
        self.assertFalse(self.env["customer.status.change"].search([]))

    # Messages by hand

    def open_panel(self, order, **values):
        action = self.anna.action_contact(document=order)
        panels = self.env[action["res_model"]].with_user(self.seller)
        panel = panels.with_context(**action["context"]).create({})
        panel.write(
            {
                "communication_type": "email",
                "subject": "How it stands",
                "body": "<p>Hello</p>",
                **values,
            }
        )
        return panel

    def test_the_panel_refuses_link_and_file_in_words(self):
        link = '<p><a href="%s">Look</a></p>'
        for order in (self.create_waiting(), self.create_order(self.anna)):
            url = order.customer_status_url
            for values in (
                {"body": link % url},
                {"attach_status_file": True},
                {"communication_type": "sms", "sms_text": f"See {url}"},
            ):
                with self.subTest(state=order.state, **values):
                    panel = self.open_panel(order, **values)
                    panel.action_send()
                    self.assertEqual(panel.feedback_type, "danger")
                    self.assertIn(f"“{order.name}” is not publ", panel.feedback)
                    self.assertFalse(panel.communication_id)
            with self.assertRaises(UserError):
                self.open_panel(order).action_insert_status_link()
            page = self.get_page(order)
            self.assertFalse(page.filtered("is_published") or page.link_ids)
            panel = self.open_panel(order)
            panel.action_send()
            self.assertEqual(panel.feedback_type, "success", panel.feedback)
            note = self.open_panel(order, communication_type="note", body=link % url)
            note.action_send()
            self.assertEqual(note.feedback_type, "success", note.feedback)

    def test_the_panel_gives_away_what_is_published(self):
        order = self.create_published()
        order.client_order_ref = "PO-STAFF"
        self.publish()
        url = order.customer_status_url
        panel = self.open_panel(
            order, body=f'<p><a href="{url}">Look</a></p>', attach_status_file=True
        )
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        message = self.sink.received[-1][2]
        [file] = message.iter_attachments()
        self.assertIn(order.name, file.get_content())
        self.assertNotIn("PO-STAFF", file.get_content())
        found = self.env["customer.status.link"]._find_page(self.get_token(message))
        self.assertNotIn("PO-STAFF", str(found.facts))

    def test_odoos_composer_gives_nothing_away(self):
        """The address asks for a login, and there is no file."""
        template = self.env.ref("customer_status_comm.mail_template_order_status_email")
        for order in (self.create_waiting(), self.create_order(self.anna)):
            with self.subTest(order.state):
                composer = Form(
                    self.env["mail.compose.message"]
                    .with_user(self.seller)
                    .with_context(
                        default_composition_mode="comment",
                        default_model="sale.order",
                        default_res_ids=order.ids,
                        default_template_id=template.id,
                        default_partner_ids=self.anna.ids,
                    )
                ).save()
                self.assertFalse(composer.attachment_ids)
                before = len(self.sink.received)
                composer._action_send_mail()
                self.deliver()
                [(_from, _to, message)] = self.sink.received[before:]
                html = self.get_html(message)
                self.assertIn(f"/my/status/order/{order.id}", html)
                self.assertIsNone(LINK.search(html))
                self.assertFalse(self.get_page(order).filtered("is_published"))

    def test_a_call_cannot_ask_for_the_file_of_a_draft(self):
        draft = self.create_order(self.anna)
        self.assertFalse(draft._get_status_files())
        template = self.env.ref("customer_status_comm.mail_template_order_status_email")
        for value in (True, 1, "customer_status_inside", {}):
            asked = template.with_user(self.seller).with_context(
                customer_status_inside=value
            )
            made = asked._generate_template(draft.ids, {"attachment_ids"})
            self.assertFalse(made[draft.id].get("attachments"))
