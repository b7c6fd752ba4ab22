"""Stop, Send now and Do not send it, while another has the message in hand.

The other is a publisher with a transaction of its own, or the action that sends what
was scheduled.
"""

import threading
import time
from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.exceptions import UserError
from odoo.service.model import retrying

from ... import const
from .race import RaceCase

#: Seconds within which there is an answer: what one waits for a lock, and the work.
SOON = 15
STOPPED = "Stopped. The customer is not told of it."


class TestRaceStop(RaceCase):
    def press(self, env, button):
        """Press a button of the order in a request of its own; return its answer."""
        order = self.get_order(env)
        begun = time.monotonic()
        action = retrying(getattr(order, button), env)
        self.assertLess(time.monotonic() - begun, SOON)
        return action

    def get_words(self, action):
        return (action.get("params") or {}).get("message", "")

    def get_told(self, env):
        env.invalidate_all()
        return [
            (event.state, event.why)
            for event in self.get_pages(env).event_ids
            if event.event == "confirmed"
        ]

    def claim(self, env):
        """Have a publisher take the order in hand and deal with it; not committed."""
        changes = env["customer.status.change"]
        claimed = changes._claim(None, documents={("sale.order", self.ids[0])})
        self.assertTrue(claimed)
        claimed._publish_each(force=True)
        env.flush_all()

    def test_while_a_publisher_has_it_they_say_that_it_is_being_sent(self):
        publisher, request = self.open_env(), self.open_env()
        self.claim(publisher)
        for button, words in (
            ("action_status_stop", "It cannot be stopped: it is being sent now."),
            ("action_status_send_now", "It is being sent now."),
        ):
            with self.subTest(button):
                self.assertEqual(self.get_words(self.press(request, button)), words)
        self.assertEqual(self.get_told(request), [])
        publisher.cr.commit()
        request.cr.commit()
        self.assertEqual(self.get_told(request), [("told", False)])

    def test_with_many_documents_in_the_publishers_hands(self):
        """It has two hundred, and works on another one of them."""
        publisher, request = self.open_env(), self.open_env()
        changes = publisher["customer.status.change"]
        publisher.cr.execute(
            """
            INSERT INTO customer_status_change
                        (res_model, res_id, reason, touched_at)
                 SELECT 'sale.order', 1000000000 + n, 'state', now()
                   FROM generate_series(1, 199) n
            """
        )
        self.assertEqual(len(set(changes._claim(200).mapped("res_id"))), 200)
        words = self.get_words(self.press(request, "action_status_stop"))
        self.assertEqual(words, "It cannot be stopped: it is being sent now.")
        publisher.cr.rollback()

        words = self.get_words(self.press(request, "action_status_stop"))
        self.assertEqual(words, STOPPED)
        self.assertEqual(self.get_told(request), [("silent", const.WHY_STOPPED)])

    def test_when_the_publisher_is_done_in_time_they_say_what_it_did(self):
        for button, words in (
            (
                "action_status_stop",
                "It could not be stopped: it has already been sent.",
            ),
            ("action_status_send_now", "It has already been sent."),
        ):
            with self.subTest(button):
                publisher, request = self.get_new_env(), self.get_new_env()
                self.get_order(publisher)._status_touch(const.REASON_STATE)
                publisher["customer.status.change"].flush_model()
                publisher.cr.commit()
                self.claim(publisher)
                press = partial(self.press, request, button)
                action = self.race(publisher, request, press)
                self.assertEqual(self.get_words(action), words)
                request.cr.commit()
                self.assertEqual(self.get_told(request), [("told", False)])

    def get_new_env(self):
        """Return an environment on a connection of its own, whatever is published."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        return self.env(cr=cr)

    def test_when_the_publisher_gives_up_in_time_they_do_it(self):
        publisher, request = self.open_env(), self.open_env()
        self.claim(publisher)
        press = partial(self.press, request, "action_status_stop")
        thread = threading.Timer(0.5, publisher.cr.rollback)
        thread.start()
        action = press()
        thread.join()
        self.assertEqual(self.get_words(action), STOPPED)
        self.assertEqual(self.get_told(request), [("silent", const.WHY_STOPPED)])

    # The list of all that waits

    def publish_silently(self, env):
        """Publish the order from the list, telling nobody; return the refusal."""
        [change, *_others] = self.get_changes(env)
        waiting = env["customer.status.waiting"]
        try:
            retrying(partial(waiting.publish_silently_batch, [change.id]), env)
        except UserError as error:
            return str(error)
        return ""

    def test_the_list_says_that_a_publisher_has_one_in_hand(self):
        publisher, request = self.open_env(), self.open_env()
        self.claim(publisher)
        name = self.get_order(request).name
        words = f"{name}: being sent now. Try again in a minute."
        self.assertEqual(self.publish_silently(request), words)
        self.assertEqual(self.get_told(request), [])

    def test_the_list_waits_for_a_publisher_that_gives_up(self):
        publisher, request = self.open_env(), self.open_env()
        self.claim(publisher)
        thread = threading.Timer(0.5, publisher.cr.rollback)
        thread.start()
        self.assertEqual(self.publish_silently(request), "")
        thread.join()
        self.assertEqual(self.get_told(request), [("silent", const.WHY_STOPPED)])

    def test_the_list_tells_nothing_twice(self):
        publisher, request = self.open_env(), self.open_env()
        self.claim(publisher)
        publish = partial(self.publish_silently, request)
        self.assertEqual(self.race(publisher, request, publish), "")
        request.cr.commit()
        self.assertEqual(self.get_told(request), [("told", False)])

    def test_nobody_waits_longer_for_locks_afterwards_than_before(self):
        request = self.open_env()
        request.cr.execute("SHOW lock_timeout")
        before = request.cr.fetchone()
        self.press(request, "action_status_stop")
        request.cr.execute("SHOW lock_timeout")
        self.assertEqual(request.cr.fetchone(), before)

    # What was scheduled

    def schedule(self):
        """Return the id of a message whose time has come, committed."""
        with self.registry.cursor() as cr:
            env = self.env(cr=cr)
            row = env["customer.communication"].create(
                {
                    "partner_id": self.ids[1],
                    "communication_type": const.EMAIL,
                    "subject": "Later",
                    "body": "<p>Text</p>",
                    "user_id": env.uid,
                    "state": const.COMMUNICATION_SCHEDULED,
                    "scheduled_at": fields.Datetime.now() - timedelta(minutes=1),
                }
            )
            return row.id

    def cancel(self, env, row_id):
        row = env["customer.communication"].browse(row_id)
        begun = time.monotonic()
        try:
            retrying(row.action_cancel_scheduled, env)
            words = ""
        except UserError as error:
            words = str(error)
        self.assertLess(time.monotonic() - begun, SOON)
        return words

    def test_a_scheduled_message_that_is_being_sent(self):
        row_id = self.schedule()
        sending, request = self.get_new_env(), self.get_new_env()
        sending["customer.communication"]._send_next_scheduled()
        sending.flush_all()
        words = "It cannot be stopped: it is being sent now."
        self.assertEqual(self.cancel(request, row_id), words)

        cancel = partial(self.cancel, request, row_id)
        words = self.race(sending, request, cancel)
        self.assertEqual(words, "It has been sent meanwhile.")

    def test_a_scheduled_message_whose_sender_gives_up_is_taken_back(self):
        row_id = self.schedule()
        sending, request = self.get_new_env(), self.get_new_env()
        sending["customer.communication"]._send_next_scheduled()
        sending.flush_all()
        thread = threading.Timer(0.5, sending.cr.rollback)
        thread.start()
        self.assertEqual(self.cancel(request, row_id), "")
        thread.join()
        row = request["customer.communication"].browse(row_id)
        self.assertEqual(row.state, const.COMMUNICATION_CANCELLED)
