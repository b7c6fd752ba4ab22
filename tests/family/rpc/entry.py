"""Calls the server as RPC does, and keeps what came of it."""

import json
import linecache
import traceback
from copy import deepcopy
from typing import Any, NamedTuple

from psycopg2 import IntegrityError

from odoo import api
from odoo.exceptions import AccessDenied, UserError
from odoo.service.model import call_kw
from odoo.tools.json import json_default

OURS = "customer_status_comm"
#: What a server answers in words; anything else is a failure within.
REFUSALS = (UserError, AccessDenied, IntegrityError)
#: How Python and Odoo say that a call was not made as the method asks for.
BAD_ARGUMENTS = (
    "Expected singleton",
    "positional argument",
    "unexpected keyword argument",
    "required keyword",
    "Wrong value for",
    "Invalid operator",
    "Invalid leaf",
    "Domain()",
)
#: Where a failure shows, whoever has caused it.
FRAMEWORK = ("/odoo/orm/", "/odoo/fields/", "/odoo/tools/", "/odoo/sql_db.py")


class Call(NamedTuple):
    """One call of RPC.

    :param args: the ids first, for a method of records.
    """

    role: str
    model: str
    method: str
    args: tuple = ()
    kwargs: dict = {}

    def describe(self):
        """Return it as a person would write it."""
        inside = [*map(_shorten, self.args)]
        inside += [f"{name}={_shorten(value)}" for name, value in self.kwargs.items()]
        return f"{self.role}: {self.model}.{self.method}({', '.join(inside)})"


def _shorten(value):
    """Return ``value`` in one line that a person reads to its end."""
    if isinstance(value, dict):
        inside = ", ".join(f"{key!r}: {_shorten(its)}" for key, its in value.items())
        return f"{{{inside}}}"
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:110]}…"


class Answer(NamedTuple):
    """What came of a call.

    :param value: as the client reads it, or ``None``.
    :param error: the exception, or ``None``.
    """

    value: Any = None
    error: BaseException | None = None


def call(env, user, made: Call) -> Answer:
    """Make a call as ``user``, as the server does, up to where it would commit.

    What failed has left nothing behind but what left the house.
    """
    env.flush_all()
    env.invalidate_all()
    transaction, stale = env.transaction, env.registry.cache_invalidated
    before, stale_before = transaction.default_env, set(stale)
    stale.clear()
    own = api.Environment(env.cr, user.id, {})
    transaction.default_env = own
    savepoint = env.cr.savepoint()
    try:
        # Odoo adds to what it is given, and a find shall say what was called.
        args, kwargs = deepcopy([list(made.args), made.kwargs])
        value = call_kw(own[made.model], made.method, args, kwargs)
        env.cr.flush()
        answer = Answer(json.loads(json.dumps(value, default=json_default)))
        savepoint.close(rollback=False)
    except Exception as error:  # whatever it is, somebody has to judge it
        savepoint.close()
        answer = Answer(error=error)
    finally:
        transaction.default_env = before
        if stale:
            env.registry.clear_all_caches()
            stale.clear()
        stale.update(stale_before)
    env.invalidate_all()
    return answer


def is_refusal(env, made: Call, error) -> bool:
    """Whether the server says why not, or was given what it was not made for.

    What is no record's id every method of Odoo's answers with a failure within.
    """
    if isinstance(error, REFUSALS):
        return True
    method = getattr(env.registry[made.model], made.method)
    ids = [] if getattr(method, "_api_model", False) else made.args[:1]
    if ids and not _are_ids(*ids):
        return True
    if isinstance(error, TypeError) and len(made.args) > len(ids):
        return True  # an argument of a type that the method does not take
    return isinstance(error, TypeError | ValueError) and any(
        words in str(error) for words in BAD_ARGUMENTS
    )


def _are_ids(ids):
    """Whether it is a list of what could be ids."""
    return isinstance(ids, list) and all(
        isinstance(id_, int) and 0 < id_ < 2**31 for id_ in ids
    )


def find_culprit(error) -> str | None:
    """Return the line of ours that a failure within comes from, if it is ours.

    A line that only hands on to Odoo (``super()``) is not, nor one of the ORM.
    """
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        name = frame.filename
        line = linecache.getline(name, frame.lineno).strip()
        if any(part in name for part in FRAMEWORK) or "super(" in line:
            continue
        if f"/{OURS}" in name:
            return f"{name.partition(OURS)[2]}:{frame.lineno} {line}"
        if "/odoo/" in name:
            return None
    return None
