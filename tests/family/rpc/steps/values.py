"""Made-up values: ids of others, addresses of pages, what a form would never send."""

import base64
from datetime import datetime, timedelta

from odoo.models import MAGIC_COLUMNS

from odoo.addons.customer_status_comm import const

from .... import hostile

#: What no record has for an id.
ODD_IDS = (0, -1, 2**31 - 1, 2**31, 2**63, "x", None, False, [], {}, 1.5)
DOCUMENTS = (
    "sale.order",
    "repair.order",
    "account.move",
    "stock.picking",
    "res.partner",
)
KINDS = {"sale.order": "order", "repair.order": "repair", "res.partner": "customer"}
#: What an empty answer, a list and a crash begin with.
ODD_VALUES = (
    None,
    False,
    True,
    "",
    "x",
    0,
    -1,
    2**63,
    1.5,
    [],
    {},
    [[]],
    [1, 2],
    {"a": 1},
)
OPERATORS = ("=", "!=", "in", "ilike", "=like", "<", "any", "child_of", "zz")


class Values:
    """Makes up values for calls of one role."""

    def __init__(self, world, role, dice):
        self.world, self.role, self.dice = world, role, dice
        self.env = world.env

    # Records

    def id(self, model, odd=5):
        """Return the id of a record of a model, or what is none."""
        known = self.world.get_ids(model)
        if not known or self.dice.chance(odd):
            return self.dice.one(ODD_IDS)
        return self.dice.one(known)

    def ids(self, model, most=3):
        """Return a list of ids, or what some would send instead."""
        known = self.world.get_ids(model)
        if not known or self.dice.chance(6):
            return self.dice.one([[], self.id(model, 100), [self.id(model, 100)]])
        return self.dice.some(known, most)

    def document(self):
        """Return ``(model, id)`` of something one may write about."""
        if self.dice.chance(4):
            return self.dice.one(
                [("no.model", 1), ("res.users", 2), ("ir.attachment", 1), ("", 0)]
            )
        model = self.dice.one(DOCUMENTS)
        return model, self.id(model)

    # Texts

    def address(self):
        """Return the address of a status page, as one would type it."""
        model = self.dice.one(list(KINDS))
        id_ = self.id(model, 3)
        return f"http://localhost/my/status/{KINDS[model]}/{id_}"

    def text(self):
        """Return any text."""
        kind = self.dice.weighted({"plain": 4, "link": 4, "odd": 1, "long": 1})
        if kind == "link":
            address = self.address()
            return f'<p>See <a href="{address}">it</a> or {address}</p>'
        if kind == "odd":
            return self.dice.one([*hostile.MARKUP, *hostile.EXPRESSIONS, "", "\n\n"])
        if kind == "long":
            return self.dice.one(["/my/status/order/" + "9" * 5_000, "x" * 20_000])
        return self.dice.one(["Hello", "<p>Hello</p>", "Kære"])

    @property
    def own_address(self):
        """An e-mail address that the user has made up, see ``leaving``."""
        return f"mine.{self.role}@evil.example"

    # By field

    def values(self, model, most=4, given=None):
        """Return values for ``create`` or ``write``."""
        names = [
            name
            for name, field in sorted(self.env[model]._fields.items())
            if name not in MAGIC_COLUMNS and (field.store or field.inverse)
        ]
        chosen = self.dice.some(names, most)
        return {name: self.value(model, name) for name in chosen} | (given or {})

    def value(self, model, name):
        """Return a value for a field: one that fits, now and then one that does not."""
        field = self.env[model]._fields[name]
        if self.dice.chance(4):
            return self.dice.one(ODD_VALUES)
        if name in ("res_model", "model"):
            return self.dice.one([*DOCUMENTS, "no.model"])
        if name == "criteria":
            return repr(self.domain("sale.order"))
        if "email" in name and field.type == "char":
            return self.own_address
        make = getattr(self, f"_make_{field.type}", None)
        return make(field) if make else self.text()

    def _make_many2one(self, field):
        return self.id(field.comodel_name)

    def _make_many2one_reference(self, _field):
        return self.document()[1]

    def _make_one2many(self, field):
        return [self.command(field.comodel_name)]

    _make_many2many = _make_one2many

    def command(self, model):
        """Return a command of an x2many field."""
        id_ = self.id(model)
        return self.dice.one(
            [
                (6, 0, self.ids(model)),
                (4, id_),
                (3, id_),
                (2, id_),
                (5,),
                (1, id_, {"name": "x"}),
                (0, 0, {"name": "x"}),
            ]
        )

    def _make_selection(self, field):
        options = field.get_values(self.env)
        return self.dice.one([*options, "zz"])

    def _make_boolean(self, _field):
        return self.dice.chance(50)

    def _make_integer(self, _field):
        return self.dice.one([0, 1, 7, 400, -3, 2**31, self.document()[1]])

    def _make_float(self, _field):
        return self.dice.one([0.0, 1.5, -3.0, 1e300])

    _make_monetary = _make_float

    def _make_datetime(self, _field):
        later = datetime.now() + timedelta(days=2)
        return self.dice.one(["2020-01-01 00:00:00", f"{later:%Y-%m-%d %H:%M:%S}"])

    def _make_date(self, _field):
        return self.dice.one(["2020-01-01", "9999-12-31"])

    def _make_binary(self, _field):
        return base64.b64encode(b"mine").decode()

    def _make_json(self, _field):
        return self.dice.one([{}, {"a": [1]}, "x", [1]])

    # Questions

    def path(self, model, most=3):
        """Return a path of field names, as export and domains take it."""
        names = []
        for _hop in range(most):
            fields = self.env[model]._fields
            name = self.dice.one(sorted(fields))
            names.append(name)
            if not fields[name].comodel_name or self.dice.chance(40):
                break
            model = fields[name].comodel_name
        return names

    def domain(self, model):
        """Return a domain on any path of a model."""
        if self.dice.chance(40):
            return []
        if self.dice.chance(5):
            return self.dice.one(ODD_VALUES)
        value = self.dice.one(["x", "mk", 1, False, True, [1], self.id(model)])
        return [(".".join(self.path(model)), self.dice.one(OPERATORS), value)]

    def specification(self, model, depth=2):
        """Return what ``web_read`` is to read."""
        spec = {}
        for name in self.dice.some(sorted(self.env[model]._fields), 6):
            field = self.env[model]._fields[name]
            inner = {}
            if depth > 1 and field.comodel_name and self.dice.chance(60):
                inner = {"fields": self.specification(field.comodel_name, depth - 1)}
            spec[name] = inner
        return spec

    def context(self):
        """Return a context, mostly none."""
        world = self.world
        if self.dice.chance(75):
            return {}
        return self.dice.one(
            [
                {"allowed_company_ids": [world["foreign"].id]},
                {"allowed_company_ids": [world.company.id, world["foreign"].id]},
                {"active_test": False},
                {"lang": "da_DK"},
                {"lang": "xx_XX"},
                {
                    "default_res_model": "sale.order",
                    "default_res_id": self.id("sale.order"),
                },
                {"default_partner_id": self.id("res.partner")},
                {"default_user_id": world.users["colleague"].id},
                {"default_company_id": world["foreign"].id},
                {"default_pos_config_id": self.id("pos.config")},
                {"default_communication_id": self.id("customer.communication")},
                {"active_ids": self.ids("res.partner"), "active_model": "res.partner"},
                {"install_mode": True, "import_file": True},
            ]
        )


TYPES = (const.EMAIL, const.SMS, const.NOTE)
