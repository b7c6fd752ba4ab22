"""Work on many records of which one that fails holds up no other."""

import logging
import time
from typing import NamedTuple

from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as CONCURRENCY

from . import const
from .tools.wording import describe_origin

_logger = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """What became of many parts.

    :param answers: what doing it returned, one for each time that it succeeded.
    :param failed: parts that failed, which was noted.
    :param stuck: parts that failed, and could not even be marked as failed; the log
        says so.
    """

    answers: list
    failed: list
    stuck: list

    def add(self, other):
        """Return both together."""
        return Outcome(*(one + its for one, its in zip(self, other, strict=True)))


def do_apart(parts, do, fail):
    """Do something to all ``parts`` together; what fails is found and left behind.

    When all together fail, each half is tried, down to the one at fault. Whatever an
    attempt that failed has written is undone.

    :param list parts: recordsets of one model; what belongs together is one part.
    :param do: called with the union of some parts.
    :param fail: called with ``(part, error)`` for one that failed alone.
    :return: ``Outcome``
    :raise psycopg2.OperationalError: when another transaction was in the way. What
        this one sees is out of date then, so it can only be begun anew.
    """
    if not parts:
        return Outcome([], [], [])
    together = parts[0].union(*parts[1:])
    try:
        with together.env.cr.savepoint():
            return Outcome([do(together)], [], [])
    except CONCURRENCY:
        raise
    except Exception as error:  # whatever people typed may fail in any way
        if len(parts) == 1:
            noted = _note_failure(together, error, fail)
            return Outcome([], *((parts, []) if noted else ([], parts)))
    middle = (len(parts) + 1) // 2
    first = do_apart(parts[:middle], do, fail)
    return first.add(do_apart(parts[middle:], do, fail))


def _note_failure(part, error, fail):
    """Have ``fail`` note why a part failed, and return whether it could."""
    try:
        with part.env.cr.savepoint():
            fail(part, error)
    except CONCURRENCY:
        raise
    except Exception as second:  # logged, and the part stays as it was
        _logger.error(
            "%s failed (%s), and so did saying so: %s",
            part,
            describe_origin(error),
            describe_origin(second),
        )
        return False
    return True


def log_failure(part, error):
    """Log that a part failed; for what nobody but the administrator can mend."""
    # Its words may name a customer.
    _logger.warning("%s failed: %s", part, describe_origin(error))


def insist(env, do):
    """Return what ``do`` returns; have it begin anew when another was in the way.

    Rolls back what this transaction has done so far, if so.

    :raise psycopg2.OperationalError: when others were in the way each time.
    """
    pauses = list(const.PUBLISH_PAUSES)
    while True:
        try:
            return do()
        except CONCURRENCY:
            env.cr.rollback()
            if not pauses:
                raise
            time.sleep(pauses.pop(0))
