"""Who is there: users of each role, and customers of two firms and two shops."""

from odoo.tests import new_test_user

MANAGER = "customer_status_comm.group_customer_status_manager"
SALES = "sales_team.group_sale_salesman"
ALL_SALES = "sales_team.group_sale_salesman_all_leads"
#: Groups of each role of the shop.
INSIDE = {
    "clerk": ["base.group_user"],
    "own": [SALES],
    "contacts": [SALES, "base.group_partner_manager"],
    "lead": [ALL_SALES, "base.group_partner_manager"],
    "colleague": [ALL_SALES, "stock.group_stock_user"],
    "chief": [MANAGER],
    "stock": ["base.group_user", "stock.group_stock_user"],
    "cashier": ["base.group_user", "point_of_sale.group_pos_user"],
}
#: Groups of each role of another shop, by its company.
ELSEWHERE = {
    "branch": ("branch", [MANAGER, ALL_SALES]),
    "foreign": ("foreign", [MANAGER, ALL_SALES]),
}
PORTALS = {"portal_a": "reader_a", "portal_b": "reader_b"}
#: Those who do not write in the name of anybody here: their calls are tried.
ROLES = (*(role for role in INSIDE if role != "colleague"), *ELSEWHERE, *PORTALS)
#: Who decides what customers are told, in their companies.
MANAGERS = ("chief", *ELSEWHERE)


def create_customers(world):
    """Firms of the shop with a reader each, and one customer of each other shop."""
    for letter in "abd":
        firm = create_customer(world, f"firm_{letter}", is_company=True)
        create_customer(world, f"reader_{letter}", parent_id=firm.id)
    create_customer(world, "walk_in")
    create_customer(world, "customer_f", company_id=world["foreign"].id)
    create_customer(world, "customer_c", company_id=world["branch"].id)


def create_customer(world, name, **values):
    """Return a customer with secrets for name, e-mail address and street."""
    number = 20_202_020 + len(world.records)
    return world.add(
        name,
        world.env["res.partner"].create(
            {
                "name": f"{world.mark(name, 'name').title()} Test",
                "email": f"{world.mark(name, 'e-mail')}@customer.example",
                "street": f"{world.mark(name, 'street')} 7",
                "comment": f"<p>{world.mark(name, 'internal note', is_note=True)}</p>",
                "phone": f"+45 {number}",
                "lang": "en_US",
                **values,
            }
        ),
    )


def create_users(world):
    """One user for each role."""
    everybody = {role: (groups, world.company) for role, groups in INSIDE.items()}
    for role, (company, groups) in ELSEWHERE.items():
        everybody[role] = (groups, world[company])
    users = world.env["res.users"].with_context(no_reset_password=True)
    made = users.create(
        [
            prepare_user(world, role, groups, company)
            for role, (groups, company) in everybody.items()
        ]
    )
    world.users.update(zip(everybody, made, strict=True))
    for role, reader in PORTALS.items():
        world.users[role] = new_test_user(
            world.env,
            f"rpc_{role}",
            groups="base.group_portal",
            context={"no_reset_password": True},
            partner_id=world[reader].id,
            name=world[reader].name,
            email=world[reader].email,
            company_id=world.company.id,
            company_ids=[(6, 0, world.company.ids)],
        )


def prepare_user(world, role, groups, company):
    """Return the values of the user of a role in a company."""
    return {
        "name": f"Employee {role}",
        "login": f"rpc_{role}",
        "email": f"{role}@testby.example",
        "phone": "+45 30303030",
        "company_id": company.id,
        "company_ids": [(6, 0, company.ids)],
        "group_ids": [(6, 0, [world.env.ref(group).id for group in groups])],
    }
