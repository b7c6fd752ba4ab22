"""A contact who moves to another firm: its people read nothing of the old firm's."""

from odoo.tests import HttpCase, new_test_user, tagged

from ..common import StatusCase


@tagged("standard", "post_install", "-at_install")
class TestMovedContact(StatusCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.old, self.new = self.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "email": f"{name}@customer.example"}
                for name in ("oldfirm", "newfirm")
            ]
        )
        self.hans, self.reader_old, self.reader_new = (
            new_test_user(self.env, login, "base.group_portal")
            for login in ("moved_hans", "moved_old", "moved_new")
        )
        self.hans.partner_id.write({"parent_id": self.old.id})
        self.reader_old.partner_id.write({"parent_id": self.old.id})
        self.reader_new.partner_id.write({"parent_id": self.new.id})
        order = self.create_order(self.old)
        order.action_confirm()
        self.about_order = self.write_to(
            self.hans.partner_id,
            subject="About the old firm's order",
            res_model=order._name,
            res_id=order.id,
            document_name=order.name,
        )
        self.hans.partner_id.parent_id = self.new
        self.env.flush_all()
        self.env.invalidate_all()
        self.later = self.write_to(self.hans.partner_id, subject="At the new firm")

    def find_shown(self, user):
        rows = self.env["customer.communication"].sudo()
        mine = self.about_order | self.later
        return rows.search(rows._get_portal_domain(user.partner_id)) & mine

    def test_17_each_firm_reads_what_was_written_to_it(self):
        self.assertEqual(self.about_order.commercial_partner_id, self.old)
        self.assertEqual(self.later.commercial_partner_id, self.new)
        self.assertEqual(self.find_shown(self.reader_old), self.about_order)
        self.assertEqual(self.find_shown(self.reader_new), self.later)
        self.assertEqual(self.find_shown(self.hans), self.about_order | self.later)

    def test_17_the_portal_shows_no_more(self):
        self.authenticate("moved_new", "moved_new")
        page = self.url_open("/my/messages").text
        self.assertIn("At the new firm", page)
        self.assertNotIn("About the old firm", page)
        answer = self.url_open(f"/my/messages/{self.about_order.id}")
        self.assertNotIn("About the old firm", answer.text)

    def test_17_the_documents_chatter_is_not_the_new_firms(self):
        message = self.about_order.mail_message_id
        order = self.env[message.model].browse(message.res_id)
        self.assertFalse(order.with_user(self.reader_new).has_access("read"))
        self.assertFalse(message.with_user(self.reader_new).has_access("read"))
