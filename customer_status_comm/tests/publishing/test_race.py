"""Two at once: requests and the publisher make the page of one order together."""

from functools import partial

from odoo.service.model import retrying

from .race import RaceCase


class TestRace(RaceCase):
    def test_two_requests(self):
        """The one that comes too late starts again, and finds the page made."""
        one, two = self.open_env(), self.open_env()
        made = self.get_order(one).action_open_status_page()
        again = partial(self.get_order(two).action_open_status_page)

        found = self.race(one, two, partial(retrying, again, two))

        self.assertEqual(found["res_id"], made["res_id"])
        self.assertEqual(len(self.get_pages(two)), 1)

    def test_a_request_after_the_publisher(self):
        publisher, request = self.open_env(), self.open_env()
        changes = publisher["customer.status.change"]
        changes._publish_now(self.get_order(publisher))
        again = partial(self.get_order(request).action_open_status_page)

        found = self.race(publisher, request, partial(retrying, again, request))

        page = self.get_pages(request)
        self.assertEqual(found["res_id"], page.id)
        self.assertIn("confirmed", page.event_ids.mapped("event"))

    def test_the_publisher_after_a_request(self):
        """It comes back a minute later: nothing is lost, and nothing failed."""
        request, publisher = self.open_env(), self.open_env()
        self.get_order(request).action_open_status_page()
        order = self.get_order(publisher)
        publish = partial(publisher["customer.status.change"]._publish_now, order)

        self.race(request, publisher, publish)
        publisher.cr.commit()
        publisher.invalidate_all()

        changes = self.get_changes(publisher)
        self.assertTrue(changes)
        self.assertTrue(all(changes.mapped("due_at")))
        self.assertFalse(any(changes.mapped("failure")))
        publish()
        publisher.cr.commit()
        page = self.get_pages(publisher)
        told = [event.state for event in page.event_ids if event.event == "confirmed"]
        self.assertEqual(len(page), 1)
        self.assertEqual(told, ["told"])
