"""Every way there is to the files of a message, for every kind of reader."""

import json

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase

from ..common import StatusCase

MANAGER = "customer_status_comm.group_customer_status_manager"


class FileWaysCase(StatusCase, HttpCase):
    """Anna has an order of "own", and one of somebody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = {
            "clerk": ["base.group_user"],
            "own": ["sales_team.group_sale_salesman"],
            "colleague": ["sales_team.group_sale_salesman_all_leads"],
            "chief": [MANAGER],
        }
        cls.users = {
            login: cls.create_user(f"file_{login}", *names, password=login)
            for login, names in groups.items()
        }
        own = cls.users["own"]
        cls.mine, cls.theirs = (
            cls.env["sale.order"].create(
                {
                    "partner_id": cls.anna.id,
                    "user_id": user.id,
                    "order_line": [Command.create({"product_id": cls.product.id})],
                }
            )
            for user in (own, cls.users["colleague"])
        )
        (cls.mine | cls.theirs).action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()  # what waits stands in no customer's file

    def send(self, login, **values):
        """Send Anna an e-mail with a file as a user would; return its row."""
        panels = self.env["customer.communication.panel"].with_user(self.users[login])
        panel = panels.create(
            {
                "partner_id": self.anna.id,
                "company_id": self.company.id,
                "subject": "Hello",
                "body": "<p>Text</p>",
                **values,
            }
        )
        panel.action_send()
        self.assertEqual(panel.feedback_type, "success", panel.feedback)
        return panel.communication_id.sudo()

    def send_about(self, order, login="colleague"):
        """Send a file of one's own about an order."""
        file = self.env["ir.attachment"].with_user(self.users[login])
        file = file.create({"name": "price.txt", "raw": b"Secret price"})
        return self.send(
            login,
            res_model=order._name,
            res_id=order.id,
            attachment_ids=file.ids,
        )

    def find_readers(self, row):
        """Return who reads the files of a row, by every way there is to them.

        :return: the logins; the ways have to agree.
        """
        readers = {}
        for login in self.users:
            ways = self.find_ways(row, login)
            self.assertEqual(len(set(ways.values())), 1, (login, ways))
            readers[login] = next(iter(ways.values()))
        return {login for login, may in readers.items() if may}

    def find_ways(self, row, login):
        user, files = self.users[login], row.sudo().attachment_ids
        self.assertTrue(files)
        ids = files.ids
        self.env.flush_all()
        self.env.invalidate_all()
        theirs = files.with_user(user)
        spec = {"attachment_ids": {"fields": {"name": {}}}}

        ways = {
            "read": lambda: theirs.read(["name", "raw"]),
            "search": lambda: theirs.search([("id", "in", ids)]),
            "search by record": lambda: theirs.search(
                [("res_model", "=", row._name), ("res_id", "=", row.id)]
            ),
            "search by model": lambda: (
                theirs.search([("res_model", "=", row._name)]) & theirs
            ),
            "write": lambda: theirs.has_access("write") or theirs.has_access("read"),
            "row": lambda: row.with_user(user).attachment_ids,
            "list": lambda: row.with_user(user).web_read(spec)[0]["attachment_ids"],
            "use as new": lambda: (
                row.with_user(user).action_use_as_new()["context"][
                    "default_attachment_ids"
                ]
                or row.with_user(user).action_use_as_new()["context"][
                    "default_attach_status_file"
                ]
            ),
            "message": lambda: row.mail_message_id.with_user(
                user
            ).attachment_ids.mapped("name"),
            "panel": lambda: self.open_sent(row, user).sent_files,
        }
        found = {name: self.may(way) for name, way in ways.items()}
        self.authenticate(user.login, login)
        answers = {
            self.url_open(f"/web/content/{file.id}?download=true").status_code
            for file in files
        }
        found["content"] = answers == {200}
        found["chatter"] = bool(self.get_shown(row.mail_message_id, login))
        if row.mail_message_id.model == "res.partner":
            return found
        # Who may not read the document does not get to its chatter.
        if not row.mail_message_id.with_user(user).has_access("read"):
            found.pop("chatter")
            found.pop("message")
        return found

    def may(self, what, *arguments):
        """Whether a call gives something, and is not refused."""
        self.env.invalidate_all()
        try:
            return bool(what(*arguments))
        except AccessError:
            return False

    def open_sent(self, row, user):
        panels = self.env["customer.communication.panel"].with_user(user)
        panel = panels.create({"partner_id": self.anna.id})
        panel.sudo().communication_id = row
        self.env.flush_all()
        self.env.invalidate_all()
        return panel

    def get_shown(self, message, login):
        """Return the files that the chatter hands out with a message, logged in."""
        params = {
            "fetch_params": {"limit": 30},
            "thread_model": message.model,
            "thread_id": message.res_id,
        }
        data = self.call("/mail/thread/messages", params)
        files = data.get("result", {}).get("data", {}).get("ir.attachment", [])
        wanted = set(message.sudo().attachment_ids.ids)
        thread = {"thread_model": message.model, "thread_id": message.res_id}
        thread["request_list"] = ["attachments"]
        data = self.call("/mail/data", {"fetch_params": [["mail.thread", thread]]})
        files += data.get("result", {}).get("ir.attachment", [])
        return [file for file in files if file["id"] in wanted]

    def call(self, route, params):
        answer = self.url_open(
            route,
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()
