"""Questions about what one role may, answered by its own environment."""

from .people import MANAGERS


class Asking:
    """Questions about one role, answered by its environment."""

    def __init__(self, world, role):
        self.world, self.role, self.user = world, role, world.users[role]

    # Of any record

    def may(self, operation, model, id_):
        """Whether the role may do something with a record that there is."""
        if not model or model not in self.world.env or not id_:
            return False
        record = self.world.env[model].browse(id_).exists()
        return bool(record) and self.world.as_user(record, self.role).has_access(
            operation
        )

    def reads(self, record):
        """Whether the role may read a record itself."""
        return self.may("read", record._name, record.id)

    def is_inside(self):
        """Whether the role is one of the house, of whichever company."""
        return not self.user.share

    def works_in(self, company_id):
        """Whether it is one of the role's companies."""
        return company_id in self.user.company_ids.ids

    def works_here(self, record):
        """Whether the role is of the house, in the company of ``record``."""
        of = record.page_id if "page_id" in record._fields else record
        return self.is_inside() and self.works_in(of.company_id.id)

    def decides_in(self, company_id):
        """Whether the role decides there what customers are told."""
        return self.role in MANAGERS and self.works_in(company_id)

    def is_of_firm(self, record):
        """Whether the role is a customer, of the firm that a record belongs to."""
        owner = record if record._name == "res.partner" else record.partner_id
        own = self.user.partner_id.commercial_partner_id
        return self.user.share and owner.commercial_partner_id == own

    def is_author_or_decides(self, row):
        """Whether the role has written a message, or is a manager of its company."""
        return row.user_id == self.user or self.decides_in(row.company_id.id)

    def reads_files_of(self, row):
        """Whether the role may read the files of a message."""
        at_home = self.works_here(row) and self.reads(row.partner_id)
        always = self.is_author_or_decides(row)
        return at_home and (always or self.may_with_document("read", row))

    # Of documents, and of what is known of them

    def get_document(self, record):
        """Return what a page, an event, a link or a message is about."""
        if "page_id" in record._fields:
            record = record.page_id
        if "res_model" in record._fields and record.res_model:
            return self.world.env[record.res_model].browse(record.res_id)
        return record

    def may_with_document(self, operation, record):
        """Whether the role may do something with the document of ``record``."""
        document = self.get_document(record)
        return self.may(operation, document._name, document.id)

    def reads_all_on(self, page):
        """Whether the role may read each document that a page tells of.

        What a customer's own page tells of changes, so it takes the right to all.
        """
        if page.res_model == "res.partner":
            return self.reads_every("sale.order") and self.reads_every("repair.order")
        return self.may_with_document("read", page) and all(
            self.may("read", model, id_) for model, id_ in find_keys(page.facts)
        )

    def reads_any(self, model):
        """Whether there is a record of a model that the role may read."""
        records = self.world.as_user(self.world.env[model], self.role)
        return records.has_access("read") and bool(records.search([], limit=1))

    def reads_every(self, model):
        """Whether the role may read all documents of a model in the shop."""
        shop = [("company_id", "=", self.world.company.id)]
        every = self.world.env[model].search(shop)
        return every == self.world.as_user(every, self.role)._filtered_access("read")

    # Of rows as the database has them

    def may_publish(self, row):
        """Whether the role may publish the document of a page, or of a change."""
        model, id_ = row["res_model"], row["res_id"]
        if self.may("write", model, id_):
            return True
        record = self.world.env[model].browse(id_).exists() if model else None
        company = record and record._get_status_companies()[id_]
        return bool(company) and self.decides_in(company.id)

    def may_publish_page(self, page_id):
        """The same for a row that belongs to a page."""
        page = self.world.env["customer.status.page"].browse(page_id).exists()
        return bool(page) and self.may_publish(page.read(["res_model", "res_id"])[0])

    def is_mine(self, row):
        """Whether a row of the history is the role's, or its to decide."""
        mine = row["user_id"] == self.user.id
        return mine or self.decides_in(row["company_id"])

    def is_of_mine(self, message_id):
        """Whether a message is of a row of the history that is the role's."""
        rows = self.world.env["customer.communication"]
        rows = rows.search([("mail_message_id", "=", message_id)])
        message = self.world.env["mail.message"].browse(message_id).exists()
        by_me = message.author_id == self.user.partner_id
        return by_me or any(
            row.user_id == self.user or self.decides_in(row.company_id.id)
            for row in rows
        )


def find_keys(facts):
    """Return ``{(model, id)}`` of the documents that facts tell of."""
    found, waiting = set(), [facts]
    while waiting:
        told = waiting.pop()
        model, id_ = told["key"].split(",")
        found.add((model, int(id_)))
        waiting += [*told.get("orders", ()), *told.get("related", ())]
    return found
