"""What was written: templates, rules, the history with its files, panels, queues."""

from datetime import timedelta

from odoo import fields

from odoo.addons.customer_status_comm import const

#: Kinds of messages that the colleague wrote: name, customer, document, values.
WRITTEN = (
    ("mail_about_b", "reader_b", "order_b", {"communication_type": const.EMAIL}),
    ("mail_to_b", "reader_b", None, {"communication_type": const.EMAIL}),
    ("mail_to_a", "reader_a", None, {"communication_type": const.EMAIL}),
    ("mail_about_own", "reader_a", "order_own", {"communication_type": const.EMAIL}),
    ("sms_about_b", "reader_b", "order_b", {"communication_type": const.SMS}),
    ("note_about_b", "reader_b", "order_b", {"communication_type": const.NOTE}),
    ("note_on_a", "reader_a", None, {"communication_type": const.NOTE}),
)


def create_messages(world):
    """Everything that this file is about."""
    create_templates(world)
    create_rules(world)
    for name, customer, document, values in WRITTEN:
        write(world, name, customer, document, **values)
    create_waiting(world)
    write(world, "mail_by_foreign", "reader_a", "order_foreign_a", by="foreign")
    write(world, "mail_by_branch", "customer_c", "order_branch", by="branch")
    create_panels(world)
    create_files(world)
    create_settings(world)
    world["mail_about_b"]._send(now=True)


def create_templates(world):
    """Templates of two shops, and one of another model."""
    models = world.env["ir.model"]
    for name, company, model in (
        ("template_order", world.company, "sale.order"),
        ("template_foreign", world["foreign"], "sale.order"),
        ("template_repair", world.company, "repair.order"),
        ("template_customer", world.company, "res.partner"),
    ):
        template = world.env["mail.template"].create(
            {
                "name": f"Template {name}",
                "model_id": models._get_id(model),
                "communication_type": const.EMAIL,
                "company_id": company.id,
                "subject": "About {{ object.display_name }}",
                "body_html": '<p t-out="object.customer_status_news"/>',
                "sms_body": "{{ object.customer_status_news }}",
            }
        )
        world.add(name, template)
    world["template_foreign"].name = world.mark("template_foreign", "name")
    # One of Odoo's that speaks of users.
    odoos = world.env["mail.template"].search([("model", "=", "res.users")], limit=1)
    world.add("template_users", odoos)


def create_rules(world):
    """A rule of each shop; those for all are there already."""
    for name, company, template in (
        ("rule_shop", world.company, "template_order"),
        ("rule_foreign", world["foreign"], "template_foreign"),
    ):
        rule = world.env["customer.status.rule"].create(
            {
                "event": const.EVENT_CONFIRMED,
                "company_id": company.id,
                "template_id": world[template].id,
            }
        )
        world.add(name, rule)
    rule = world["rule_foreign"]
    rule.criteria = (
        f"[('client_order_ref', '=', '{world.mark('rule_foreign', 'criteria')}')]"
    )
    world.add(
        "rule_of_all",
        world.env.ref("customer_status_comm.customer_status_rule_cancelled"),
    )


def write(world, name, customer, document, by="colleague", send=True, **values):
    """Return a row of the history, written by somebody, with a text that is a secret.

    E-mails carry a file. They wait in Odoo's queue.
    """
    kind = values.setdefault("communication_type", const.EMAIL)
    record = world[document] if document else world[customer]
    text = world.mark(name, "text", is_note=kind == const.NOTE)
    company = world.users[by].company_id
    files = world.env["ir.attachment"]
    if kind == const.EMAIL:
        content = world.mark(name, "content of the file")
        files = files.create({"name": f"{name}.txt", "raw": content.encode()})
    row = world.within(company)["customer.communication"].create(
        {
            "partner_id": world[customer].id,
            "company_id": company.id,
            "subject": f"News {world.mark(name, 'subject')}",
            "body": f"<p>Dear {text}</p>",
            "sms_text": kind == const.SMS and f"Dear {text}",
            "user_id": world.users[by].id,
            "res_model": record._name,
            "res_id": record.id,
            "document_name": bool(document) and record.display_name,
            "attachment_ids": [(6, 0, files.ids)],
            **values,
        }
    )
    if send:
        row._send()
        world.add(f"message_of_{name}", row.mail_message_id)
    for notification in row.mail_message_id.notification_ids:
        world.add(f"notification_of_{name}", notification)
    for file in row.attachment_ids:
        world.add(f"file_of_{name}", file)
    return world.add(name, row)


