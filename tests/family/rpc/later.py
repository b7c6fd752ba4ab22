"""What a link shows in a while: whoever holds it reads what comes then, too."""

from .leaving import get_pages
from .markers import find_links

#: What the names of documents begin with that come in a while.
TO_COME = ("order_to_come_", "repair_to_come_")


def get_pages_to_come(world, value):
    """Return the customers' pages behind links in ``value``, as they will be.

    What is to come is confirmed and published, and all of that taken back.

    :return: a list of texts, empty without a link to a customer's page.
    """
    env = world.env
    tokens = {token for token in find_links(value) if _opens_customers(env, token)}
    if not tokens:
        return []
    savepoint = env.cr.savepoint()
    try:
        _let_come(world)
        return list(get_pages(env, value).values())
    finally:
        savepoint.close()
        env.invalidate_all()


def _opens_customers(env, token):
    """Whether a link opens the page on which a customer's documents are collected."""
    found = env["customer.status.link"].sudo()._find_page(token)
    return bool(found) and found.page.res_model == "res.partner"


def _let_come(world):
    """Confirm and publish the documents that the world has prepared for this."""
    changes = world.env["customer.status.change"]
    for name, document in world.records.items():
        if not name.startswith(TO_COME) or not document.exists():
            continue
        if document.state != "draft":
            continue  # somebody was faster
        if document._name == "sale.order":
            document.action_confirm()
        else:
            # A page shows a repair as soon as it is there, so it was somebody else's.
            document.partner_id = world[f"reader_{name[-1]}"]
            document._action_repair_confirm()
        world.env.flush_all()
        changes._publish_now(document)
