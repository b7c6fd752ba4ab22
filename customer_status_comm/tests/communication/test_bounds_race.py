"""Two managers who have many messages leave at the same moment."""

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ... import const
from ..publishing.race import RaceCase


class TestBoundsRace(RaceCase):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self.env(cr=cr)
            company = env.ref("base.main_company")
            self.company_id = company.id
            values = {
                "partner_id": self.ids[1],
                "company_id": company.id,
                "communication_type": const.EMAIL,
                "subject": "Hello",
                "body": "<p>Text</p>",
                "state": const.COMMUNICATION_FAILED,
                "failure_code": const.FAILURE_SERVICE,
            }
            self.row_id = env["customer.communication"].create(values).id

    def open_chief(self):
        """Return a manager's environment on a connection of its own."""
        env = self.open_env()
        return env(user=env.ref("base.user_admin"))

    def send_again(self, env):
        return env["customer.communication"].resend_batch([self.row_id])

    def test_17_who_comes_second_waits_and_then_is_told(self):
        first, second = self.open_chief(), self.open_chief()
        self.assertEqual(self.send_again(first), {"Sent again": 1})
        with self.assertRaisesRegex(UserError, "at this moment"):
            self.send_again(second)
        first.cr.rollback()

    def test_17_what_the_first_sent_is_counted_for_the_second(self):
        """Whoever began before that is begun anew, as Odoo does by itself."""
        first, second = self.open_chief(), self.open_chief()
        company = first["res.company"].browse(self.company_id)
        limit = company.customer_status_release_limit
        company.customer_status_release_limit = 1
        self.send_again(first)
        first.cr.commit()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(SerializationFailure),
        ):
            self.send_again(second)
        second.cr.rollback()
        rows = second["customer.communication"]
        again = rows.browse(self.row_id).copy(
            {
                "state": const.COMMUNICATION_FAILED,
                "failure_code": const.FAILURE_SERVICE,
            }
        )
        with self.assertRaisesRegex(UserError, "these would be more"):
            rows.resend_batch(again.ids)
        second.cr.rollback()
        company.customer_status_release_limit = limit
        first.cr.commit()

    def test_17_nothing_else_of_the_shop_waits(self):
        """Orders refer to it, and are made meanwhile."""
        first, second = self.open_chief(), self.open_chief()
        self.send_again(first)
        order = second["sale.order"].create(
            {"partner_id": self.ids[1], "company_id": self.company_id}
        )
        second.flush_all()
        self.assertTrue(order.id)
        second.cr.rollback()
        first.cr.rollback()
