"""Who may do what, and values that no form would send."""

from odoo.exceptions import AccessError

from ..common import StatusCase


class TestRights(StatusCase):
    """Role by operation, and values that no form would send."""

    ROLES = (
        ("clerk", ["base.group_user"]),
        ("seller", ["sales_team.group_sale_salesman"]),
        ("contacts", ["base.group_user", "base.group_partner_manager"]),
        ("chief", ["customer_status_comm.group_customer_status_manager"]),
        ("system", ["base.group_user", "base.group_system"]),
        ("guest", ["base.group_portal"]),
    )
    #: What each role may do, in the order of ROLES.
    TABLE = (
        ("customer.communication", "read", "yes yes yes yes yes no"),
        ("customer.communication", "create", "no no no no yes no"),
        ("customer.communication", "write", "no no no no yes no"),
        ("customer.communication", "unlink", "no no no no yes no"),
        ("customer.communication.panel", "create", "yes yes yes yes yes no"),
        ("customer.status.page", "read", "yes yes yes yes yes no"),
        ("customer.status.page", "write", "no no no no no no"),
        ("customer.status.event", "read", "yes yes yes yes yes no"),
        ("customer.status.event", "unlink", "no no no no no no"),
        ("customer.status.rule", "read", "yes yes yes yes yes no"),
        ("customer.status.rule", "write", "no no no yes no no"),
        ("customer.status.change", "read", "no no no yes no no"),
        ("customer.status.change", "create", "no no no no no no"),
        ("customer.status.link", "read", "yes yes yes yes yes no"),
        ("customer.status.link", "create", "no no no no no no"),
    )

    def test_role_by_operation(self):
        users = [self.create_user(login, *groups) for login, groups in self.ROLES]
        for model, operation, expected in self.TABLE:
            for user, may in zip(users, expected.split(), strict=True):
                with self.subTest(model=model, operation=operation, role=user.login):
                    allowed = self.env[model].with_user(user).has_access(operation)
                    self.assertEqual(allowed, may == "yes")

    def test_every_role_inside_can_send_and_save(self):
        for login, groups in self.ROLES[:-1]:
            user = self.create_user(login, *groups)
            for kind in ("email", "note"):
                with self.subTest(role=login, kind=kind):
                    panel = (
                        self.env["customer.communication.panel"]
                        .with_user(user)
                        .create(
                            {
                                "partner_id": self.anna.id,
                                "company_id": self.company.id,
                                "communication_type": kind,
                                "subject": f"From {login}",
                                "body": "<p>Text</p>",
                            }
                        )
                    )
                    panel.action_send()
                    self.assertEqual(panel.feedback_type, "success", panel.feedback)

    def test_nobody_writes_in_the_name_of_another_company(self):
        other = self._create_company("Andenby Cykler")
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        panel = (
            self.env["customer.communication.panel"]
            .with_user(seller)
            .create(
                {
                    "partner_id": self.anna.id,
                    "company_id": other.id,
                    "subject": "Hello",
                    "body": "<p>Text</p>",
                }
            )
        )
        panel.action_send()
        self.assertEqual(panel.feedback_type, "danger")
        self.assertFalse(self.sink.received)

    def test_the_panel_tells_nothing_of_another_companys_contact_or_message(self):
        """Its ids may be written by anybody who can call the server."""
        other = self._create_company("Andenby Cykler")
        theirs = self._create_customer("Bent Test", company_id=other.id)
        row = (
            self.env["customer.communication"]
            .sudo()
            .create(
                {
                    "partner_id": theirs.id,
                    "company_id": other.id,
                    "communication_type": "note",
                    "subject": "Theirs",
                    "state": "saved",
                }
            )
        )
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        panels = self.env["customer.communication.panel"].with_user(seller)
        for values, names in (
            (
                {"partner_id": theirs.id},
                ("partner_email", "partner_phone", "partner_address", "obstacle"),
            ),
            (
                {"partner_id": self.anna.id, "communication_id": row.id},
                ("communication_state", "sent_files"),
            ),
        ):
            row_id = values.pop("communication_id", None)
            panel = panels.create(values)
            if row_id:
                with self.assertRaises(AccessError):
                    panel.communication_id = row_id
                self.env.flush_all()
                self.env.cr.execute(
                    "UPDATE customer_communication_panel SET communication_id = %s"
                    " WHERE id = %s",
                    (row_id, panel.id),
                )
            for name in names:
                self.env.invalidate_all()
                with self.subTest(name), self.assertRaises(AccessError):
                    panel.read([name])

    def test_nobody_overwrites_what_a_colleague_could_not_send(self):
        theirs = (
            self.env["customer.communication"]
            .sudo()
            .create(
                {
                    "partner_id": self.anna.id,
                    "company_id": self.company.id,
                    "communication_type": "email",
                    "subject": "Theirs",
                    "body": "<p>Theirs</p>",
                    "state": "failed",
                    "user_id": self.env.user.id,
                }
            )
        )
        seller = self.create_user("seller", "sales_team.group_sale_salesman")
        panel = (
            self.env["customer.communication.panel"]
            .with_user(seller)
            .create(
                {
                    "partner_id": self.anna.id,
                    "company_id": self.company.id,
                    "communication_id": theirs.id,
                    "subject": "Mine",
                    "body": "<p>Mine</p>",
                }
            )
        )
        panel.action_send()
        self.assertEqual(theirs.subject, "Theirs")
        self.assertEqual(panel.communication_id.user_id, seller)
