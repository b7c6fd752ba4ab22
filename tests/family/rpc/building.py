"""How a world comes about."""

from odoo import fields

from .documents import create_documents
from .messages import create_messages
from .people import create_customers, create_users
from .world import World, services


def build_world(env, company, take_company):
    """Return a ``World``; takes some seconds.

    :param company: the shop.
    :param take_company: gives one more company, by its name.
    """
    # Nobody needs the log of changes, nor what tells colleagues of it: they take time.
    quick = {"tracking_disable": True, "mail_auto_subscribe_no_notify": True}
    env = env(context={**env.context, **quick})
    world = World(env, company)
    world.add("shop", company)
    world.add("foreign", take_company("Andenby Cykler"))
    world.add("branch", create_branch(world))
    env.user.company_ids |= world["branch"]
    values = {"name": "Bell", "type": "consu", "list_price": 100.0}
    world.add("bell", env["product.product"].create(values | {"taxes_id": False}))
    create_customers(world)
    create_users(world)
    with services(world):
        create_documents(world)
        create_messages(world)
    env.flush_all()
    return world


def create_branch(world):
    """Return a branch of the shop, which tells its customers as well."""
    company = world.company
    return world.env["res.company"].create(
        {
            "name": "Testby Cykler Havnen",
            "parent_id": company.id,
            "country_id": company.country_id.id,
            "customer_service_email": "branch@testby.example",
            "customer_status_active": True,
            "customer_status_since": fields.Datetime.subtract(
                fields.Datetime.now(), days=30
            ),
        }
    )
