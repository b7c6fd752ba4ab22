"""Calls in the order in which somebody who means harm would make them.

Each story is a generator: it yields a ``Call``, is sent its ``Answer``, and goes on
with what that gave.
"""

from ..entry import Call
from .calls import Calls
from .probes import Probes
from .values import TYPES, Values

PANEL = "customer.communication.panel"
ROW = "customer.communication"
#: How often each is told.
STORIES = {
    "method": 6,
    "orm": 6,
    "panel": 6,
    "page": 3,
    "files": 3,
    "contact": 3,
    "composer": 3,
    "history": 2,
    "notification": 1,
    "rule": 3,
    "question": 5,
}


class Stories:
    """Tells stories of one role.

    :param targets: as of ``calls.find_targets``.
    :param places: as of ``probes.Probes``.
    """

    def __init__(self, world, role, dice, targets, places):
        self.world, self.role, self.dice = world, role, dice
        self.make = Values(world, role, dice)
        self.calls = Calls(self.make, *targets)
        self.probes = Probes(self.make, places)

    def any(self):
        """Return a story."""
        return getattr(self, f"_tell_{self.dice.weighted(STORIES)}")()

    def _call(self, model, method, *args, **kwargs):
        return Call(self.role, model, method, args, kwargs)

    def _tell_method(self):
        yield self.calls.any_method()

    def _tell_orm(self):
        yield self.calls.any_orm()

    def _tell_question(self):
        yield from self.probes.ask()

    # The panel

    def _prepare_panel(self, **given):
        """Return values as a form would send them, with some of somebody's own."""
        model, id_ = self.make.document()
        kind = self.dice.one(TYPES)
        text = self.make.text()
        values = {
            "partner_id": self.make.id("res.partner", 2),
            "communication_type": kind,
            "subject": self.dice.one(["Hello", "Re: yours"]),
            "body": text,
            "sms_text": text,
        }
        if self.dice.chance(60):
            values |= {"res_model": model, "res_id": id_}
        if self.dice.chance(70):
            values |= self.make.values(PANEL, 3)
        return values | given

    def _tell_panel(self, **given):
        values = self._prepare_panel(**given)
        answer = yield self._call(PANEL, "create", values)
        if not answer.value:
            return
        ids = [answer.value]
        for _step in range(self.dice.one([1, 2, 2, 3])):
            yield from self._touch_panel(ids)

    def _touch_panel(self, ids):
        """Do something with a panel of one's own."""
        what = self.dice.weighted({"send": 6, "write": 2, "read": 2, "other": 3})
        if what == "write":
            answer = yield self._call(PANEL, "write", ids, self.make.values(PANEL, 3))
            if answer.error:
                return
            what = "send"
        if what == "send":
            yield self._call(PANEL, "action_send", ids)
        elif what == "read":
            spec = self.make.specification(PANEL)
            yield self._call(PANEL, "web_read", ids, spec)
        else:
            names = [name for name, models in self.calls.methods if PANEL in models]
            call = self.calls.of_method(PANEL, self.dice.one(names))
            has_ids = call.args and isinstance(call.args[0], list)
            yield call._replace(args=(ids, *call.args[1:]) if has_ids else call.args)

    # Pages and files

    def _tell_page(self):
        """Open what staff do with a page, and press its buttons."""
        model = self.dice.one(["sale.order", "repair.order", "res.partner"])
        ids = [self.make.id(model, 2)]
        answer = yield self._call(model, "action_open_status_page", ids)
        page = answer.value and answer.value["res_id"]
        page = page or self.make.id("customer.status.page", 2)
        buttons = ("copy_link", "renew_link", "take_back_links", "contact")
        for button in self.dice.some(buttons, 2):
            yield self._call("customer.status.page", f"action_{button}", [page])

    def _tell_files(self):
        """Attach files of others, send or schedule, and read what became of them."""
        kind = self.dice.one(["attachment_ids", "document_attachment_ids"])
        files = self.make.ids("ir.attachment")
        values = self._prepare_panel(communication_type="email")
        values |= {kind: [(6, 0, files)], "partner_id": self.make.id("res.partner", 0)}
        answer = yield self._call(PANEL, "create", values)
        if not answer.value:
            return
        ids = [answer.value]
        yield self._call(PANEL, "action_send", ids)
        if self.dice.chance(50):
            yield self._call(PANEL, "action_cancel_scheduled", ids)
            yield self._call(PANEL, "write", ids, {kind: [(5,)]})
            yield self._call(PANEL, "action_send", ids)
        spec = {"communication_id": {"fields": {"attachment_ids": {"fields": {}}}}}
        answer = yield self._call(PANEL, "web_read", ids, spec)
        row = answer.value and answer.value[0]["communication_id"]
        kept = [file["id"] for file in row["attachment_ids"]] if row else []
        yield self._call("ir.attachment", "read", kept or files, ["name", "raw"])

    # A contact of one's own, in a customer's firm

    def _tell_contact(self):
        firm = self.dice.one(["firm_a", "firm_b", "reader_b", "firm_d"])
        values = {
            "name": "Somebody New",
            "email": self.make.own_address,
            "parent_id": self.world[firm].id,
        }
        answer = yield self._call("res.partner", "create", values)
        if answer.value:
            yield from self._write_to(answer.value, self.world[firm].id)

    def _write_to(self, partner_id, firm_id):
        address = self.make.address()
        if self.dice.chance(50):
            address = f"http://localhost/my/status/customer/{firm_id}"
        if self.dice.chance(50):
            given = {"communication_type": "email", "partner_id": partner_id}
            body = f"<p>See {address}</p>"
            yield from self._tell_panel(**given, body=body)
        else:
            yield self._call(
                "res.partner",
                "message_post",
                [partner_id],
                body=f"See {address}",
                partner_ids=[partner_id],
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )

    # Odoo's own composers

    def _tell_composer(self):
        model, id_ = self.make.document()
        values = {
            "model": model,
            "res_ids": repr([id_]),
            "partner_ids": [(6, 0, [self.make.id("res.partner", 2)])],
            "subject": "Hello",
            "body": self.make.text(),
        }
        if self.dice.chance(50):
            values["template_id"] = self.make.id("mail.template", 2)
        if self.dice.chance(30):
            values["attachment_ids"] = [(6, 0, self.make.ids("ir.attachment"))]
        answer = yield self._call("mail.compose.message", "create", values)
        if answer.value:
            ids = [answer.value]
            yield self._call("mail.compose.message", "action_send_mail", ids)

    # The history

    def _tell_history(self):
        """Take a row of somebody as a start, send it again, and take it back."""
        if self.dice.chance(20):
            waiting = self.dice.one(["scheduled_to_b", "scheduled_by_own"])
            yield self._call(ROW, "action_cancel_scheduled", self.world[waiting].ids)
            return
        ids = [self.make.id(ROW, 2)]
        answer = yield self._call(ROW, "action_use_as_new", ids)
        if answer.value and self.dice.chance(60):
            context = answer.value["context"]
            given = {"partner_id": self.make.id("res.partner", 2)}
            answer = yield self._call(PANEL, "create", given, context=context)
            if answer.value:
                yield self._call(PANEL, "action_send", [answer.value])
        else:
            method = self.dice.one(["action_resend", "action_cancel_scheduled"])
            yield self._call(ROW, method, ids)

    def _tell_notification(self):
        """Forge what became of a message."""
        rows = [
            row.mail_message_id.id
            for row in self.world.records.values()
            if row._name == ROW and row.mail_message_id
        ]
        message = self.dice.one(rows)
        values = {
            "mail_message_id": message,
            "res_partner_id": self.make.id("res.partner", 0),
            "notification_type": self.dice.one(["email", "sms", "inbox"]),
            "notification_status": "ready",
        }
        answer = yield self._call("mail.notification", "create", values)
        if answer.value:
            state = {
                "notification_status": self.dice.one(["bounce", "sent", "canceled"])
            }
            yield self._call("mail.notification", "write", [answer.value], state)

    # Rules

    def _tell_rule(self):
        """A rule of one's own, and what it would have sent."""
        values = {
            "event": "confirmed",
            "template_id": self.make.id("mail.template", 2),
            "criteria": repr(self.make.domain("sale.order")),
        }
        if self.dice.chance(40):
            values |= self.make.values("customer.status.rule", 2)
        answer = yield self._call("customer.status.rule", "create", values)
        rule = answer.value or self.make.id("customer.status.rule", 2)
        if self.dice.chance(50):
            yield self._call("customer.status.rule", "action_send_test", [rule])
        values = {"rule_id": rule, "days": self.dice.one([1, 30, 10**6, -5])}
        answer = yield self._call("customer.status.dry.run", "create", values)
        if answer.value:
            spec = {
                "summary": {},
                "line_ids": {"fields": {"document_name": {}, "partner_id": {}}},
            }
            ids = [answer.value]
            yield self._call("customer.status.dry.run", "web_read", ids, spec)
