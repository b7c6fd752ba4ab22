"""The end of a customer: merged into another, or forgotten."""

from odoo.exceptions import AccessError, UserError

from ... import const
from .common import LifeCase


class TestMerged(LifeCase):
    def merge(self, source, target):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((source | target).ids, target)
        self.env.invalidate_all()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anne = cls._create_customer("Anne Test")

    def test_history_pages_and_links_are_carried_over(self):
        order, token = self.tell(self.anne)
        note = self.write_to(self.anne, "By hand")
        self.assertFalse(note.res_id)
        about = self.write_to(
            self.anne, "About you", res_model="res.partner", res_id=self.anne.id
        )
        rows = self.anne.communication_ids
        self.deliver()
        self.merge(self.anne, self.anna)

        self.assertEqual(self.anna.communication_ids, rows)
        self.assertEqual(rows.commercial_partner_id, self.anna)
        self.assertEqual(about.res_id, self.anna.id)
        page = self.get_page(order)
        self.assertEqual((page.partner_id, page.event_ids.partner_id), (self.anna,) * 2)
        self.assertEqual(page.link_ids.partner_id, self.anna)
        self.assertEqual(self.open(token).facts["reference"], order.name)

    def test_nothing_is_told_again(self):
        order, token = self.tell(self.anne)
        self.merge(self.anne, self.anna)
        order._status_touch(const.REASON_CHANGED)
        self.publish()

        self.assertEqual(self.deliver(), [])
        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])
        self.assertTrue(self.open(token), "the customer's old link works on")

    def test_the_page_of_all_orders_becomes_one(self):
        for has_own in (True, False):
            with self.subTest(has_own=has_own):
                source = self._create_customer("Source")
                target = self._create_customer("Target")
                mine = self.create_order(source)
                mine.action_confirm()
                self.publish()
                self.deliver()
                token = self.make_own_page(source)
                tokens = [token] + ([self.make_own_page(target)] if has_own else [])
                self.merge(source, target)

                for token in tokens:
                    found = self.open(token)
                    self.assertEqual(found.facts["key"], f"res.partner,{target.id}")
                    listed = [order["reference"] for order in found.facts["orders"]]
                    self.assertEqual(listed, [mine.name])
                self.assertEqual(len(self.get_page(target)), 1)

    def test_preferences_survive_and_who_wants_nothing_gets_nothing(self):
        for of_source, of_target, left in (
            (True, True, True),
            (False, True, False),
            (True, False, False),
        ):
            with self.subTest(source=of_source, target=of_target):
                source = self._create_customer(
                    "Source",
                    gets_status_messages=of_source,
                    contact_preference=const.SMS,
                )
                target = self._create_customer("Target", gets_status_messages=of_target)
                self.merge(source, target)
                self.assertEqual(target.contact_preference, const.SMS)
                self.assertEqual(target.gets_status_messages, left)


