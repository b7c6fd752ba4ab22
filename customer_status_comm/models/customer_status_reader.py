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

    def _find_shown_to_reader(self):
        """Return ``(document, Shown)`` for the user; nothing of what is not for them.

        Colleagues are shown how it stands now, customers what is published.
        """
        self.ensure_one()
        document = self._find_for_reader()
        if not document:
            return document, None
        if self.env.user._is_internal():
            return document, Shown(document._get_readable_status_facts())
        return document, document.sudo()._get_shown().get(document.id)

    def _render_for_reader(self):
        """Return the document's page as the user may see it, as HTML, or ``None``."""
        document, shown = self._find_shown_to_reader()
        return document._render_status(*shown) if shown else None

    def _is_shown_to_reader(self):
        """Whether there is anything that the user may see of the document."""
        return bool(self._find_shown_to_reader()[1])

    def _get_shown(self):
        """Return ``{id: Shown}``: what customers see now; the others see nothing yet.

        Published pages show what was published last. What has no page of its own yet
        shows as it stands, unless it waits to be published: that was there before the
        shop had pages. A draft is for nobody outside, nor is what was cancelled before
        anybody heard of it.
        """
        pages = self.env["customer.status.page"]._find_shown(self)
        shown = {
            id_: Shown(page.facts, page.news or None, page.published_at)
            for id_, page in pages.items()
        }
        waiting = self.env["customer.status.change"]._find_waiting(self)
        free = self.filtered(lambda one: one.id not in shown and one.id not in waiting)
        for id_, facts in free._get_status_facts().items():
            if not is_draft(facts) and facts.get("step") != const.STEP_CANCELLED:
                shown[id_] = Shown(facts)
        return shown

    def _filter_ready(self, facts):
        """Return those of these documents that nobody has to publish to be shown.

        Not drafts; nor, where the shop publishes on demand, what waits for that.

        :param dict facts: ``{id: Facts}`` of now.
        """
        companies = self._get_status_companies()
        waiting = self.env["customer.status.change"]._find_waiting(self)
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

    def _get_status_files(self):
        """Return ``{id: (file name, HTML bytes)}``: the page of now, as a file.

        It stays in the history, where colleagues find it: of documents that its maker
        may not read it does not tell.

        :raise AccessError: when the reader may not read one of the documents.
        """
        self.check_access("read")
        facts = self._get_status_facts()
        pages = self.env["customer.status.page"]._find_shown(self)
        files = {}
        for document in self:
            name = "".join(
                char if char.isalnum() or char in "-_" else "-"
                for char in facts[document.id]["reference"] or document._status_kind
            )
            news = pages[document.id].news if document.id in pages else None
            shown = self._leave_out_unreadable(facts[document.id])
            content = document._render_status(shown, news).encode()
            self.env["ir.attachment"]._note_status_file(content, keys_within(shown))
            files[document.id] = (f"status-{name}.html", content)
        return files
