"""The files of a message: read by whoever may read the row, kept as they were."""

from odoo.tests import Form, HttpCase, tagged

from ... import const
from ..common import StatusCase


@tagged("standard", "post_install", "-at_install")
class TestHistoryFiles(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = ("sales_team.group_sale_salesman",)
        cls.writer = cls.create_user("writer", *groups)
        cls.reader = cls.create_user("reader", *groups)
        cls.reader.password = "reader"

    def create_file(self, name="map.txt", user=None, **values):
        """Return a file as one that ``user`` uploaded into the panel."""
        files = self.env["ir.attachment"].with_user(user or self.env.user)
        return files.create({"name": name, "raw": b"Way in", **values})

    def send(self, **values):
        """Send an e-mail from the panel as the writer; return its row."""
        panel = (
            self.env["customer.communication.panel"]
            .with_user(self.writer)
            .create(
                {
                    "partner_id": self.anna.id,
                    "company_id": self.company.id,
                    "subject": "Hello",
                    "body": "<p>Text</p>",
                    **values,
                }
            )
        )
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        return panel.communication_id

    def list_files(self, row, user):
        """Return the names of the files that the list shows to ``user``."""
        spec = {"attachment_ids": {"fields": {"name": {}, "mimetype": {}}}}
        [values] = row.with_user(user).web_read(spec)
        return [file["name"] for file in values["attachment_ids"]]

    def test_c15_a_colleague_sees_and_downloads_what_was_attached(self):
        mine = self.create_file(user=self.writer)
        row = self.send(attachment_ids=mine.ids, attach_status_file=True)
        names = ["map.txt", "status-Anna-Test.html"]
        self.assertEqual(sorted(self.list_files(row, self.reader)), names)
        self.env.flush_all()
        self.authenticate("reader", "reader")
        for file in row.attachment_ids:
            answer = self.url_open(f"/web/content/{file.id}?download=true")
            self.assertEqual((answer.status_code, answer.content), (200, file.raw))

    def test_c15_the_file_of_a_document_is_copied(self):
        """Who may read the document may read the file, and it stays what was sent."""
        order = self.create_order(user_id=False)  # everybody's
        offer = self.create_file("offer.txt", res_model=order._name, res_id=order.id)
        row = self.send(
            res_model=order._name,
            res_id=order.id,
            document_attachment_ids=offer.ids,
        )
        offer.unlink()
        self.assertEqual(self.list_files(row, self.reader), ["offer.txt"])
        self.assertEqual(row.attachment_ids.raw, b"Way in")

    def test_c15_the_file_of_a_template_stays_shared(self):
        template = self.env.ref("customer_status_comm.mail_template_status_email")
        terms = self.create_file(res_model=template._name, res_id=template.id)
        row = self.send(template_id=template.id)
        row.sudo().attachment_ids = terms
        self.assertEqual(row.attachment_ids, terms)
        self.assertEqual(self.list_files(row, self.reader), ["map.txt"])

    def test_c15_files_replaced_on_trying_again_do_not_pile_up(self):
        row = self.send(attach_status_file=True).sudo()
        old = row.attachment_ids
        row.attachment_ids = self.create_file()
        self.assertFalse(old.exists())
        self.assertEqual(row.attachment_ids.res_id, row.id)

    def test_c15_sending_again_and_use_as_new_take_the_files_along(self):
        mine = self.create_file(user=self.writer)
        row = self.send(attachment_ids=mine.ids, attach_status_file=True)
        row.with_user(self.reader).action_resend()
        again = self.anna.communication_ids - row
        self.assertEqual(len(again.attachment_ids), 2)
        self.assertFalse(again.attachment_ids & row.attachment_ids)
        self.assertEqual(len(row.attachment_ids), 2)

        action = row.with_user(self.reader).action_use_as_new()
        panels = self.env[action["res_model"]].with_user(self.reader)
        panels = panels.with_context(**action["context"])
        form = Form(panels)
        self.assertEqual(form.attachment_ids[:].mapped("name"), ["map.txt"])
        self.assertTrue(form.attach_status_file, "a fresh one, not the old one")
        panel = form.save()
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        new = panel.communication_id
        self.assertEqual(len(new.attachment_ids), 2)
        self.assertFalse(new.attachment_ids & row.attachment_ids)
        self.assertEqual(len(row.attachment_ids), 2, "the old row keeps its own")
        left = list(self.sink.received[-1][2].iter_attachments())
        self.assertEqual(len(left), 2)

    def test_c15_an_sms_takes_no_files_along(self):
        row = self.send()
        row.sudo().communication_type = const.SMS
        self.assertNotIn("default_attachment_ids", row._get_files_as_new())