def create_waiting(world):
    """Messages that are scheduled, that failed, and one whose mail has a link."""
    tomorrow = fields.Datetime.now() + timedelta(days=1)
    later = {"state": const.COMMUNICATION_SCHEDULED, "scheduled_at": tomorrow}
    write(world, "scheduled_to_b", "reader_b", "order_b", send=False, **later)
    write(world, "scheduled_by_own", "reader_a", None, by="own", send=False, **later)
    failed = {"state": const.COMMUNICATION_FAILED, "failure_detail": "550"}
    row = write(world, "failed_to_b", "reader_b", "order_b")
    row.write(failed | {"failure_code": const.FAILURE_MAIL_REFUSED})
    address = f"/my/status/order/{world['order_b'].id}"
    body = f'<p><a href="http://localhost{address}">See</a></p>'
    row = write(world, "mail_with_link", "reader_b", "order_b", body=body)
    [mail] = world.env["mail.mail"].search(
        [("mail_message_id", "=", row.mail_message_id.id)]
    )
    token = mail.body_html.partition("/status/")[2][:43]
    world.markers.token(token, "order_b", "link in a mail that waits")
    world.add("mail_that_waits", mail)


def create_panels(world):
    """A panel that a colleague has open, and one of each user's own."""
    for role, user in world.users.items():
        if user.share:
            continue
        name = f"panel_of_{role}"
        env = world.within(user.company_id, user)
        file = env["ir.attachment"].create({"name": f"{name}.txt", "raw": b"Mine"})
        values = {
            "partner_id": world["reader_a"].id,
            "company_id": user.company_id.id,
            "subject": f"Draft {world.mark(name, 'subject')}",
            "body": f"<p>Thinking {world.mark(name, 'text')}</p>",
            "attachment_ids": [(6, 0, file.ids)],
        }
        world.add(name, env["customer.communication.panel"].create(values))


def create_files(world):
    """Files that belong to the site, to a colleague, and to a template."""
    files = world.env["ir.attachment"]
    for name, values in (
        ("file_of_site", {"public": True, "res_model": "ir.ui.view"}),
        ("bundle_of_site", {"public": True, "url": "/web/assets/1/rpc.min.js"}),
        (
            "file_of_template",
            {
                "res_model": "mail.template",
                "res_id": world["template_order"].id,
            },
        ),
    ):
        world.add(name, files.create({"name": f"{name}.txt", "raw": b"x", **values}))
    own = files.with_user(world.users["colleague"])
    secret = world.mark("private_file", "content").encode()
    world.add("private_file", own.create({"name": "mine.txt", "raw": secret}))


def create_settings(world):
    """What only administrators read, and what watches over each shop."""
    secret = world.mark("mail_server", "password")
    world.add(
        "mail_server",
        world.env["ir.mail_server"].create(
            {
                "name": "Relay",
                "smtp_host": "127.0.0.1",
                "smtp_user": "relay",
                "smtp_pass": secret,
                "active": False,
            }
        ),
    )
    for name, company in (("pos", world.company), ("pos_foreign", world["foreign"])):
        address = f"{world.mark(name, 'address')}@store.example"
        point = world.within(company)["pos.config"].create(
            {
                "name": f"Till {name}",
                "company_id": company.id,
                "customer_service_email": address,
            }
        )
        world.add(name, point)
    companies = world.company | world["foreign"]
    for health in world.env["customer.status.health"]._check(companies):
        world.add(f"health_{health.id}", health)
