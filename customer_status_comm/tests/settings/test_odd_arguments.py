"""Over RPC anything may be given: it is refused or let be, and told nothing for."""

from odoo.exceptions import AccessError, UserError

from ..common import StatusCase

ODD = ("x", 1, [1], {"a": 1})


class TestOddArguments(StatusCase):
    def test_the_panel_counts_and_links_whatever_it_is_given(self):
        panels = self.env["customer.communication.panel"]
        for odd in ODD:
            with self.subTest(odd):
                self.assertEqual(panels.get_sms_count(odd)["parts"], 1)
                self.assertEqual(panels.replace_sms_unicode(odd), str(odd))
        for odd in ODD[:-1]:
            with self.subTest(odd), self.assertRaises(TypeError):
                panels.get_status_link(odd)

    def test_a_document_that_is_none_is_let_be(self):
        for odd in ODD:
            with self.subTest(odd):
                context = self.anna.action_contact(odd)["context"]
                self.assertEqual(context, {"default_partner_id": self.anna.id})

    def test_a_document_that_was_never_there_gets_no_page(self):
        seller = self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        orders = self.env["sale.order"].with_user(seller)
        pages = self.env["customer.status.page"].search_count([])
        with self.assertRaisesRegex(UserError, "has been deleted"):
            orders.browse([False]).action_open_status_page()
        self.assertEqual(self.env["customer.status.page"].search_count([]), pages)

    def test_contact_names_nobody_whom_one_may_not_read(self):
        """Not either when something before has read them with more rights."""
        other = self._create_company("Andenby Cykler")
        theirs = self._create_customer("Bent Test", company_id=other.id)
        seller = self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        panels = self.env["customer.communication.panel"].with_user(seller)
        panels = panels.with_context(allowed_company_ids=self.company.ids)
        order = self.create_order()
        about = {"res_model": order._name, "res_id": order.id}
        panel = panels.create({"partner_id": theirs.id, **about})
        for door in (panel.action_new_message, panel.partner_id.action_contact):
            self.env.flush_all()
            self.env.invalidate_all()
            theirs.with_env(panel.env).sudo().mapped("name")  # for whoever asks then
            with self.assertRaises(AccessError):
                door()
