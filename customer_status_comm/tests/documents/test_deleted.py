"""A document is deleted: its links die with it, what was told of it stays."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ... import const
from ...tools.token import hash_token, new_token
from ..common import StatusCase

MANAGER = "customer_status_comm.group_customer_status_manager"


@tagged("standard", "post_install", "-at_install")
class TestDeleted(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.create_order()
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        [message] = self.deliver()
        self.token = self.get_token(message)
        self.page = self.get_page(self.order)
        self.manager = new_test_user(
            self.env,
            "chief_of_deleted",
            groups=f"{MANAGER},sales_team.group_sale_manager",
            password="chief_of_deleted",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def delete(self, orders=None):
        orders = orders or self.order
        orders._action_cancel()
        orders.unlink()
        self.env.flush_all()

    def opens(self):
        self.env.flush_all()
        return bool(self.env["customer.status.link"]._find_page(self.token))

    def test_its_links_die_at_once_and_the_ledger_stays(self):
        told = self.get_events(self.order)
        address = f"/status/{self.token}"
        self.assertEqual(self.url_open(address).status_code, 200)
        wrong = self.url_open("/status/" + "x" * len(self.token))
        self.delete()
        answer = self.url_open(address)
        self.assertEqual(answer.status_code, wrong.status_code)
        self.assertEqual(answer.text, wrong.text)
        self.assertEqual(self.page.link_ids.state, const.LINK_REVOKED)
        self.assertEqual(self.get_events(self.order), told)
        self.publish()
        self.assertEqual(self.get_events(self.order), told, "nobody is told")
        self.assertFalse(self.env["customer.status.change"].search([]))

    def test_a_link_made_at_the_same_moment_dies_with_the_next_run(self):
        """A publisher at work does not see that the order goes."""
        self.delete()
        self.page.link_ids.write({"revoked_at": False})
        self.assertTrue(self.opens())
        self.publish()
        self.assertFalse(self.opens())

    def test_the_customers_page_lists_it_no_more(self):
        other = self.create_order()
        other.action_confirm()
        self.publish()
        page = self.env["customer.status.page"]._ensure(self.anna)[self.anna.id]

        def listed():
            return {order["reference"] for order in page.facts["orders"]}

        self.assertEqual(listed(), {self.order.name, other.name})
        self.delete()
        self.publish()
        self.assertEqual(listed(), {other.name})

    def test_staff_look_at_the_page_and_take_links_back(self):
        self.delete()
        self.page.link_ids.write({"revoked_at": False})
        page = self.page.with_user(self.manager).with_company(self.company)
        page.invalidate_recordset()
        page.web_read({name: {} for name in page.fields_get() if name != "event_ids"})
        page.action_take_back_links()
        self.assertFalse(self.opens())
        for refused in (page.action_copy_link, page.action_view_document):
            with self.assertRaisesRegex(UserError, "has been deleted"):
                refused()
        self.env.flush_all()
        self.authenticate(self.manager.login, self.manager.login)
        self.assertEqual(self.url_open(page.preview_url).status_code, 200)

    def test_the_page_of_a_deleted_draft_is_shown_as_published(self):
        quotation = self.create_order()
        page = self.env["customer.status.page"]._ensure(quotation)[quotation.id]
        self.assertIn("/my/status/order/", page.preview_url)
        self.delete(quotation)
        page.invalidate_recordset()
        self.assertEqual(page.preview_url, f"/my/status/shown/{page.id}")

    def test_who_may_not_see_the_page_takes_nothing_back(self):
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        self.delete()
        with self.assertRaises(AccessError):
            self.page.with_user(seller).action_take_back_links()

    def test_what_was_never_published_leaves_nothing(self):
        draft = self.create_order()
        self.env["customer.status.change"].search([]).unlink()
        draft.unlink()
        self.assertFalse(self.env["customer.status.change"].search([]))

    def test_deleting_costs_the_same_for_one_and_for_ten(self):
        """As far as we have to do with it."""
        counts = []
        for number in (1, 10):
            orders = self.env["sale.order"]
            for _n in range(number):
                orders |= self.create_order()
            orders.action_confirm()
            self.publish()
            orders._action_cancel()
            self.publish()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._unlink_and_take_back_links()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            pages = self.env["customer.status.page"]._find_pages(orders)
            links = self.env["customer.status.link"].union(
                *(page.link_ids for page in pages.values())
            )
            self.assertEqual(len(pages), number)
            self.assertTrue(all(links.mapped("revoked_at")))
        self.assertLessEqual(counts[1], counts[0], counts)

    def test_deleting_a_customer_ends_the_page_of_their_orders(self):
        customer = self._create_customer("Cecilie Test")
        page = self.env["customer.status.page"]._ensure(customer)[customer.id]
        links = self.env["customer.status.link"].sudo()
        token = new_token()  # of a link made for somebody else, as once was possible
        links.create(
            {
                "page_id": page.id,
                "partner_id": self.anna.id,
                "token_hash": hash_token(token),
            }
        )
        customer.unlink()
        self.env.flush_all()
        self.assertIsNone(links._find_page(token))
