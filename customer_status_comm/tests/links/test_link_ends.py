"""A link ends with what is paid for, and with an offer that nobody answers."""

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from ... import const
from ..common import StatusCase
from ..migrations import load_migration


class TestEnds(StatusCase):
    """What never is delivered, or never answered, comes to an end all the same."""

    def find(self, path, at=None):
        """Whether a link opens its page, now or at a moment."""
        self.env.flush_all()
        find = self.env["customer.status.link"]._find_page
        token = path.rpartition("/")[2]
        if at is None:
            return bool(find(token))
        with self.freeze(at):
            return bool(find(token))

    def make_link(self, order):
        page = self.get_page(order)
        [path] = self.env["customer.status.link"]._create_links(page, self.anna)
        return path

    def assert_ends(self, order, path, moment):
        """Check that a link works up to a moment, that staff read the same, and GC."""
        links = self.env["customer.status.link"]
        link = self.get_page(order).link_ids[0]
        self.assertEqual(link.ends_at, moment)
        second = timedelta(seconds=1)
        self.assertTrue(self.find(path, moment - second))
        self.assertFalse(self.find(path, moment + second))
        for days, kept in ((const.DEAD_LINK_DAYS - 1, True), (32, False)):
            with (
                self.freeze(moment + timedelta(days=days)),
                self.env.cr.savepoint() as s,
            ):
                links._gc_dead_links()
                self.assertEqual(bool(link.exists()), kept)
                s.rollback()
                self.env.invalidate_all()

    # Service orders

    def create_service_order(self, *products, **values):
        service = self.env["product.product"].create(
            {
                "name": "Bicycle check",
                "type": "service",
                "list_price": 300,
                "taxes_id": False,
                "invoice_policy": "order",
            }
        )
        lines = [(0, 0, {"product_id": p.id}) for p in (service, *products)]
        order = self.create_order(self.anna, order_line=lines, **values)
        order.action_confirm()
        self.publish()
        return order

    def pay(self, invoice):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self.publish()

    def test_a_service_order_ends_when_it_is_invoiced_and_paid(self):
        order = self.create_service_order()
        page, path = self.get_page(order), self.make_link(order)
        self.assertFalse(page.finished_at, "nothing is invoiced")
        invoice = order._create_invoices()
        self.publish()
        self.assertFalse(page.finished_at, "it is a draft")
        invoice.action_post()
        self.publish()
        self.assertFalse(page.finished_at, "it is owed")
        self.pay(invoice)
        self.assertTrue(page.finished_at)
        months = relativedelta(months=self.company.customer_status_link_months)
        made = page.link_ids[0].create_date
        self.assert_ends(order, path, max(page.finished_at, made) + months)

        order.order_line[0].product_uom_qty = 2
        self.publish()
        self.assertFalse(page.finished_at, "more is to be invoiced")
        self.assert_ends(order, path, self.get_quiet_end(page))

    def test_an_order_with_goods_waits_for_them(self):
        goods = self.product
        goods.invoice_policy = "order"
        order = self.create_service_order(goods)
        invoice = order._create_invoices()
        invoice.action_post()
        self.pay(invoice)
        facts = self.get_page(order).facts
        self.assertEqual((facts["step"], facts["billing"]), ("confirmed", "paid"))
        self.assertFalse(self.get_page(order).finished_at)

    def test_a_down_payment_alone_is_no_end(self):
        order = self.create_service_order()
        self.env["sale.advance.payment.inv"].create(
            {
                "advance_payment_method": "percentage",
                "amount": 50,
                "sale_order_ids": [(6, 0, order.ids)],
            }
        ).create_invoices()
        order.invoice_ids.action_post()
        self.pay(order.invoice_ids)
        self.assertFalse(self.get_page(order).finished_at)

    def test_service_orders_of_before_end_too(self):
        order = self.create_service_order()
        invoice = order._create_invoices()
        invoice.action_post()
        self.pay(invoice)
        page = self.get_page(order)
        self.env.cr.execute(
            "UPDATE customer_status_page SET finished_at = NULL WHERE id = %s",
            [page.id],
        )
        self.env.invalidate_all()
        self.assertFalse(page.finished_at)
        name = "19.0.1.1.0/post-ends_of_links"
        load_migration("customer_status_comm", name).migrate(self.env.cr, "")
        self.assertEqual(page.finished_at, page.published_at)

    # What never is delivered, invoiced or paid

    def get_quiet_end(self, page):
        last = max(page.published_at, page.link_ids[0].create_date)
        return last + relativedelta(months=const.QUIET_MONTHS)

    def assert_finished(self, order):
        self.publish()
        self.assertTrue(self.get_page(order).finished_at)

    def test_an_order_of_notes_and_one_that_is_free_end(self):
        note = (0, 0, {"display_type": "line_note", "name": "As agreed"})
        order = self.create_order(self.anna, order_line=[note])
        order.action_confirm()
        self.assert_finished(order)

        free = self.create_service_order()
        self.assertFalse(self.get_page(free).finished_at)
        free.order_line.price_unit = 0
        self.assert_finished(free)

    def test_all_paid_in_advance_is_an_end(self):
        order = self.create_service_order()
        self.env["sale.advance.payment.inv"].create(
            {
                "advance_payment_method": "percentage",
                "amount": 100,
                "sale_order_ids": [(6, 0, order.ids)],
            }
        ).create_invoices()
        order.invoice_ids.action_post()
        self.assertFalse(self.get_page(order).finished_at, "it is owed")
        self.pay(order.invoice_ids)
        self.assert_finished(order)

    def create_order_of_hours(self):
        """Four hours of ten are delivered, invoiced and paid."""
        order = self.create_service_order()
        line = order.order_line
        line.product_id.invoice_policy = "delivery"
        line.qty_delivered_method = "analytic"
        line.write({"product_uom_qty": 10, "qty_delivered": 4})
        invoice = order._create_invoices()
        invoice.action_post()
        self.pay(invoice)
        self.assertEqual(self.get_page(order).facts["step"], "partly_delivered")
        self.assertFalse(self.get_page(order).finished_at, "more may come")
        return order

    def test_hours_that_nobody_needed_are_no_more_waited_for(self):
        order = self.create_order_of_hours()
        order.action_lock()
        self.assert_finished(order)
        order.action_unlock()
        self.publish()
        self.assertFalse(self.get_page(order).finished_at)

    def test_orders_that_were_closed_before_end_too(self):
        orders = self.create_order_of_hours() | self.create_order_of_hours()
        orders.action_lock()
        pages = self.env["customer.status.page"].union(*map(self.get_page, orders))
        self.env["customer.status.change"].search([]).unlink()
        self.assertFalse(any(pages.mapped("finished_at")), "the lock is not published")
        self.env.flush_all()
        name = "19.0.1.1.0/post-ends_of_links"
        load_migration("customer_status_comm", name).migrate(self.env.cr, "")
        self.env.invalidate_all()
        for page in pages:
            self.assertTrue(page.facts["is_closed"])
            self.assertEqual(page.finished_at, page.published_at)

    def test_without_news_a_link_ends_and_news_makes_it_work_again(self):
        order = self.create_order(self.anna)
        order.action_confirm()
        self.publish()
        page, path = self.get_page(order), self.make_link(order)
        end = self.get_quiet_end(page)
        self.assert_ends(order, path, end)
        with self.freeze(end + timedelta(days=1)):
            order.client_order_ref = "PO-7"
            self.publish()
            self.assertTrue(self.find(path, end + timedelta(days=2)))
        self.company.customer_status_quiet_months = 1
        self.assertFalse(self.find(path, page.published_at + timedelta(days=40)))
        self.company.customer_status_quiet_months = 0
        self.assertTrue(self.find(path, "2056-01-01 10:00:00"))
        self.assertFalse(page.link_ids[0].ends_at)

    # Quotations

    def send_quotation(self, **values):
        order = self.create_order(self.anna, **values)
        order.action_quotation_sent()
        self.publish()
        return order

    def test_a_quotations_link_ends_with_its_last_day(self):
        """Midnight in the shop, where it is summer."""
        order = self.send_quotation(validity_date="2031-05-04")
        path = self.make_link(order)
        self.assert_ends(order, path, datetime(2031, 5, 4, 22))

        order.validity_date = "2031-05-20"
        self.publish()
        self.assert_ends(order, path, datetime(2031, 5, 20, 22))

    def test_one_that_says_nothing_ends_after_six_months(self):
        for months in (6, 0, 1):
            self.company.customer_status_link_months = months
            order = self.send_quotation(validity_date=False)
            order.validity_date = False
            self.publish()
            path = self.make_link(order)
            page = self.get_page(order)
            last = max(page.published_at, page.link_ids[0].create_date)
            self.assert_ends(order, path, last + relativedelta(months=6))

    def test_an_answer_gives_it_the_life_of_an_order(self):
        order = self.send_quotation(validity_date="2031-05-04")
        path = self.make_link(order)
        order.action_confirm()
        self.publish()
        page = self.get_page(order)
        self.assertFalse(page.offered_at)
        self.assert_ends(order, path, self.get_quiet_end(page))

    def test_a_link_to_what_has_run_out_is_for_a_last_look(self):
        order = self.send_quotation(validity_date="2020-01-01")
        path = self.make_link(order)
        made = self.get_page(order).link_ids[0].create_date
        self.assert_ends(order, path, made + timedelta(days=const.LAST_LOOK_DAYS))

    def test_a_draft_that_was_an_order_ends_too(self):
        order = self.create_order(self.anna, validity_date="2031-05-04")
        order.action_confirm()
        self.publish()
        path = self.make_link(order)
        order._action_cancel()
        order.action_draft()
        self.publish()
        self.assertTrue(self.find(path))
        self.assertFalse(self.find(path, "2036-01-01 10:00:00"))

    def test_quotations_of_before_end_too(self):
        dated = self.send_quotation(validity_date="2031-05-04")
        other = self.create_order(self.anna)
        other.action_confirm()
        self.publish()
        pages = self.get_page(dated) | self.get_page(other)
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE customer_status_page DROP offered_at, DROP valid_until"
        )
        name = "19.0.1.1.0/pre-ends_of_links"
        for _time in range(2):
            load_migration("customer_status_comm", name).migrate(self.env.cr, "")
        self.env.invalidate_all()
        first, second = pages
        self.assertEqual(first.valid_until, datetime(2031, 5, 4, 22))
        self.assertEqual(first.offered_at, first.published_at)
        self.assertFalse(second.offered_at)
