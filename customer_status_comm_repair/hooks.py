from .const import KIND_REPAIR


def uninstall_hook(env):
    """Leave no page that only this addon has the words for.

    The pages of repairs go, with their links; those of orders and customers tell of no
    repair any more.
    """
    pages = env["customer.status.page"].sudo()
    pages.search([("res_model", "=", "repair.order")]).unlink()
    for page in pages.search([("res_model", "in", ("sale.order", "res.partner"))]):
        facts = dict(page.facts or {})
        for name in ("orders", "related"):
            if name in facts:
                facts[name] = [
                    one | ({"related": []} if "related" in one else {})
                    for one in facts[name]
                    if one["kind"] != KIND_REPAIR
                ]
        if facts != page.facts:
            page._update(facts)
