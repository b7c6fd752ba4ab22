"""What customers wait on: orders, repairs, invoices, with pages, links and files."""

from .later import TO_COME


def create_documents(world):
    """Orders of every kind, and what belongs to them."""
    create_orders(world)
    create_repairs(world)
    env = world.env
    for name, record in list(world.records.items()):
        if record._name in ("sale.order", "repair.order"):
            add_inner_secrets(world, name, record)
    world["order_b"]._create_invoices().action_post()
    world.add("invoice_b", world["order_b"].invoice_ids)
    world["order_own"]._create_invoices().action_post()
    world.add("invoice_own", world["order_own"].invoice_ids)
    for name in ("order_b", "order_own"):
        world.add(f"delivery_of_{name}", world[name].picking_ids[:1])
    env.flush_all()
    publish(world)
    # Since then something has happened that is not published yet.
    waiting = world["order_waiting"]
    waiting.order_line[0].name = world.mark("order_waiting", "change that waits")
    waiting.order_line[0].product_uom_qty = 3
    env.flush_all()
    add_links(world)


def create_orders(world):
    """Orders of two customers and three shops, by two salespeople."""
    shop, users = world.company, world.users
    for name, customer, company, seller in (
        ("order_own", "reader_a", shop, "own"),
        ("order_contacts", "reader_a", shop, "contacts"),
        ("order_a", "reader_a", shop, "colleague"),
        ("order_b", "reader_b", shop, "colleague"),
        ("order_waiting", "reader_b", shop, "colleague"),
        ("order_d", "reader_d", shop, "colleague"),
        ("order_to_come_b", "reader_b", shop, "colleague"),
        ("order_to_come_d", "reader_d", shop, "colleague"),
        ("order_foreign", "customer_f", world["foreign"], "foreign"),
        ("order_foreign_a", "reader_a", world["foreign"], "foreign"),
        ("order_branch", "customer_c", world["branch"], "branch"),
    ):
        order = create_order(world, name, customer, company, users[seller])
        if not name.startswith(TO_COME):
            order.action_confirm()
    world["order_b"].picking_ids.move_ids.quantity = 1
    world["order_b"].picking_ids.button_validate()


def create_order(world, name, customer, company, seller):
    """Return a quotation; reference, lines, price and terms are secrets."""
    env = world.within(company)
    line = {
        "product_id": world["bell"].id,
        "product_uom_qty": 1,
        "tax_ids": False,
        "price_unit": world.price(name),
        "name": f"Bell {world.mark(name, 'line')}",
    }
    order = env["sale.order"].create(
        {
            "name": f"S-{world.mark(name, 'reference')}",
            "partner_id": world[customer].id,
            "user_id": seller.id,
            "company_id": company.id,
            "client_order_ref": world.mark(name, "customer's reference"),
            "order_line": [(0, 0, line)],
        }
    )
    world.markers.token(order._portal_ensure_token(), name, "portal token")
    return world.add(name, order)


def create_repairs(world):
    """Of its own, with an order, whose order went to another, and one to come."""
    for name, customer in (
        ("repair_b", "reader_b"),
        ("repair_own", "reader_a"),
        ("repair_passed_on", "reader_b"),
    ):
        create_repair(world, name, customer)._action_repair_confirm()
    # The workshop has nothing of D yet: see ``later``.
    create_repair(world, "repair_to_come_d", "walk_in")
    world["repair_own"].sale_order_id = world["order_own"]
    # Billed to somebody else: an insurer, say.
    world["repair_passed_on"].sale_order_id = world["order_a"]


def create_repair(world, name, customer):
    """Return a new job; what is agreed, the price and the notes are secrets."""
    job = world.env["repair.order"].create(
        {
            "name": f"R-{world.mark(name, 'reference')}",
            "partner_id": world[customer].id,
            "product_id": world["bell"].id,
            "user_id": world.users["colleague"].id,
            "customer_agreement": f"Mend it {world.mark(name, 'agreement')}",
            "customer_price": world.price(name, "agreed price"),
            "internal_notes": f"<p>{world.mark(name, 'notes', is_note=True)}</p>",
        }
    )
    return world.add(name, job)


def add_inner_secrets(world, name, document):
    """Give a document a note, a file, and an entry of its chatter."""
    author = world.users["colleague"].partner_id
    env = world.within(document.company_id)
    document.with_env(env).message_post(
        body=f"Mind {world.mark(name, 'note in the chatter', is_note=True)}",
        subtype_xmlid="mail.mt_note",
        author_id=author.id,
    )
    file = env["ir.attachment"].create(
        {
            "name": f"{world.mark(name, 'name of the file')}.txt",
            "raw": f"Plan {world.mark(name, 'content of the file')}".encode(),
            "res_model": document._name,
            "res_id": document.id,
        }
    )
    world.add(f"file_of_{name}", file)


def publish(world):
    """Publish all that waits in every shop; the messages stay in Odoo's queue."""
    changes = world.env["customer.status.change"]
    changes.flush_model()
    touched = changes.search([]).grouped("res_model")
    for model, rows in touched.items():
        documents = world.env[model].browse(set(rows.mapped("res_id")))
        changes._publish_now(documents)


def add_links(world):
    """Name pages, ledger and outbox, and make a link that is known to each page."""
    links = world.env["customer.status.link"]
    pages = world.env["customer.status.page"]
    for customer in ("reader_a", "reader_b", "firm_b", "firm_d"):
        pages._ensure(world[customer])
    for name, document in list(world.records.items()):
        page = pages.search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )
        if not page:
            continue
        [path] = links._create_links(page[:1], page[:1].partner_id)
        world.markers.token(path.rpartition("/")[2], name, "link")
        world.add(f"page_of_{name}", page[:1])
        world.add(f"link_of_{name}", page[:1].link_ids[:1])
        for number, event in enumerate(page.event_ids):
            world.add(f"event_{number}_of_{name}", event)
    for change in world.env["customer.status.change"].search([]):
        name = world.describe(change.res_model, change.res_id)
        world.add(f"change_{change.id}_of_{name}", change)
    told = [("user_id", "=", False), ("res_model", "!=", False)]
    for row in world.env["customer.communication"].search(told):
        name = world.describe(row.res_model, row.res_id)
        world.add(f"told_{row.id}_of_{name}", row)
    for row in world.env["customer.status.waiting"].search([]):
        name = world.describe(row.res_model, row.res_id)
        world.add(f"waiting_{row.id}_of_{name}", row)
