"""Status files of before: who reads them, now that it depends on what they tell of."""

import json

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

#: Status files, and the document that each belongs to: its message's, or its own.
_FILES = """
SELECT file.id,
       coalesce(message.res_model, file.res_model),
       coalesce(message.res_id, file.res_id)
  FROM ir_attachment file
  LEFT JOIN customer_communication message
    ON file.res_model = 'customer.communication' AND file.res_id = message.id
 WHERE file.name ~ '^status-[[:alnum:]_-]+[.]html$'
   AND file.type = 'binary' AND file.res_field IS NULL
   AND file.customer_status_documents IS NULL
"""


def migrate(cr, _version):
    """Note of every status file what it tells of.

    Of an order's or a repair's: itself and what belongs to it. Of a customer's: nobody
    knows which orders it told of, so it is for its author and managers. It runs at the
    end, when all addons with documents are there.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    models = set(env["customer.status.mixin"]._get_status_models().values())
    cr.execute(SQL(_FILES))
    by_model = {}
    for file_id, model, res_id in cr.fetchall():
        known = model if model in models and model != "res.partner" and res_id else None
        by_model.setdefault(known, []).append((file_id, res_id))
    for model, files in by_model.items():
        keys = _get_keys(env, model, {res_id for _file_id, res_id in files})
        _note(cr, [(file_id, keys.get(res_id)) for file_id, res_id in files])


def _get_keys(env, model, ids):
    """Return ``{id: keys}`` of the documents of one model; none of no model."""
    if not model:
        return {}
    keys = {id_: [f"{model},{id_}"] for id_ in ids}
    documents = env[model].browse(ids).exists()
    for id_, other in documents._find_status_related():
        keys[id_].append(f"{other._name},{other.id}")
    return keys


def _note(cr, files):
    """Write it down, ``[(id of a file, keys or None)]``; and keep none of its words."""
    noted = [json.dumps({"author": False, "keys": keys}) for _id, keys in files]
    cr.execute(
        SQL(
            """
            UPDATE ir_attachment file
               SET customer_status_documents = new.noted::jsonb, index_content = NULL
              FROM unnest(%s::int[], %s::text[]) AS new(id, noted)
             WHERE file.id = new.id
            """,
            [id_ for id_, _keys in files],
            noted,
        )
    )
