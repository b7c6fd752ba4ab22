"""Who may press and read what of ours: every method and every record, by every role.

What is expected is asked of each user's own rights on the document (``Asking``).
"""

from odoo.tests import tagged

from odoo.addons.customer_status_comm import const

from .rights import find_methods
from .rpc.asking import Asking
from .rpc.case import WorldCase
from .rpc.entry import Call, is_refusal
from .rpc.people import MANAGERS

#: What a role must be allowed, so that it may press a button on a record.
READS = "may read the document"
WRITES = "may write on the document"
READS_INSIDE = "is of the house, and may read the document and its customer"
READS_PAGE = "is of the house, and may read the document"
READS_ALL = "may read all that the page tells of"
WRITES_PAGE = "is of the house, and may write on the document"
RENEWS = "may write on the document, and read all that the page tells of"
READS_ROW = "may read the message and its customer"
SEES = "may read the document, or is a manager in its company"
MANAGES = "is a manager"
SENDS_AGAIN = "may read the message, its customer and its files"
DECIDES = "is a manager in its company"
SENDS_MANY = "is a manager, and may read the message, its customer and its files"
AUTHOR = "has written it, or is a manager in its company"
OPENED = "has opened it"
INSIDE = "is of the house"
SEES_RULE = "may read the rule"
TRIES_RULE = "may read the rule, and an order to try it on"
NOBODY = "is an administrator"
ANYBODY = "is logged in; it does nothing but lead to where rights are asked"

