"""What a call may change: what the user's own environment lets them, and what we mean.

The environment is asked first. What it refuses is judged by the table at the end: the
effects that we promise although the user could not bring them about by hand.
"""

from odoo.tools import SQL

from .asking import Asking
from .audit import CHANGED, CREATED, DELETED
from .knowledge import OURS

OPERATION = {CREATED: "create", CHANGED: "write", DELETED: "unlink"}
#: Created by Odoo as a consequence of what one may do; judged in these models only.
GUARDED = (
    "customer.",
    "ir.rule",
    "ir.model.access",
    "ir.config_parameter",
    "ir.actions.",
    "ir.cron",
    "ir.attachment",
    "mail.blacklist",
    "phone.blacklist",
    "mail.mail",
    "mail.message",
    "mail.notification",
    "mail.template",
    "sms.sms",
    "res.company",
    "res.groups",
    "res.partner",
    "res.users",
    "sale.order",
    "account.move",
    "repair.order",
    "stock.picking",
)
#: What Odoo notes on its own records on behalf of everybody.
KEPT_BY_ODOO = {
    "res.users": {"notification_type"},
    "res.company": {"customer_status_tested_at"},
    "res.partner": {"signup_type"},
    "sale.order": {"access_token"},
    "account.move": {"access_token", "is_manually_modified"},
}


class Writes:
    """Judges the effects of calls, each as of before the call.

    :param world: what there is.
    """

    def __init__(self, world):
        self.world = world

    def judge_created(self, role, effect):
        """Return whether ``role`` may have made a new row; asked while it is there."""
        known = effect.model in self.world.env and effect.id
        if not known or not effect.model.startswith(GUARDED):
            return True
        return self._may(role, effect) or self._is_meant(role, effect, effect.new)

    def judge_changed(self, role, effect):
        """Return whether ``role`` may change or delete a row.

        To be asked when all is again as it was before the call, of a known one.
        """
        if self._get_typed_columns(effect) <= KEPT_BY_ODOO.get(effect.model, set()):
            return True
        return self._may(role, effect) or self._is_meant(
            role, effect, self._get_old(effect)
        )

    def _get_old(self, effect):
        """Return the row before, also of a record whose relations have changed."""
        if "id" in effect.old:
            return effect.old
        table = SQL.identifier(self.world.env[effect.model]._table)
        query = SQL("SELECT to_jsonb(t) FROM %s t WHERE id = %s", table, effect.id)
        [[row]] = self.world.env.execute_query(query)
        return row

    def _get_typed_columns(self, effect):
        """Return the changed columns without what Odoo works out by itself."""
        model = self.world.env.get(effect.model)
        if model is None or effect.kind == DELETED or effect.model.startswith(OURS):
            return effect.columns
        fields = model._fields
        return {n for n in effect.columns if n in fields and not fields[n].compute}

    def is_known(self, effect):
        """Whether a row is there now."""
        model = self.world.env.get(effect.model)
        return model is not None and bool(model.browse(effect.id).exists())

    def _may(self, role, effect):
        """Whether the user's own environment allows it."""
        model = self.world.env[effect.model]
        record = self.world.as_user(model.browse(effect.id), role)
        if effect.kind == CREATED and not record.sudo().exists():
            return record.browse().has_access("create")  # it is gone already
        return record.has_access(OPERATION[effect.kind])

    def _is_meant(self, role, effect, row):
        """Whether it is an effect that we promise."""
        for model, kinds, test in MEANT:
            fits = effect.model == model and effect.kind in kinds
            if fits and test(Asking(self.world, role), row, effect):
                return True
        return False


def _written(ask, row, _effect):
    """By hand, to a customer whom one may read; or by who may publish."""
    if not ask.works_in(row["company_id"]):
        return False
    if row["user_id"] is None:
        return ask.may_publish(row)
    own = row["user_id"] == ask.user.id
    return own and ask.may("read", "res.partner", row["partner_id"])


def _page_made(ask, row, _effect):
    return ask.may("read", row["res_model"], row["res_id"]) or ask.may_publish(row)


def _page_changed(ask, row, _effect):
    """A customer's own page is brought up to date whenever somebody asks for it."""
    collects = row["res_model"] == "res.partner"
    return ask.may_publish(row) or (
        collects and ask.may("read", "res.partner", row["res_id"])
    )


