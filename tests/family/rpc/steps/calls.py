"""Single calls: of each method of ours, and of what the ORM offers for every model."""

import inspect

from ...rights import find_methods, find_models
from ..entry import Call

#: Models of Odoo's that we extend, or whose records our own speak of.
TOUCHED = (
    "account.move",
    "ir.attachment",
    "mail.mail",
    "mail.message",
    "mail.notification",
    "mail.template",
    "pos.config",
    "repair.order",
    "res.company",
    "res.config.settings",
    "res.partner",
    "sale.order",
    "sms.sms",
    "stock.picking",
)
#: Methods of Odoo's that move a document on, and those that write on it.
MOVING = {
    "sale.order": (
        "action_confirm",
        "action_cancel",
        "action_draft",
        "action_quotation_sent",
        "action_lock",
        "action_unlock",
    ),
    "repair.order": ("action_repair_start", "action_create_sale_order"),
    "account.move": ("button_draft", "button_cancel"),
    "stock.picking": ("action_cancel",),
    "res.partner": ("action_archive", "action_unarchive"),
    "ir.attachment": ("generate_access_token",),
    "mail.message": ("unlink", "set_message_done"),
    "mail.mail": ("send", "mark_outgoing", "cancel"),
}
ORM = {
    "read": 3,
    "search_read": 2,
    "web_read": 3,
    "web_search_read": 3,
    "search_count": 1,
    "formatted_read_group": 2,
    "name_search": 1,
    "export_data": 2,
    "default_get": 1,
    "onchange": 2,
    "create": 3,
    "web_save": 2,
    "write": 3,
    "unlink": 2,
    "copy": 2,
}


class Calls:
    """Makes up single calls of one role."""

    def __init__(self, values, methods, models):
        self.make, self.dice = values, values.dice
        self.role, self.env = values.role, values.env
        self.methods, self.models = methods, models

    def call(self, model, method, *args, **kwargs):
        """Return a ``Call``, now and then in a context of somebody's own making."""
        if context := self.make.context():
            kwargs["context"] = context
        return Call(self.role, model, method, args, kwargs)

    # Methods of ours, and of Odoo's documents

    def any_method(self):
        """Return a call of a method of ours, or of one that moves a document on."""
        if self.dice.chance(15):
            model = self.dice.one(sorted(MOVING))
            return self.of_method(model, self.dice.one(MOVING[model]))
        name, models = self.dice.one(self.methods)
        return self.of_method(self.dice.one(models), name)

    def of_method(self, model, name):
        """Return a call of a method with any arguments."""
        method = getattr(self.env.registry[model], name)
        parameters = list(inspect.signature(method).parameters.values())[1:]
        args = [self.argument(model, p.name) for p in parameters if self._is_given(p)]
        if self.dice.chance(3):
            args.append(1)
        if not getattr(method, "_api_model", False):
            args.insert(0, self.make.ids(model, 2))
        return self.call(model, name, *args)

    def _is_given(self, parameter):
        if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            return False
        return parameter.default is parameter.empty or self.dice.chance(20)

    def argument(self, model, name):
        """Return an argument of a method of ours, by its name."""
        if self.dice.chance(10):
            return self.make.value("customer.communication.panel", "subject")
        if name == "ids":
            return self.make.ids(model)
        if name == "values":
            panel = "customer.communication.panel"
            names = ("partner_id", "res_model", "res_id", "template_id")
            chosen = self.dice.some(names, 4)
            return {field: self.make.value(panel, field) for field in chosen}
        return self.make.text()

    # What every model has

    def any_orm(self):
        """Return a call of the ORM on one of our models, or on one we touch."""
        model = self.dice.one(self.models)
        return getattr(self, f"_{self.dice.weighted(ORM)}")(model)

    def _names(self, model):
        return self.dice.some(sorted(self.env[model]._fields), 5)

    def _read(self, model):
        return self.call(model, "read", self.make.ids(model), self._names(model))

    def _search_read(self, model):
        domain = self.make.domain(model)
        return self.call(model, "search_read", domain, self._names(model))

    def _web_read(self, model):
        spec = self.make.specification(model)
        return self.call(model, "web_read", self.make.ids(model), spec)

    def _web_search_read(self, model):
        spec, domain = self.make.specification(model), self.make.domain(model)
        return self.call(model, "web_search_read", domain, spec)

    def _search_count(self, model):
        return self.call(model, "search_count", self.make.domain(model))

    def _formatted_read_group(self, model):
        names = self._names(model)[:2]
        more = self.dice.one([["__count"], ["id:array_agg"], ["__count", "id:max"]])
        return self.call(
            model, "formatted_read_group", self.make.domain(model), names, more
        )

    def _name_search(self, model):
        return self.call(
            model,
            "name_search",
            self.dice.one(["", "mk", "Test", "x"]),
            self.make.domain(model),
            self.dice.one(["ilike", "=", "not ilike"]),
        )

    def _export_data(self, model):
        paths = ["/".join(self.make.path(model)) for _n in range(3)]
        return self.call(model, "export_data", self.make.ids(model), paths)

    def _default_get(self, model):
        return self.call(model, "default_get", self._names(model))

    def _onchange(self, model):
        values, spec = self.make.values(model), self.make.specification(model)
        changed = self.dice.one([[], list(values)])
        return self.call(
            model, "onchange", self.make.ids(model, 1), values, changed, values | spec
        )

    def _create(self, model):
        return self.call(model, "create", self.make.values(model, 6))

    def _web_save(self, model):
        ids = self.make.ids(model, 1)
        spec = self.make.specification(model)
        return self.call(model, "web_save", ids, self.make.values(model), spec)

    def _write(self, model):
        return self.call(model, "write", self.make.ids(model), self.make.values(model))

    def _unlink(self, model):
        return self.call(model, "unlink", self.make.ids(model))

    def _copy(self, model):
        default = self.make.values(model, 2) if self.dice.chance(50) else {}
        return self.call(model, "copy", self.make.ids(model, 1), default)


def find_targets(env):
    """Return ``(methods, models)`` to be called.

    :return: ``[(method, [models that have it])]`` of all methods of ours that RPC can
        call, and the names of our models and of those we touch.
    """
    methods = [
        (name.rpartition(".")[2], sorted(m for m in models if not env[m]._abstract))
        for name, models in sorted(find_methods(env).items())
    ]
    models = sorted(find_models(env) | set(TOUCHED))
    return [(name, having) for name, having in methods if having], models
