"""Every row that a call changes, in every table, noted by PostgreSQL itself."""

import json
from typing import NamedTuple

CREATED, CHANGED, DELETED = "created", "changed", "deleted"
#: What keeps itself up to date and is nobody's secret.
BOOKKEEPING = {
    "bus_bus",
    "bus_presence",
    "ir_cron_progress",
    "ir_cron_trigger",
    "ir_logging",
    "mail_presence",
    "res_users_log",
    "rpc_audit",
}
#: Columns that say only that somebody was there.
STAMPS = {"create_uid", "create_date", "write_uid", "write_date"}

_SETUP = """
CREATE TABLE rpc_audit (seq bigserial, tab text, old jsonb, new jsonb);
CREATE FUNCTION rpc_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO rpc_audit (tab, old, new) VALUES (
        TG_TABLE_NAME,
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
        CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
    RETURN NULL;
END $$;
DO $$
DECLARE name text;
BEGIN
    FOR name IN
        SELECT c.relname FROM pg_class c
         WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
           AND c.relname <> ALL(%s)
    LOOP
        EXECUTE format('CREATE TRIGGER rpc_audit AFTER INSERT OR UPDATE OR DELETE'
                       ' ON %%I FOR EACH ROW EXECUTE FUNCTION rpc_audit()', name);
    END LOOP;
END $$;
"""


class Effect(NamedTuple):
    """What became of one row in one call.

    A row of relations belongs to the record whose field it is: that is changed.

    :param model: of its table; the table's name when it is no model's.
    :param id: ``None`` when it is no model's.
    :param old: the row before, ``{}`` if it was not there. ``new``: likewise.
    :param columns: the names of those that differ.
    """

    model: str
    id: int | None
    kind: str
    old: dict
    new: dict
    columns: frozenset

    def describe(self):
        """Return it for people."""
        what = f"{self.model} {self.id or self.new or self.old} {self.kind}"
        if self.kind != CHANGED:
            return what
        changes = (
            f"{name}: {self.old.get(name)!s:.40} → {self.new.get(name)!s:.40}"
            for name in sorted(self.columns)
        )
        return f"{what}: {', '.join(changes)}"


class Audit:
    """Notes what changes from now on, within the test's own transaction."""

    def __init__(self, env):
        self.env = env
        self.seen = 0
        env.flush_all()
        env.cr.execute(_SETUP, [sorted(BOOKKEEPING)])
        self.models = {
            model._table: name
            for name, model in env.registry.items()
            if model._auto and not model._abstract
        }
        self.relations = _find_relations(env)

    def read(self):
        """Return the effects since the last time, one for each row."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT seq, tab, old, new FROM rpc_audit WHERE seq > %s ORDER BY seq",
            [self.seen],
        )
        first, last, order = {}, {}, []
        for seq, table, old, new in self.env.cr.fetchall():
            self.seen = seq
            row = old or new
            key = (table, row.get("id") or json.dumps(row, sort_keys=True))
            if key not in first:
                first[key] = old
                order.append(key)
            last[key] = (new, {**(last.get(key, (None, {}))[1]), **(new or {})})
        effects = (self._make(key, first[key], *last[key]) for key in order)
        return [effect for effect in effects if effect]

    def _make(self, key, old, new, seen):
        """Return an ``Effect``; ``None`` for a row that is as it was.

        One that came and went again is created: it may have left in between.
        """
        table, id_ = key
        if table in self.relations:
            model, column, field = self.relations[table]
            row = old or new or seen
            if not (old or new):
                return None
            names = frozenset([field])
            return Effect(model, row[column], CHANGED, {**row}, {}, names)
        kind = CHANGED if old and new else DELETED if old else CREATED
        before, after = old or {}, new or (seen if not old else {})
        columns = frozenset(
            name
            for name in before.keys() | after.keys()
            if before.get(name) != after.get(name) and name not in STAMPS
        )
        if not columns:
            return None
        model = self.models.get(table, table)
        id_ = id_ if isinstance(id_, int) else None
        return Effect(model, id_, kind, before, after, columns)


def _find_relations(env):
    """Return ``{table: (model, its column, field)}`` of many2many fields."""
    tables = {model._table for model in env.registry.values() if not model._abstract}
    return {
        field.relation: (name, field.column1, field.name)
        for name, model in env.registry.items()
        if model._auto and not model._abstract
        for field in model._fields.values()
        if field.type == "many2many" and field.store and field.relation not in tables
    }
