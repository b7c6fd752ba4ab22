"""Numbers that people type for "for ever": refused, and harmless where they stand."""

from datetime import datetime, timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.tools import SQL, mute_logger

from ... import const
from ..common import StatusCase

#: The most that a column can hold.
HUGE = 2**31 - 1


class TestRefused(StatusCase):
    def assertLimits(self, record, name, least, most):
        """Check that ``least`` and ``most`` are taken, and nothing beyond them."""
        for value in (least, most):
            record[name] = value
            record.flush_recordset()
        for value in (least - 1, most + 1):
            with (
                self.subTest(field=name, value=value),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation) as caught,
                self.env.cr.savepoint(),
            ):
                record[name] = value
                record.flush_recordset()
            record.invalidate_recordset()
            words = record._sql_error_to_message(caught.exception)
            self.assertIn("between 0 and", words)

    def test_months_and_days_of_a_shop(self):
        for name in ("months", "link_months", "quiet_months", "retention_months"):
            field = f"customer_status_{name}"
            self.assertLimits(self.company, field, 0, const.MOST_MONTHS)
        shop = self.company
        self.assertLimits(shop, "customer_status_hold_days", 0, const.MOST_DAYS)
        self.assertLimits(shop, "customer_status_alarm_minutes", 0, const.MOST_MINUTES)

    def test_minutes_of_a_rule(self):
        rule = self.env["customer.status.rule"].search([], limit=1)
        self.assertLimits(rule, "settle_minutes", 0, const.MOST_MINUTES)


class TestFromBefore(StatusCase):
    """A database in which the number was written before it was refused."""

    def set_wildly(self, name, value, record=None):
        """Write what the constraints refuse."""
        record = self.company if record is None else record
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT conname FROM pg_constraint
             WHERE conrelid = %s::regclass AND contype = 'c'
               AND pg_get_constraintdef(oid) LIKE %s
            """,
            (record._table, f"%{name}%"),
        )
        table = SQL.identifier(record._table)
        for [constraint] in self.env.cr.fetchall():
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s DROP CONSTRAINT %s",
                    table,
                    SQL.identifier(constraint),
                )
            )
        column = SQL.identifier(name)
        self.env.cr.execute(
            SQL("UPDATE %s SET %s = %s WHERE id = %s", table, column, value, record.id)
        )
        self.env.invalidate_all()

    def tell(self):
        """Confirm an order; return it and the token of its customer's link."""
        order = self.create_order()
        order.action_confirm()
        self.publish()
        [message] = self.deliver()
        return order, self.get_token(message)

    def finish(self, order):
        page = self.get_page(order)
        page.finished_at = fields.Datetime.now() - timedelta(days=5)
        page.flush_recordset()
        return page

    def test_pages_of_finished_orders_open(self):
        order, token = self.tell()
        page = self.finish(order)
        links = self.env["customer.status.link"]
        for months in (100_000, HUGE):
            with self.subTest(months=months):
                self.set_wildly("customer_status_link_months", months)
                self.assertEqual(links._find_page(token).page, page)
                self.assertEqual(page.link_ids.state, const.LINK_LIVE)
                links.sudo()._gc_dead_links()
                self.assertTrue(page.link_ids.exists())

    def test_pages_list_the_earlier_orders(self):
        order, _token = self.tell()
        page = self.env["customer.status.page"]._ensure(self.anna)[self.anna.id]
        for months in (99_999, HUGE):
            with self.subTest(months=months):
                self.set_wildly("customer_status_months", months)
                html = page._render(page.facts, (), self.company, "en_US")
                self.assertIn(order.name, str(html))

    def test_news_is_told(self):
        for days in (999_999, HUGE, -1):
            with self.subTest(days=days):
                self.set_wildly("customer_status_hold_days", days)
                order, _token = self.tell()
                self.assertEqual(self.get_events(order)[0][1], const.TOLD)

    def test_the_archive_is_kept(self):
        order, _token = self.tell()
        self.set_wildly("customer_status_retention_months", HUGE)
        self.assertEqual(self.env["customer.status.event"]._gc_facts(), (0, False))
        self.assertTrue(self.get_page(order).event_ids.has_facts)

    def test_a_rule_that_waits_for_ever_waits(self):
        rules = self.env["customer.status.rule"].search([("event", "=", "confirmed")])
        for rule in rules:
            self.set_wildly("settle_minutes", HUGE, rule)
        order = self.create_order()
        order.action_confirm()
        self.publish()
        self.assertFalse(self.get_page(order).event_ids)
        self.env["customer.status.health"]._check(self.company)

    def test_a_dry_run_of_a_hundred_years(self):
        rule = self.env["customer.status.rule"].search(
            [("event", "=", "confirmed")], limit=1
        )
        run = self.env["customer.status.dry.run"]
        self.assertTrue(run.create({"rule_id": rule.id, "days": HUGE}).summary)

    def test_a_time_zone_that_is_no_more_counts_as_utc(self):
        """Lists of time zones lose names; a shop may still have one of them."""
        late = datetime(2031, 5, 11, 22, 30)
        order = self.create_order(commitment_date=late)
        days = []
        for timezone in ("Europe/Copenhagen", "US/Pacific-New"):
            self.env.cr.execute(
                "UPDATE res_partner SET tz = %s WHERE id = %s",
                (timezone, self.company.partner_id.id),
            )
            self.env.invalidate_all()
            days.append(order._get_status_facts()[order.id]["expected_on"])

        self.assertEqual(days, ["2031-05-12", "2031-05-11"])
