"""Test cases that work in a world."""

from odoo.tools import mute_logger

from odoo.addons.customer_status_comm.tests.common import StatusCase

from . import entry
from .audit import Audit
from .building import build_world
from .judge import Judge
from .steps.calls import find_targets
from .steps.probes import Places
from .world import services

#: What they say of calls that fail is judged here.
MUTED = (
    "mail.log",
    "odoo.addons",
    "odoo.http",
    "odoo.orm",
    "odoo.sql_db",
    "py.warnings",
)


class WorldCase(StatusCase):
    """A world, whose mails and SMS arrive at its own services."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = build_world(cls.env, cls.company, cls._create_company)

    def setUp(self):
        super().setUp()
        for context in (services(self.world), mute_logger(*MUTED)):
            context.__enter__()  # enterContext is of Python 3.11
            self.addCleanup(context.__exit__, None, None, None)

    def call(self, role, model, method, *args, **kwargs):
        """Make a call of RPC and take it back; return the ``Answer``."""
        made = entry.Call(role, model, method, args, kwargs)
        savepoint = self.env.cr.savepoint()
        try:
            return entry.call(self.env, self.world.users[role], made)
        finally:
            savepoint.close()
            self.env.cr.postcommit.clear()
            self.env.invalidate_all()


class JudgedCase(WorldCase):
    """A world in which PostgreSQL notes what changes, and somebody who judges it."""

    #: Who reads the history of the shop, as the company's setting says it.
    history = "customer"

    @classmethod
    def setUpClass(cls):
        super(WorldCase, cls).setUpClass()
        cls.company.customer_communication_access = cls.history
        audit = Audit(cls.env)
        cls.world = build_world(cls.env, cls.company, cls._create_company)
        rows = {}
        for effect in audit.read():
            if effect.id and effect.new:
                rows.setdefault(effect.model, {})[effect.id] = effect.new
        cls.judge = Judge(cls.world, audit, rows)
        cls.targets = find_targets(cls.env)
        cls.places = Places(cls.env, cls.world.markers, rows, cls.targets[1])

    def setUp(self):
        super().setUp()
        self.judge.audit.read()  # what setting up has changed

    def try_calls(self, *calls):
        """Make calls one after the other; return what must not have happened."""
        finds, _count = self.judge.try_chain(call for call in calls)
        return finds
