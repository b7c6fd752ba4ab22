"""Addresses that lead nowhere: one answer, the same work, nothing left behind."""

import os
from itertools import islice
from urllib.parse import unquote_to_bytes

from werkzeug.test import EnvironBuilder, run_wsgi_app

from odoo import http, sql_db
from odoo.tests import HttpCase, tagged

from .. import hostile
from ..common import StatusCase

#: How many are tried; by hand with more: ``WRONG_TOKENS=100000 ./dev test …``.
MANY = int(os.environ.get("WRONG_TOKENS", "1000"))


@tagged("standard", "post_install", "-at_install")
class TestWrongTokens(StatusCase, HttpCase):
    def setUp(self):
        super().setUp()
        order = self.create_order(self.anna)
        order.action_confirm()
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
        differing = {
            token
            for token in islice(hostile.near_misses(self.token), MANY)
            if self.ask(token) != expected
        }
        self.assertFalse(differing)

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
