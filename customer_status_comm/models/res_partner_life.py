from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL, html_escape

from .. import const
from ..tools.erasure import forget, hide_number, names_records
from ..tools.facts import Event


class ResPartner(models.Model):
    """The end of a customer: merged into another, or forgotten."""

    # A file of its own for its own reason to change.
    _inherit = "res.partner"  # pylint: disable=R8180

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        """Refuse to delete whom something was told: their history would go with them.

        :raise UserError: to those who are no administrator, with what to do instead.
        """
        if self.env.is_system():
            return
        if told := self._find_told():
            raise UserError(
                self.env._(
                    "%(customers)s cannot be deleted, because the history of what "
                    "customers were told would go, too. Archive the contact instead, "
                    "or ask an administrator to erase what they were told and then "
                    "delete it.",
                    customers=", ".join(told.mapped("display_name")),
                )
            )

    def _find_told(self):
        """Return those who have messages, pages, links or rows of the ledger."""
        self.env.flush_all()
        tables = (
            "customer_communication",
            "customer_status_page",
            "customer_status_event",
            "customer_status_link",
        )
        found = SQL(" UNION ").join(
            SQL(
                "SELECT partner_id FROM %s WHERE partner_id = ANY(%s)",
                SQL.identifier(table),
                self.ids,
            )
            for table in tables
        )
        return self.browse(id_ for [id_] in self.env.execute_query(found))

    def _erase_communications(self):
        """Forget what these customers and their contacts were told and shown.

        That something was told stays in the ledger, with neither words nor archive,
        so that it is never told again; nothing more is told them automatically.

        :raise AccessError: to those who are no administrator.
        """
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._("Only an administrator erases what customers were told.")
            )
        everyone = self.sudo().with_context(active_test=False)
        everyone = everyone.search([("id", "child_of", self.ids)])
        everyone.gets_status_messages = False
        everyone._get_all_communications()._erase()
        links = self.env["customer.status.link"].sudo()
        links.search([("partner_id", "in", everyone.ids)])._erase()
        everyone._get_all_status_pages()._erase()
        panels = self.env["customer.communication.panel"].sudo()
        panels.search([("partner_id", "in", everyone.ids)])._erase()
        # Of documents that are somebody else's by now, too.
        events = self.env["customer.status.event"].sudo()
        events.search([("partner_id", "in", everyone.ids)])._erase()

    def _get_all_communications(self):
        """Return the messages of these customers in all companies, with sudo."""
        rows = self.env["customer.communication"].sudo()
        return rows.search([("partner_id", "in", self.ids)])

    def _get_all_status_pages(self):
        """Return the pages of these customers and their documents, with sudo."""
        pages = self.env["customer.status.page"].sudo()
        return pages.search([("partner_id", "in", self.ids)])


class CustomerCommunication(models.Model):
    """A message whose customer wants to be forgotten."""

    # A file of its own for its own reason to change.
    _inherit = "customer.communication"  # pylint: disable=R8180

    def _erase(self):
        """Empty these messages; that there was one, when and of which kind, stays."""
        messages = self.mail_message_id
        waiting = self.filtered(lambda row: row.state in const.COMMUNICATIONS_WAITING)
        waiting.state = const.COMMUNICATION_CANCELLED
        self._forget_attempt()
        self._forget_notifications()
        word = self.env._("Erased")
        (self.attachment_ids | messages.attachment_ids).filtered(
            lambda file: (
                self._owns_file(file)
                or (file.res_model == messages._name and file.res_id in messages.ids)
            )
        ).unlink()
        messages.write(
            {
                "subject": word,
                "body": html_escape(word),
                "record_name": False,
                "attachment_ids": [Command.clear()],
            }
        )
        messages.notification_ids.write({"sms_number": False, "failure_reason": False})
        self.write(
            {
                "subject": word,
                "body": False,
                "sms_text": False,
                "sender": False,
                "recipient": False,
                "failure_detail": False,
                "attachment_ids": [Command.clear()],
            }
        )

    def _forget_notifications(self):
        """Delete what Odoo has told web clients of these messages, text and all.

        It keeps that for a day.
        """
        messages = self.mail_message_id
        last, more = 0, bool(messages)
        while more:
            self.env.cr.execute(
                """
                SELECT id, message FROM bus_bus
                 WHERE id > %s AND message LIKE %s ORDER BY id LIMIT %s
                """,
                (last, f"%{messages._name}%", const.GC_BATCH),
            )
            found = self.env.cr.fetchall()
            telling = [
                id_
                for id_, text in found
                if names_records(text, messages._name, messages.ids)
            ]
            self.env["bus.bus"].sudo().browse(telling).unlink()
            last, more = (found[-1][0], True) if found else (last, False)


class CustomerStatusPage(models.Model):
    """A page whose customer is merged into another, or wants to be forgotten."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.page"  # pylint: disable=R8180

    def _erase(self):
        """Forget what these pages showed; their links open nothing any more.

        Those that list a customer's orders are deleted: they tell nothing themselves.
        """
        lists = self.filtered(
            lambda page: page.facts and page.facts["kind"] == const.KIND_CUSTOMER
        )
        self.link_ids._erase()
        self.event_ids._erase()
        for page in self - lists:
            if page.facts:
                page._update(forget(page.facts))
            if page.known_facts:
                page.known_facts = forget(page.known_facts)
            # What is left has no names; it is shown again when it is published anew.
            page.write({"news": False, "is_published": False})
        lists.unlink()

    def _merge_into(self, partner):
        """Make this page ``partner``'s, or hand its links to the one they have."""
        self.ensure_one()
        owner = partner.with_company(self.company_id)
        known = self._find_pages(owner).get(partner.id)
        if known:
            self.link_ids.page_id = known
            self.event_ids.page_id = known
            self.unlink()
        else:
            known = self
            known.res_id = partner.id
        self.env.flush_all()
        known._update(owner._get_status_facts()[partner.id])


class CustomerStatusEvent(models.Model):
    """A row of the ledger whose customer wants to be forgotten."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.event"  # pylint: disable=R8180

    def _erase(self):
        """Forget what the customer saw; that they were told stays."""
        self.facts = False
        self._hide_numbers()

    def _hide_numbers(self):
        """Forget the numbers of parcels; that just these were told stays known."""
        secret = self._get_secret()
        for row in self.filtered(lambda row: row.event == const.EVENT_TRACKING):
            hidden = hide_number(Event(row.event, row.source), secret)
            if hidden.source != row.source:
                row.source = hidden.source

    @api.model
    def _get_secret(self):
        """Return what makes hashes of the ledger this database's own."""
        return self.env["ir.config_parameter"].sudo().get_param("database.secret")


class CustomerStatusLink(models.Model):
    """A link whose customer wants to be forgotten."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.link"  # pylint: disable=R8180

    def _erase(self):
        """Have these open nothing any more; nothing is left of them."""
        self.unlink()
