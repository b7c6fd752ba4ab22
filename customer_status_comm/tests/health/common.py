"""What the tests of Health share: who is woken, and by what."""

from datetime import timedelta

from odoo import fields

from ... import const
from ..common import StatusCase

MANAGER = "customer_status_comm.group_customer_status_manager"
SELLER = "sales_team.group_sale_salesman"
#: Odoo gives the name INFO to a level of its own, so tests ask for the number.
OURS = "odoo.addons.customer_status_comm"
PUBLISHER = "customer_status_comm.ir_cron_publish"


class HealthCase(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.create_user("chief", SELLER, MANAGER)
        # Who manages all companies of the database is no part of the tests.
        cls.env.ref(MANAGER).user_ids = cls.manager
        # Else an SMS service would be missing.
        cls.env["res.partner"].search([]).contact_preference = False

    def check(self):
        """Have the watchdog look; return the record of the shop."""
        self.run_cron("customer_status_comm.ir_cron_health")
        return self.env["customer.status.health"].search(
            [("company_id", "=", self.company.id)]
        )

    def get_line(self, health, code):
        [line] = health.line_ids.filtered(lambda line: line.code == code)
        return line

    def get_activities(self, user=None):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "customer.status.health"),
                ("user_id", "=", (user or self.manager).id),
            ]
        )

    def stop_publisher(self, minutes):
        """Have it be so long ago that the publisher ran and an order was confirmed."""
        order = self.create_order()
        order.action_confirm()
        self.env.flush_all()
        ago = fields.Datetime.now() - timedelta(minutes=minutes)
        self.env["customer.status.change"].search([]).touched_at = ago
        self.env.ref(PUBLISHER).lastcall = ago
        return order

    def make_failed(self, count, code=const.FAILURE_MAIL_SERVER):
        return self.env["customer.communication"].create(
            [
                {
                    "partner_id": self.anna.id,
                    "communication_type": const.EMAIL,
                    "subject": "Hello",
                    "state": const.COMMUNICATION_FAILED,
                    "failure_code": code,
                }
                for _n in range(count)
            ]
        )

    def break_template(self, code="object.no_such_field"):
        template = self.env.ref("customer_status_comm.mail_template_confirmed")
        template.flush_recordset()
        self.env.cr.execute(
            "SELECT body_html FROM mail_template WHERE id = %s", [template.id]
        )
        [self.body] = self.env.cr.fetchone()
        self.env.cr.execute(
            "UPDATE mail_template SET body_html = "
            "jsonb_build_object('en_US', %s::text) WHERE id = %s",
            [f'<p t-out="{code}"/>', template.id],
        )
        self.env.invalidate_all()

    def mend_template(self):
        template = self.env.ref("customer_status_comm.mail_template_confirmed")
        template.body_html = self.body["en_US"]
