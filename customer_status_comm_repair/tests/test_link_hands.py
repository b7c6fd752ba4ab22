"""A customer's own page lists repairs: who may read none is handed no link to it."""

from odoo.tests import tagged

from odoo.addons.customer_status_comm.tests.links.common import (
    ALL,
    PARTNERS,
    STOCK,
    HandCase,
    WriterCase,
)


@tagged("standard", "post_install", "-at_install")
class TestInHand(HandCase):
    def test_the_right_to_one_kind_of_what_it_lists_is_not_enough(self):
        """Repairs are listed, too, and some day there may be one."""
        seller = self.create_user("hand_seller", ALL)
        self.assertFalse(self.env["repair.order"].with_user(seller).has_access("read"))
        self.assert_refused(self.get_customers_page(self.bo), seller)
        mechanic = self.create_user("hand_mechanic", STOCK)
        self.assertTrue(self.opens(self.press(self.get_customers_page(), mechanic)))


@tagged("standard", "post_install", "-at_install")
class TestWritten(WriterCase):
    def test_nor_to_the_repairs_that_a_customer_will_have(self):
        """Every order is theirs to read, and no repair."""
        seller = self.create_user("writer_seller", ALL, PARTNERS)
        self.assertFalse(self.env["repair.order"].with_user(seller).has_access("read"))
        other = self._create_customer("New Firm", is_company=True)
        spy = self.spy.copy({"parent_id": other.id, "email": "spy@evil.example"})
        for document in (other, spy, self.firm):
            self.write(seller, spy, document)
            self.assert_closed(self.last_mail(), document)