ORDERS = "order_own order_b order_foreign"
PAGES = "page_of_order_own page_of_order_b page_of_reader_b"
EVENTS = "event_0_of_order_own event_0_of_order_foreign"
ROWS = "mail_about_b mail_by_foreign"
#: Which method, on which records of the world, who.
DOORS = (
    ("account.move.action_contact", "invoice_own invoice_b", READS),
    ("stock.picking.action_contact", "delivery_of_order_b", READS),
    ("customer.status.mixin.action_contact", "order_own repair_b", READS),
    ("customer.status.mixin.action_open_status_page", f"{ORDERS} repair_b", READS),
    ("customer.status.mixin.action_view_status_page", "order_b", ANYBODY),
    ("customer.status.mixin.action_status_send_now", ORDERS, WRITES),
    ("customer.status.mixin.action_status_stop", ORDERS, WRITES),
    ("res.partner.action_contact", "reader_a customer_f", READS),
    ("res.partner.action_view_communications", "reader_a", ANYBODY),
    ("customer.status.page.action_contact", PAGES, READS_PAGE),
    ("customer.status.page.action_copy_link", PAGES, READS_ALL),
    ("customer.status.page.action_renew_link", PAGES, RENEWS),
    ("customer.status.page.action_take_back_links", PAGES, WRITES_PAGE),
    ("customer.status.page.action_view_document", PAGES, READS_PAGE),
    ("customer.status.event.action_view_told", EVENTS, SEES),
    ("customer.status.event.action_view_messages", EVENTS, SEES),
    ("customer.status.event.action_release", EVENTS, SEES),
    ("customer.status.event.action_discard", EVENTS, SEES),
    ("customer.status.event.release_batch", EVENTS, DECIDES),
    ("customer.status.event.discard_batch", EVENTS, DECIDES),
    ("customer.status.waiting.action_open_document", "waiting", DECIDES),
    ("customer.status.waiting.action_publish", "waiting", ANYBODY),
    ("customer.status.waiting.action_publish_silently", "waiting", ANYBODY),
    ("customer.status.waiting.publish_batch", "waiting", MANAGES),
    ("customer.status.waiting.publish_silently_batch", "waiting", MANAGES),
    ("customer.communication.action_open_document", ROWS, READS_ROW),
    ("customer.communication.action_use_as_new", ROWS, READS_ROW),
    ("customer.communication.action_resend", ROWS, SENDS_AGAIN),
    (
        "customer.communication.action_cancel_scheduled",
        "scheduled_to_b scheduled_by_own",
        AUTHOR,
    ),
    ("customer.communication.again.action_resend_many", "failed_to_b", SENDS_MANY),
    ("customer.communication.again.resend_batch", "failed_to_b", SENDS_MANY),
    ("customer.communication.resend.action_resend", "resend", MANAGES),
    ("customer.communication.panel.action_send", "panel_of_own", OPENED),
    ("customer.communication.panel.action_replace_body", "panel_of_own", OPENED),
    ("customer.communication.panel.action_new_message", "panel_of_own", OPENED),
    ("customer.communication.panel.action_insert_status_link", "panel_of_own", OPENED),
    ("customer.communication.panel.action_cancel_scheduled", "panel_of_own", NOBODY),
    ("customer.communication.panel.get_status_link", "order_b", READS_INSIDE),
    ("customer.communication.panel.get_sms_count", "panel_of_own", INSIDE),
    ("customer.communication.panel.replace_sms_unicode", "panel_of_own", INSIDE),
    ("customer.status.rule.action_dry_run", "rule_shop rule_foreign", SEES_RULE),
    ("customer.status.rule.action_send_test", "rule_shop rule_foreign", TRIES_RULE),
    ("mail.template.action_send_test", "template_order", TRIES_RULE),
    ("customer.status.health.action_open", "health", MANAGES),
    ("customer.status.health.action_look_again", "health health_foreign", DECIDES),
    ("customer.status.health.line.action_show", "health_line", DECIDES),
    ("customer.status.erasure.action_erase", "erasure", NOBODY),
    ("repair.order.action_hand_over", "repair_done", WRITES),
    ("repair.order.action_undo_hand_over", "repair_done", WRITES),
    ("res.config.settings.get_standard_layout", "shop", NOBODY),
    ("res.config.settings.render_status_preview", "shop", NOBODY),
    ("res.config.settings.action_send_first_test", "settings", NOBODY),
)
HOUSE = "is of the house, in its company, and may read its customer"
SHARED = "is of the house, and it is of its company or of all"
LIES_WITH = "is of the house, and may read what it lies with"
FILE = "may read the message's document, or is its author or manager"
#: Who may read the records of a model of ours, or these records of Odoo's.
READING = (
    ("customer.status.page", SEES),
    ("customer.status.event", SEES),
    ("customer.status.link", SEES),
    ("customer.status.waiting", DECIDES),
    ("customer.status.health", DECIDES),
    ("customer.status.health.line", DECIDES),
    ("customer.status.rule", SHARED),
    ("customer.communication", HOUSE),
    ("customer.communication.panel", OPENED),
    ("customer.status.erasure", NOBODY),
    ("file_of_order_own file_of_order_b file_of_repair_b file_of_template", LIES_WITH),
    ("file_of_mail_about_b file_of_mail_about_own file_of_scheduled_by_own", FILE),
    ("file_of_mail_to_b file_of_mail_by_foreign file_of_mail_by_branch", FILE),
    ("private_file", OPENED),
    ("file_of_site bundle_of_site", INSIDE),
)
#: What each of these means, asked of a role (``Asking``) and a record.
MEANING = {
    READS: lambda ask, record: ask.may_with_document("read", record),
    READS_INSIDE: lambda ask, record: (
        ask.is_inside() and ask.reads(record) and ask.reads(record.partner_id)
    ),
    WRITES: lambda ask, record: ask.may_with_document("write", record),
    READS_PAGE: lambda ask, page: (
        ask.works_here(page) and ask.may_with_document("read", page)
    ),
    READS_ALL: lambda ask, page: ask.works_here(page) and ask.reads_all_on(page),
    WRITES_PAGE: lambda ask, page: (
        ask.works_here(page) and ask.may_with_document("write", page)
    ),
    RENEWS: lambda ask, page: (
        ask.works_here(page)
        and ask.reads_all_on(page)
        and ask.may_with_document("write", page)
    ),
    READS_ROW: lambda ask, row: ask.reads(row) and ask.reads(row.partner_id),
    SENDS_AGAIN: lambda ask, row: ask.reads_files_of(row),
    SENDS_MANY: lambda ask, row: ask.role in MANAGERS and ask.reads_files_of(row),
    LIES_WITH: lambda ask, file: (
        ask.is_inside() and ask.may_with_document("read", file)
    ),
    FILE: lambda ask, file: ask.reads_files_of(ask.get_document(file)),
    SEES: lambda ask, event: (
        ask.works_here(event)
        and (ask.may_with_document("read", event) or ask.role in MANAGERS)
    ),
    HOUSE: lambda ask, row: ask.works_here(row) and ask.reads(row.partner_id),
    SHARED: lambda ask, record: (
        ask.is_inside() and (not record.company_id or ask.works_here(record))
    ),
    MANAGES: lambda ask, _record: ask.role in MANAGERS,
    DECIDES: lambda ask, record: ask.decides_in(record.company_id.id),
    AUTHOR: lambda ask, row: ask.is_author_or_decides(row),
    OPENED: lambda ask, panel: panel.create_uid == ask.user,
    INSIDE: lambda ask, _record: ask.is_inside(),
    SEES_RULE: lambda ask, rule: ask.reads(rule),
    TRIES_RULE: lambda ask, rule: ask.reads(rule) and ask.reads_any("sale.order"),
    NOBODY: lambda _ask, _record: False,
    ANYBODY: lambda _ask, _record: True,
}
#: What methods are given beside the record.
GIVEN = {
    "get_sms_count": lambda _record: ["Hello"],
    "replace_sms_unicode": lambda _record: ["Hello"],
    "get_status_link": lambda record: [
        {
            "partner_id": record.partner_id.id,
            "res_model": record._name,
            "res_id": record.id,
        }
    ],
    "render_status_preview": lambda _record: [{}],
    "get_standard_layout": lambda _record: [],
    "action_open": lambda _record: [],
}


