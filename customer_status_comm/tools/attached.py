"""Attached files: which a message may call its own, and which it copies."""

from typing import NamedTuple

#: Where a file lies that somebody has uploaded for a message not sent yet.
DRAFTS = frozenset(
    {
        "customer.communication.panel",
        "mail.compose.message",
    }
)
#: In whose name Odoo works by itself; it has uploaded nothing.
SUPERUSER = 1


class File(NamedTuple):
    """What is asked of a file, see ``ir.attachment``.

    ``model`` and ``res_id``: the record it belongs to; ``None`` and 0 of none.
    ``is_private``: neither public, nor served under an address of its own, nor the
    value of a record's field.
    """

    id: int
    model: str | None
    res_id: int
    creator: int
    is_private: bool


class Sorted(NamedTuple):
    """Ids of files: those that stay as they are, become the message's, are copied."""

    kept: frozenset[int]
    taken: frozenset[int]
    copied: frozenset[int]


def sort_files(
    files: list[File], message: tuple[str, int], template: tuple[str, int], uid: int
) -> Sorted:
    """Return what a message does with the files that somebody gave it.

    Whoever writes a message names its files by id, and a message deletes what is its
    own once that is replaced. So it takes over nothing but what was made for it, or
    what its writer uploaded and nobody else has; all else is copied. What belongs to
    its template is shared: thousands of status messages may carry it.

    :param message: model and id of the message.
    :param template: the same of its template; of none ``("", 0)``.
    :param uid: the user who acts.
    """
    kept, taken = set(), set()
    for file in files:
        belongs_to = (file.model, file.res_id)
        if belongs_to == message or (belongs_to == template and file.res_id):
            kept.add(file.id)
        elif file.is_private and file.creator == uid and _is_loose(file, message[0]):
            taken.add(file.id)
    copied = {file.id for file in files} - kept - taken
    return Sorted(frozenset(kept), frozenset(taken), frozenset(copied))


def is_upload(file: File, draft: tuple[str, int], uid: int) -> bool:
    """Whether a file was uploaded into a draft, and by ``uid``.

    :param draft: model and id. Until it is saved a draft has none, and its files have
        the model only.
    """
    return (
        file.is_private
        and file.creator == uid
        and file.model == draft[0]
        and file.res_id in (0, draft[1])
    )


def _is_loose(file: File, model: str) -> bool:
    """Whether a file was made or uploaded for a message that had no id yet."""
    if file.model == model:
        return not file.res_id
    if file.creator == SUPERUSER:
        return False
    return file.model in DRAFTS or not (file.model or file.res_id)
