"""A document passes to another customer: what the first was told stays theirs.

Odoo shows a document's chatter to whoever has the document; our messages stand there.
"""

import json

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..common import StatusCase
from ..migrations import migrate

#: What only Anna was told.
SECRETS = ("Anna", "saddle", "Your frame", "frame.txt", "test wrote")


@tagged("standard", "post_install", "-at_install")
class TestPassedOnChatter(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna.phone = "+4520123456"
        cls.reader = cls._create_reader(cls.bo, "bo-bo-bo")
        cls.order = cls.create_order(cls.anna)
        cls.order.action_confirm()

    def tell(self, document, partner=None, channel="email"):
        """Send somebody a message about a document; return its row."""
        files = self.env["ir.attachment"].create({"name": "frame.txt", "raw": b"x"})
        return self.write_to(
            partner or self.anna,
            "Your frame",
            body="<p>Hi Anna, the saddle is here.</p>",
            sms_text="Hi Anna, the saddle is here.",
            communication_type=channel,
            res_model=document._name,
            res_id=document.id,
            attachment_ids=files.ids if channel == "email" else [],
        )

    # What Bo can read

    def read_all(self, order):
        """Return all that Bo is handed of an order's chatter, as text."""
        self.env.flush_all()
        texts = [self.fetch(order, token=order._portal_ensure_token())]
        self.authenticate("bo-bo-bo", "bo-bo-bo")
        texts.append(self.fetch(order))
        messages = self.env["mail.message"].with_user(self.reader)
        about = [("model", "=", order._name), ("res_id", "=", order.id)]
        names = ["subject", "body", "record_name", "attachment_ids"]
        texts.append(str(messages.search_read(about, names)))
        for message in messages.sudo().search(about):
            try:
                texts.append(str(message.with_user(self.reader).read(names)))
            except AccessError:
                continue
        files = self.env["ir.attachment"].with_user(self.reader)
        texts.append(str(files.search([]).mapped("name")))
        self.authenticate(None, None)
        return "\n".join(texts)

    def fetch(self, order, **params):
        """Ask as the portal's chatter does."""
        answer = self.url_open(
            "/mail/chatter_fetch",
            data=json.dumps(
                {
                    "params": {
                        "thread_model": order._name,
                        "thread_id": order.id,
                        **params,
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        return json.dumps(answer.json()["result"])

    def assert_hidden(self, order=None):
        text = self.read_all(order or self.order)
        for secret in SECRETS:
            self.assertNotIn(secret, text)

    # The kind

    def test_by_hand_and_by_rules_by_mail_and_by_sms(self):
        for channel in ("email", "sms"):
            self.tell(self.order, channel=channel)
        self.publish()  # "We have your order"
        rows = self.env["customer.communication"].search(
            [("partner_id", "=", self.anna.id), ("mail_message_id", "!=", False)]
        )
        self.assertEqual(
            set(rows.mail_message_id.mapped("message_type")),
            {"comment", "auto_comment", "sms"},
        )
        self.order.partner_id = self.bo
        self.assertEqual(set(rows.mail_message_id.mapped("is_internal")), {True})
        self.assert_hidden()

        # The others read on: Anna her history, staff the chatter.
        self._create_reader(self.anna, "anna-anna")
        self.authenticate("anna-anna", "anna-anna")
        self.env.flush_all()
        history = self.url_open("/my/messages").text
        self.assertIn("Your frame", history)
        seller = self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        shown = (
            self.env["mail.message"]
            .with_user(seller)
            .search([("model", "=", "sale.order"), ("res_id", "=", self.order.id)])
        )
        self.assertLessEqual(set(rows.mail_message_id.ids), set(shown.ids))
        self.assertIn("saddle", str(shown.mapped("body")))

    def test_what_is_told_the_new_one_is_theirs(self):
        self.tell(self.order)
        self.order.partner_id = self.bo
        row = self.write_to(
            self.bo,
            "Your bell",
            body="<p>The bell is here.</p>",
            res_model="sale.order",
            res_id=self.order.id,
        )
        self.assertFalse(row.mail_message_id.is_internal)
        self.assertIn("The bell is here.", self.read_all(self.order))
        self.assert_hidden()

    def test_what_the_first_one_answered_goes_with_it(self):
        row = self.tell(self.order)
        quote = "<p>Test wrote: the saddle is here.</p>"
        for values in (
            {"author_id": self.anna.id, "message_type": "comment"},
            {"author_id": False, "message_type": "email"},
        ):
            self.env["mail.message"].create(
                {
                    "model": "sale.order",
                    "res_id": self.order.id,
                    "parent_id": row.mail_message_id.id,
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                    "body": quote,
                    **values,
                }
            )
        self.order.partner_id = self.bo
        self.assert_hidden()

    def test_a_contact_of_the_same_firm_reads_on(self):
        firm = self._create_customer("Firm Test", is_company=True)
        self.anna.parent_id = self.bo.parent_id = firm
        row = self.tell(self.order)
        self.order.partner_id = self.bo
        self.assertFalse(row.mail_message_id.is_internal)
        self.assertIn("saddle", self.read_all(self.order))

    def test_several_in_one_write(self):
        """With as many queries as for one; a message to Bo on one of them stays."""
        orders = self.order
        for _number in range(4):
            orders |= self.create_order(self.anna)
        rows = [self.tell(order) for order in orders]
        self.tell(orders[0], channel="sms")
        few, many = orders[:1], orders[1:]
        counts = []
        for some in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._hide_from_new_customers()  # they are Anna's: nothing to do
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertFalse(any(row.mail_message_id.is_internal for row in rows))
        orders.write({"partner_id": self.bo.id})
        self.assertTrue(all(row.mail_message_id.is_internal for row in rows))
        for order in orders[:2]:
            self.assert_hidden(order)

    def test_a_write_of_anything_else_costs_nothing(self):
        self.tell(self.order)
        self.env.flush_all()
        hidden = []
        self.patch(
            type(self.order),
            "_hide_from_new_customers",
            lambda documents: hidden.extend(documents.ids),
        )
        self.order.client_order_ref = "PO"
        self.order.write({"partner_id": self.anna.id})
        self.assertEqual(hidden, [])
        self.order.partner_id = self.bo
        self.assertEqual(hidden, self.order.ids)

    def test_an_order_of_a_branch(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        self.env.user.company_ids |= branch
        order = self.create_order(self.anna, company_id=branch.id)
        row = self.tell(order)
        order.sudo().partner_id = self.bo
        self.assertTrue(row.mail_message_id.is_internal)

    def test_an_invoice(self):
        """Any document that a message may be about, with a page of its own or not."""
        invoice = self.order._create_invoices()
        row = self.tell(invoice)
        invoice.partner_id = self.bo
        self.assertTrue(row.mail_message_id.is_internal)

    def test_a_seller_passes_it_on(self):
        row = self.tell(self.order)
        seller = self.create_user("seller", "sales_team.group_sale_salesman_all_leads")
        self.order.with_user(seller).partner_id = self.bo
        self.assertTrue(row.mail_message_id.is_internal)

    def test_what_was_told_while_it_passed_on(self):
        """By another transaction, which the write could not see."""
        self.publish()
        self.order.partner_id = self.bo
        row = self.tell(self.order)
        message = row.mail_message_id
        message.write({"model": "sale.order", "res_id": self.order.id})
        row.write({"res_model": "sale.order", "res_id": self.order.id})
        self.publish()
        self.assertTrue(message.is_internal)

    def test_messages_of_before_by_the_update(self):
        theirs, own = self.tell(self.order), self.tell(self.create_order(self.anna))
        self.order.partner_id = self.bo
        theirs.mail_message_id.is_internal = False
        gone = self.create_order(self.anna)
        self.tell(gone)
        gone.action_cancel()
        gone.unlink()
        self.env.flush_all()
        self.assertIn("saddle", self.read_all(self.order))
        migrate(self.env.cr, "end-messages-of-others")
        self.env.invalidate_all()
        self.assertTrue(theirs.mail_message_id.is_internal)
        self.assertFalse(own.mail_message_id.is_internal)
        self.assert_hidden()
