"""What becomes news of real Odoo documents, whatever Odoo's own fields say."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Command

from ... import const
from .common import TruthCase


class TestInvoices(TruthCase):
    def test_draft_invoice_makes_no_order_invoiced(self):
        order = self.create_confirmed()
        order._create_invoices()

        self.assertEqual(order.invoice_status, "invoiced")
        self.assertEqual(self.publish_news(order), [])
        self.assertEqual(order._get_status_facts()[order.id]["billing"], "none")

    def test_invoice_of_nothing_is_not_paid(self):
        self.product.list_price = 0
        order = self.create_confirmed()
        invoice = order._create_invoices()
        invoice.action_post()

        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self.publish_news(order), [const.EVENT_INVOICED])

    def test_down_payment_and_the_invoice_that_deducts_it(self):
        """M6 of docs/requirements.md."""
        for method, value in (
            ("percentage", {"amount": 50}),
            ("fixed", {"fixed_amount": 250}),
        ):
            with self.subTest(method):
                order = self.create_confirmed()
                self.invoice_by_wizard(order, method, **value)
                self.assertEqual(self.publish_news(order), [const.EVENT_INVOICED])
                [bill] = self.get_page(order).facts["invoices"]
                self.assertTrue(bill["down_payment"])
                self.assertEqual(bill["total"], "250.00")
                self.assertEqual(self.get_billing(order), "partly_invoiced")

                self.pay(order.invoice_ids)
                self.assertEqual(self.publish_news(order), [const.EVENT_PAID])
                self.assertEqual(self.get_billing(order), "partly_invoiced")

                final = self.invoice_by_wizard(order, "delivered")
                self.assertEqual(self.publish_news(order), [const.EVENT_INVOICED])
                self.assertEqual(
                    self.get_bills(order),
                    [
                        ("invoice", "250.00", "0.00", "paid"),
                        ("invoice", "250.00", "250.00", "open"),
                    ],
                )
                self.assertEqual(self.get_billing(order), "invoiced")

                self.pay(final)
                self.assertEqual(self.publish_news(order), [const.EVENT_PAID])
                self.assertEqual(self.get_billing(order), "paid")

    def invoice_by_wizard(self, order, method, **values):
        """Return the invoice that Odoo's wizard makes, posted."""
        known = order.invoice_ids
        self.env["sale.advance.payment.inv"].create(
            {
                "advance_payment_method": method,
                "sale_order_ids": [Command.set(order.ids)],
                **values,
            }
        ).create_invoices()
        invoice = order.invoice_ids - known
        invoice.action_post()
        return invoice

    def test_more_time_to_pay_is_shown_and_not_told(self):
        order = self.create_confirmed()
        invoice = self.create_invoice(order)

        invoice.invoice_date_due = "2031-05-12"

        self.assertEqual(self.publish_news(order), [])
        [bill] = self.get_page(order).facts["invoices"]
        self.assertEqual(bill["due_on"], "2031-05-12")


