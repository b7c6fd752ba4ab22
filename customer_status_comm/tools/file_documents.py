"""Of which documents a status file tells, as it is noted with the file."""

from collections import defaultdict

from .facts import CustomerFacts, Facts
from .page_keys import keys_of


def keys_within(facts: Facts | CustomerFacts) -> list[str]:
    """Return the keys ("sale.order,7") of all documents that ``facts`` tell of.

    The document itself first, then those of its customer or beside it, each once.
    """
    return list(dict.fromkeys(keys_of(facts)))


def unpack(keys: list[str] | None) -> dict[str, set[int]] | None:
    """Return ``{model: ids}`` of what ``keys_within`` gave.

    :return: ``None`` when it cannot be known, so that nobody takes it for nothing.
    """
    found = defaultdict(set)
    for key in keys or ():
        model, _comma, number = key.partition(",")
        if not number.isascii() or not number.isdigit():
            return None
        found[model].add(int(number))
    return dict(found) or None
