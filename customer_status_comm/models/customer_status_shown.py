from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

from .. import const
from ..tools.shown import pass_on


class CustomerStatusShown(models.AbstractModel):
    """Whose a page is, and whether they may see it.

    A part of ``customer.status.page``. Staff may look at the page of a document that is
    not published; nobody outside sees it before it is.
    """

    _name = "customer.status.shown"
    _description = "Shown to Its Customer"

    is_published = fields.Boolean(
        string="Published",
        default=True,
        readonly=True,
        help="Its customer sees it. A page that staff looked at before it was "
        "published, or whose document has passed to another customer, waits for that.",
    )

    @api.model
    def _find_shown(self, documents):
        """Return ``{document id: page}`` of those whose customers see their pages.

        That are published ones, of the customer that the document has now.
        """
        return self._filter_shown(documents, self._find_pages(documents))

    @api.model
    def _filter_shown(self, documents, pages):
        """Return those of ``pages``, by document id, that ``_find_shown`` finds."""
        partners = documents.sudo()._get_status_partners()
        return {
            id_: page
            for id_, page in pages.items()
            if page.is_published and page._is_of(partners[id_])
        }

    def _is_of(self, partner):
        """Whether the page was made for the customer that ``partner`` belongs to."""
        self.ensure_one()
        mine = self.partner_id.commercial_partner_id
        return mine == partner.commercial_partner_id

    # Making pages

    @api.model
    def _ensure(self, documents):
        """Return ``{document id: page}``; makes those that are missing.

        Tells nobody, and publishes nothing: a published page shows what was published
        last, and one that is not shows nobody outside anything. A customer's own page,
        which lists what is published, is brought up to date. One whose document has
        passed to another customer passes on to them (``_pass_to``).

        :raise ConcurrencyError: when another makes one of them at this moment, which
            this transaction cannot see; Odoo then begins the request anew.
        """
        pages = self._find_pages(documents)
        self._pass_on(documents, pages)
        collecting = documents._status_kind == const.KIND_CUSTOMER
        outdated = documents.filtered(
            lambda document: (
                collecting
                or document.id not in pages
                or not pages[document.id].is_published
            )
        )
        facts = outdated._get_status_facts()
        waiting = self.env["customer.status.change"]._find_waiting(outdated)
        new = []
        for document in outdated:
            now = facts[document.id]
            if document.id in pages:
                pages[document.id]._update(now)
            else:
                known = None if document.id in waiting else now
                values = self._prepare_page_values(document, now, known)
                new.append(values | {"is_published": collecting})
        try:
            made = self.sudo().create(new)
        except UniqueViolation as error:
            raise ConcurrencyError("Another makes the page") from error
        return pages | {page.res_id: page for page in made}

    @api.model
    def _ensure_shown(self, documents):
        """Return ``{document id: page}`` of those whose customers may see them now.

        As ``_ensure``; and publishes the pages of those that need not wait for anybody
        (``_filter_ready``), telling nobody.
        """
        pages = self._ensure(documents)
        hidden = documents.filtered(lambda one: not pages[one.id].is_published)
        facts = {one.id: pages[one.id]._peek("facts") for one in hidden}  # of now
        ready = hidden._filter_ready(facts)
        validity = ready.sudo()._get_status_validity()
        for document in ready:
            page = pages[document.id]
            page._show(facts[document.id])
            page._note_validity(validity[document.id])
        return {id_: page for id_, page in pages.items() if page.is_published}

    def _show(self, facts):
        """Show ``facts`` to the page's customer from now on."""
        self._update(facts)
        if not self.is_published:
            self.write({"is_published": True, "published_at": fields.Datetime.now()})

    # Passing to another customer

    @api.model
    def _pass_on(self, documents, pages):
        """Pass those of ``pages`` on whose documents are another customer's by now.

        The pages that list the orders of those who had them are brought up to date.

        :param dict pages: ``{document id: page}``.
        """
        partners = documents.sudo()._get_status_partners()
        passed = self._find_passed(documents, pages)
        for company, mine in self._by_company(passed).items():
            owners = self.env["res.partner"].union(
                *(pages[document.id].partner_id for document in mine)
            )
            for document in mine:
                pages[document.id]._pass_to(partners[document.id])
            self._refresh_customers(mine, company, owners)
        # What was told while the document passed on, by another transaction.
        passed._hide_from_new_customers()

    @api.model
    def _find_passed(self, documents, pages):
        """Return those whose page, of ``pages``, is another customer's still."""
        partners = documents.sudo()._get_status_partners()
        return documents.filtered(
            lambda one: one.id in pages and not pages[one.id]._is_of(partners[one.id])
        )

    def _pass_to(self, partner):
        """Make the page ``partner``'s.

        When that is another customer: who had it before can open it no more, and of
        what they were told and shown nothing is left. It is not published then.
        """
        self.ensure_one()
        if self._is_of(partner):
            self.partner_id = partner
            return
        firm = partner.commercial_partner_id
        others = self.link_ids.filtered(
            lambda link: link.partner_id.commercial_partner_id != firm
        )
        others._take_back()
        known = self._peek("known_facts")
        self.write(
            {
                "partner_id": partner.id,
                "is_published": False,
                "news": False,
                "known_facts": known and pass_on(known),
            }
        )
