"""All of our addresses, found by themselves: reading acts nowhere."""

from threading import current_thread

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.customer_status_comm.tests.common import StatusCase

from .. import hostile

OURS = "odoo.addons.customer_status_comm"
HUGE = 2**63
#: More digits than Python turns into a number.
ENDLESS = "5" * 5000
#: Or where to log in; a page of a list that is beyond its end is its last one.
NOT_FOUND = (404, 303, 200)
EVIL = "evil.example"
#: Address: whether it may write, and why.
ROUTES = {
    "/status/<string:token>": "",
    "/status/<path:token>": "",
    "/my/status/<string:kind>/<int:res_id>": "",
    "/my/status/shown/<int:page_id>": "",
    "/my/status/told/<int:event_id>": "",
    "/my/messages": "",
    "/my/messages/page/<int:page>": "",
    "/my/messages/<int:communication_id>": "",
    "/my/messages/<int:communication_id>/files/<int:attachment_id>": "",
    "/shop/confirmation/status": "",
    "/report/<converter>/<reportname>": "a slip of the workshop gets a link",
    "/report/<converter>/<reportname>/<docids>": "a slip of the workshop gets a link",
}
#: Odoo's own, which we extend.
EXTENDED = {route for route in ROUTES if route.startswith("/report/")}


@tagged("standard", "post_install", "-at_install")
class TestRoutes(StatusCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.create_order(cls.anna)
        cls.order.action_confirm()

    def setUp(self):
        super().setUp()
        self.publish()
        [message] = self.deliver()
        self.token = self.get_token(message)
        page = self.get_page(self.order)
        file = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"a"})
        row = self.write_to(self.anna, attachment_ids=[(4, file.id)])
        self.values = {
            "token": self.token,
            "kind": "order",
            "res_id": self.order.id,
            "page_id": page.id,
            "event_id": page.event_ids[:1].id,
            "page": 1,
            "communication_id": row.id,
            "attachment_id": row.attachment_ids.id,
        }
        new_test_user(
            self.env,
            "reader",
            groups="base.group_portal",
            password="readerreader",
            partner_id=self.anna.id,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.create_user(
            "captain",
            "sales_team.group_sale_manager",
            "customer_status_comm.group_customer_status_manager",
            password="captaincaptain",
        )
        self.env.flush_all()

    def find_rules(self):
        """Return ``{address: werkzeug rule}`` of the routes that our code answers."""
        current_thread().dbname = self.env.cr.dbname  # as a server's threads have it
        rules = self.env["ir.http"].routing_map().iter_rules()
        return {
            rule.rule: rule
            for rule in rules
            if rule.endpoint.__module__.startswith(OURS)
        }

    def get(self, path, **options):
        with mute_logger("odoo.httpX"):
            return self.url_open(path, allow_redirects=False, **options)

    def fill(self, rule, **values):
        """Return the address of ``rule`` with the values filled in."""
        return rule.build(self.values | values, append_unknown=False)[1]

    def readers(self):
        """Yield as nobody, as the customer and as staff."""
        for login in (None, "reader", "captain"):
            self.authenticate(login, login and login * 2)
            yield login

    # What there is

    def test_every_address_has_its_line(self):
        self.assertEqual(set(self.find_rules()), set(ROUTES))

    def test_all_are_for_reading_so_that_nothing_can_be_forged(self):
        for address, rule in self.find_rules().items():
            if address in EXTENDED:
                continue
            with self.subTest(address):
                routing = rule.endpoint.routing
                self.assertEqual(routing["type"], "http")
                self.assertLessEqual(rule.methods, {"GET", "HEAD", "OPTIONS"})
                self.assertIn(routing["auth"], ("none", "public", "user"))
                self.assertEqual(
                    bool(routing.get("readonly")), not ROUTES[address], "read-only"
                )
                self.assertNotIn(routing.get("csrf"), (False,))

    def test_nothing_but_reading_is_answered(self):
        for _login in self.readers():
            for address, rule in self.find_rules().items():
                if address in EXTENDED:
                    continue
                for method in ("POST", "PUT", "PATCH", "DELETE"):
                    with self.subTest(address, method=method):
                        path = self.fill(rule)
                        status = self.get(path, method=method).status_code
                        self.assertIn(status, (404, 405))

    # Reading acts nowhere

    def test_reading_writes_nothing(self):
        """PostgreSQL itself would refuse any write here."""
        answered = set()
        for _login in self.readers():
            for address, rule in self.find_rules().items():
                if ROUTES[address]:
                    continue
                for method in ("GET", "HEAD"):
                    path = self.fill(rule)
                    self.get(path, method=method)  # fills the caches
                    with self.env.cr.savepoint() as savepoint:
                        self.env.cr.execute("SET LOCAL transaction_read_only = on")
                        status = self.get(path, method=method).status_code
                        savepoint.rollback()
                    self.assertLess(status, 500, f"{method} {path}")
                    if status == 200:
                        answered.add(address)
        reading = {route for route, why in ROUTES.items() if not why}
        # Nobody here has just ordered; the web shop's own tests ask as who has.
        self.assertEqual(answered, reading - {"/shop/confirmation/status"})

    # Nothing typed comes back

    def test_no_address_sends_anybody_elsewhere_or_says_what_it_was_told(self):
        """Open redirects, echoes, and a false name of the host."""
        query = dict.fromkeys(
            ("redirect", "url", "next", "r", "page", "access_token"), f"https://{EVIL}/"
        )
        query |= {"search": hostile.MARKUP[0], "search_in": hostile.MARKUP[3]}
        for login in self.readers():
            for address, rule in self.find_rules().items():
                if address in EXTENDED:
                    continue
                headers = {"Referer": f"https://{EVIL}/", "X-Forwarded-Host": EVIL}
                with self.subTest(address, login=login):
                    answer = self.get(self.fill(rule), params=query, headers=headers)
                    self.assertLess(answer.status_code, 500)
                    target = answer.headers.get("Location", "")
                    host = target.partition("?")[0]
                    self.assertNotIn(EVIL, host)
                    self.assertNotRegex(answer.text, rf"=.(https?:)?//{EVIL}")
                    for markup in (hostile.MARKUP[0], hostile.MARKUP[3]):
                        self.assertNotIn(markup, answer.text)

    def test_numbers_beyond_the_database_are_not_found(self):
        for login in self.readers():
            for address, rule in self.find_rules().items():
                if "<int:" not in address:
                    continue
                for number in (HUGE, 2**31, 0, ENDLESS):
                    with self.subTest(address, number=number, login=login):
                        wrong = {
                            name: HUGE if number == ENDLESS else number
                            for name, value in self.values.items()
                            if isinstance(value, int)
                        }
                        path = self.fill(rule, **wrong)
                        if number == ENDLESS:
                            path = path.replace(str(HUGE), ENDLESS)
                        status = self.get(path).status_code
                        self.assertIn(status, NOT_FOUND)
