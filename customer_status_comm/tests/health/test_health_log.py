"""What the publisher writes into the log: numbers and ids, nothing of customers."""

import logging
import re
from datetime import timedelta

from ... import const
from .common import OURS, HealthCase


class TestLog(HealthCase):
    """M+1: one line for each run, and one for each failure."""

    PERSONAL = ("anna", "@", "+45", "12345678", "/status/", "Bell")

    def assertImpersonal(self, lines):
        text = "\n".join(lines)
        for part in self.PERSONAL:
            self.assertNotIn(part.lower(), text.lower())
        self.assertFalse(re.search(r"[\w-]{43}", text), "a token")

    def test_a_run_is_one_line_of_numbers(self):
        self.anna.phone = "+45 12345678"
        (self.create_order() | self.create_order()).action_confirm()
        with self.assertLogs(OURS, logging.INFO) as logs:
            self.publish()
        [line] = logs.output
        self.assertRegex(
            line, rf"Published 2 documents in \d+ ms .*{{{self.company.id}: 2}}"
        )
        self.assertImpersonal(logs.output)

    def test_a_run_without_work_says_nothing(self):
        with self.assertNoLogs(OURS, logging.INFO):
            self.publish()

    def test_a_failure_is_logged_without_what_it_had_in_hand(self):
        self.create_order().action_confirm()
        self.break_template("{}[object.partner_id.email]")
        with self.assertLogs(OURS, logging.INFO) as logs:
            self.publish()
        change = self.env["customer.status.change"].search([])
        self.assertEqual(change.failure, "KeyError: '***'", "what failed, for managers")
        self.assertImpersonal(logs.output)
        self.assertIn(f"sale.order,{change.res_id}", logs.output[0])
        self.assertIn("KeyError", logs.output[0])
        self.assertIn("1 failed", logs.output[1])

    def test_runs_are_forgotten_after_a_week(self):
        self.create_order().action_confirm()
        self.publish()
        runs = self.env["customer.status.run"].search([])
        self.assertEqual(runs.documents, 1)
        runs.ended_at -= timedelta(days=const.RUN_DAYS + 1)
        self.assertEqual(runs._gc_runs(), (1, False))
        self.assertFalse(runs.exists())
