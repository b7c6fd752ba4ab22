"""What an SMS service answers, made to fit the texts it was given."""

from collections.abc import Iterable
from typing import Any

from .. import const

#: What Odoo calls it when a service does not answer.
NO_ANSWER = "server_error"


def complete_answer(answer: Any, uuids: Iterable[str]) -> list[dict[str, Any]]:
    """Return one result for each text, whatever a service has answered.

    A text without a result that makes sense has failed: its service may or may not
    have taken it, and Odoo would hand it over again and again.

    :param answer: anything; a proper one is a list of dicts with ``uuid``, ``state``
        and perhaps ``failure_reason``, all strings, and more. Only the first
        ``const.DATA_MAX`` are looked at.
    :param uuids: of the texts that were handed over.
    """
    entries = answer[: const.DATA_MAX] if isinstance(answer, list) else []
    results = {entry["uuid"]: entry for entry in entries if _makes_sense(entry)}
    return [
        results.get(uuid, {"uuid": uuid, "state": NO_ANSWER})
        for uuid in dict.fromkeys(uuids)
    ]


def _makes_sense(entry: Any) -> bool:
    """Tell whether Odoo can read one result."""
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("uuid"), str)
        and isinstance(entry.get("state"), str)
        and isinstance(entry.get("failure_reason") or "", str)
    )
