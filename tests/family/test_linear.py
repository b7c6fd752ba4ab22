"""What a stranger writes keeps neither the server nor PostgreSQL busy."""

import re
import time
from types import SimpleNamespace

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.models import customer_communication_search
from odoo.addons.customer_status_comm.tests.common import StatusCase

from ..linear import COMMON, MOST, find_growth, repeat
from ..sources import find_texts_of_sql

#: Seconds below which PostgreSQL took no time: what it takes for a query itself.
TRIVIAL = 0.01
#: Regular expressions that PostgreSQL works with, by file.
IN_SQL = {
    # Of names of files, once: one class of characters between two anchors.
    "customer_status_comm/migrations/19.0.1.1.0/end-status-files.py",
    "customer_status_comm/models/customer_communication_search.py",
}


class TestLinear(StatusCase):
    def find_slow(self, work, pieces=COMMON, **options):
        """Return the texts on which ``work`` takes more than its share of time."""
        slow = {}
        for piece in pieces:
            growth = find_growth(work, repeat(piece), **options)
            if growth > MOST:
                slow[piece] = round(growth)
        return slow

    def take_seconds_in_sql(self, work, text):
        """Return the least of the times that PostgreSQL takes."""
        best = float("inf")
        for _run in range(3):
            started = time.perf_counter()
            work(text.replace("\0", ""))
            best = min(best, time.perf_counter() - started)
        return best

    def test_18_4_words_of_a_message_in_sql(self):
        """Each body is taken apart as it is stored."""
        query = re.sub(
            r"\b(subject|document_name|body)\b",
            "%s::text",
            customer_communication_search._WORDS,
        )
        query = query.replace("'%", "'%%")

        def work(text):
            self.env.cr.execute(f"SELECT length({query})", [text] * 3)

        work("<p>x</p>")
        slow = self.find_slow(
            work,
            sizes=(200, 2_000, 10_000),
            measure=self.take_seconds_in_sql,
            trivial=TRIVIAL,
        )
        self.assertFalse(slow)

    def test_18_4_no_pattern_in_sql_is_forgotten(self):
        found = {
            path for path, _text in find_texts_of_sql(r"regexp_|\s!?~\*?\s|SIMILAR")
        }
        self.assertEqual(found, IN_SQL)

    def test_18_4_words_are_as_ever(self):
        """Tags go, those within a word leave no gap, and a long text is found, too."""
        row = self.env["customer.communication"].create(
            {
                "partner_id": self.anna.id,
                "communication_type": const.NOTE,
                "subject": "Bell",
                "body": "<p>Y<b>ell</b>ow &amp; <a href='x'>re</a>d</p><p>a &lt; b</p>",
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT search_words FROM customer_communication WHERE id = %s", row.ids
        )
        self.assertEqual(
            self.env.cr.fetchone()[0].split(),
            ["bell", "yellow", "&", "red", "a", "<", "b"],
        )

    def test_18_4_names_and_addresses(self):
        """How somebody is greeted and reached is asked of every customer."""

        def work(text):
            partner = self.env["res.partner"].new(
                {"name": text, "email": text, "phone": text}
            )
            partner._get_greeting()
            partner._get_reachability(self.company)

        self.assertFalse(self.find_slow(work))

    def test_18_4_an_address_too_long_is_none(self):
        partner = self.env["res.partner"].new(
            {"name": "Anna", "email": "anna@kunde.example, " * 200}
        )
        [customer] = partner._get_reachability(self.company).values()
        self.assertFalse(customer.email)
        self.assertTrue(customer.has_email)

    def test_18_4_links_in_a_text(self):
        address = f"{self.anna.get_base_url()}/my/status/customer/{self.anna.id} "
        links = self.env["customer.status.link"]

        def work(text):
            links._fill_in_length(f"{text}{address}{text}")
            links._put_link(f"{text}{address}", "customer", self.anna.id, "x")

        self.assertFalse(self.find_slow(work, (*COMMON, address, "/my/status/a/1")))

    def test_18_4_a_message_in_the_portal(self):
        messages = self.env["customer.communication"]

        def work(text):
            messages._get_portal_body.__func__(
                SimpleNamespace(ensure_one=lambda: None, body=text)
            )

        self.assertFalse(self.find_slow(work, (*COMMON, 'href="http://a/my/status/')))

    def test_18_4_what_is_looked_for_is_cut(self):
        messages = self.env["customer.communication"]
        word = "x" * 100_000
        domain = str(messages._get_portal_search_domain(word))
        self.assertLess(len(domain), 5 * const.SEARCH_MAX + 500)
        self.assertFalse(messages.search([("search_text", "ilike", word)]))
