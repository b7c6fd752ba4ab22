"""A message takes over no file but its writer's own, and deletes no other."""

import json

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools.misc import limited_field_access_token

from ... import const
from ..common import StatusCase
from ..migrations import migrate

#: A GIF of one pixel.
PIXEL = b"R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
#: Of ``make_files``: what the clerk may not even name.
UNREADABLE = (
    "a colleague's upload",
    "a colleague's loose file",
    "Odoo's loose file",
    "of an order",
)
#: What must stay of a file, whoever names it in a message.
STAYS = ("name", "raw", "res_model", "res_id", "res_field", "public", "url", "type")


@tagged("standard", "post_install", "-at_install")
class TestFilesOfOthers(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.create_user("clerk", "base.group_user", password="clerk")
        cls.colleague = cls.create_user("colleague", "base.group_user")
        cls.template = cls.env["mail.template"].create(
            {
                "name": "Terms",
                "model_id": cls.env.ref("base.model_res_partner").id,
                "communication_type": const.EMAIL,
                "subject": "Our terms",
                "body_html": "<p>Our terms</p>",
            }
        )
        cls.order = cls.env["sale.order"].create({"partner_id": cls.anna.id})

    def create_file(self, user=None, **values):
        files = self.env["ir.attachment"]
        if user:
            files = files.with_user(user)
        return files.create({"name": "a.txt", "raw": b"Of somebody", **values}).sudo()

    def make_files(self):
        """Return ``{what it is: file}``: all of them are somebody else's."""
        image = self.env["res.partner"].create({"name": "Cat", "image_1920": PIXEL})
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "=", image.id),
                ("res_field", "=", "image_1920"),
            ]
        )
        old = self.write_to(self.bo, user_id=self.colleague.id)
        old.attachment_ids = self.create_file()
        self.template.attachment_ids = self.create_file(name="terms.txt")
        view = {"public": True, "res_model": "ir.ui.view"}
        return {
            "of the website": self.create_file(public=True),
            "of the website by a page": self.create_file(**view),
            "asset bundle": self.create_file(url="/web/assets/1/x.js", **view),
            "link": self.create_file(
                type="url", url="https://shop.example/a.pdf", public=True
            ),
            "picture of a customer": files,
            "a colleague's upload": self.create_file(
                self.colleague, res_model="customer.communication.panel"
            ),
            "a colleague's loose file": self.create_file(self.colleague),
            "Odoo's loose file": self.create_file(),
            "of an order": self.create_file(
                res_model="sale.order", res_id=self.order.id
            ),
            "of another message": old.attachment_ids,
            "of a template": self.template.attachment_ids,
            "own, but public": self.create_file(self.clerk, public=True),
        }

    def describe(self, file):
        file.invalidate_recordset()
        return {name: file[name] for name in STAYS}

    def open_panel(self, user=None, **values):
        panels = self.env["customer.communication.panel"].with_user(user or self.clerk)
        return panels.create(
            {
                "partner_id": self.anna.id,
                "company_id": self.company.id,
                "subject": "Hello",
                "body": "<p>Text</p>",
                **values,
            }
        )

    def send_and_replace(self, file, name="attachment_ids"):
        """Send with a file, take it back, send without it; return what it said.

        As separate calls would: nothing is known of the panel but what is stored.
        """
        later = "2199-01-01 12:00:00"
        panel = self.open_panel(**{name: [(6, 0, file.ids)]}, scheduled_at=later)
        said = []
        for values in ({}, {name: [(5,)], "scheduled_at": False}):
            self.env.invalidate_all()
            panel.write(values)
            panel.action_send()
            said.append(panel.feedback_type)
            if panel.communication_state == const.COMMUNICATION_SCHEDULED:
                panel.action_cancel_scheduled()
        return said, panel.communication_id.sudo()

    # The panel

    def test_nothing_of_others_is_taken_over_or_deleted(self):
        for what, file in self.make_files().items():
            for name in ("attachment_ids", "document_attachment_ids"):
                with self.subTest(what, field=name):
                    before = self.describe(file)
                    if what in UNREADABLE:
                        with self.assertRaises(AccessError):
                            self.send_and_replace(file, name)
                        self.assertEqual(self.describe(file), before)
                        continue
                    said, row = self.send_and_replace(file, name)
                    self.assertTrue(file.exists(), "deleted")
                    self.assertEqual(self.describe(file), before)
                    self.assertEqual(said[-1], "success", "the message still goes")
                    self.assertFalse(row.attachment_ids)

    def test_what_may_be_read_is_sent_as_a_private_copy(self):
        files = self.make_files()
        readable = (
            *("of the website", "of the website by a page", "asset bundle"),
            *("picture of a customer", "of another message", "of a template"),
            "own, but public",
        )
        for what in readable:
            with self.subTest(what):
                file = files[what]
                if what == "asset bundle":
                    file.access_token = "told-to-many"
                panel = self.open_panel(attachment_ids=[(6, 0, file.ids)])
                panel.action_send()
                self.assertEqual(panel.feedback_type, "success", panel.feedback)
                row = panel.communication_id.sudo()
                copy = row.attachment_ids
                self.assertEqual(len(copy), 1)
                self.assertNotEqual(copy, file)
                self.assertEqual((copy.name, copy.raw), (file.name, file.raw))
                self.assertEqual(
                    (copy.res_model, copy.res_id, copy.res_field),
                    (row._name, row.id, False),
                )
                self.assertFalse(copy.public or copy.url or copy.access_token)
        [part] = list(self.sink.received[-1][2].iter_attachments())
        self.assertEqual(part.get_filename(), "a.txt")

    def test_what_may_not_be_read_any_more_is_not_sent(self):
        """Chosen while it could be read, or put there by other means."""
        files = self.make_files()
        for what in UNREADABLE:
            with self.subTest(what):
                panel = self.open_panel()
                panel.sudo().attachment_ids = files[what]
                panel.action_send()  # as one call, which knows the file
                self.assertEqual(panel.feedback_type, "danger")
                self.env.invalidate_all()
                panel.action_send()
                self.assertFalse(panel.communication_id.sudo().attachment_ids)
        for _from, _to, message in self.sink.received:
            self.assertFalse(list(message.iter_attachments()))

    def test_a_file_that_is_not_the_documents_is_refused_in_words(self):
        mine = self.create_file(self.clerk)
        panel = self.open_panel(document_attachment_ids=[(6, 0, mine.ids)])
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("no longer with the document", panel.feedback)
        self.assertFalse(self.sink.received)

    def test_own_uploads_become_the_messages_and_go_with_it(self):
        for model in (False, "customer.communication.panel", "mail.compose.message"):
            with self.subTest(model):
                file = self.create_file(self.clerk, res_model=model)
                said, row = self.send_and_replace(file)
                self.assertEqual(said, ["success", "success"])
                self.assertFalse(file.exists(), "nobody else had it")
                self.assertFalse(row.attachment_ids)

    def test_a_file_in_two_messages_is_in_each_of_them(self):
        file = self.create_file(self.clerk)
        first = self.open_panel(attachment_ids=[(6, 0, file.ids)])
        second = self.open_panel(attachment_ids=[(6, 0, file.ids)])
        first.action_send()
        second.action_send()
        rows = first.communication_id.sudo(), second.communication_id.sudo()
        self.assertEqual([len(row.attachment_ids) for row in rows], [1, 1])
        self.assertFalse(rows[0].attachment_ids & rows[1].attachment_ids)
        rows[1].attachment_ids = False
        self.assertEqual(rows[0].attachment_ids, file)

    def test_forgetting_a_customer_deletes_no_file_of_others(self):
        files = self.make_files()
        row = self.write_to(self.anna)
        for what, file in files.items():
            row.attachment_ids |= file
            panel = self.open_panel()
            panel.sudo().attachment_ids = file
            before = self.describe(file)
            self.anna._erase_communications()
            with self.subTest(what):
                self.assertFalse(panel.exists())
                self.assertEqual(self.describe(file), before)

    def test_a_template_of_ones_own_takes_nothing_along(self):
        """Neither a message nor a test of it deletes what a template names."""
        for what, file in self.make_files().items():
            with self.subTest(what):
                before = self.describe(file)
                # Past the ORM, which would refuse some of these.
                self.template.attachment_ids = False
                self.env.cr.execute(
                    "INSERT INTO email_template_attachment_rel VALUES (%s, %s)",
                    (self.template.id, file.id),
                )
                self.env.invalidate_all()
                self.env["customer.communication"]._send_test(
                    self.template, self.anna, const.EMAIL
                )
                row = self.write_to(
                    self.anna,
                    template_id=self.template.id,
                    attachment_ids=[(4, file.id)],
                )
                row.attachment_ids = False
                self.assertEqual(self.describe(file), before)

    def test_an_update_gives_back_what_was_taken_over_before(self):
        row = self.write_to(self.anna)
        row.attachment_ids = self.create_file()
        mine, theirs = row.attachment_ids, self.create_file(public=True)
        theirs.write({"res_model": row._name, "res_id": row.id})
        self.env.cr.execute(
            "UPDATE customer_communication_ir_attachment_rel SET ir_attachment_id = %s",
            (theirs.id,),
        )
        self.env.flush_all()
        migrate(self.env.cr, "post-files-of-others")
        self.env.invalidate_all()
        self.assertEqual(row.attachment_ids, theirs)
        self.assertEqual((theirs.res_model, theirs.res_id), (False, 0))
        self.assertEqual((mine.res_model, mine.res_id), (row._name, row.id))
        row.unlink()
        self.assertTrue(theirs.exists())

    # Odoo's own routes

    def delete_by_route(self, message, file):
        """Delete a file as the chatter does: with the token its author is given."""
        self.authenticate("clerk", "clerk")
        params = {
            "fetch_params": {"limit": 30},
            "thread_model": message.model,
            "thread_id": message.res_id,
        }
        shown = self.call("/mail/thread/messages", params)
        listed = shown["result"]["data"].get("ir.attachment", [])
        tokens = {one["id"]: one.get("ownership_token") for one in listed}
        params = {"attachment_id": file.id, "access_token": tokens.get(file.id)}
        return tokens.get(file.id), self.call("/mail/attachment/delete", params)

    def call(self, route, params):
        answer = self.url_open(
            route,
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def test_the_author_deletes_neither_what_was_sent_nor_a_templates_file(self):
        self.template.attachment_ids = self.create_file(name="terms.txt")
        mine = self.create_file(self.clerk)
        panel = self.open_panel(
            template_id=self.template.id,
            attachment_ids=[(6, 0, (mine | self.template.attachment_ids).ids)],
        )
        panel.action_send()
        row = panel.communication_id.sudo()
        self.assertEqual(row.attachment_ids, mine | self.template.attachment_ids)
        for file in row.attachment_ids:
            token, answer = self.delete_by_route(row.mail_message_id, file)
            self.assertFalse(token)
            self.assertIn("error", answer)
            self.assertTrue(file.exists())
            # Nor with a token from elsewhere.
            token = limited_field_access_token(file, "id", scope="attachment_ownership")
            params = {"attachment_id": file.id, "access_token": token}
            self.assertIn("error", self.call("/mail/attachment/delete", params))
            self.assertTrue(file.exists())

    def test_nobody_makes_a_file_that_belongs_to_a_message(self):
        row = self.write_to(self.anna)
        values = {"name": "a.txt", "raw": b"x", "res_model": row._name}
        with self.assertRaises(AccessError):
            self.env["ir.attachment"].with_user(self.clerk).create(
                {**values, "res_id": row.id}
            )
