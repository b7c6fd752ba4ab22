"""The oracle: what a call found out, changed or sent that its user must not."""

import re
from typing import NamedTuple

from . import entry
from .audit import CREATED
from .knowledge import OURS, Knowledge
from .later import get_pages_to_come
from .leaving import Leaving, find_misplaced, get_pages
from .steps.probes import Differs
from .writes import Writes

READ, WRITTEN, LEFT, BROKEN = "read", "written", "left", "broken"
#: What records are named by.
NAMES = ("name", "reference", "subject")


class Find(NamedTuple):
    """Something a call must not have done.

    :param kind: ``READ``, ``WRITTEN``, ``LEFT`` or ``BROKEN``.
    :param what: of what; with ``call`` it says which hole it is.
    :param before: the calls before it, which led there.
    """

    kind: str
    call: entry.Call
    what: str
    before: tuple = ()

    def key(self):
        """Return what tells one hole from another."""
        what = re.sub(r"\d+", "N", self.what.replace(self.call.role, "who"))
        return self.kind, self.call.model, self.call.method, what

    def describe(self):
        """Return it for people: what was found, and the calls that led there."""
        calls = [call.describe() for call in (*self.before, self.call)]
        return "\n    ".join([f"{self.kind}: {self.what}", *calls])


class Judge:
    """Makes calls in a world and judges each.

    :param world: a ``World``; its audit has been read into ``rows``.
    :param rows: as of ``Knowledge``.
    """

    def __init__(self, world, audit, rows):
        self.world, self.audit = world, audit
        self.knowledge = Knowledge(world, rows)
        self.writes, self.leaving = Writes(world), Leaving(world)

    def try_chain(self, calls):
        """Make calls one after the other, take all of it back, and return the finds.

        :param calls: a generator that yields each ``Call``, is sent its ``Answer``,
            and so may go on with what that gave. It may yield a ``Differs``, too.
        :return: ``(finds, number of calls)``
        """
        finds, later, before = [], [], []
        env = self.world.env
        savepoint = env.cr.savepoint()
        answer, made = None, next(calls, None)
        try:
            while made:
                if isinstance(made, Differs):
                    found = self._judge_difference(*made)
                else:
                    answer, found = self._make(made, tuple(before), later)
                    before.append(made)
                led_there = tuple(before[:-1])
                finds += [find._replace(before=led_there) for find in found]
                made = _go_on(calls, answer)
        finally:
            savepoint.close()
            env.cr.postcommit.clear()
            env.invalidate_all()
        for made, so_far, effect in later:
            if not self.writes.is_known(effect):
                continue  # made within the chain
            if not self.writes.judge_changed(made.role, effect):
                finds.append(Find(WRITTEN, made, effect.describe(), so_far))
        return finds, len(before)

    def _make(self, made, before, later):
        """Make one call and judge it; what is judged when all is back goes to later.

        :return: ``(Answer, finds)``
        """
        user = self.world.users[made.role]
        answer = entry.call(self.world.env, user, made)
        finds = self._judge_answer(made, answer)
        effects = self.audit.read()
        for effect in effects:
            if effect.kind != CREATED:
                later.append((made, before, effect))
            elif not self.writes.judge_created(made.role, effect):
                finds.append(Find(WRITTEN, made, effect.describe()))
        misplaced = find_misplaced(self.world, effects)
        finds += [Find(LEFT, made, what) for what in misplaced]
        typed = self.world.markers.find([call[3:] for call in (*before, made)])
        finds += self._judge_left(made, effects, typed)
        return answer, finds

    def _judge_answer(self, made, answer):
        """Find what the answer tells, itself or by a link in it."""
        if answer.error:
            refused = entry.is_refusal(self.world.env, made, answer.error)
            return [] if refused else _judge_failure(made, answer.error)
        return self._judge_read(made, READ, made.role, answer.value)

    def _judge_read(self, made, kind, role, told):
        """Find the secrets that a role may not know.

        In ``told``, and behind the links in it, now and in a while.
        """
        pages = get_pages(self.world.env, told).values()
        shown = [*pages, *get_pages_to_come(self.world, told)]
        found = self.world.markers.find([told, shown])
        hidden = {m for m in found if not self.knowledge.may(role, m)}
        if not made.model.startswith(OURS):
            # Odoo names the records that a record is linked to, whoever asks; of a
            # message that is its subject.
            hidden = {m for m in hidden if m.what not in NAMES}
        return self._describe_secrets(made, kind, f"{role} learns", hidden)

    def _describe_secrets(self, made, kind, who, markers):
        """Return a find for each record whose secrets came out."""
        by_record = {}
        for marker in sorted(markers):
            by_record.setdefault(marker.of, []).append(marker.what)
        return [
            Find(kind, made, f"{who} of {of}: {', '.join(sorted(set(whats)))}")
            for of, whats in by_record.items()
        ]

    def _judge_difference(self, made, marker):
        """Find a secret that shows in how two questions are answered."""
        if self.knowledge.may(made.role, marker):
            return []
        what = f"{made.role} learns {marker.describe()} by asking"
        return [Find(READ, made, what)]

    def _judge_left(self, made, effects, typed):
        """Find what was sent to whom it is not for.

        :param typed: the secrets that the user has typed, and so may pass on.
        """
        env, finds = self.world.env, []
        savepoint = env.cr.savepoint()
        try:
            self.leaving.deliver(effects)
        except Exception as error:  # it would fail in a queue, and be tried again
            finds = _judge_failure(made, error)
        else:
            for sent in self.leaving.read():
                finds += self._judge_sent(made, sent, typed)
        finally:
            savepoint.close()
        return finds

    def _judge_sent(self, made, sent, typed):
        """Find what somebody got who must not.

        What one may know and has typed or attached oneself is one's own business.
        """
        role, partner = self.leaving.find_readers(sent.address)
        if role in self.knowledge.of:
            return self._judge_read(made, LEFT, role, sent.content)
        told = [sent.content, *get_pages(self.world.env, sent.content).values()]
        own = self.world.markers.find(sent.files) | typed
        if not made.model.startswith(OURS):
            own = self.world.markers.find(told)  # in a composer of Odoo's
        own &= self.knowledge.of[made.role]
        hidden = {
            marker
            for marker in self.world.markers.find(told) - own
            if not self.knowledge.may_customer(partner, marker)
        }
        who = self.world.describe("res.partner", partner.id)
        return self._describe_secrets(made, LEFT, f"{who} gets", hidden)


def _judge_failure(made, error):
    """Find a failure within, if it is ours."""
    culprit = entry.find_culprit(error)
    name = type(error).__name__
    return [Find(BROKEN, made, f"{name} {culprit}")] if culprit else []


def _go_on(calls, answer):
    """Return what a story does next, ``None`` at its end."""
    try:
        return calls.send(answer)
    except StopIteration:
        return None
