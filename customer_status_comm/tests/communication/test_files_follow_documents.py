"""The files of a message are for those who may read its document."""

from odoo.tests import tagged

from .file_ways import FileWaysCase


@tagged("standard", "post_install", "-at_install")
class TestFilesFollowDocuments(FileWaysCase):
    def test_the_files_of_an_orders_message(self):
        row = self.send_about(self.theirs)
        self.assertEqual(self.find_readers(row), {"colleague", "chief"})
        row = self.send_about(self.mine, login="own")
        self.assertEqual(self.find_readers(row), {"own", "colleague", "chief"})

    def test_the_files_of_a_message_to_a_customer_are_for_who_reads_the_customer(self):
        row = self.send_about(self.anna)
        self.assertEqual(self.find_readers(row), set(self.users))

    def test_the_author_always_reads_them(self):
        row = self.send_about(self.mine, login="own")
        self.mine.user_id = self.users["colleague"]
        self.assertIn("own", self.find_readers(row))

    def test_files_of_a_document_that_is_gone_are_for_author_and_managers(self):
        draft = self.create_order(user_id=self.users["colleague"].id)
        row = self.send_about(draft)
        draft.unlink()
        row.mail_message_id = self.write_to(self.anna).mail_message_id
        ways = {login: self.find_ways(row, login)["read"] for login in self.users}
        readers = {login for login, may in ways.items() if may}
        self.assertEqual(readers, {"colleague", "chief"})
        row.res_model = "no.such.model"
        ways = {login: self.find_ways(row, login)["read"] for login in self.users}
        self.assertEqual({login for login in ways if ways[login]}, readers)

    def test_automatic_messages(self):
        rule = self.env.ref("customer_status_comm.customer_status_rule_cancelled")
        rule.attach_status_file = True
        self.theirs._action_cancel()
        self.publish()
        rows = self.env["customer.communication"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", self.theirs.id)]
        )
        row = rows.filtered("attachment_ids")
        self.assertFalse(row.user_id)
        self.assertEqual(self.find_readers(row), {"colleague", "chief"})

    def test_files_of_a_template_are_for_everybody_inside(self):
        template = self.env.ref("customer_status_comm.mail_template_status_email")
        template.attachment_ids = self.env["ir.attachment"].create(
            {"name": "terms.txt", "raw": b"x"}
        )
        row = self.send_about(self.theirs)
        row.template_id = template
        row.attachment_ids = template.attachment_ids
        for login, user in self.users.items():
            with self.subTest(login):
                file = template.attachment_ids.with_user(user)
                self.assertEqual(file.raw, b"x")
