import logging
from datetime import timedelta

import pytz

from odoo import api, fields, models

from .. import const
from ..tools import decision, layout_check, status_document
from ..tools import facts as facts_tools

_logger = logging.getLogger(__name__)

GROUP_MANAGER = "customer_status_comm.group_customer_status_manager"


class CustomerStatusPage(models.Model):
    """The facts of one document as last published."""

    _name = "customer.status.page"
    _description = "Customer Status Page"
    _order = "published_at desc, id desc"
    _rec_name = "reference"

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
    facts = fields.Json(readonly=True, groups=GROUP_MANAGER)
    known_facts = fields.Json(
        readonly=True,
        groups=GROUP_MANAGER,
        help="What the customer was last told. Empty: nothing yet, the page was only "
        "made for a message written by hand.",
    )
    news = fields.Json(
        readonly=True, help="Names of the events that were told last, as a list."
    )
    fingerprint = fields.Char(readonly=True)
    revision = fields.Integer(default=1, readonly=True, aggregator=None)
    published_at = fields.Datetime(default=fields.Datetime.now, readonly=True)
    event_ids = fields.One2many("customer.status.event", "page_id", readonly=True)
    link_ids = fields.One2many("customer.status.link", "page_id", readonly=True)

    _document_unique = models.UniqueIndex("(res_model, res_id, company_id)")

    # Reading

    @api.model
    def _render(self, facts, news, company, lang, updated_at=None):
        """Return ``facts`` as one self-contained HTML document, as the company ticked.

        :param news: ``const.EVENT_*`` that are new to the customer, or ``None``.
        :param updated_at: naive UTC datetime, or ``None`` for now.
        """
        company = company.sudo().with_context(lang=lang)
        options = company._prepare_status_options()
        layout = options.pop("layout")
        options |= {
            "language": lang or "en_US",
            "updated_at": pytz.utc.localize(updated_at or fields.Datetime.now()),
            "changes": news or (),
        }
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

    @api.model
    def _ensure(self, documents):
        """Return ``{document id: page}``; makes those that are missing.

        Tells nobody. A document's page shows what was published last; only a customer's
        own page, which tells nothing by itself, is brought up to date.
        """
        pages = self._find_pages(documents)
        collecting = documents._status_kind == const.KIND_CUSTOMER
        missing = documents.filtered(
            lambda document: collecting or document.id not in pages
        )
        facts = missing._get_status_facts()
        waiting = set(
            self.env["customer.status.change"]
            .sudo()
            .search([("res_model", "=", missing._name), ("res_id", "in", missing.ids)])
            .mapped("res_id")
        )
        new = []
        for document in missing:
            now = facts[document.id]
            if document.id in pages:
                pages[document.id]._update(now)
            else:
                known = None if document.id in waiting else now
                new.append(self._prepare_page_values(document, now, known))
        for page in self.sudo().create(new):
            pages[page.res_id] = page
        return pages

    # Publishing

    @api.model
    def _publish(self, documents, touches, force=False):
        """Bring pages up to date and tell the customers the news.

        :param documents: records of one model with a status page.
        :param dict touches: ``{document id: decision.Touch}``.
        :param force: do not wait for the settle window, nor for the mode "on demand".
        :return: ``{document id: (company, datetime or None)}`` of those that must
            wait; their pages and customers are left as they are.
        """
        deferred = {}
        companies = documents._get_status_companies()
        for company in self.env["res.company"].union(*companies.values()):
            mine = documents.filtered(lambda d, c=company: companies[d.id] == c)
            if company.sudo().customer_status_active:
                deferred.update(self._publish_company(mine, company, touches, force))
        return deferred

    @api.model
    def _publish_company(self, documents, company, touches, force):
        """Publish ``documents`` of one company; see ``_publish``."""
        documents = documents.with_company(company)
        all_facts = documents._get_status_facts()
        pages = self._find_pages(documents)
        decisions = self._decide(documents, company, pages, all_facts, touches)
        deferred, told = {}, {}
        for document in documents:
            page = pages.get(document.id)
            telling = decision.leading(decisions[document.id])
            if telling and not force:
                due_at = self._get_due_at(
                    company, touches[document.id], decisions[document.id]
                )
                if due_at is None or due_at > fields.Datetime.now():
                    deferred[document.id] = (company, due_at)
                    continue
            if not page and not decisions[document.id]:
                continue  # nobody waits for a draft
            told[document.id] = decisions[document.id]
        published = documents.browse(told)
        self._store(published, all_facts, pages)
        ledger = self._write_ledger(published, pages, told)
        self._tell(published, told, ledger)
        self._refresh_customers(published, company)
        return deferred

    @api.model
    def _decide(self, documents, company, pages, all_facts, touches):
        """Return ``{document id: [Decision]}`` on the news of each document."""
        rules = self.env["customer.status.rule"]._get_rules(company, documents._name)
        partners = documents._get_status_partners()
        people = self.env["res.partner"].union(*partners.values())
        customers = people.sudo()._get_reachability(company)
        ledger = self._get_ledger(pages)
        decisions = {}
        for document in documents:
            facts, page = all_facts[document.id], pages.get(document.id)
            known = page.known_facts if page else None
            events = facts_tools.events_between(known or None, facts)
            decisions[document.id] = decision.decide(
                events,
                facts,
                rules=rules,
                company_id=company.id,
                customer=customers.get(partners[document.id].id),
                touch=touches[document.id],
                first=not known,
                told=ledger.get(document.id, frozenset()),
                since=company.sudo().customer_status_since or fields.Datetime.now(),
            )
        return decisions

    @api.model
    def _get_ledger(self, pages):
        """Return ``{document id: frozenset of Event}`` of what the ledger holds."""
        ledger = {}
        by_page = {page.id: document_id for document_id, page in pages.items()}
        rows = (
            self.env["customer.status.event"]
            .sudo()
            .search_fetch(
                [("page_id", "in", list(by_page))], ["page_id", "event", "source"]
            )
        )
        for row in rows:
            known = ledger.setdefault(by_page[row.page_id.id], set())
            known.add(facts_tools.Event(row.event, row.source))
        return {document_id: frozenset(known) for document_id, known in ledger.items()}

    @api.model
    def _get_due_at(self, company, touch, decisions):
        """Return when news may be told; ``None``: when somebody publishes it."""
        if company.sudo().customer_status_mode == "on_demand":
            return None
        return touch.last_at + timedelta(minutes=decision.settle_minutes(decisions))

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

    @api.model
    def _store(self, documents, all_facts, pages):
        """Write the pages of ``documents``; adds the new ones to ``pages``."""
        new = []
        for document in documents:
            facts, page = all_facts[document.id], pages.get(document.id)
            if page:
                page._update(facts)
                if page.known_facts != facts:
                    page.known_facts = facts
                partner = document._get_status_partners()[document.id]
                if page.partner_id != partner:
                    page.partner_id = partner
            else:
                new.append(self._prepare_page_values(document, facts, facts))
        for page in self.sudo().create(new):
            pages[page.res_id] = page

    @api.model
    def _write_ledger(self, documents, pages, told):
        """Note what becomes of every event, with the facts of this moment.

        :return: the new ``customer.status.event`` rows.
        """
        rows = []
        for document in documents:
            page = pages[document.id]
            news = [made.event.event for made in told[document.id] if made.channels]
            if news:
                page.news = list(dict.fromkeys(news))
            for made in told[document.id]:
                if made.why == const.WHY_ALREADY_TOLD:
                    continue  # the ledger has it
                own = facts_tools.is_of_document(made.event, page.facts)
                rows.append(
                    {
                        "page_id": page.id,
                        "partner_id": page.partner_id.id,
                        "event": made.event.event,
                        "source": made.event.source
                        + (f"@{page.revision}" if own else ""),
                        "state": const.TOLD if made.channels else const.SILENT,
                        "why": made.why,
                        "revision": page.revision,
                        "facts": page.facts,
                        "rule_id": made.rule.id if made.rule else False,
                    }
                )
        return self.env["customer.status.event"].sudo().create(rows)

    @api.model
    def _tell(self, documents, told, ledger):
        """Queue one message per document with news, and note it in the ledger."""
        leading = {
            document.id: decision.leading(told[document.id]) for document in documents
        }
        leading = {id_: chosen for id_, chosen in leading.items() if chosen}
        events = {}
        for event in ledger.filtered(lambda event: event.state == const.TOLD):
            document_id = event.page_id.res_id
            events[document_id] = events.get(document_id, event) | event
        self.env["customer.communication"].sudo()._tell_status(
            documents.browse(leading), leading, events
        )

    @api.model
    def _refresh_customers(self, documents, company):
        """Bring the pages up to date that list all orders of these customers."""
        if documents._status_kind == const.KIND_CUSTOMER:
            return
        partners = self.env["res.partner"].union(
            *documents._get_status_partners().values()
        )
        people = (partners | partners.commercial_partner_id).with_company(company)
        pages = self._find_pages(people)
        facts = people.browse(pages)._get_status_facts()
        for partner_id, page in pages.items():
            page._update(facts[partner_id])