def _of_page(ask, row, _effect):
    return ask.may_publish_page(row["page_id"])


def _message(ask, row, _effect):
    """In a chatter that one may read, in nobody else's name."""
    authors = ask.user.partner_id | ask.user.company_ids.partner_id
    authors |= ask.world.env.ref("base.partner_root")
    return row["author_id"] in [*authors.ids, None] and (
        not row["model"] or ask.may("read", row["model"], row["res_id"])
    )


def _message_of_mine(ask, row, effect):
    id_ = effect.id if effect.model == "mail.message" else row["mail_message_id"]
    return ask.is_of_mine(id_)


def _file(ask, row, _effect):
    """Of a message that one has written, or that is sent by who may publish."""
    rows = ask.world.env["customer.communication"].browse(row["res_id"] or [])
    if row["res_model"] == "customer.communication":
        return all(ask.is_mine(values) for values in _as_rows(rows.exists()))
    return row["res_model"] == "mail.message" or row["create_uid"] == ask.user.id


def _as_rows(rows):
    return [
        {"user_id": row.user_id.id or None, "company_id": row.company_id.id}
        for row in rows
    ]


def _with_message(ask, row, _effect):
    """What hangs on a message goes with it."""
    return ask.may("unlink", "mail.message", row["mail_message_id"])


def _with_notification(ask, row, _effect):
    notification = ask.world.env["mail.notification"]
    notification = notification.browse(row["mail_notification_id"] or []).exists()
    return ask.may("unlink", "mail.message", notification.mail_message_id.id)


def _without_message(ask, row, effect):
    """Who deletes a message keeps it from leaving, and from being spoken of."""
    gone = {"mail_message_id", "notification_id"}
    gone |= {"state", "failure_code", "failure_detail"}
    return effect.columns <= gone and _with_message(ask, row, effect)


def _always(_ask, _row, _effect):
    return True


def _mine(ask, row, _effect):
    return ask.is_mine(row)


def _decided(ask, row, _effect):
    return ask.decides_in(row["company_id"])


def _self(ask, _row, effect):
    """Odoo lets everybody change their own preferences."""
    own = {"res.users": ask.user.id, "res.partner": ask.user.partner_id.id}
    return own[effect.model] == effect.id


_ANY = (CREATED, CHANGED, DELETED)
_THERE = (CHANGED, DELETED)
#: Model, what becomes of a row, and for whom that is meant.
MEANT = (
    ("customer.communication", (CREATED,), _written),
    ("customer.communication", (CHANGED,), _mine),
    ("customer.communication", (CHANGED,), _without_message),
    ("customer.status.page", (CREATED,), _page_made),
    ("customer.status.page", _THERE, _page_changed),
    # Whom it is handed to is what counts: see ``leaving`` and what a call answers.
    ("customer.status.link", (CREATED,), _always),
    ("customer.status.link", (CHANGED,), _of_page),
    ("customer.status.event", _ANY, _of_page),
    ("customer.status.change", (CREATED,), _always),
    ("customer.status.change", _THERE, lambda ask, row, _e: ask.may_publish(row)),
    ("customer.status.run", (CREATED, CHANGED), _always),  # figures, of nobody
    ("customer.status.health", _ANY, _decided),
    ("customer.status.health.line", _ANY, _decided),
    ("mail.message", (CREATED,), _message),
    ("mail.message", (CREATED,), _message_of_mine),
    ("mail.message", _THERE, _message_of_mine),
    ("mail.notification", _ANY, _message_of_mine),
    ("mail.mail", (CREATED,), _always),
    ("sms.sms", (CREATED,), _always),
    ("mail.mail", _THERE, _message_of_mine),
    ("sms.sms", _THERE, _message_of_mine),
    ("mail.mail", _THERE, _with_message),
    ("sms.sms", (DELETED,), _with_message),
    ("mail.notification", (DELETED,), _with_message),
    ("sms.sms", (CHANGED,), _without_message),
    ("sms.tracker", (DELETED,), _with_notification),
    ("ir.attachment", (CREATED,), _file),
    ("res.users", (CHANGED,), _self),
    ("res.partner", (CHANGED,), _self),
)
