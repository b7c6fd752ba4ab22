from datetime import datetime
from typing import NamedTuple

from odoo import api, models

from .. import const
from ..tools.file_documents import keys_within
from ..tools.page_keys import documents_within, split_key
from ..tools.shown import is_draft


class Shown(NamedTuple):
    """What the customer of a document sees of it.

    :param facts: ``Facts`` or ``CustomerFacts``.
    :param news: ``status_news.News`` told last, or ``None``.
    :param published_at: since when, naive UTC; ``None`` for what is shown as it stands.
    """

    facts: dict
    news: list | None = None
    published_at: datetime | None = None


class CustomerStatusReader(models.AbstractModel):
    """Who reads of a document what: colleagues how it stands, customers what is shown.

    A part of ``customer.status.mixin``.
    """

    _name = "customer.status.reader"
    _description = "Readers of a Document's Status"

    def _find_for_reader(self):
        """Return the document as its page may be shown to the user, or an empty one.

        Colleagues see what they may read. Customers see of that what is their own: a
        mother company may read the orders of its daughters, which are customers of
        their own. To be extended by a document that customers with a login see without
        the right to read the record; sudoed then.
        """
        self.ensure_one()
        readable = self if self.has_access("read") else self.browse()
        if self.env.user._is_internal():
            return readable
        return readable._filter_of_reader()

    def _filter_of_reader(self):
        """Return those of these documents whose customer the user belongs to."""
        reader = self.env.user.partner_id.sudo().commercial_partner_id
        partners = self.sudo()._get_status_partners()
        return self.filtered(
            lambda document: partners[document.id].commercial_partner_id == reader
        )

    def _render_for_reader(self):
        """Return the document's page as the user may see it, as HTML, or ``None``.

        Colleagues see how it stands now, customers what is published.
        """
        self.ensure_one()
        document = self._find_for_reader()
        if document and self.env.user._is_internal():
            return document._render_status(document._get_readable_status_facts())
        shown = document.sudo()._get_shown().get(document.id)
        return document._render_status(*shown) if shown else None

    def _is_shown_to_reader(self):
        """Whether there is anything that the user may see of the document."""
        self.ensure_one()
        document = self._find_for_reader()
        if self.env.user._is_internal():
            return bool(document)
        return document.sudo()._is_any_shown()

    def _get_shown(self):
        """Return ``{id: Shown}``: what customers see now; the others see nothing yet.

        Published pages show what was published last. What has no page of its own yet
        shows as it stands, unless something that staff did waits to be published: that
        was there before the shop had pages, or is the customer's own doing. A draft is
        for nobody outside, nor is what was cancelled before anybody heard of it.
        """
        pages = self.env["customer.status.page"]._find_shown(self)
        shown = {
            id_: Shown(page.facts, page.news or None, page.published_at)
            for id_, page in pages.items()
        }
        changes = self.env["customer.status.change"]
        waiting = changes._find_waiting(self, of_staff=True)
        free = self.filtered(lambda one: one.id not in shown and one.id not in waiting)
        for id_, facts in free._get_status_facts().items():
            if not is_draft(facts) and facts.get("step") != const.STEP_CANCELLED:
                shown[id_] = Shown(facts)
        return shown

    def _is_any_shown(self):
        """Whether customers see anything of these; reads facts only if it has to."""
        if self.env["customer.status.page"]._find_shown(self):
            return True
        return bool(self._get_shown())

    def _find_unshown(self):
        """Return those of these documents of which there is nothing for customers yet.

        Neither link nor status file can be given away.
        """
        pages = self.env["customer.status.page"]._find_shown(self)
        rest = self.filtered(lambda one: one.id not in pages)
        return rest - rest._filter_ready(rest._get_status_facts())

    def _filter_ready(self, facts):
        """Return those of these documents that nobody has to publish to be shown.

        Not drafts; nor, where the shop publishes on demand, what waits for that.

        :param dict facts: ``{id: Facts}`` of now.
        """
        companies = self._get_status_companies()
        changes = self.env["customer.status.change"]
        waiting = changes._find_waiting(self, of_staff=True)
        return self.filtered(
            lambda one: (
                not is_draft(facts[one.id])
                and not (
                    one.id in waiting
                    and companies[one.id].sudo()._is_published_on_demand()
                )
            )
        )

    def _get_readable_status_facts(self):
        """Return the ``Facts`` of now of a document that the reader may read."""
        self.ensure_one()
        return self._leave_out_unreadable(self._get_status_facts()[self.id])

    @api.model
    def _leave_out_unreadable(self, facts):
        """Return ``facts`` without documents within that a colleague may not read.

        Customers see whatever their page tells. To be extended by a document that tells
        of others in its own way.
        """
        related = facts.get("related")
        if not related or self.env.su or not self.env.user._is_internal():
            return facts
        pages = self.env["customer.status.page"]
        readable = pages._filter_readable_keys(documents_within(facts))
        shown = [one for one in related if split_key(one["key"]) in readable]
        return {**facts, "related": shown}

    def _get_status_files(self, inside=False):
        """Return ``{id: (file name, HTML bytes)}``: the page of now, as a file.

        Of what waits for somebody to publish it, the page as it is published. There is
        none of a draft, of what is not published, nor of a customer none of whose
        orders its maker may read: it would say that there is nothing. It stays in the
        history, where colleagues find it: of documents that its maker may not read it
        does not tell.

        :param inside: it is for the reader alone, who may see how it stands.
        :raise AccessError: when the reader may not read one of the documents.
        """
        self.check_access("read")
        facts = self._get_status_facts()
        pages = self.env["customer.status.page"]._find_shown(self)
        ready = self if inside else self._filter_ready(facts)
        files = {}
        for document in self:
            page = pages.get(document.id)
            if document not in ready and not page:
                continue
            now = facts[document.id] if document in ready else page.facts
            shown = self._leave_out_unreadable(now)
            if now.get("orders") and not shown["orders"] and not inside:
                continue
            html = document._render_status(shown, page.news if page else None)
            content = html.encode()
            self.env["ir.attachment"]._note_status_file(content, keys_within(shown))
            files[document.id] = (document._get_status_file_name(now), content)
        return files

    def _get_status_file_name(self, facts):
        """Return the name of the file with ``facts``, as ``const.STATUS_FILE`` has it.

        Of letters, digits, dashes and underscores.
        """
        name = "".join(
            char if char.isalnum() or char in "-_" else "-"
            for char in facts["reference"] or self._status_kind
        )
        return f"status-{name}.html"