@tagged("standard", "post_install", "-at_install")
class TestRightsDoing(WorldCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        world, env = cls.world, cls.env
        [waiting] = env["customer.status.waiting"].search([])
        world.add("waiting", waiting)
        for name, company in (("", world.company), ("_foreign", world["foreign"])):
            health = env["customer.status.health"].search(
                [("company_id", "=", company.id)]
            )
            world.add(f"health{name}", health)
        world.add("health_line", world["health"].line_ids[:1])
        erasures = env["customer.status.erasure"]
        customers = [(6, 0, world["reader_b"].ids)]
        world.add("erasure", erasures.create({"partner_ids": customers}))
        world.add("settings", env["res.config.settings"].create({}))
        # What waits is not sent again, by whoever.
        world["mail_by_foreign"].state = const.COMMUNICATION_SENT
        failed = world["mail_to_b"].copy()
        failed.write(
            {
                "state": const.COMMUNICATION_FAILED,
                "failure_code": const.FAILURE_MAIL_SERVER,
            }
        )
        world.add("failed_to_b", failed)
        world.add("resend", env["customer.communication.resend"].create({}))
        done = world["repair_own"]
        done.state = "done"
        world.add("repair_done", done)

    def test_every_method_has_its_line(self):
        found = set(find_methods(self.env))
        self.assertEqual({method for method, _records, _who in DOORS}, found)

    def test_who_may_press_what(self):
        for name, records, who in DOORS:
            for record in map(self.world.__getitem__, records.split()):
                for role in self.world.users:
                    with self.subTest(method=name, record=record, role=role):
                        ask = Asking(self.world, role)
                        expected = bool(MEANING[who](ask, record))
                        self.assertEqual(self.press(name, record, role), expected, who)

    def test_who_may_read_what(self):
        """A list shows the same as reading it record by record."""
        for names, who in READING:
            records = self.find(names)
            self.assertTrue(records, names)
            for role in self.world.users:
                with self.subTest(records=names, role=role):
                    ask = Asking(self.world, role)
                    expected = {r.id for r in records if MEANING[who](ask, r)}
                    mine = self.world.as_user(records, role)
                    self.env.invalidate_all()
                    self.assertEqual(set(mine._filtered_access("read").ids), expected)
                    domain = [("id", "in", records.ids)]
                    listed = self.call(role, records._name, "search", domain)
                    self.assertEqual(set(listed.value or []), expected, who)

    def find(self, names):
        """Return the records of these names, or all of a model that have one."""
        if names in self.env:
            return self.env[names].browse(self.world.get_ids(names))
        ids = [self.world[name].id for name in names.split()]
        return self.world[names.split()[0]].browse(ids)

    def press(self, name, record, role):
        """Return whether a role got through with a method."""
        model, _dot, method = name.rpartition(".")
        if model in ("customer.status.mixin", "customer.communication.again"):
            model = record._name
        args = GIVEN[method](record) if method in GIVEN else [record.ids]
        answer = self.call(role, model, method, *args)
        made = Call(role, model, method, tuple(args))
        if answer.error and not is_refusal(self.env, made, answer.error):
            raise answer.error
        return not answer.error
