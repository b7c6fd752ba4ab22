import logging

import pytz

from odoo import api, fields, models

from ..tools import facts as facts_tools
from ..tools import layout_check, status_document
from ..tools.spoken import find_spoken
from .shared_json import SharedJson

_logger = logging.getLogger(__name__)

GROUP_MANAGER = "customer_status_comm.group_customer_status_manager"


class CustomerStatusPage(models.Model):
    """The facts of one document as last published."""

    _name = "customer.status.page"
    _inherit = [
        "customer.search.mixin",
        "customer.values.mixin",
        "customer.status.page.growth",
        "customer.status.page.rights",
        "customer.status.shown",
        "customer.status.on.demand",
        "customer.status.ending",
    ]
    _description = "Customer Status Page"
    _order = "published_at desc, id desc"
    _rec_name = "reference"
    _technical_fields = frozenset(
        {
            "res_model",
            "res_id",
            "fingerprint",
            "revision",
        }
    )

    res_model = fields.Char(string="Document model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True
    )
    reference = fields.Char(readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="set null", index=True
    )
    # Who may see only their own orders must not read prices of others here.
    facts = SharedJson(readonly=True, groups=GROUP_MANAGER)
    known_facts = SharedJson(
        readonly=True,
        groups=GROUP_MANAGER,
        help="What the customer was last told. Empty: nothing yet, the page was only "
        "made for a message written by hand.",
    )
    news = SharedJson(readonly=True, help="The events that were told last, as a list.")
    fingerprint = fields.Char(readonly=True)
    revision = fields.Integer(default=1, readonly=True, aggregator=None)
    published_at = fields.Datetime(default=fields.Datetime.now, readonly=True)
    event_ids = fields.One2many("customer.status.event", "page_id", readonly=True)
    link_ids = fields.One2many("customer.status.link", "page_id", readonly=True)

    _document_unique = models.UniqueIndex("(res_model, res_id, company_id)")

    # Reading

    def _peek(self, name):
        """Return the facts or news of a page as they stand in memory.

        :param name: of the field. What it holds must not be changed.
        """
        self.ensure_one()
        return self._fields[name].peek(self)

    @api.model
    def _render(self, facts, news, company, lang, updated_at=None, options=None):
        """Return ``facts`` as one self-contained HTML document, as the company ticked.

        :param news: ``status_news.News`` for the customer, or ``None``.
        :param updated_at: naive UTC datetime, or ``None`` for now.
        :param options: ``company._prepare_status_options()`` in this language, where
            the caller has them.
        """
        company = company.sudo().with_context(lang=lang)
        options = dict(options or company._prepare_status_options())
        layout = options.pop("layout")
        options |= company.env["customer.status.mixin"]._prepare_status_labels(facts)
        options |= {
            "language": find_spoken(options["labels"], lang),
            "updated_at": pytz.utc.localize(updated_at or fields.Datetime.now()),
            "changes": news or (),
        }
        site = self._prepare_site_brand(facts, company)
        options["brand"] = {**options["brand"], **site}
        if layout:
            try:
                return layout_check.try_layout(layout, facts, **options)
            except layout_check.LayoutError as error:
                # The customer sees a page; _check_status_layouts tells the shop.
                _logger.warning(
                    "The layout of company %s failed in line %s; the page was shown in "
                    "the standard layout",
                    company.id,
                    error.line,
                )
        return status_document.render_document(facts, **options)

    @api.model
    def _prepare_site_brand(self, facts, company):
        """Return what the web shop of ``facts`` says in place of the company's brand.

        :param company: sudoed ``res.company``, in the reader's language.
        :return: any of the keys of ``status_document.Brand``; none without a web shop.
        """
        return {}

    @api.model
    def _find_pages(self, documents):
        """Return ``{document id: page of its company}`` of those that have one."""
        companies = documents._get_status_companies()
        pages = self.sudo().search(
            [("res_model", "=", documents._name), ("res_id", "in", documents.ids)]
        )
        return {
            page.res_id: page
            for page in pages
            if companies[page.res_id] == page.company_id
        }

    # Writing

    @api.model
    def _prepare_page_values(self, document, facts, known):
        return {
            "res_model": document._name,
            "res_id": document.id,
            "reference": facts["reference"],
            "company_id": document._get_status_companies()[document.id].id,
            "partner_id": document._get_status_partners()[document.id].id,
            "facts": facts,
            "known_facts": known,
            "fingerprint": facts_tools.fingerprint(facts),
        }

    def _update(self, facts):
        """Show ``facts`` from now on; a new revision only when they differ."""
        self.ensure_one()
        fingerprint = facts_tools.fingerprint(facts)
        if fingerprint != self.fingerprint:
            self.write(
                {
                    "facts": facts,
                    "reference": facts["reference"],
                    "fingerprint": fingerprint,
                    "revision": self.revision + 1,
                    "published_at": fields.Datetime.now(),
                }
            )

    def _rewrite(self, change):
        """Take something out of what these pages keep, of facts shown and told alike.

        For an update of the addons: it is no new revision, and no news.

        :param change: takes ``Facts`` and returns them, or what is left of them.
        :return: the pages that are not as they were.
        """
        rewritten = self.browse()
        for page in self:
            values = {}
            for name in ("facts", "known_facts"):
                before = page._peek(name)
                after = before and change(before)
                if after != before:
                    values[name] = after
            if "facts" in values:
                values["fingerprint"] = facts_tools.fingerprint(values["facts"])
            if values:
                page.write(values)
                rewritten |= page
        return rewritten
