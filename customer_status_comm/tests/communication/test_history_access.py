"""Who reads the texts of messages: like the customer, or like the document."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ... import const
from ..common import StatusCase

MANAGER = "customer_status_comm.group_customer_status_manager"


@tagged("standard", "post_install", "-at_install")
class TestHistoryAccess(StatusCase):
    """A message about an order of "own", one about a colleague's, one about neither."""

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
            login: cls.create_user(f"reads_{login}", "base.group_allow_export", *names)
            for login, names in groups.items()
        }
        cls.orders = {
            whose: cls.create_order(user_id=cls.users[whose].id)
            for whose in ("own", "colleague")
        }

    def setUp(self):
        super().setUp()
        self.rows = {
            whose: self.write_to(
                self.anna,
                f"About {whose}",
                body=f"<p>Words of {whose}</p>",
                user_id=False,
                res_model="sale.order",
                res_id=order.id,
                document_name=order.name,
            )
            for whose, order in self.orders.items()
        }
        self.rows["customer"] = self.write_to(
            self.anna, "About nothing", user_id=False, body="<p>Words of customer</p>"
        )
        # Of an order that everybody in sales may read.
        order = self.create_order(user_id=False)
        self.event = self.env["customer.status.event"].create(
            {
                "page_id": self.env["customer.status.page"]._ensure(order)[order.id].id,
                "event": const.EVENT_CONFIRMED,
                "source": "x,1",
                "state": const.TOLD,
                "revision": 1,
            }
        )

    def follow_document(self, company=None):
        (company or self.company).customer_communication_access = const.ACCESS_DOCUMENT

    def find_ways(self, whose, user):
        """Return ``{way: whether it shows the user the message}``."""
        row = self.rows[whose]
        self.env.flush_all()
        self.env.invalidate_all()
        theirs = row.with_user(user)
        rows = theirs.browse()
        by_id = [("id", "=", row.id)]
        customer = row.partner_id.with_user(user)
        event = self.event.with_user(user)

        ways = {
            "read": lambda: theirs.read(["subject"]),
            "web_read": lambda: theirs.web_read({"body": {}}),
            "attribute": lambda: theirs.body,
            "search": lambda: rows.search(by_id),
            "count": lambda: rows.search_count(by_id),
            "list": lambda: rows.web_search_read(by_id, {"body": {}})["records"],
            "name": lambda: rows.name_search(row.subject),
            "words": lambda: rows.search([("search_text", "ilike", f"of {whose}")]),
            "groups": lambda: rows.formatted_read_group(
                by_id, ["partner_id"], ["__count"]
            ),
            "tree": lambda: rows.web_read_group(by_id, ["state"], ["__count"])[
                "groups"
            ],
            "export": lambda: theirs.export_data(["subject"])["datas"],
            "of the customer": lambda: theirs in customer.communication_ids,
            "by the customer": lambda: customer.search(
                [("id", "=", self.anna.id), ("communication_ids.body", "ilike", whose)]
            ),
            "use as new": theirs.action_use_as_new,
            "send again": theirs.action_resend,
        }
        if event.has_access("read"):
            self.event.communication_ids = row
            ways["of the ledger"] = lambda: theirs in event.communication_ids
        return {name: self.may(way) for name, way in ways.items()}

    def may(self, way):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.env.cr.savepoint() as savepoint:
            try:
                return bool(way())
            except AccessError:
                return False
            finally:
                self.env.invalidate_all(flush=False)
                savepoint.rollback()

    def assert_readers(self, expected):
        """Check who reads which messages, by every way: ``{login: whose}``."""
        for login, user in self.users.items():
            for whose in self.rows:
                with self.subTest(login=login, message=whose):
                    found = self.find_ways(whose, user)
                    wrong = {
                        way
                        for way, may in found.items()
                        if may != (whose in expected[login])
                    }
                    self.assertFalse(wrong)

    def test_as_long_as_nobody_changes_it_like_the_customer(self):
        every = set(self.rows)
        self.assert_readers(dict.fromkeys(self.users, every))

    def test_like_the_document(self):
        self.follow_document()
        self.assert_readers(
            {
                "clerk": {"customer"},
                "own": {"customer", "own"},
                "colleague": set(self.rows),
                "chief": set(self.rows),
            }
        )

    def test_the_author_always_reads_it(self):
        self.follow_document()
        clerk = self.users["clerk"]
        for row in self.rows.values():
            row.user_id = clerk
        self.assertEqual(
            {
                whose
                for whose in self.rows
                if all(self.find_ways(whose, clerk).values())
            },
            set(self.rows),
        )

    def test_messages_of_documents_that_are_gone_are_for_author_and_managers(self):
        self.follow_document()
        self.orders["colleague"].unlink()
        self.rows["own"].res_model = "no.such.model"
        for login in ("own", "colleague", "chief"):
            for whose in ("own", "colleague"):
                rows = self.rows[whose].with_user(self.users[login])
                self.env.invalidate_all()
                with self.subTest(login=login, message=whose):
                    may = login == "chief"
                    self.assertEqual(rows.has_access("read"), may)
                    found = rows.search([("id", "=", rows.id)])
                    self.assertEqual(bool(found), may)

    def test_each_company_decides_for_its_own(self):
        other = self._create_company("Andenby Cykler")
        self.users["clerk"].company_ids |= other
        self.follow_document(other)
        companies = (self.company | other).ids
        order = self.env["sale.order"].with_context(allowed_company_ids=other.ids)
        order = order.create({"partner_id": self.anna.id, "company_id": other.id})
        theirs = self.rows["own"].copy(
            {"company_id": other.id, "res_id": order.id, "user_id": False}
        )
        rows = (self.rows["own"] | theirs).with_user(self.users["clerk"])
        rows = rows.with_context(allowed_company_ids=companies)
        self.env.invalidate_all()
        self.assertEqual(rows.search([("id", "in", rows.ids)]), self.rows["own"])
        self.assertEqual(rows._filtered_access("read"), self.rows["own"])

    def test_who_may_not_read_the_customer_reads_no_message(self):
        """Whatever is set, and whoever wrote it."""
        self.rows["own"].user_id = self.users["own"]
        other = self._create_company("Andenby Cykler")
        for setting in (const.ACCESS_CUSTOMER, const.ACCESS_DOCUMENT):
            self.company.customer_communication_access = setting
            with self.subTest(setting, by="rule"):
                rule = self.env["ir.rule"].create(
                    {
                        "name": "Only Bo",
                        "model_id": self.env.ref("base.model_res_partner").id,
                        "domain_force": "[('name', '!=', 'Anna Test')]",
                    }
                )
                self.assert_readers({login: set() for login in self.users})
                rule.unlink()
            with self.subTest(setting, by="company"):
                self.anna.company_id = other
                self.assert_readers({login: set() for login in self.users})
                self.anna.company_id = self.company
                self.assertTrue(all(self.find_ways("customer", self.users["own"])))
                self.anna.company_id = False

    def test_a_panel_names_no_message_that_may_not_be_read(self):
        self.follow_document()
        panels = self.env["customer.communication.panel"]
        panels = panels.with_user(self.users["clerk"])
        row = self.rows["colleague"]
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            panels.create({"partner_id": self.anna.id, "communication_id": row.id})
        panel = panels.create({"partner_id": self.anna.id})
        with self.assertRaises(AccessError):
            panel.communication_id = row

    def test_it_is_counted_by_what_one_may_read(self):
        self.follow_document()
        self.env.flush_all()
        counts = {}
        for login, user in self.users.items():
            self.env.invalidate_all()
            counts[login] = self.anna.with_user(user).communication_count
        self.assertEqual(counts, {"clerk": 1, "own": 2, "colleague": 3, "chief": 3})

    def test_the_chatter_follows_the_same(self):
        """Of an order it is the order's; in the customer's stand those about them."""
        self.follow_document()
        expected = {
            "clerk": {"customer"},
            "own": {"customer", "own"},
            "colleague": set(self.rows),
        }
        for login, whose in expected.items():
            messages = self.env["mail.message"].with_user(self.users[login])
            for about, row in self.rows.items():
                self.env.invalidate_all()
                with self.subTest(login=login, message=about):
                    message = messages.browse(row.mail_message_id.id)
                    self.assertEqual(message.has_access("read"), about in whose)

    def test_changing_the_setting_counts_at_once(self):
        rows = self.rows["colleague"].with_user(self.users["clerk"])
        for setting, may in (
            (const.ACCESS_CUSTOMER, True),
            (const.ACCESS_DOCUMENT, False),
            (const.ACCESS_CUSTOMER, True),
        ):
            self.env["res.config.settings"].create(
                {"customer_communication_access": setting}
            ).execute()
            self.env.invalidate_all()
            self.assertEqual(rows.has_access("read"), may)
            self.assertEqual(bool(rows.search([("id", "=", rows.id)])), may)

    # Costs

    def count_list(self, rows, user):
        rows = self.env["customer.communication"].union(*rows).with_user(user)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        rows.web_search_read([("id", "in", rows.ids)], {"subject": {}, "body": {}})
        return self.env.cr.sql_log_count - before

    def test_many_cost_as_many_queries_as_few(self):
        more = [self.write_to(self.anna, user_id=False) for _n in range(5)]
        user = self.users["own"]
        for setting in (const.ACCESS_CUSTOMER, const.ACCESS_DOCUMENT):
            self.company.customer_communication_access = setting
            rows = [*self.rows.values(), *more]
            self.count_list(rows, user)
            self.assertEqual(
                self.count_list(rows, user), self.count_list(rows[:3], user)
            )

    def test_unless_it_is_set_no_document_is_asked_for(self):
        rows = self.env["customer.communication"].with_user(self.users["own"])
        rows._get_doubtful_companies()
        self.assertTrue(rows._get_readable_domain().is_true())
        self.follow_document()
        self.assertFalse(rows._get_readable_domain().is_true())
