"""Who may do what, and what there is of ours that somebody could do it with."""

OURS = "odoo.addons.customer_status_comm"
EXAMPLE = "customer_status_comm_example"
MANAGER = "customer_status_comm.group_customer_status_manager"
#: Groups of each role inside; public and portal come besides.
ROLES = {
    "clerk": ["base.group_user"],
    "own": ["sales_team.group_sale_salesman"],
    "contacts": ["sales_team.group_sale_salesman", "base.group_partner_manager"],
    "all": ["sales_team.group_sale_salesman_all_leads"],
    "cashier": ["base.group_user", "point_of_sale.group_pos_user"],
    "stock": ["base.group_user", "stock.group_stock_user"],
    "billing": ["account.group_account_invoice"],
    "manager": [MANAGER],
    "system": ["base.group_user", "base.group_system"],
}
INSIDE = frozenset(ROLES)
NOBODY = frozenset()
CHIEF, SYSTEM = frozenset({"manager"}), frozenset({"system"})
#: model: who may (read, write, create, unlink).
MODELS = {
    "customer.communication": (INSIDE, SYSTEM, SYSTEM, SYSTEM),
    "customer.communication.panel": (INSIDE, INSIDE, INSIDE, INSIDE),
    "customer.communication.resend": (CHIEF, CHIEF, CHIEF, CHIEF),
    "customer.status.change": (CHIEF, NOBODY, NOBODY, NOBODY),
    "customer.status.waiting": (CHIEF, NOBODY, NOBODY, NOBODY),
    "customer.status.page": (INSIDE, NOBODY, NOBODY, NOBODY),
    "customer.status.link": (INSIDE, NOBODY, NOBODY, NOBODY),
    "customer.status.event": (INSIDE, NOBODY, NOBODY, NOBODY),
    "customer.status.rule": (INSIDE, CHIEF, CHIEF, CHIEF),
    "customer.status.dry.run": (CHIEF, CHIEF, CHIEF, CHIEF),
    "customer.status.dry.run.line": (CHIEF, CHIEF, CHIEF, CHIEF),
    "customer.status.run": (CHIEF, NOBODY, NOBODY, NOBODY),
    "customer.status.health": (CHIEF, NOBODY, NOBODY, NOBODY),
    "customer.status.health.line": (CHIEF, NOBODY, NOBODY, NOBODY),
    "customer.status.erasure": (SYSTEM, SYSTEM, SYSTEM, SYSTEM),
}
OPERATIONS = ("read", "write", "create", "unlink")
#: A template that fails for what is cancelled.
FAILING = """<p t-out="object.state == 'cancel' and {}[object.name]"/>"""
#: What strangers may call without an error, since it tells and does nothing.
HARMLESS = {
    "customer.status.mixin.action_view_status_page": "the address asks for a login",
    "res.partner.action_view_communications": "the list asks for rights",
    "customer.status.waiting.action_publish": "asks; publish_batch refuses",
    "customer.status.waiting.action_publish_silently": "asks; its batch refuses",
}


def is_ours(module):
    return module.startswith(OURS) and EXAMPLE not in module


def find_models(env):
    """Return the names of our models that have a table or a view."""
    return {
        name
        for name, model in env.registry.items()
        if is_ours(f"odoo.addons.{model._original_module}") and not model._abstract
    }


def find_methods(env):
    """Return ``{"model.method": {models that have it}}``: what RPC can call, of ours.

    What extends a method of Odoo's is left out: its rights are Odoo's.
    """
    found = {}
    for name, model in env.registry.items():
        for cls in model.__mro__:
            if not is_ours(cls.__module__) or not hasattr(cls, "_module"):
                continue
            defining = getattr(cls, "_name", None) or name
            inherited = vars(cls).get("_inherit")
            if not vars(cls).get("_name"):
                defining = inherited if isinstance(inherited, str) else name
            for method, function in vars(cls).items():
                public = callable(function) and not method.startswith("_")
                if not public or getattr(function, "_api_private", False):
                    continue
                if any(
                    method in vars(other)
                    for other in model.__mro__
                    if not other.__module__.startswith(OURS)
                ):
                    continue
                found.setdefault(f"{defining}.{method}", set()).add(name)
    return found
