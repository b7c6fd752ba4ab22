from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from .. import const
from ..tools import decision
from ..tools.channel import Customer
from ..tools.shown import conceal_draft, conceal_related, is_draft


class Prospect(NamedTuple):
    """What would become of a document that waits, were it published now.

    :param page: its sudoed ``customer.status.page``, or ``None``.
    :param shown: the facts that its customer sees until then; ``None``: nothing yet.
    :param known: the facts that its customer was told last, or ``None``.
    :param after: the facts of now.
    :param decisions: what becomes of each event.
    :param customer: how they are reached; ``None`` when there is nobody.
    :param due_at: naive UTC; ``None``: when somebody publishes it.
    :param dict hidden: ``{key: facts on its own page, or None}`` of the documents that
        belong to it and wait to be published.
    """

    page: object
    shown: dict | None
    known: dict | None
    after: dict
    decisions: list
    customer: Customer | None
    due_at: datetime | None
    hidden: Mapping = MappingProxyType({})

    @property
    def before(self):
        """The facts that its customer knows until then, or ``None``."""
        return self.shown and (self.known or self.shown)

    @property
    def to_show(self):
        """The facts that the page shows once it is published."""
        facts = conceal_related(self.shown, self.after, self.hidden)
        return conceal_draft(self.shown, facts) if self.shown else facts

    @property
    def is_nothing(self):
        """Whether there is nothing to publish: nobody waits for a draft."""
        if self.shown:
            return False
        if is_draft(self.after):
            return True
        # What was given up before anybody heard of it is nobody's business either.
        is_given_up = self.after["step"] == const.STEP_CANCELLED
        return not self.decisions and (not self.page or is_given_up)

    def must_wait(self, now):
        """Whether it is left as it is for now.

        On demand not even the page is made anew before somebody publishes it; else
        only what is told waits.
        """
        if self.due_at is None:
            return bool(self.decisions) or self.shown != self.to_show
        return bool(decision.leading(self.decisions)) and self.due_at > now
