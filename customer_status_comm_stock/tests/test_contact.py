"""Writing from a delivery, also one that goes to somebody else than the customer."""

from odoo.exceptions import UserError
from odoo.tests import Form

from odoo.addons.customer_status_comm.tests.common import StatusCase


class TestContact(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.create_user(
            "contact_seller",
            "sales_team.group_sale_salesman_all_leads",
            "stock.group_stock_user",
        )

    def deliver_to(self, partner):
        """Return the delivery of an order of Anna's that goes to ``partner``."""
        order = self.create_order(self.anna, partner_shipping_id=partner.id)
        order.action_confirm()
        [picking] = order.picking_ids
        self.assertEqual(picking.partner_id, partner)
        return order, picking

    def write_from(self, picking):
        action = picking.with_user(self.seller).action_contact()
        panels = self.env[action["res_model"]].with_user(self.seller)
        form = Form(panels.with_context(**action["context"]))
        form.communication_type = "email"
        form.subject, form.body = "Your parcel", "<p>Text</p>"
        panel = form.save()
        panel.action_insert_status_link()
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        return panel

    def test_to_the_customer(self):
        _order, picking = self.deliver_to(self.anna)
        panel = self.write_from(picking)
        row = panel.communication_id.sudo()
        self.assertEqual((row.res_model, row.res_id), (picking._name, picking.id))
        self.assertEqual(row.mail_message_id.model, picking._name)

    def test_to_a_third_party_who_gets_the_parcel(self):
        """They are written to about the parcel, and get no link to the order."""
        order, picking = self.deliver_to(self.bo)
        panel = self.write_from(picking)
        [(_from, recipients, message)] = self.sink.received
        self.assertEqual(recipients, [self.bo.email])
        row = panel.communication_id.sudo()
        self.assertEqual((row.res_model, row.res_id), (picking._name, picking.id))
        html = self.get_html(message)
        self.assertNotIn(f"/my/status/order/{order.id}", html)
        found = self.env["customer.status.link"]._find_page(self.get_token(message))
        self.assertEqual(found.page.res_id, self.bo.id)

    def test_the_orders_customer_is_not_written_to_about_anothers_parcel(self):
        _order, picking = self.deliver_to(self.bo)
        panel = (
            self.env["customer.communication.panel"]
            .with_user(self.seller)
            .create(
                {
                    "partner_id": self.anna.id,
                    "res_model": picking._name,
                    "res_id": picking.id,
                    "subject": "Your parcel",
                    "body": "<p>Text</p>",
                }
            )
        )
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("is not a document of Anna Test", panel.feedback)

    def test_a_delivery_without_an_address(self):
        _order, picking = self.deliver_to(self.anna)
        picking.partner_id = False
        with self.assertRaisesRegex(UserError, "no customer to write to"):
            picking.action_contact()
