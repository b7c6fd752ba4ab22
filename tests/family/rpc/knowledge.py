"""Which secrets each user may know: those of what their own environment lets them read.

Asked of Odoo's models. What we promise beside that, of records of ours:

- Who may read a document may see its page, also when that is not of today.
- A text of the history is for who may read its customer, in the row's company; where
  that says so, for who may read its document, too.
- Its files are for who may read its document.
- Both are for its author, and for managers of its company, if they see the customer.
- Who decides what customers are told sees what the pages of their companies show.
- A customer knows what the pages of their own firm's documents show.
"""

from .people import MANAGERS

OURS = ("customer.status.", "customer.communication")
#: What is on its way: only administrators read it.
QUEUES = ("mail.mail", "sms.sms")


class Knowledge:
    """What each role may know before any call, as sets of ``markers.Marker``."""

    def __init__(self, world, rows):
        """Ask for every role.

        :param rows: ``{model: {id: row}}`` of all that building the world has written.
        """
        self.world = world
        self._find = world.markers.find
        self.carriers = self._find_carriers(rows)
        self.facts = self._find_facts()
        self._readable = {role: self._find_readable(role) for role in world.users}
        self.of = {role: self._ask(role) for role in world.users}

    def may(self, role, marker):
        """Whether a role may know a secret."""
        return marker in self.of[role]

    def may_customer(self, partner, marker):
        """Whether something may be written to a customer: it is of their firm."""
        record = self.world.records.get(marker.of)
        if record is not None and record._name == "pos.config":
            return True  # the sender, as the till says
        owner = self._get_owner(record)
        firm = partner.commercial_partner_id
        return not marker.is_note and owner.commercial_partner_id == firm

    def _get_owner(self, record):
        """Return the customer of a record, none of what is nobody's."""
        nobody = self.world.env["res.partner"]
        if record is None:
            return nobody
        if record._name == "res.partner":
            return record
        return record.partner_id if "partner_id" in record._fields else nobody

    # What stands where

    def _find_carriers(self, rows):
        """Return ``{(model, field): {id: secrets}}`` of Odoo's own models."""
        carriers = {}
        for model, by_id in rows.items():
            if not self._is_asked(model):
                continue
            for id_, row in by_id.items():
                if str(row.get("res_model")).startswith(OURS):
                    continue
                for column, value in row.items():
                    if secrets := self._find(value):
                        carriers.setdefault((model, column), {})[id_] = secrets
        return carriers

    def _is_asked(self, model):
        """Whether the environment of a user is asked of a model."""
        known = self.world.env.get(model)
        if known is None or known._transient:
            return False
        return not model.startswith(OURS) and model not in QUEUES

    def _find_facts(self):
        """Return ``{name of a document: secrets that its page shows of itself}``."""
        pages = self.world.env["customer.status.page"]
        facts = {}
        for name, document in self.world.records.items():
            if document._name not in ("sale.order", "repair.order", "res.partner"):
                continue
            shown = [document._get_status_facts()[document.id]]
            for page in pages._find_pages(document).values():
                shown += [page.facts, page.known_facts, *page.event_ids.mapped("facts")]
            own = [_leave_out_others(one) for one in shown if one]
            names = [document.display_name, self._get_link_tokens(name)]
            facts[name] = self._find([own, names])
        return facts

    def _get_link_tokens(self, name):
        known = self.world.markers.known.values()
        return [m.value for m in known if m.of == name and m.what.startswith("link")]

    # Who may

    def _find_readable(self, role):
        """Return the named records that a role may read, as ``{(model, id)}``."""
        readable = set()
        for model in sorted({r._name for r in self.world.records.values()}):
            named = self.world.env[model].browse(self.world.get_ids(model)).exists()
            mine = self.world.as_user(named, role)._filtered_access("read")
            readable |= {(model, id_) for id_ in mine.ids}
        return readable

    def _ask(self, role):
        known = set()
        for (model, field), by_id in self.carriers.items():
            records = self.world.env[model].browse(by_id).exists()
            mine = self.world.as_user(records, role)
            column = mine._fields.get(field)
            if column is None or not mine._has_field_access(column, "read"):
                continue
            for record in mine._filtered_access("read"):
                known |= by_id[record.id]
        for name, record in self.world.records.items():
            if record._name == "customer.communication":
                known |= self._ask_of_row(role, record)
            elif self._may_see_facts(role, record):
                known |= self.facts[name]
            elif self._may_read_all_of(role, record):
                known |= {m for m in self.world.markers.known.values() if m.of == name}
        return known

    def _may_read_all_of(self, role, record):
        """Whether a role may know all secrets of a record.

        Of one of ours it may read, and of a till in its company: all see the sender
        who write from there.
        """
        if record._name == "pos.config":
            user = self.world.users[role]
            return not user.share and record.company_id in user.company_ids
        return record._name.startswith(OURS) and self._may_read(role, record)

    def _may_read(self, role, record):
        """Whether a role may read a record that has a name."""
        return (record._name, record.id) in self._readable[role]

    def _may_see_facts(self, role, record):
        """Whether a role is promised what the page of a document shows."""
        if record._name not in ("sale.order", "repair.order"):
            return False
        if self._may_read(role, record):
            return True
        user = self.world.users[role]
        if user.share:
            firm = user.partner_id.commercial_partner_id
            return self._get_owner(record).commercial_partner_id == firm
        return role in MANAGERS and record.company_id in user.company_ids

    def _ask_of_row(self, role, row):
        """Return what a role may know of a message of the history."""
        user = self.world.users[role]
        at_home = not user.share and row.company_id in user.company_ids
        if not at_home or not self._may_read(role, row.partner_id):
            return set()
        document = self.world.env[row.res_model].browse(row.res_id)
        always = row.user_id == user or role in MANAGERS
        like_document = always or self._may_read(role, document)
        known = set()
        if like_document or row.company_id.customer_communication_access == "customer":
            texts = [row.subject, row.body, row.sms_text, row.document_name]
            known |= self._find([*texts, row.recipient])
        if like_document:
            known |= self._find(row.attachment_ids.mapped("raw"))
        return known


def _leave_out_others(facts):
    """Return facts without those of other documents within."""
    return {n: told for n, told in facts.items() if n not in ("orders", "related")}
