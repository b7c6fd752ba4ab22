"""Who sees which page over HTTP, and nothing on it that is not for them.

What a reader may know is asked of their own environment, see ``rpc/knowledge.py``.
"""

import re

from odoo.tests import HttpCase, tagged

from .rpc.asking import Asking
from .rpc.case import JudgedCase
from .test_routes import ROUTES

READS = "may read it, or it is of their own firm"
SEES = "is of the house, and may read the document or is a manager in its company"
OF_FIRM = "is a customer of the firm it was sent to"
PRINTS = "may read it"
READS_FILE = "may read what it went along with, has sent it, or is a manager there"
#: Address, of which records, who gets an answer.
PAGES = (
    ("/my/status/order/{id}", "order_own order_b order_foreign order_branch", READS),
    ("/my/status/repair/{id}", "repair_own repair_b", READS),
    ("/my/status/customer/{id}", "reader_a reader_b customer_f", READS),
    ("/my/status/shown/{id}", "page_of_order_own page_of_order_b", SEES),
    ("/my/status/told/{id}", "event_0_of_order_own event_0_of_order_b", SEES),
    ("/my/messages/{id}", "mail_about_b", OF_FIRM),
    ("/my/messages/{id}/files/{file}", "mail_about_b", OF_FIRM),
    ("/web/content/{file}", "mail_about_b mail_about_own mail_by_foreign", READS_FILE),
    ("/report/html/repair.report_repairorder2/{id}", "repair_own repair_b", PRINTS),
)
#: Of one's own messages.
LISTS = ("/my/messages", "/my/messages/page/1")
#: Those that ask for something else than who one is.
OF_NOBODY = {
    "/status/<string:token>": "the link is the right",
    "/status/<path:token>": "no link",
    "/shop/confirmation/status": "the browser that has just ordered",
    "/report/<converter>/<reportname>": "of no record",
}
#: What each of these means, asked of a role (``Asking``) and a record.
MEANING = {
    READS: lambda ask, record: ask.reads(record) or ask.is_of_firm(record),
    SEES: lambda ask, record: (
        ask.works_here(record)
        and (
            ask.may_with_document("read", record)
            or ask.decides_in(record.company_id.id)
        )
    ),
    OF_FIRM: lambda ask, row: ask.is_of_firm(row),
    PRINTS: lambda ask, record: ask.reads(record),
    READS_FILE: lambda ask, row: ask.reads_files_of(row),
}


@tagged("standard", "post_install", "-at_install")
class TestRightsPages(JudgedCase, HttpCase):
    def test_every_address_of_ours_is_asked_for(self):
        asked = [*LISTS, *(address for address, _names, _who in PAGES)]
        for route in ROUTES.keys() - OF_NOBODY.keys():
            pattern = re.sub("<[^>]+>", "[^/]+", route)
            with self.subTest(route):
                self.assertTrue(any(re.fullmatch(pattern, one) for one in asked))

    def test_a_visitor_is_asked_to_log_in(self):
        self.authenticate(None, None)
        for address, names, _who in PAGES:
            for name in names.split():
                with self.subTest(page=address, record=name):
                    answer = self.get(address, self.world[name])
                    self.assertIn(answer.status_code, (303, 404))
                    self.assertFalse(self.world.markers.find(answer.text))
        for address in LISTS:
            answer = self.url_open(address, allow_redirects=False)
            self.assertEqual(answer.status_code, 303)

    def test_every_page_is_for_whom_it_is_meant(self):
        for role, user in self.world.users.items():
            self.authenticate(user.login, user.login)
            ask = Asking(self.world, role)
            for address, names, who in PAGES:
                for name in names.split():
                    with self.subTest(role=role, page=address, record=name):
                        record = self.world[name]
                        answer = self.get(address, record)
                        expected = bool(MEANING[who](ask, record))
                        self.assertEqual(answer.status_code == 200, expected, who)
                        if expected:
                            self.assert_shows_nothing_hidden(role, answer.text)

    def test_the_list_of_messages_has_ones_own(self):
        for role in ("portal_a", "portal_b", "clerk"):
            login = self.world.users[role].login
            self.authenticate(login, login)
            for address in LISTS:
                answer = self.url_open(address)
                self.assertEqual(answer.status_code, 200)
                self.assert_shows_nothing_hidden(role, answer.text)
                subject = self.world["mail_about_b"].subject
                self.assertEqual(subject in answer.text, role == "portal_b")

    def get(self, address, record):
        """Return the answer at the address of a record."""
        file = "attachment_ids" in record._fields and record.attachment_ids[:1].id
        return self.url_open(
            address.format(id=record.id, file=file), allow_redirects=False
        )

    def assert_shows_nothing_hidden(self, role, text):
        """Nothing that a reader may not know stands in a text."""
        knowledge, user = self.judge.knowledge, self.world.users[role]
        hidden = [
            marker.describe()
            for marker in self.world.markers.find(text)
            if not knowledge.may(role, marker)
            and not (user.share and knowledge.may_customer(user.partner_id, marker))
        ]
        self.assertEqual(hidden, [], role)
