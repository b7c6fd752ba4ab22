"""A status file is for those who may read every document that it tells of."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ... import const
from ..communication.file_ways import FileWaysCase
from ..migrations import migrate


@tagged("standard", "post_install", "-at_install")
class TestStatusFilesFollow(FileWaysCase):
    def test_a_customers_status_file_tells_of_orders(self):
        """With the customer's message, and so in the customer's chatter."""
        row = self.send("colleague", attach_status_file=True)
        self.assertIn(self.theirs.name, row.attachment_ids.raw.decode())
        self.assertEqual(self.find_readers(row), {"colleague", "chief"})

    def test_what_tells_of_ones_own_orders_only_is_read_by_all_who_may(self):
        row = self.send("own", attach_status_file=True)
        self.assertNotIn(self.theirs.name, row.attachment_ids.raw.decode())
        self.assertEqual(self.find_readers(row), {"own", "colleague", "chief"})

    def test_none_says_that_there_is_nothing_to_who_may_read_none(self):
        """The customer would read that nothing is under way, though two orders are."""
        clerk = self.create_user("files_clerk", "base.group_user")
        panel = self.env["customer.communication.panel"].with_user(clerk)
        panel = panel.create(
            {
                "partner_id": self.anna.id,
                "subject": "Status",
                "body": "<p>See the file</p>",
                "attach_status_file": True,
            }
        )
        before = len(self.sink.received)
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertIn("You may not read what the status file of", panel.feedback)
        self.assertEqual(len(self.sink.received), before)
        self.assertEqual(self.anna.with_user(clerk)._get_status_files(), {})
        self.assertTrue(self.bo.with_user(clerk)._get_status_files(), "nothing is true")

    def test_its_copy_tells_of_the_same(self):
        row = self.send("colleague", attach_status_file=True)
        row.with_user(self.users["chief"]).action_resend()
        again = self.anna.communication_ids.filtered(lambda one: one.id > row.id)
        self.assertNotEqual(again.attachment_ids, row.attachment_ids)
        self.assertEqual(self.find_readers(again), {"colleague", "chief"})

    def test_nobody_becomes_its_author_by_sending_it_again(self):
        for row in (
            self.send("colleague", attach_status_file=True),
            self.send_about(self.theirs),
        ):
            before = self.anna.communication_ids
            for login in ("clerk", "own"):
                with (
                    self.subTest(row.document_name, login=login),
                    self.assertRaisesRegex(UserError, "cannot send it again"),
                ):
                    row.with_user(self.users[login]).action_resend()
            self.anna.invalidate_recordset()
            self.assertEqual(self.anna.communication_ids, before)

    def test_who_presses_send_now_is_not_its_author(self):
        """Whatever tells the customer of all their orders."""
        template = self.env.ref("customer_status_comm.mail_template_status_email")
        rows = self.env["customer.communication"].with_user(self.users["own"]).sudo()
        row = rows.create(
            {
                "partner_id": self.anna.id,
                "communication_type": const.EMAIL,
                "subject": "All your orders",
                "attachment_ids": [
                    Command.create({"name": name, "raw": content})
                    for name, content in self.anna.with_user(self.users["own"])
                    .sudo()
                    ._get_status_files()
                    .values()
                ],
                "template_id": template.id,
            }
        )
        row._send(now=True)
        self.assertIn(self.theirs.name, row.attachment_ids.raw.decode())
        self.assertEqual(self.find_readers(row), {"colleague", "chief"})

    def test_an_order_told_of_that_is_gone(self):
        row = self.send("colleague", attach_status_file=True)
        self.theirs._action_cancel()
        self.theirs.unlink()
        self.assertEqual(self.find_readers(row), {"colleague", "chief"})

    # Odoo's own composer

    def compose(self, login):
        """Write to Anna in Odoo's own composer, with our template."""
        user = self.users[login]
        user.group_ids |= self.env.ref("base.group_partner_manager")
        composer = Form(
            self.env["mail.compose.message"]
            .with_user(user)
            .with_context(
                default_composition_mode="comment",
                default_model="res.partner",
                default_res_ids=self.anna.ids,
                default_template_id=self.env.ref(
                    "customer_status_comm.mail_template_status_email"
                ).id,
                default_partner_ids=self.anna.ids,
            )
        ).save()
        file = composer.attachment_ids
        self.assertEqual(file.name, "status-Anna-Test.html")
        composer._action_send_mail()
        return file.sudo()

    def test_a_status_file_in_odoos_own_composer(self):
        file = self.compose("colleague")
        self.assertEqual((file.res_model, file.res_id), ("res.partner", self.anna.id))
        self.assertIn(self.theirs.name, file.raw.decode())
        message = self.env["mail.message"].search([("attachment_ids", "in", file.ids)])
        readers = set()
        for login, user in self.users.items():
            self.env.flush_all()
            self.env.invalidate_all()
            theirs = file.with_user(user)
            domain = [("res_model", "=", "res.partner"), ("res_id", "=", self.anna.id)]
            self.authenticate(user.login, login)
            answer = self.url_open(f"/web/content/{file.id}?download=true")
            ways = {
                "read": theirs.has_access("read"),
                "search": bool(theirs.search(domain) & theirs),
                "message": self.may(
                    message.with_user(user).attachment_ids.mapped, "name"
                ),
                "chatter": bool(self.get_shown(message, login)),
                "content": answer.status_code == 200,
            }
            self.assertEqual(len(set(ways.values())), 1, (login, ways))
            if ways["read"]:
                readers.add(login)
        self.assertEqual(readers, {"colleague", "chief"})

    def test_odoos_composer_tells_nobody_of_orders_they_may_not_read(self):
        file = self.compose("own")
        self.assertIn(self.mine.name, file.raw.decode())
        self.assertNotIn(self.theirs.name, file.raw.decode())

    # What else gives words away

    def test_no_word_of_a_file_is_found_by_searching(self):
        row = self.send("colleague", attach_status_file=True)
        other = self.send_about(self.theirs)
        message = row.mail_message_id
        clerk = self.users["clerk"]
        self.env.flush_all()
        self.env.invalidate_all()
        for field, value in (
            ("name", "price"),
            ("index_content", "Secret"),
            ("checksum", other.attachment_ids.checksum),
        ):
            with self.subTest(field):
                domain = [(f"attachment_ids.{field}", "ilike", value)]
                self.assertFalse(other.with_user(clerk).search(domain))
                self.assertFalse(message.with_user(clerk).search(domain))
        domain = [("attachment_ids.name", "ilike", "status-")]
        self.assertFalse(message.with_user(clerk).search(domain) & message)
        with self.assertRaisesRegex(ValueError, "not grouped by their files"):
            other.with_user(clerk).formatted_read_group(
                [("id", "in", (row | other).ids)], ["attachment_ids"], ["__count"]
            )
        self.assertFalse(row.attachment_ids.index_content)

    def test_nobody_takes_the_note_of_what_it_tells_away(self):
        row = self.send("colleague", attach_status_file=True)
        file = row.attachment_ids
        told = file.customer_status_documents
        self.assertTrue(told["keys"])
        for login in ("clerk", "own"):
            theirs = file.with_user(self.users[login])
            with self.assertRaises(AccessError):
                theirs.write({"customer_status_documents": False})
            with self.assertRaises(AccessError):
                theirs.generate_access_token()
            with self.assertRaises(AccessError):
                theirs.copy({"res_model": "res.partner", "res_id": self.anna.id})
        mine = self.env["ir.attachment"].with_user(self.users["clerk"])
        mine = mine.create(
            {
                "name": "a.txt",
                "raw": b"x",
                "customer_status_documents": {"keys": ["a,1"]},
            }
        )
        self.assertFalse(mine.customer_status_documents)
        file.customer_status_documents = told

    def test_uploading_it_again_does_not_open_it(self):
        """With the customer, say: it is known by what it says."""
        row = self.send("colleague", attach_status_file=True)
        again = (
            self.env["ir.attachment"]
            .with_user(self.users["colleague"])
            .sudo()
            .create(
                {
                    "name": "status-Anna-Test.html",
                    "raw": row.attachment_ids.raw,
                    "res_model": "res.partner",
                    "res_id": self.anna.id,
                }
            )
        )
        self.env.cr.cache.clear()
        self.assertFalse(again.with_user(self.users["clerk"]).has_access("read"))
        self.assertTrue(again.with_user(self.users["chief"]).has_access("read"))

    # Costs, and the version before

    def test_many_files_cost_as_many_queries_as_few(self):
        rows = [self.send_about(self.theirs) for _n in range(3)]
        rows += [self.send("colleague", attach_status_file=True) for _n in range(3)]
        user = self.users["own"]
        spec = {"attachment_ids": {"fields": {"name": {}}}}

        def count(some):
            some = self.env["customer.communication"].union(*some).with_user(user)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.web_read(spec)
            return self.env.cr.sql_log_count - before

        count(rows)
        self.assertEqual(count(rows), count([rows[0], rows[3]]))

    def test_an_update_closes_the_files_of_before(self):
        """Nobody knows what they tell of, so it is for authors and managers."""
        row = self.send("colleague", attach_status_file=True)
        of_order = self.send(
            "colleague",
            attach_status_file=True,
            res_model="sale.order",
            res_id=self.theirs.id,
        )
        composed = self.compose("colleague")
        plain = self.send_about(self.anna)
        files = row.attachment_ids | of_order.attachment_ids | composed
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET customer_status_documents = NULL, "
            "index_content = 'Bell' WHERE id = ANY(%s)",
            (files.ids,),
        )
        self.env.invalidate_all()
        migrate(self.env.cr, "end-status-files")
        self.env.invalidate_all()
        self.assertFalse(any(files.mapped("index_content")))
        self.assertEqual(self.find_readers(row), {"colleague", "chief"})
        self.assertEqual(self.find_readers(of_order), {"colleague", "chief"})
        self.assertEqual(self.find_readers(plain), set(self.users))
        readers = {
            login
            for login, user in self.users.items()
            if composed.with_user(user).has_access("read")
        }
        self.assertEqual(readers, {"chief"})
