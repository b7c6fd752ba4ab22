"""A long history stays quick to read, search and filter."""

import time
from ast import literal_eval

from lxml import etree

from odoo.tools import SQL

from ..common import StatusCase

ROWS = 10_000
#: Rows of others, beside which the customer's own are found.
OTHERS = 20_000


class TestHistoryScale(StatusCase):
    """C15 with 10,000 messages of one customer among those of others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for partner, count in ((cls.anna, ROWS), (cls.bo, OTHERS)):
            cls.env.cr.execute(
                SQL(
                    """
                    INSERT INTO customer_communication (
                        partner_id, commercial_partner_id, company_id, direction,
                        communication_type, state, subject, body, recipient, user_id,
                        document_name, create_date, create_uid)
                    SELECT %(partner)s, %(partner)s, %(company)s, 'out',
                           (ARRAY['email', 'sms', 'note'])[1 + n %% 3],
                           CASE WHEN n %% 50 = 0 THEN 'failed' ELSE 'sent' END,
                           'Subject ' || n, '<p>' || repeat('Words. ', 50) || n,
                           'a@b.example', %(user)s, 'S' || n,
                           now() - n * interval '1 minute', %(user)s
                      FROM generate_series(1, %(count)s) n
                    """,
                    partner=partner.id,
                    company=cls.company.id,
                    user=cls.env.uid,
                    count=count,
                )
            )
        cls.env.cr.execute("ANALYZE customer_communication")
        cls.env.invalidate_all()
        cls.seller = cls.create_user("seller", "sales_team.group_sale_salesman")
        cls.rows = cls.env["customer.communication"].with_user(cls.seller)
        cls.view = cls.rows.get_views([(False, "list"), (False, "search")])["views"]

    def get_specification(self):
        """Return what the panel's list asks for, all columns of its view."""
        spec = {}
        for node in etree.fromstring(self.view["list"]["arch"]).iter("field"):
            field = self.rows._fields[node.get("name")]
            names = {"many2one": "display_name", "many2many": "name"}
            inner = names.get(field.type)
            spec[field.name] = {"fields": {inner: {}}} if inner else {}
        return spec

    def read_list(self, *domain, limit=80):
        """Read the first page as the web client does; return it, seconds, queries."""
        self.env.flush_all()
        self.env.invalidate_all()
        queries, start = self.env.cr.sql_log_count, time.process_time()
        found = self.rows.web_search_read(
            [("partner_id", "child_of", self.anna.id), *domain],
            self.get_specification(),
            limit=limit,
            count_limit=10_001,
        )
        seconds = time.process_time() - start
        return found, seconds, self.env.cr.sql_log_count - queries

    def explain(self, domain):
        """Return PostgreSQL's plan of the list's query."""
        query = self.rows._search(domain, limit=80, order=self.rows._order)
        explained = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        return "\n".join(line for [line] in explained)

    def test_c15_the_first_page_of_a_long_history(self):
        self.read_list(limit=1)  # what Odoo keeps in memory is there from now on
        found, seconds, queries = self.read_list()
        self.assertEqual(found["length"], ROWS)
        self.assertEqual(found["records"][0]["subject"], "Subject 1")
        self.assertLess(seconds, 1)
        _found, _seconds, of_one = self.read_list(limit=1)
        self.assertEqual(queries, of_one, "queries grow with the rows")

    def test_c15_search_and_filters_of_a_long_history(self):
        arch = etree.fromstring(self.view["search"]["arch"])
        [text] = arch.xpath("//field[@name='subject']/@filter_domain")
        search = literal_eval(text.replace("self", "'Subject 9999'"))
        found, seconds, _queries = self.read_list(*search)
        self.assertEqual([row["subject"] for row in found["records"]], ["Subject 9999"])
        self.assertLess(seconds, 2)
        for name, count in (("failed", ROWS // 50), ("texts", None)):
            with self.subTest(name):
                [domain] = arch.xpath(f"//filter[@name='{name}']/@domain")
                found, seconds, _queries = self.read_list(*literal_eval(domain))
                self.assertEqual(found["length"], count or found["length"])
                self.assertLess(seconds, 1)

    def test_c15_words_are_found_wherever_they_stand(self):
        writer = self.create_user("bodil", "sales_team.group_sale_salesman")
        writer.name = "Bodil Skrivergaard"
        wanted = self.env["customer.communication"].create(
            {
                "partner_id": self.anna.id,
                "company_id": self.company.id,
                "communication_type": "note",
                "subject": "Dæmpergaffel",
                "body": "<p>Knirker i <b>mor</b>genkulden</p><p>Bolt &amp; møtrik</p>",
                "document_name": "RO/00077",
                "user_id": writer.id,
            }
        )
        for word in (
            *("pergaff", "DÆMPER", "genkul", "RO/0007", "skriverg"),
            *("knirker i morgen", "kulden bolt & møt"),
        ):
            with self.subTest(word):
                found = self.rows.search([("search_text", "ilike", word)])
                self.assertEqual(found.ids, wanted.ids)
        for word in ("zebra", "<p>", "amp;"):
            self.assertFalse(self.rows.search([("search_text", "ilike", word)]), word)

    def test_c15_words_are_looked_up_in_indexes(self):
        """Nothing stands between PostgreSQL and the trigrams of the words."""
        plan = self.explain([("search_text", "ilike", "Subject 19999")])
        self.assertIn("customer_communication_words_index", plan)
        self.assertNotIn("SubPlan", plan)

    def test_c15_words_follow_the_message_and_stay_as_they_are(self):
        row = self.rows.sudo().search([], limit=1)
        row.subject = "Kædeskærm"
        self.env.flush_all()
        self.assertIn(row, self.rows.search([("search_text", "ilike", "kædesk")]))
        kept = self.rows._get_words_kept()
        before = self.env.cr.sql_log_count
        self.rows.init()
        self.assertEqual(self.env.cr.sql_log_count, before + 1, "nothing to be made")
        self.assertEqual(self.rows._get_words_kept(), kept)
        # As an update finds it that searches by other words than the version before.
        self.env.cr.execute(
            "COMMENT ON COLUMN customer_communication.search_words IS 'older'"
        )
        self.rows.init()
        self.assertEqual(self.rows._get_words_kept(), kept)
        self.assertIn(row, self.rows.search([("search_text", "ilike", "kædesk")]))

    def test_c15_filters_count_in_an_index(self):
        """A filter that few rows meet does not read them all."""
        for domain, index in (
            ([("state", "=", "failed")], "state_date_index"),
            ([("user_id", "=", self.seller.id)], "user_index"),
            ([("direction", "=", "in")], "incoming_index"),
        ):
            with self.subTest(index):
                self.assertIn(f"customer_communication_{index}", self.explain(domain))

    def test_c15_grouping_a_long_history(self):
        start = time.process_time()
        groups = self.rows.formatted_read_group(
            [("partner_id", "=", self.anna.id)],
            ["communication_type"],
            ["__count"],
        )
        self.assertEqual(sum(group["__count"] for group in groups), ROWS)
        self.assertLess(time.process_time() - start, 1)

    def test_c15_the_lists_are_read_from_an_index_in_order(self):
        """Neither the panel nor the menu sorts the whole history for one page."""
        for domain, index in (
            ([("partner_id", "child_of", self.anna.id)], "partner_index"),
            ([], "company_index"),
        ):
            with self.subTest(index):
                plan = self.explain(domain)
                self.assertIn(f"customer_communication_{index}", plan)
                self.assertNotIn("Sort", plan)

    def test_c15_only_fields_that_mean_something_are_searched_and_grouped_by(self):
        fields = self.rows.fields_get()
        for name in ("res_model", "res_id", "mail_message_id", "write_uid", "id"):
            with self.subTest(name):
                offered = fields[name]["searchable"] or fields[name]["groupable"]
                self.assertFalse(offered)
        for name in ("partner_id", "state", "subject", "create_date", "failure_code"):
            with self.subTest(name):
                offered = fields[name]["searchable"] and fields[name]["groupable"]
                self.assertTrue(offered)
