"""E-mails and SMS that were kept after they were sent have links that work: no more."""

from odoo import SUPERUSER_ID, api

#: Rows looked at in one go.
BATCH = 1000
#: Model, the field with the text, and which rows: what is not sent again, and answers.
KEPT = (
    ("mail.mail", "body_html", [("state", "in", ("sent", "cancel", "received"))]),
    ("sms.sms", "body", [("state", "in", ("process", "pending", "sent", "canceled"))]),
    ("mail.message", "body", [("message_type", "=", "email")]),
)


def migrate(cr, version):
    """Take them out, a batch at a time."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    links = env["customer.status.link"]
    for model, field, domain in KEPT:
        domain = [*domain, (field, "like", "status")]
        kept = env[model].search(domain, order="id")
        for start in range(0, len(kept), BATCH):
            links._take_links_out_of(kept[start : start + BATCH], field)
            env.flush_all()
            env.invalidate_all()
