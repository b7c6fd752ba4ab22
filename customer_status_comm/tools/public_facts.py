"""The JSON form of a status page: the facts a customer sees, without our own ids."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any


def to_public(
    facts: Mapping[str, Any],
    *,
    news: list[str],
    language: str,
    updated_at: datetime,
    opaque: Callable[[str], str],
) -> dict[str, Any]:
    """Return what ``GET /status/<token>`` answers to who asks for JSON.

    :param facts: ``Facts`` or ``CustomerFacts``, only with what the customer may see.
    :param news: names of ``const.EVENTS`` that were told last.
    :param language: the customer's, as Odoo writes it (``da_DK``).
    :param updated_at: naive UTC.
    :param opaque: names a record in place of its key ("account.move,15"), which would
        tell how many invoices the shop has written; the same key gives the same name.
    """
    return {
        "updated_at": updated_at.replace(microsecond=0).isoformat() + "Z",
        "language": language.replace("_", "-"),
        "news": news,
        "status": _hide_keys(facts, opaque),
    }


def _hide_keys(value: Any, opaque: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {
            name: opaque(inner) if name == "key" else _hide_keys(inner, opaque)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_hide_keys(inner, opaque) for inner in value]
    return value
