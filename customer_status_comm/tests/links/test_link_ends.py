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
        self.assertTrue(self.find(path, "2036-01-01 10:00:00"))

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
        late = "2036-01-01 10:00:00"
        self.assertFalse(self.find(path, late))
        order.action_confirm()
        self.publish()
        self.assertFalse(self.get_page(order).offered_at)
        self.assertTrue(self.find(path, late))
        self.assertFalse(self.get_page(order).link_ids[0].ends_at)

    def test_a_link_to_what_has_run_out_lives_from_its_making(self):
        order = self.send_quotation(validity_date="2020-01-01")
        path = self.make_link(order)
        self.assertTrue(self.find(path))

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