class TestCredit(TruthCase):
    def test_credit_in_part_is_no_payment(self):
        """M6 of docs/requirements.md."""
        order = self.create_confirmed()
        invoice = self.create_invoice(order)

        self.credit(invoice, quantity=2)

        self.assertEqual(invoice.payment_state, "partial")
        self.assertEqual(self.publish_news(order), [const.EVENT_CREDITED])
        self.assertEqual(
            self.get_bills(order),
            [
                ("invoice", "500.00", "300.00", "open"),
                ("credit_note", "200.00", "0.00", "paid"),
            ],
        )
        self.assertEqual(self.get_billing(order), "invoiced")

        self.pay(invoice)
        self.assertEqual(self.publish_news(order), [const.EVENT_PAID])
        self.assertEqual(self.get_billing(order), "paid")

    def test_credit_of_all(self):
        """M6 of docs/requirements.md."""
        order = self.create_confirmed()
        invoice = self.create_invoice(order)

        self.credit(invoice)

        self.assertEqual(self.publish_news(order), [const.EVENT_CREDITED])
        self.assertEqual(self.get_bills(order)[0][3], const.INVOICE_CREDITED)
        self.assertEqual(self.get_billing(order), "credited")

    def test_draft_credit_note_is_nothing(self):
        """M6 of docs/requirements.md."""
        order = self.create_confirmed()
        invoice = self.create_invoice(order)
        note = self.credit(invoice, quantity=2)
        note.button_draft()

        self.assertEqual(self.publish_news(order), [])
        self.assertEqual(len(self.get_bills(order)), 1)

    def test_invoice_that_is_replaced(self):
        order = self.create_confirmed()
        invoice = self.create_invoice(order)

        self.credit(invoice, modify=True)

        self.assertEqual(self.publish_news(order), [const.EVENT_CREDITED])
        self.assertEqual(self.get_billing(order), "credited")
        order.invoice_ids.filtered(lambda move: move.state == "draft").action_post()
        self.assertEqual(self.publish_news(order), [const.EVENT_INVOICED])
        self.assertEqual(self.get_billing(order), "invoiced")


class TestPayment(TruthCase):
    def test_part_is_shown_and_the_last_part_told(self):
        order = self.create_confirmed()
        invoice = self.create_invoice(order)

        self.pay(invoice, 200)
        self.assertEqual(self.publish_news(order), [])
        self.assertEqual(
            self.get_bills(order), [("invoice", "500.00", "300.00", "open")]
        )

        self.pay(invoice)
        self.assertEqual(self.publish_news(order), [const.EVENT_PAID])
        self.assertEqual(self.get_bills(order), [("invoice", "500.00", "0.00", "paid")])

    def test_undone_is_shown_and_never_told_twice(self):
        undoing = {
            "payment cancelled": lambda payment, invoice: payment.action_cancel(),
            "unmatched": lambda payment, invoice: (
                invoice.line_ids.remove_move_reconcile()
            ),
        }
        for name, undo in undoing.items():
            with self.subTest(name):
                order = self.create_confirmed()
                invoice = self.create_invoice(order)
                payment = self.pay(invoice)
                self.assertEqual(self.publish_news(order), [const.EVENT_PAID])

                undo(payment, invoice)

                self.assertEqual(self.publish_news(order), [])
                self.assertEqual(
                    self.get_bills(order), [("invoice", "500.00", "500.00", "open")]
                )
                self.pay(invoice)
                self.assertEqual(self.publish_news(order), [])
                self.assertEqual(self.get_billing(order), "paid")


