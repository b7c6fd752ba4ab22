"""Calls that no form would make, by every kind of user: none tells or does too much.

The oracle is each user's own environment, see ``rpc/``; the tests behind the fuzz show
that it finds what it is there to find. 200 calls in each run, the same ones;
``RPC_FUZZ_CALLS=2000`` makes more, and others each time. Their seed is printed:
``RPC_FUZZ_SEED`` repeats them.
"""

import base64
import os
import random
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, seed, settings

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import tagged

from .rpc.case import JudgedCase
from .rpc.entry import Call
from .rpc.judge import BROKEN, LEFT, READ, WRITTEN
from .rpc.people import ROLES
from .rpc.steps.dice import SOURCES, Dice
from .rpc.steps.probes import Differs
from .rpc.steps.stories import Stories

PANEL = "customer.communication.panel"
#: How many calls, and which: with another seed other ones.
CALLS = os.environ.get("RPC_FUZZ_CALLS")
SEED = int(
    os.environ.get("RPC_FUZZ_SEED") or (random.randrange(10**6) if CALLS else 17)
)
CALLS = int(CALLS or 200)
FUZZ = settings(
    max_examples=CALLS,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # a chain is short enough as it is
    suppress_health_check=list(HealthCheck),
)


@tagged("standard", "post_install", "-at_install")
class TestRpcFuzz(JudgedCase):
    #: By turns: who may read the customer reads the history, or who may the document.
    history = "document" if SEED % 2 else "customer"

    def test_no_call_reads_or_writes_beyond_what_its_user_may(self):
        finds, made = {}, 0

        @seed(SEED)
        @FUZZ
        @given(SOURCES)
        def fuzz(source):
            nonlocal made
            if made >= CALLS:
                return
            dice = Dice(source)
            stories = Stories(
                self.world, dice.one(ROLES), dice, self.targets, self.places
            )
            found, count = self.judge.try_chain(stories.any())
            made += count
            for find in found:
                finds.setdefault(find.key(), find)

        print(f"RPC_FUZZ_CALLS={CALLS} RPC_FUZZ_SEED={SEED}")
        fuzz()
        self.assertGreaterEqual(made, CALLS)
        text = "\n".join(find.describe() for find in finds.values())
        self.assertFalse(finds, f"{len(finds)} finds, RPC_FUZZ_SEED={SEED}:\n{text}")

    # The oracle

    def find(self, leak, role="clerk"):
        """Return ``{kind: [what]}`` of calling ``leak`` as a method over RPC."""
        method = api.model(lambda self: leak(self.env))
        with patch.object(self.env.registry[PANEL], "action_leak", method, create=True):
            finds = self.try_calls(Call(role, PANEL, "action_leak"))
        kinds = {}
        for found in finds:
            kinds.setdefault(found.kind, []).append(found.what)
        return kinds

    def get(self, env, name):
        """Return a record of the world, with sudo."""
        return self.world[name].with_env(env).sudo()

    def test_what_one_may_is_no_find(self):
        def look(env):
            own = env["sale.order"].search([])
            self.assertIn(self.world["order_own"].id, own.ids)
            own.client_order_ref = "mine"
            return own.read()

        self.assertEqual(self.find(look, "own"), {})

    def test_what_is_refused_is_no_find(self):
        def refuse(env):
            raise UserError("No")

        self.assertEqual(self.find(refuse), {})
        private = Call("clerk", "customer.communication", "_send", ([1],))
        self.assertEqual(self.try_calls(private), [])
        self.assertIn("Private methods", str(self.call(*private[:3], [1]).error))

    def test_a_secret_in_an_answer_is_found_in_every_form(self):
        order = self.world["order_b"]
        line, total = order.order_line.name, order.amount_total
        for answer in (
            {"a": [{"b": line}]},
            line.upper(),
            {line: 1},
            base64.b64encode(line.encode()).decode(),
            total,
            f"Total: {total:,.2f} kr",
            order.access_token,
        ):
            with self.subTest(answer):
                [what] = self.find(lambda env, it=answer: it, "foreign")[READ]
                self.assertIn("foreign learns of order_b", what)

    def test_a_link_is_followed(self):
        def link(env):
            links = env["customer.status.link"].sudo()
            page = self.get(env, "page_of_order_b")
            return links._create_links(page, page.partner_id)[0]

        self.assertIn("of order_b: ", self.find(link)[READ][0])

    def test_what_a_link_shows_later_is_found(self):
        """Who reads all orders, but no repairs, has a link to what is collected."""

        def link(env):
            page = self.get(env, "page_of_firm_d")
            return (
                env["customer.status.link"]
                .sudo()
                ._create_links(page, page.partner_id)[0]
            )

        [what] = self.find(link, "lead")[READ]
        self.assertIn("lead learns of repair_to_come_d: ", what)
        self.assertEqual(self.find(link, "colleague"), {})
        self.assertEqual(self.world["repair_to_come_d"].state, "draft")

    def test_what_differs_with_a_secret_is_found(self):
        secrets = self.world.markers.known.values()
        [secret] = (
            s for s in secrets if (s.of, s.what) == ("order_b", "note in the chatter")
        )

        def ask():
            call = Call("chief", "sale.order", "search_count", ([],))
            yield call
            yield Differs((call, secret))

        finds, count = self.judge.try_chain(ask())
        self.assertEqual([find.kind for find in finds], [READ])
        self.assertEqual(count, 1)

    def test_a_change_beyond_ones_rights_is_found(self):
        def change(env):
            self.get(env, "order_b").client_order_ref = "forged"

        def delete(env):
            self.get(env, "file_of_site").unlink()

        def create(env):
            env["ir.config_parameter"].sudo().set_param("a", "b")

        def relate(env):
            self.get(env, "mail_about_b").attachment_ids = False

        for make in (change, delete, create, relate):
            with self.subTest(make.__name__):
                self.assertTrue(self.find(make).get(WRITTEN), make.__name__)

    def test_all_is_taken_back(self):
        before = self.world["order_b"].client_order_ref

        def change(env):
            self.get(env, "order_b").client_order_ref = "forged"

        self.find(change)
        self.assertEqual(self.world["order_b"].client_order_ref, before)

    def write(self, env, partner, body):
        """Send an e-mail as a row of the history of the caller."""
        row = env["customer.communication"].sudo()
        row = row.create(
            {
                "partner_id": partner.id,
                "communication_type": "email",
                "subject": "Hello",
                "body": body,
                "user_id": env.uid,
            }
        )
        row._send(now=self.now)

    def test_what_leaves_is_read_by_who_gets_it(self):
        order, note = self.world["order_b"], self.world["note_about_b"]
        line = order.order_line.name

        def to_oneself(env):
            own = {"name": "Me", "email": "mine.clerk@evil.example"}
            self.write(env, env["res.partner"].sudo().create(own), line)

        def to_another(env):
            self.write(env, self.world["reader_a"], line)

        def of_a_note(env):
            self.write(env, self.world["reader_b"], note.body)

        def by_link(env):
            address = f"http://localhost/my/status/order/{order.id}"
            own = {"name": "Me", "email": "mine.clerk@evil.example"}
            own["parent_id"] = self.world["firm_b"].id
            row = self.get(env, "mail_about_b").copy({"user_id": False})
            row.partner_id = env["res.partner"].sudo().create(own)
            row.body = f'<p><a href="{address}">See</a></p>'
            row._send(now=True)

        for self.now in (True, False):
            for make in (to_oneself, to_another, of_a_note, by_link):
                with self.subTest(make.__name__, now=self.now):
                    self.assertTrue(self.find(make).get(LEFT), make.__name__)

    def test_what_leaves_to_whom_it_is_for_is_no_find(self):
        self.now = True
        found = self.find(
            lambda env: self.write(
                env, self.world["reader_b"], self.world["order_b"].order_line.name
            )
        )
        self.assertNotIn(LEFT, found)

    def test_a_failure_of_ours_is_found_and_one_of_odoos_is_not(self):
        ours = Call("chief", "customer.status.rule", "action_leak")

        def fail(self):
            return {}["step"]

        fail.__code__ = fail.__code__.replace(
            co_filename="/x/customer_status_comm/models/x.py"
        )
        rules = self.env.registry["customer.status.rule"]
        with patch.object(rules, "action_leak", api.model(fail), create=True):
            [found] = self.try_calls(ours)
        self.assertEqual(found.kind, BROKEN)
        odoos = Call("chief", "res.partner", "read", ([1], {"name": 5}))
        self.assertEqual(self.try_calls(odoos), [])
