"""A shop, its branch and a foreign shop, with a secret in all that somebody may read.

What is made is made by Odoo's and our own methods, as people would have made it.
"""

from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from aiosmtpd.controller import Controller

from odoo.tools import config

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.customer_status_comm.tests.common import (
    MailSink,
    SmsGateway,
    free_port,
)

from .markers import Markers


class World:
    """Records by name, users by role, and the secrets within.

    :param env: superuser's, in the shop.
    :param company: the shop.
    """

    def __init__(self, env, company):
        self.env, self.company = env, company
        self.markers = Markers()
        self.records = {}
        self.users = {}
        self.mails, self.texts = MailSink(), None

    def __getitem__(self, name):
        return self.records[name]

    def add(self, name, record):
        """Keep ``record`` under a name; return it."""
        self.records[name] = record.with_env(self.env)
        return record

    def mark(self, name, what="text", is_note=False):
        """Return a new word for ``what`` of the record of this name."""
        return self.markers.word(name, what, is_note)

    def price(self, name, what="price"):
        """Return a new amount for ``what`` of the record of this name."""
        return self.markers.amount(name, what)

    def within(self, company, user=None):
        """Return the environment of a user, by default the superuser, in a company."""
        own = {"allowed_company_ids": company.ids, "lang": "en_US"}
        env = self.env(context={**self.env.context, **own})
        return env(user=user) if user else env

    def as_user(self, records, role):
        """Return ``records`` as a role sees them in all of its companies."""
        user = self.users[role]
        records = records.with_user(user)
        return records.with_context(allowed_company_ids=user.company_ids.ids)

    def get_ids(self, model):
        """Return the ids of the records of a model that have a name, each once."""
        ids = (r.id for r in self.records.values() if r._name == model)
        return list(dict.fromkeys(ids))

    def describe(self, model, id_):
        """Return the name of a record, or its model and id."""
        names = (
            name
            for name, record in self.records.items()
            if (record._name, record.id) == (model, id_)
        )
        return next(names, f"{model},{id_}")


@contextmanager
def services(world):
    """Have what leaves arrive at ``world.mails`` and ``world.texts``.

    Over real SMTP and HTTP on loopback.
    """
    port = free_port()
    controller = Controller(world.mails, hostname="127.0.0.1", port=port)
    controller.start()
    gateway = world.texts = SmsGateway()
    smtp = {"smtp_server": "127.0.0.1", "smtp_port": port}
    with ExitStack() as stack:
        stack.callback(controller.stop)
        stack.callback(gateway.stop)
        gateway.use(_Patching(world.env, stack))
        stack.enter_context(
            patch.object(IrMail_Server, "_disable_send", lambda self: False)
        )
        stack.enter_context(patch.dict(config.options, smtp))
        yield


class _Patching:
    """What ``SmsGateway.use`` asks of a test case."""

    def __init__(self, env, stack):
        self.env, self.startPatcher = env, stack.enter_context
