"""Odoo's privacy lookup: it finds what a customer was told, and erases it."""

from odoo.exceptions import UserError

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tests.retention.common import LifeCase
from odoo.addons.customer_status_comm.tools.token import hash_token, new_token

OURS = (
    "customer.communication",
    "customer.status.page",
    "customer.status.event",
    "customer.status.link",
)


class LookupCase(LifeCase):
    def look_up(self, name, email):
        """Return the lookup's lines, having looked by name and address."""
        self.env.cr.precommit.run()  # what Odoo tells web clients stands there by then
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": name, "email": email}
        )
        wizard.action_lookup()
        return wizard.line_ids

    def find(self, name, email):
        """Return ``{(model, id)}`` of our records that the lookup finds."""
        return self.get_keys(self.get_ours(self.look_up(name, email)))

    def get_ours(self, lines):
        return lines.filtered(lambda line: line.res_model in OURS)

    def get_keys(self, lines):
        return {(line.res_model, line.res_id) for line in lines}

    def keys_of(self, *recordsets):
        return {(record._name, record.id) for rows in recordsets for record in rows}

    def get_told(self, order):
        """Return all that was made when the customer of ``order`` was told."""
        page = self.get_page(order)
        events = page.event_ids
        return page, events, page.link_ids, events.communication_ids

    def read_tables(self):
        """Return all that stands in our tables and beside them, by table."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        found = {}
        for table in (
            *(model.replace(".", "_") for model in OURS),
            *("mail_notification", "mail_message", "mail_mail", "sms_sms", "bus_bus"),
        ):
            self.env.cr.execute(
                f'SELECT row::text FROM "{table}" row'  # pylint: disable=E8103
            )
            found[table] = " ".join(row for [row] in self.env.cr.fetchall())
        return found


class TestFound(LookupCase):
    def test_all_that_a_customer_was_told_is_found_once(self):
        order, _token = self.tell(self.anna)
        self.tell(self.bo)
        row = self.write_to(self.anna)
        told = self.get_told(order)
        self.assertTrue(all(told))
        wanted = self.keys_of(*told, row)
        lines = self.get_ours(self.look_up("Somebody", self.anna.email))
        self.assertEqual(self.get_keys(lines), wanted)
        self.assertEqual(len(lines), len(wanted), "each once")
        self.assertEqual(self.find(self.anna.name, "nobody@customer.example"), wanted)
        self.assertEqual(self.find("Somebody", "nobody@customer.example"), set())

    def test_addresses_that_look_alike_are_others(self):
        joan = self._create_customer("Joan Test", email="joanxn@customer.example")
        self.write_to(joan)
        for address in ("an_n@customer.example", "anxn@customer.example"):
            self.assertEqual(self.find("Somebody", address), set(), address)
        self.assertTrue(self.find("Somebody", "Joan <JOANXN@customer.example>"))

    def test_what_a_companys_contact_was_told(self):
        """By the contact alone, and by the company."""
        firm = self._create_customer("Firm", is_company=True)
        contact = self._create_customer("Contact Person", parent_id=firm.id)
        other = self._create_customer("Other Person", parent_id=firm.id)
        order, _token = self.tell(contact)
        row = self.write_to(contact)
        others = self.write_to(other)
        mine = self.keys_of(*self.get_told(order), row)
        self.assertEqual(self.find(contact.name, contact.email), mine)
        self.assertEqual(self.find(firm.name, firm.email), mine | self.keys_of(others))

    def test_a_message_is_found_by_the_address_it_went_to(self):
        """Also when the customer has another name and address today."""
        row = self.write_to(self.anna)
        old = self.anna.email
        self.anna.write({"name": "Anna Married", "email": "married@customer.example"})
        self.assertEqual(self.find("Anna Test", old), self.keys_of(row))

    def test_a_message_to_two_addresses_is_found_by_each(self):
        self.anna.email = "Anna@firm.example, office@firm.example"
        row = self.write_to(self.anna)
        self.anna.write({"name": "Anna Married", "email": "married@customer.example"})
        for address in ("anna@firm.example", "Office <OFFICE@firm.example>"):
            self.assertEqual(self.find("Somebody", address), self.keys_of(row))
        self.assertEqual(self.find("Somebody", "na@firm.example"), set())

    def test_a_link_that_was_made_for_another(self):
        """It opens the customer's page, whoever it was made for."""
        order, _token = self.tell(self.anna)
        page = self.get_page(order)
        links = self.env["customer.status.link"].sudo()
        # As it was made before only the page's own customer got one.
        links.create(
            {
                "page_id": page.id,
                "partner_id": self.bo.id,
                "token_hash": hash_token(new_token()),
            }
        )
        theirs = page.link_ids.filtered(lambda link: link.partner_id == self.bo)
        self.assertTrue(theirs)
        self.assertEqual(self.find(self.bo.name, self.bo.email), self.keys_of(theirs))
        self.assertLessEqual(
            self.keys_of(theirs), self.find(self.anna.name, self.anna.email)
        )