class TestOrder(TruthCase):
    def test_quotation_is_sent_by_button_or_by_mail(self):
        def by_button(order):
            order.action_quotation_sent()

        def by_mail(order):
            context = order.action_quotation_send()["context"]
            self.env["mail.compose.message"].with_context(**context).create(
                {"template_id": False, "subject": "Offer", "body": "<p>Here</p>"}
            )._action_send_mail()

        for send in (by_button, by_mail):
            with self.subTest(send.__name__):
                order = self.create_order()
                send(order)
                self.assertEqual(order.state, "sent")
                self.assertEqual(self.publish_news(order), [const.EVENT_QUOTATION_SENT])

    def test_cancelled_offer_is_taken_up_again(self):
        order = self.create_order()
        order.action_quotation_sent()
        self.publish()
        order._action_cancel()
        self.assertEqual(self.publish_news(order), [const.EVENT_CANCELLED])

        order.action_draft()
        order.action_quotation_sent()

        self.assertEqual(self.publish_news(order), [const.EVENT_REOPENED])

    def test_another_customer_hears_no_old_news_and_the_first_none_at_all(self):
        order = self.create_confirmed(partner=self.anna)
        [message] = self.deliver()
        find = self.env["customer.status.link"]._find_page
        token = self.get_token(message)
        self.assertTrue(find(token))

        order.partner_id = self.bo

        self.assertEqual(self.publish_news(order), [])
        self.assertFalse(self.deliver())
        self.assertEqual(self.get_page(order).partner_id, self.bo)
        self.assertIsNone(find(token), "it is no business of the first one any more")
        self.create_invoice(order)
        [message] = self.deliver()
        self.assertIn("bo.test@customer.example", message["To"])

    def test_link_of_a_colleague_stays(self):
        company = self._create_customer("Works Ltd", is_company=True)
        buyer, colleague = (
            self._create_customer(name, parent_id=company.id) for name in ("Una", "Ivo")
        )
        order = self.create_confirmed(partner=buyer)
        [message] = self.deliver()

        order.partner_id = colleague
        self.publish()

        token = self.get_token(message)
        self.assertTrue(self.env["customer.status.link"]._find_page(token))

    def test_moved_date_is_told_with_both_days(self):
        """M+4, B11 of docs/requirements.md."""
        self.env.ref(
            "customer_status_comm.customer_status_rule_rescheduled"
        ).active = True
        order = self.create_confirmed(commitment_date=datetime(2031, 5, 4, 10))
        self.deliver()

        order.commitment_date = datetime(2031, 5, 12, 10)

        self.assertEqual(self.publish_news(order), [const.EVENT_RESCHEDULED])
        [message] = self.deliver()
        self.assertEqual(
            message["Subject"], f"New expected date for your order {order.name}"
        )
        self.assertIn(
            "We now expect to deliver on May 12, 2031, not on May 4, 2031.",
            self.get_html(message),
        )

    def test_moved_date_is_named_in_the_sms(self):
        """In the customer's language; and not where the shop shows no deliveries."""
        ours = [("name", "=", "customer_status_comm")]
        self.env["ir.module.module"].search(ours)._update_translations("da_DK")
        rule = self.env.ref("customer_status_comm.customer_status_rule_rescheduled")
        rule.write({"active": True, "channel": const.SMS})
        self.bo.phone = "+45 20 11 22 33"
        order = self.create_confirmed(
            partner=self.bo, commitment_date=datetime(2031, 5, 4, 10)
        )
        order.commitment_date = datetime(2031, 5, 12, 10)
        self.publish()
        row = self.bo.communication_ids.filtered("sms_text")
        start = f"Ny dato for din ordre {order.name}: 12. maj 2031. http"
        self.assertEqual(row.sms_text[: len(start)], start)

        self.company.customer_status_show_deliveries = False
        order.invalidate_recordset()
        self.assertEqual(order.customer_status_expected, "se din side")

    def test_sections_notes_and_discounts(self):
        order = self.create_order(quantity=2)
        order.order_line.discount = 10
        order.order_line = [
            Command.create({"display_type": "line_section", "name": "Bells"}),
            Command.create({"display_type": "line_note", "name": "Ring twice"}),
        ]
        self.env["sale.order.discount"].create(
            {
                "sale_order_id": order.id,
                "discount_type": "amount",
                "discount_amount": 30,
            }
        ).action_apply_discount()
        order.action_confirm()

        facts = order._get_status_facts()[order.id]

        self.assertEqual(
            [(line["subtotal"], line["deliverable"]) for line in facts["lines"]],
            [("180.00", True), ("-30.00", False)],
        )
        self.assertEqual(facts["total"], "150.00")

    def test_each_currency_is_its_own(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id,
                "company_id": self.company.id,
                "name": fields.Date.today() - timedelta(days=1),
                "rate": 0.125,
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id, "company_id": self.company.id}
        )
        order = self.create_confirmed(pricelist_id=pricelist.id)
        self.deliver()
        self.create_invoice(order)

        facts = self.get_page(order).facts
        self.assertEqual((facts["currency"], facts["total"]), ("EUR", "62.50"))
        [bill] = facts["invoices"]
        self.assertEqual((bill["currency"], bill["total"]), ("EUR", "62.50"))
        [message] = self.deliver()
        self.assertIn("of €62.50 has been made out", self.get_html(message))
