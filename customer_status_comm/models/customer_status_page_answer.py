from odoo import api, models

from .. import const
from ..tools.page_cache import KeptPage, PageCache, this_quarter
from ..tools.status_blocks import visible_changes, visible_facts

#: Of this process, for all its databases.
_PAGES = PageCache(const.PAGES_KEPT_BYTES)


class CustomerStatusPage(models.Model):
    """The page as links answer with it: laid out once, kept while it stays the same."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.page"

    @api.model
    def _get_answer(self, found, lang):
        """Return the ``KeptPage`` of a link, with a query more if it is not kept yet.

        What it is made of is known by versions: the rows of the page, of the company
        and of the company's contact, which were read for this very answer; what Odoo
        caches, of which it tells every process; and the time, for pages list what is a
        number of months old. What else a page is made of has to change the company's
        row (``_renew_status_pages``), or else it shows within a quarter of an hour.

        :param found: ``LinkedPage``.
        """
        registry = self.env.registry
        quarter = this_quarter()
        key = (registry.db_name, found.page.id, lang)
        version = (
            found.version,
            found.company_version,
            quarter,
            registry.registry_sequence,
            *registry.cache_sequences.values(),
        )
        page = _PAGES.get(key, version)
        if page is None:
            company = self._get_company(found, lang)
            options = company._get_kept_status_options(found.company_version, quarter)
            html = self._render(
                found.facts, found.news, company, lang, found.published_at, options
            )
            page = KeptPage.of(html)
            _PAGES.put(key, version, page)
        return page

    @api.model
    def _get_visible(self, found, lang):
        """Return ``(facts, news)``: of a ``LinkedPage`` what its customer may see.

        The one place where the JSON form is cut down to the blocks that are ticked.
        """
        company = self._get_company(found, lang)
        options = company._get_kept_status_options(
            found.company_version, this_quarter()
        )
        blocks = options["blocks"]
        facts = visible_facts(found.facts, blocks, options["since"])
        return facts, visible_changes(found.news or [], blocks)

    @api.model
    def _get_company(self, found, lang):
        """Return the sudoed company of a ``LinkedPage`` in the reader's language."""
        company = self.env["res.company"].sudo().browse(found.company_id)
        return company.with_context(lang=lang)