class TestErased(LookupCase):
    def assert_forgotten(self, *words):
        for table, text in self.read_tables().items():
            for word in words:
                self.assertNotIn(word, text, table)

    def test_delete_erases_what_was_told_and_leaves_the_ledger(self):
        order, token = self.tell(self.anna)
        self.write_to(self.anna, "Secret", body="<p>Your illness</p>")
        own = self.make_own_page(self.anna)
        page, events, links, rows = self.get_told(order)
        lines = self.get_ours(self.look_up(self.anna.name, self.anna.email))
        before = {line.res_model for line in lines}
        self.assertEqual(before, set(OURS))
        lines.action_unlink_all()
        self.env.invalidate_all()

        self.assertEqual(lines.mapped("is_unlinked"), [True] * len(lines))
        self.assert_forgotten("illness", "anna.test@", "birthday", "Bell")
        self.assertEqual(len(rows.exists()), len(rows))
        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])
        self.assertEqual((page.exists(), events.exists()), (page, events))
        self.assertFalse(events.has_facts)
        self.assertFalse(links.exists())
        self.assertIsNone(self.open(token))
        self.assertIsNone(self.open(own))

    def test_each_line_erases_its_own(self):
        order, token = self.tell(self.anna)
        page, event, link, row = self.get_told(order)
        lines = self.look_up(self.anna.name, self.anna.email)

        def erase(record):
            key = self.keys_of(record)
            lines.filtered(lambda line: self.get_keys(line) == key).action_unlink()
            self.env.invalidate_all()

        erase(row)
        self.assertEqual((row.subject, row.recipient), ("Erased", False))
        self.assertTrue(self.open(token))
        self.assertTrue(event.has_facts)
        erase(event)
        self.assertFalse(event.has_facts)
        self.assertTrue(self.open(token))
        erase(link)
        self.assertIsNone(self.open(token))
        erase(page)
        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])
        self.assert_forgotten("anna.test@", "birthday", "Bell")

    def test_deleting_a_page_closes_its_links_and_tells_nothing_again(self):
        order, token = self.tell(self.anna)
        page = self.get_page(order)
        lines = self.look_up(self.anna.name, self.anna.email)
        lines.filtered(lambda line: line.res_model == page._name).action_unlink()
        self.assertIsNone(self.open(token))
        order._status_touch(const.REASON_CHANGED)
        self.publish()
        self.assertEqual(self.deliver(), [])
        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])

    def test_deleting_the_customer_leaves_no_text_behind(self):
        """Odoo's chatter would keep what was written; the ledger stays."""
        order, token = self.tell(self.anna)
        self.write_to(self.anna, "Secret", body="<p>Your illness</p>")
        page = self.get_page(order)
        order._action_cancel()
        order.unlink()
        lines = self.look_up(self.anna.name, self.anna.email)
        lines.filtered(lambda line: line.res_model == "res.partner").action_unlink()
        self.env.invalidate_all()

        self.assertFalse(self.anna.exists())
        self.assertEqual(len(page.exists().event_ids), 1)
        self.assertIsNone(self.open(token))
        self.assert_forgotten("illness", "anna.test@", "birthday", "Bell")

    def test_all_lines_at_once_the_customer_first(self):
        order, _token = self.tell(self.anna)
        page = self.get_page(order)
        order._action_cancel()
        order.unlink()
        lines = self.look_up(self.anna.name, self.anna.email)
        wanted = lines.filtered(lambda line: line.res_model in (*OURS, "res.partner"))
        self.assertEqual(wanted[0].res_model, "res.partner")
        wanted.action_unlink_all()
        self.assertFalse(self.anna.exists())
        self.assertTrue(page.exists().event_ids)

    def test_the_log_says_what_was_erased(self):
        row = self.write_to(self.anna)
        lines = self.look_up(self.anna.name, self.anna.email)
        line = lines.filtered(lambda line: line.res_model == row._name)
        line.action_unlink()
        self.env.flush_all()  # Odoo's lookup writes its log when it computes the line
        self.assertEqual(
            line.wizard_id.log_id.execution_details,
            f"Erased Customer Communication #{row.id}",
        )
        with self.assertRaises(UserError):
            line.action_unlink()

    def test_archiving_leaves_what_was_told(self):
        """It can be taken back, so nothing is erased."""
        _order, token = self.tell(self.anna)
        lines = self.look_up(self.anna.name, self.anna.email)
        lines.action_archive_all()
        self.assertFalse(self.anna.active)
        self.assertTrue(self.open(token))
        self.assertFalse(any(self.get_ours(lines).mapped("has_active")))