class TestErased(LifeCase):
    def erase(self, partner, user=None):
        wizard = (
            self.env["customer.status.erasure"]
            .with_user(user or self.env.user)
            .with_context(active_ids=partner.ids)
            .create({})
        )
        wizard.action_erase()
        self.env.invalidate_all()
        return wizard

    def test_of_an_order_that_is_somebody_elses_by_now(self):
        order, _token = self.tell(self.anna)
        theirs = self.get_page(order).event_ids
        order.action_cancel()
        order.action_draft()
        bo = self._create_customer("Bo Test")
        order.partner_id = bo
        order.action_confirm()
        self.publish()
        links = self.env["customer.status.link"].sudo()
        mine = [("partner_id", "=", self.anna.id)]
        self.assertTrue(theirs.facts)
        self.assertTrue(links.search(mine))
        shown = self.get_page(order).facts
        self.erase(self.anna)

        self.assertEqual(len(theirs.exists()), len(theirs))
        self.assertFalse(any(event.facts for event in theirs))
        self.assertFalse(links.search(mine))
        self.assertEqual(self.get_page(order).facts, shown, "the other's stays")

    def test_no_page_of_nameless_goods_is_left(self):
        """What is published anew shows the order again, as it is in Odoo."""
        order, token = self.tell(self.anna)
        self.erase(self.anna)
        page = self.get_page(order)
        self.assertFalse(page.is_published)
        action = page.sudo(False).action_copy_link()
        self.env.flush_all()
        self.assertIsNone(self.open(token))
        found = self.open(action["params"]["url"].rpartition("/")[2])
        self.assertEqual(found.page, page)
        self.assertTrue(all(line["name"] for line in found.facts["lines"]))

    def test_texts_addresses_and_archive_go_the_ledger_stays(self):
        order, token = self.tell(self.anna)
        own = self.make_own_page(self.anna)
        self.write_to(self.anna, "Secret", body="<p>Your illness</p>")
        self.anna.phone = "+45 20 12 34 56"
        self.write_to(
            self.anna,
            "Text",
            communication_type=const.SMS,
            sms_text="Your illness",
            state=const.COMMUNICATION_SCHEDULED,
        )
        panel = self.env["customer.communication.panel"].create(
            {
                "partner_id": self.anna.id,
                "subject": "Your illness",
                "body": "<p>Your illness</p>",
                "sms_text": "Your illness",
            }
        )
        file = self.env["ir.attachment"].create(
            {"name": "illness.txt", "raw": b"x", "res_model": panel._name}
        )
        panel.attachment_ids = file
        of_bo = panel.copy({"partner_id": self.bo.id, "attachment_ids": False})
        rows = self.anna.communication_ids
        wizard = self.erase(self.anna)

        self.assertFalse(panel.exists() or file.exists())
        self.assertTrue(of_bo.exists(), "another's panel stays")
        of_bo.unlink()

        self.assertEqual(len(rows.exists()), 3)
        self.assertEqual(set(rows.mapped("subject")), {"Erased"})
        self.env.flush_all()
        for table in (
            "customer_communication",
            "customer_communication_panel",
            "customer_status_page",
            "customer_status_event",
            "customer_status_link",
            "mail_notification",
            "mail_mail",
            "sms_sms",
        ):
            self.env.cr.execute(
                f'SELECT row::text FROM "{table}" row'  # pylint: disable=E8103
            )
            text = " ".join(row for [row] in self.env.cr.fetchall())
            for part in ("illness", "anna.test@", "20123456", "birthday", "Bell"):
                self.assertNotIn(part, text, table)
        messages = rows.mail_message_id
        self.assertNotIn("illness", "".join(map(str, messages.mapped("body"))))
        self.assertIsNone(self.open(token))
        self.assertIsNone(self.open(own))
        self.assertEqual(self.get_events(order), [("confirmed", "told", False)])
        self.assertFalse(self.get_page(order).event_ids.has_facts)
        self.assertEqual(wizard.communication_count, 3)

    def test_what_waited_is_never_sent(self):
        self.create_order(self.anna).action_confirm()
        self.publish()
        later = self.write_to(self.bo)
        self.erase(self.anna)

        self.assertEqual(self.deliver(), [])
        self.assertEqual(later.state, const.COMMUNICATION_SENT, "another's is whole")
        self.assertEqual(later.subject, "Hello")

    def test_nothing_is_told_again_nor_anything_new(self):
        order, _token = self.tell(self.anna)
        self.erase(self.anna)
        order._status_touch(const.REASON_CHANGED)
        self.publish()
        order._create_invoices().action_post()
        self.publish()

        self.assertEqual(self.deliver(), [])
        self.assertEqual(
            self.get_events(order),
            [("confirmed", "told", False), ("invoiced", "silent", "opted_out")],
        )

    def test_contacts_of_a_company_are_forgotten_with_it(self):
        firm = self._create_customer("Firm", is_company=True)
        contact = self._create_customer("Contact Person", parent_id=firm.id)
        row = self.write_to(contact)
        self.erase(firm)
        self.assertEqual((row.subject, row.recipient), ("Erased", False))

    def test_it_is_for_administrators_alone(self):
        manager = self.create_user(
            "chief",
            "sales_team.group_sale_manager",
            "customer_status_comm.group_customer_status_manager",
        )
        with self.assertRaises(AccessError):
            self.erase(self.anna, manager)
        with self.assertRaises(AccessError):
            self.anna.with_user(manager)._erase_communications()


class TestDeleted(LifeCase):
    """Nobody takes the history away by deleting whom it is about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.create_user(
            "seller",
            "sales_team.group_sale_salesman_all_leads",
            "base.group_partner_manager",
        )

    def test_b4_who_may_not_change_the_history_deletes_no_customer_with_one(self):
        written, linked, told, listed, new = (
            self._create_customer(name) for name in ("Wr", "Li", "To", "Ls", "Ne")
        )
        row = self.write_to(written)
        self.make_own_page(linked)
        order, _token = self.tell(told)
        order._action_cancel()
        order.unlink()
        self.env["customer.status.page"]._ensure(listed)
        for customer in (written, linked, told, listed):
            mine = customer.with_user(self.seller)
            with (
                self.subTest(customer.name),
                self.assertRaisesRegex(UserError, f"{customer.name}.*Archive"),
                self.env.cr.savepoint(),
            ):
                (mine | new.with_user(self.seller)).unlink()
            mine.action_archive()
        self.assertTrue(row.exists())
        new.with_user(self.seller).unlink()
        self.assertFalse(new.exists())

    def test_an_administrator_does(self):
        row = self.write_to(self.anna)
        admin = self.create_user(
            "root", "base.group_system", "base.group_partner_manager"
        )
        self.anna.with_user(admin).unlink()
        self.assertFalse(row.exists())

    def test_merging_goes_on(self):
        row = self.write_to(self.anna)
        double = self._create_customer("Anna Double", email=self.anna.email)
        # Odoo's own merge reads every field of both, some of which need more rights.
        for group in ("base.group_erp_manager", "account.group_account_invoice"):
            self.seller.group_ids += self.env.ref(group)
        self.assertFalse(self.seller.has_group("base.group_system"))
        wizards = self.env["base.partner.merge.automatic.wizard"]
        wizard = wizards.with_user(self.seller).create({})
        wizard._merge((self.anna | double).ids, double)
        self.env.invalidate_all()
        self.assertFalse(self.anna.exists())
        self.assertEqual(row.partner_id, double)

    def test_it_asks_once_for_all(self):
        customers = self.env["res.partner"].create([{"name": "N"} for _n in range(20)])
        self.env.flush_all()
        mine = customers.with_user(self.seller)
        mine.env.user.has_group("base.group_system")
        with self.assertQueryCount(1):
            mine._unlink_except_told()
