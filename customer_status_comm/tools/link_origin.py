"""Whose words an outgoing text is, and so which addresses in it become links."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

#: A document: its model and id.
Document = tuple[str, int]

# What a user is, as far as it matters here.
ROOT: Final = "root"
INTERNAL: Final = "internal"
PORTAL: Final = "portal"
STRANGER: Final = "stranger"

#: Odoo's types of messages with words from outside: what the mail gateway took in, and
#: the answer of who is away, which quotes it.
_FROM_OUTSIDE: Final = frozenset({"email", "out_of_office"})
#: Those of messages that Odoo makes of its templates. Of what a colleague sends it is
#: not asked: over RPC the sender chooses it.
_OF_TEMPLATES: Final = frozenset({"notification", "auto_comment", "user_notification"})


class Origin(NamedTuple):
    """Whose words a text is.

    :param writers: ids of the users who wrote it; each must be allowed to read what an
        address in it points to. Empty: a program.
    :param about: the only documents that its addresses may point to; ``None``: any.
    :param is_ours: it leaves from our history: to the customer's own address, which
        the writer does not choose, and to nobody else.
    """

    writers: frozenset[int] = frozenset()
    about: frozenset[Document] | None = None
    is_ours: bool = False

    def may_mean(self, document: Document) -> bool:
        """Whether an address of ``document`` in it may become a link at all."""
        return self.about is None or document in self.about


#: Nothing in it becomes a link.
OUTSIDE: Final = Origin(about=frozenset())


def find_origin(
    hands: Mapping[int, str], message_type: str | None, about: Iterable[Document]
) -> Origin:
    """Return the ``Origin`` of a text that did not leave from our history.

    :param hands: ``{user id: what they are}`` of all who had a hand in it: who made the
        message, and in whose name it leaves.
    :param message_type: of its ``mail.message``; ``None`` when it has none, as mails
        and SMS have that a program made.
    :param about: the documents that its message stands on.

    What came from outside is never given a link. A colleague answers for all that they
    send, templates too. What Odoo sends in the name of a customer, a visitor or of
    nobody links to what it is about, and what a customer types to what they may read.
    """
    if message_type in _FROM_OUTSIDE:
        return OUTSIDE
    people = frozenset(id_ for id_, what in hands.items() if what in (INTERNAL, PORTAL))
    kinds = set(hands.values())
    of_program = message_type is None or message_type in _OF_TEMPLATES
    if STRANGER in kinds and not of_program:
        return OUTSIDE
    if INTERNAL in kinds:
        return Origin(writers=people)
    if of_program or kinds == {ROOT}:
        return Origin(about=frozenset(about))
    return Origin(writers=people)
