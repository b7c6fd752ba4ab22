"""The work of a shop that is measured, and what has to be there before.

Nothing leaves: no e-mail is sent, only queued, in either shop.
"""

from odoo.fields import Command

from . import importing, records
from .meter import measuring

BATCH = 1000
#: Orders made at a time: what Odoo works out for a line takes longer the more are made
#: together.
CREATED = 10
#: As many as our publisher takes at a time.
PUBLISHED = 200
BODY = """
<p>Dear <t t-out="object.partner_id.name"/>, your order <t t-out="object.name"/>
over <t t-out="object.amount_total"/> is confirmed.</p>
"""


class Shop:
    """One shop's records, by id, from one command to the next."""

    def __init__(self):
        self.context = {}
        self.customers = []
        self.products = []
        self.model_order = None
        self.made = 0

    def open_shop(self, env):
        """Make a company with customers and goods; ours tells customers at once."""
        company = records.make_company(env)
        self.context = {
            "allowed_company_ids": company.ids,
            "lang": "en_US",
            "tz": "Europe/Copenhagen",
            # Odoo asks once whether deliveries shall be told by SMS.
            "skip_sms": True,
        }
        env = env(context=self.context)
        if "customer.status.page" in env:
            records.tell_customers(env, company.with_env(env))
        self.customers = records.make_customers(env).ids
        self.products = records.make_goods(env).ids
        env["ir.config_parameter"].set_param("sale.async_emails", False)

    # What is there before

    def make_orders(self, env, count):
        """Return the ids of new quotations, made by the ORM."""
        orders = env["sale.order"]
        for start in range(0, count, CREATED):
            some = range(start, min(start + CREATED, count))
            orders += orders.create([self._prepare_order() for _n in some])
        return orders.ids

    def copy_orders(self, env, count):
        """Return the ids of confirmed orders, each of a customer of its own."""
        if not self.model_order:
            [self.model_order] = self.make_orders(env, 1)
            env["sale.order"].browse(self.model_order).action_confirm()
        order = env["sale.order"].browse(self.model_order)
        return records.Cloner(env, order).make(count)

    def clear_outbox(self, env):
        """Have nothing wait."""
        if "customer.status.change" in env:
            env.cr.execute("DELETE FROM customer_status_change")

    # What is measured: everyday work

    def confirm(self, env, ids):
        """Confirm quotations."""
        with measuring(env.cr, len(ids)) as measure:
            env["sale.order"].browse(ids).action_confirm()
            env.cr.commit()
        return measure

    def make_invoices(self, env, ids):
        """Return the ids of one draft invoice for each order."""
        orders = env["sale.order"].browse(ids)
        return orders._create_invoices(grouped=True).ids

    def post(self, env, ids):
        """Post invoices."""
        with measuring(env.cr, len(ids)) as measure:
            env["account.move"].browse(ids).action_post()
            env.cr.commit()
        return measure

    def get_deliveries(self, env, ids):
        """Return the ids of the orders' deliveries, all goods reserved."""
        pickings = env["sale.order"].browse(ids).picking_ids
        pickings.action_assign()
        return pickings.ids

    def deliver(self, env, ids):
        """Validate deliveries."""
        with measuring(env.cr, len(ids)) as measure:
            result = env["stock.picking"].browse(ids).button_validate()
            assert result is True, result
            env.cr.commit()
        return measure

    def prepare_import(self, env, count):
        """Return the id of an import of orders with their lines, from one file."""
        orders = [self._prepare_order() for _n in range(count)]
        names = {
            **importing.get_names(env["res.partner"].browse(self.customers)),
            **importing.get_names(env["product.product"].browse(self.products)),
        }
        return importing.prepare_import(env, orders, names).id

    def import_batch(self, env, id_, row):
        """Import a batch as one request of the web client does; see ``importing``.

        :return: what it took, and the row where the next one begins.
        """
        importer = env["base_import.import"].browse(id_)
        with measuring(env.cr, None) as measure:
            measure["count"], next_row = importing.import_batch(importer, row)
        return measure, next_row

    def _prepare_order(self):
        """Return the values of the next order."""
        self.made += 1
        return records.prepare_order(self.made, self.customers, self.products)

    # What is measured: telling customers

    def touch(self, env, ids):
        """Have the publisher look at these orders, as if each had just changed."""
        for start in range(0, len(ids), BATCH):
            orders = env["sale.order"].browse(ids[start : start + BATCH])
            orders._status_touch("state")
        env["customer.status.change"].flush_model()
        # Else half a second of them may come due only while the others are told.
        env.cr.execute(
            "UPDATE customer_status_change"
            " SET touched_at = touched_at - interval '1 minute'"
        )
        env.cr.commit()
        env.cr.execute("ANALYZE customer_status_change")

    def publish(self, env, count):
        """Tell all customers of what waits: facts, page, link, e-mail queued.

        :param count: of the orders that wait; of one publisher among several, whatever.
        """
        with measuring(env.cr, count) as measure:
            env["customer.status.change"]._cron_publish()
            env.cr.commit()
        return measure

    def count_told(self, env, ids):
        """Return how many of these orders have an e-mail in Odoo's queue."""
        query = [("model", "=", "sale.order"), ("res_id", "in", ids)]
        return env["mail.mail"].search_count([*query, ("state", "=", "outgoing")])

    def mail_one_by_one(self, env, ids):
        """Mail an order confirmation for each, as Odoo does; nothing leaves.

        The order as PDF that Odoo would attach is left out: that alone takes longer
        than all the rest.
        """
        template = env.ref("sale.mail_template_sale_confirmation")
        template.report_template_ids = False
        env.flush_all()
        env.cr.commit()
        with measuring(env.cr, len(ids)) as measure:
            for order in env["sale.order"].browse(ids):
                order._send_order_notification_mail(template)
            env.flush_all()
            env.cr.postcommit.clear()  # here the mails would leave
            env.cr.commit()
        return measure

    def mail_in_batches(self, env, ids):
        """Queue an e-mail of one paragraph for each, by Odoo's own batch methods.

        Template, layout, message, notification and mail: the least that an e-mail in a
        chatter takes. No page, link, history, greeting or decision.
        """
        template = env["mail.template"].create(
            {
                "name": "Bench",
                "model_id": env["ir.model"]._get_id("sale.order"),
                "subject": "{{ object.name }}",
                "body_html": BODY,
            }
        )
        subtype_id = env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        env.flush_all()
        env.cr.commit()
        with measuring(env.cr, len(ids)) as measure:
            for start in range(0, len(ids), PUBLISHED):
                orders = env["sale.order"].browse(ids[start : start + PUBLISHED])
                self._queue_mails(orders, template, subtype_id)
                env.cr.commit()
                env.invalidate_all()
        return measure

    def _queue_mails(self, orders, template, subtype_id):
        """Make what an e-mail in a chatter consists of, for one batch of orders."""
        env = orders.env
        bodies = template._render_field("body_html", orders.ids)
        subjects = template._render_field("subject", orders.ids)
        messages = env["mail.message"].create(
            [
                {
                    "model": order._name,
                    "res_id": order.id,
                    "subject": subjects[order.id],
                    "body": bodies[order.id],
                    "message_type": "comment",
                    "subtype_id": subtype_id,
                }
                for order in orders
            ]
        )
        together = list(zip(orders, messages, strict=True))
        mails = env["mail.mail"].create(
            [
                {
                    "mail_message_id": message.id,
                    "body_html": template._render_encapsulate(
                        "mail.mail_notification_light",
                        bodies[order.id],
                        context_record=order,
                    ),
                    "recipient_ids": [Command.link(order.partner_id.id)],
                }
                for order, message in together
            ]
        )
        env["mail.notification"].create(
            [
                {
                    "mail_message_id": message.id,
                    "mail_mail_id": mail.id,
                    "res_partner_id": order.partner_id.id,
                    "notification_type": "email",
                }
                for (order, message), mail in zip(together, mails, strict=True)
            ]
        )
