"""Addresses that lead nowhere: one answer, the same work, nothing left behind."""

import os
import time
from itertools import islice
from statistics import median
from urllib.parse import unquote_to_bytes

from werkzeug.test import EnvironBuilder, run_wsgi_app

from odoo import http, sql_db
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from odoo.addons.customer_status_comm.models.customer_status_link_find import (
    _FIND_PAGE,
)
from odoo.addons.customer_status_comm.tests.common import StatusCase
from odoo.addons.customer_status_comm.tools.token import hash_token

from .. import hostile

#: How many are tried; by hand with more: ``WRONG_TOKENS=100000 ./dev test …``.
MANY = int(os.environ.get("WRONG_TOKENS", "1000"))


@tagged("standard", "post_install", "-at_install")
class TestWrongTokens(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        order = cls.create_order(cls.anna)
        order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        [message] = self.deliver()
        self.token = self.get_token(message)
        self.env.flush_all()
        self.http_request_allow_all = True

    def ask(self, token):
        """Ask Odoo as a server would; return ``(status, headers, body, queries)``."""
        path, _, query = f"/status/{token}".partition("?")
        builder = EnvironBuilder(base_url=self.base_url(), query_string=query)
        environ = builder.get_environ()
        environ["REQUEST_URI"] = environ["RAW_URI"] = path
        environ["PATH_INFO"] = unquote_to_latin1(path)
        before = sql_db.sql_counter
        body, status, headers = run_wsgi_app(http.root, environ)
        body = b"".join(body)
        return status, tuple(headers), body, sql_db.sql_counter - before

    def test_the_right_one_opens(self):
        status, _headers, body, _queries = self.ask(self.token)
        self.assertEqual(status, "200 OK")
        self.assertIn(b"Bell", body)

    def test_one_answer_and_the_same_work(self):
        self.ask("x")  # fills the caches
        expected = self.ask("x" * 43)
        self.assertEqual(expected[0], "404 NOT FOUND")
        self.assertLessEqual(expected[3], 1, "queries")
        for token in hostile.ODD_TOKENS:
            with self.subTest(token[:60]):
                self.assertEqual(self.ask(token), expected)
        differing, seconds = set(), []
        for token in islice(hostile.near_misses(self.token), MANY):
            began = time.perf_counter()
            if self.ask(token) != expected:
                differing.add(token)
            seconds.append(time.perf_counter() - began)
        tenth = max(1, MANY // 10)
        first, last = median(seconds[:tenth]), median(seconds[-tenth:])
        print(
            f"{MANY} wrong tokens: {sum(seconds):.0f} s; each {first * 1000:.2f} ms "
            f"in the first tenth, {last * 1000:.2f} ms in the last (medians)"
        )
        self.assertFalse(differing)

    def test_the_same_work_in_the_database_however_near_it_comes(self):
        """What PostgreSQL reads is the same, and does not grow with the links."""
        tokens = [*islice(hostile.near_misses(self.token), 200), "x", "x" * 8_000]
        before = {self.count_blocks(token) for token in tokens}
        self.assertEqual(len(before), 1)
        page = self.env["customer.status.page"].search([], limit=1)
        links = self.env["customer.status.link"].sudo()
        links._create_links([page] * 5_000, [self.anna] * 5_000)
        self.env.flush_all()
        # PostgreSQL itself, coming by, would count none of this transaction's rows.
        self.env.cr.execute("ANALYZE customer_status_link")
        after = {self.count_blocks(token) for token in tokens}
        # An index of more rows may have one level more.
        self.assertLessEqual(max(after), max(before) + 1)

    def count_blocks(self, token):
        """Return how many blocks PostgreSQL reads to find no page for ``token``."""
        query = SQL("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) %s", find_page(token))
        [[[plan]]] = self.env.execute_query(query)
        self.assertEqual(plan["Plan"]["Actual Rows"], 0)
        return plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]

    def test_json_gets_one_answer_too(self):
        answers = set()
        for token in (
            *hostile.ODD_TOKENS,
            *islice(hostile.near_misses(self.token), 30),
        ):
            answer = self.url_open(
                f"/status/{token}", headers={"Accept": "application/json"}
            )
            answers.add((answer.status_code, answer.text))
        self.assertEqual(answers, {(404, '{"error": "not_found"}')})

    def test_nothing_is_logged_or_kept(self):
        before = self.count_rows()
        with self.assertNoLogs(level="INFO"):
            for token in hostile.ODD_TOKENS:
                self.ask(token)
        self.assertEqual(self.count_rows(), before)

    def count_rows(self):
        self.env.flush_all()
        models = ("customer.status.link", "ir.logging", "customer.status.event")
        return [self.env[model].search_count([]) for model in models]


def unquote_to_latin1(path):
    """Return ``path`` as PEP 3333 has it: each byte one character."""
    return unquote_to_bytes(path).decode("latin1")


def find_page(token):
    """Return the one query of an answer."""
    return SQL(_FIND_PAGE, hash_token(token))
