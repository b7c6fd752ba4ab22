"""B16: any model joins; the worked example of docs/adding-a-document.md."""

from odoo.tests import HttpCase, tagged

from odoo.addons.customer_status_comm.tests.common import StatusCase
from odoo.addons.customer_status_comm.tests.kit.document import DocumentContract


class RentalCase(StatusCase):
    rentals = 0

    def create_rental(self, partner=None, **values):
        self.rentals += 1
        return self.env["example.rental"].create(
            {
                "name": f"R{self.rentals + 6:04}",
                "partner_id": (partner or self.anna).id,
                "company_id": self.company.id,
                "bike": "Cargo bike",
                "price": 350,
                "ready_on": "2030-05-03",
                **values,
            }
        )


@tagged("standard", "post_install", "-at_install")
class TestContract(DocumentContract, RentalCase, HttpCase):
    """B16: what any document holds to."""

    opens_with_login = False

    def create_document(self, partner):
        return self.create_rental(partner)

    def change_document(self, document):
        document.state = "confirmed"


@tagged("standard", "post_install", "-at_install")
class TestExample(RentalCase, HttpCase):
    def test_b16_a_confirmed_rental_is_told_with_a_link_to_its_page(self):
        rental = self.create_rental()
        rental.state = "confirmed"
        self.publish()

        [message] = self.deliver()
        self.assertEqual(message["Subject"], "Your rental R0007")
        self.assertIn("Your bike is reserved.", self.get_html(message))
        answer = self.url_open(f"/status/{self.get_token(message)}")
        self.assertEqual(answer.status_code, 200)
        for text in ("Rental", "R0007", "Your bike is reserved", "May 3, 2030"):
            self.assertIn(text, answer.text)
        for text in ("Your order is confirmed", "Not invoiced yet"):
            self.assertNotIn(text, answer.text)
        self.assertEqual(self.get_events(rental), [("confirmed", "told", False)])

    def test_b16_a_template_speaks_of_it_by_its_models_name(self):
        """The example has no word of its own for it."""
        words = dict(self.env["mail.template"]._selection_communication_model())
        name = self.env["ir.model"]._get("example.rental").name
        self.assertEqual(words["example.rental"], name)

    def test_b16_what_is_undone_or_of_no_rule_is_not_told(self):
        rental = self.create_rental()
        rental.state = "confirmed"
        rental.state = "quotation"
        self.publish()
        self.assertFalse(self.deliver())
        rental.state = "confirmed"
        self.publish()
        self.assertEqual(len(self.deliver()), 1)
        rental.state = "delivered"
        self.publish()
        self.assertFalse(self.deliver())
        self.assertEqual(self.get_page(rental).facts["step"], "delivered")
        self.assertTrue(self.get_page(rental).finished_at)

    def test_b16_orders_are_told_beside_it(self):
        """Each model has its own rule for the same event."""
        rental, order = self.create_rental(self.bo), self.create_order(self.anna)
        rental.state = "confirmed"
        order.action_confirm()
        self.publish()
        subjects = {message["Subject"] for message in self.deliver()}
        self.assertEqual(
            subjects, {"Your rental R0007", f"We have your order {order.name}"}
        )

    def test_b16_its_page_has_all_that_an_orders_has(self):
        rental = self.create_rental()
        rental.state = "confirmed"
        self.publish()
        [message] = self.deliver()
        page = self.get_page(rental)
        self.assertEqual(rental.action_open_status_page()["res_id"], page.id)
        self.assertEqual(page.action_contact()["context"]["default_res_id"], rental.id)
        self.create_user(
            "seller", "sales_team.group_sale_salesman", password="seller-seller"
        )
        self.authenticate("seller", "seller-seller")
        for path in (page.preview_url, page.event_ids.action_view_told()["url"]):
            self.assertIn("R0007", self.url_open(path).text)
        [(name, content)] = rental._get_status_files().values()
        self.assertEqual(name, "status-R0007.html")
        self.assertIn("Your bike is reserved", content.decode())
        said = self.url_open(
            f"/status/{self.get_token(message)}", headers={"Accept": "application/json"}
        ).json()
        self.assertEqual(said["status"]["kind"], "rental")
