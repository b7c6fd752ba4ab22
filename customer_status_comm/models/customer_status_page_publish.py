from odoo import api, fields, models

from .. import const
from ..tools import decision, span, status_news
from ..tools import facts as facts_tools
from ..tools.shown import pass_on
from .prospect import Prospect


class CustomerStatusPage(models.Model):
    """Publishing: facts, what is news, and who is told."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.page"  # pylint: disable=R8180

    @api.model
    def _publish(self, documents, touches, force=False, silence=None, together=()):
        """Bring pages up to date and tell the customers the news.

        :param documents: records of one model with a status page.
        :param dict touches: ``{document id: decision.Touch}``.
        :param force: do not wait for the settle window, nor for the mode "on demand".
        :param silence: a ``const.WHY_*`` for which nobody is told, or ``None``. Without
            ``force``, of a shop that publishes on demand, pages are left as they are.
        :param together: keys of all documents that are published by the same press.
        :return: ``{document id: (company, datetime or None)}`` of those that must
            wait; their pages and customers are left as they are.
        """
        deferred = {}
        for company, mine in self._by_company(documents).items():
            if company.sudo().customer_status_active:
                options = (force, silence, together)
                deferred.update(self._publish_company(mine, company, touches, *options))
        return deferred

    @api.model
    def _publish_company(self, documents, company, touches, force, silence, together):
        """Publish ``documents`` of one company; see ``_publish``."""
        prospects = self._get_prospects(documents, company, touches)
        shown_anew = documents
        if not force:
            shown_anew = documents.filtered(lambda one: touches[one.id].by_customer)
        hidden = self._find_hidden(shown_anew, company, together)
        for id_, others in hidden.items():
            prospects[id_] = prospects[id_]._replace(hidden=others)
        told, dropped, waiting = self._sort_out(prospects, force, silence)
        for id_ in waiting:
            if touches[id_].by_customer and prospects[id_].shown:
                # It shows at once; told it is when its time comes.
                prospects[id_].page._update(prospects[id_].to_show)
        self._drop(documents.browse(dropped), prospects, dropped)
        published = documents.with_company(company).browse(told)
        self._publish_told(published, company, prospects, told)
        return {id_: (company, due_at) for id_, due_at in waiting.items()}

    @api.model
    def _publish_told(self, published, company, prospects, told):
        """Show what is news of ``published``, and tell it.

        :param dict told: ``{document id: [decision.Decision]}``.
        """
        pages = {id_: prospects[id_].page for id_ in told if prospects[id_].page}
        owners = self.env["res.partner"].union(
            *(page.partner_id for page in pages.values())
        )
        all_news = {
            id_: self._prepare_news(decisions, prospects[id_].known)
            for id_, decisions in told.items()
        }
        self._store(published, prospects, all_news, pages)
        all_facts = {id_: prospects[id_].to_show for id_ in told}
        ledger = self._write_ledger(published, pages, told, all_facts)
        customers = {id_: prospects[id_].customer for id_ in told}
        self._tell(published, told, ledger, customers)
        self._refresh_customers(published, company, owners)
        # What is not shown of them yet waits for somebody to publish it.
        part = published.filtered(lambda one: prospects[one.id].hidden)
        part._status_touch(const.REASON_LINKED)

    @api.model
    def _by_company(self, documents):
        """Return ``{company: its documents}``."""
        ids = {}
        for document_id, company in documents._get_status_companies().items():
            ids.setdefault(company, []).append(document_id)
        return {company: documents.browse(mine) for company, mine in ids.items()}

    # Deciding

    @api.model
    def _preview(self, documents, touches):
        """Return ``{document id: Prospect}``; writes nothing.

        Documents of shops that are switched off are left out.
        """
        prospects = {}
        for company, mine in self._by_company(documents).items():
            if company.sudo().customer_status_active:
                prospects.update(self._get_prospects(mine, company, touches))
        return prospects

    @api.model
    def _get_prospects(self, documents, company, touches):
        """Return ``{document id: Prospect}`` for documents of one company."""
        documents = documents.with_company(company)
        all_facts = documents._get_status_facts()
        pages = self._find_pages(documents)
        shown = self._filter_shown(documents, pages)
        known = {id_: page.known_facts or None for id_, page in pages.items()}
        partners = documents.sudo()._get_status_partners()
        for id_, page in pages.items():
            if known[id_] and not page._is_of(partners[id_]):
                known[id_] = pass_on(known[id_])
        events = {
            id_: facts_tools.events_between(known.get(id_), facts)
            for id_, facts in all_facts.items()
        }
        cases = self._get_situations(documents, company, touches)
        ledger = self._get_ledger(pages, all_facts)
        for id_, case in cases.items():
            cases[id_] = case._replace(
                first=not known.get(id_), told=ledger.get(id_, frozenset())
            )
        decisions = self._decide(documents, company, events, all_facts, cases)
        return {
            id_: Prospect(
                pages.get(id_),
                shown[id_]._peek("facts") if id_ in shown else None,
                known.get(id_),
                all_facts[id_],
                decisions[id_],
                cases[id_].customer,
                self._get_due_at(company, touches[id_], decisions[id_]),
            )
            for id_ in all_facts
        }

    @api.model
    def _get_situations(self, documents, company, touches):
        """Return ``{document id: decision.Situation}``, all but what pages know."""
        shop = company.sudo()
        rules = self.env["customer.status.rule"]._get_matching(company, documents)
        partners = documents._get_status_partners()
        people = self.env["res.partner"].union(*partners.values())
        customers = people.sudo()._get_reachability(company)
        now = fields.Datetime.now()
        hold = span.days(shop.customer_status_hold_days)
        return {
            document.id: decision.Situation(
                company_id=company.id,
                customer=customers.get(partners[document.id].id),
                touch=touches[document.id],
                since=shop.customer_status_since or now,
                matching=rules[document.id],
                # Counted from when it turned up: waiting for the button makes none old.
                hold_before=(touches[document.id].last_at - hold).date()
                if hold
                else None,
            )
            for document in documents
        }

    @api.model
    def _decide(self, documents, company, events, all_facts, situations):
        """Return ``{document id: [Decision]}``.

        :param dict events: ``{document id: [Event]}``.
        """
        rules = self.env["customer.status.rule"]._get_rules(company, documents._name)
        elsewhere = self._get_told_elsewhere(company, all_facts)
        return {
            id_: decision.decide(
                events[id_],
                all_facts[id_],
                rules,
                situations[id_]._replace(elsewhere=elsewhere[id_]),
            )
            for id_ in documents.ids
        }

    @api.model
    def _get_due_at(self, company, touch, decisions):
        """Return when news may be told; ``None``: when somebody publishes it.

        On demand, what customers did themselves is acknowledged at once.
        """
        on_demand = company.sudo()._is_published_on_demand()
        if on_demand and not touch.by_customer:
            return None
        timezone = company.sudo().partner_id.tz or "UTC"
        now = fields.Datetime.now()
        return decision.due_at(
            decisions, touch.last_at, now, timezone, rests=not on_demand
        )

    # Writing down

    @api.model
    def _store(self, documents, prospects, all_news, pages):
        """Write the pages of ``documents``; adds the new ones to ``pages``.

        :param dict prospects: ``{document id: Prospect}``.
        :param dict all_news: ``{document id: News or None}``, as of ``_prepare_news``.
        """
        new = []
        partners = documents.sudo()._get_status_partners()
        validity = documents.sudo()._get_status_validity()
        self._find_passed(documents, pages)._hide_from_new_customers()
        for document in documents:
            facts, known = prospects[document.id].to_show, prospects[document.id].after
            page, news = pages.get(document.id), all_news[document.id]
            if page:
                if page.partner_id != partners[document.id]:
                    page._pass_to(partners[document.id])  # before all that is theirs
                if news:
                    page.news = news
                page._show(facts)
                if page.known_facts != known:
                    page.known_facts = known
                page._note_validity(validity[document.id])
            else:
                values = self._prepare_page_values(document, facts, known)
                values["valid_until"] = validity[document.id]
                new.append(values | {"news": news})
        for page in self.sudo().create(new):
            pages[page.res_id] = page

    @api.model
    def _write_ledger(self, documents, pages, told, all_facts):
        """Note what becomes of every event, with the facts of this moment.

        :param dict all_facts: ``{document id: Facts}``, as they stand on the pages.
        :return: the new ``customer.status.event`` rows.
        """
        rows = []
        for document in documents:
            # Not those of the page: Odoo copies them each time they are asked for.
            page, facts = pages[document.id], all_facts[document.id]
            for made in told[document.id]:
                if made.why == const.WHY_ALREADY_TOLD:
                    continue  # the ledger has it
                own = facts_tools.is_of_document(made.event, facts)
                rows.append(
                    {
                        "page_id": page.id,
                        "company_id": page.company_id.id,
                        "partner_id": page.partner_id.id,
                        "event": made.event.event,
                        "source": made.event.source
                        + (f"@{page.revision}" if own else ""),
                        "state": made.state,
                        "why": made.why,
                        "revision": page.revision,
                        "facts": facts,
                        "rule_id": made.rule.id if made.rule else False,
                    }
                )
        return self.env["customer.status.event"].sudo().create(rows)

    @api.model
    def _prepare_news(self, decisions, known):
        """Return what is told now as ``News``; ``None``: what was news before stays.

        :param known: the ``Facts`` that the customer knew until now, or ``None``.
        """
        events = [made.event for made in decisions if made.is_told]
        return status_news.prepare_news(events, known) if events else None

    @api.model
    def _tell(self, documents, told, ledger, customers):
        """Queue one message per document with news, and note it in the ledger.

        :param dict customers: ``{document id: channel.Customer}``.
        """
        leading = {
            document.id: decision.leading(told[document.id]) for document in documents
        }
        leading = {id_: chosen for id_, chosen in leading.items() if chosen}
        events = {}
        for event in ledger.filtered(lambda event: event.state == const.TOLD):
            document_id = event.page_id.res_id
            events[document_id] = events.get(document_id, event) | event
        partners = documents.browse(leading)._get_status_partners()
        self.env["customer.communication"].sudo()._tell_status(
            documents.browse(leading),
            leading,
            events,
            {partners[id_].id: customers[id_] for id_ in leading},
        )

    @api.model
    def _refresh_customers(self, documents, company, owners):
        """Bring the pages up to date that list all orders of these customers.

        :param owners: who had the documents' pages until now.
        """
        if documents._status_kind == const.KIND_CUSTOMER:
            return
        partners = self.env["res.partner"].union(
            *documents._get_status_partners().values()
        )
        partners |= owners
        people = (partners | partners.commercial_partner_id).with_company(company)
        pages = self._find_pages(people)
        facts = people.browse(pages)._get_status_facts()
        for partner_id, page in pages.items():
            page._update(facts[partner_id])

    # What was held back

    @api.model
    def _release(self, rows):
        """Tell what was held back, as far as it is still true.

        :param rows: ``customer.status.event`` with sudo, in the state held.
        """
        for model, of_model in rows.grouped(lambda row: row.page_id.res_model).items():
            if not self.env["customer.status.mixin"]._has_status_page(model):
                continue
            ids = set(of_model.page_id.mapped("res_id"))
            documents = self.env[model].browse(ids).exists()
            owners = documents._get_status_owners()
            for company, mine in self._by_company(documents).items():
                # What was held back for one customer is not told another.
                own = of_model.filtered(
                    lambda row, owners=owners, company=company: (
                        owners.get(row.page_id.res_id)
                        == (row.partner_id.commercial_partner_id, company)
                        and row.company_id == company
                    )
                )
                self._release_company(mine, company, own)
        rows.filtered(lambda row: row.state == const.HELD)._set_silent(
            const.WHY_OUTDATED
        )

    @api.model
    def _release_company(self, documents, company, rows):
        """Release ``rows`` of one company's documents; see ``_release``."""
        documents = documents.with_company(company)
        all_facts = documents._get_status_facts()
        by_event = {(row.page_id.res_id, row._get_event()): row for row in rows}
        true = {
            id_: [
                event
                for event in facts_tools.events_between(None, facts)
                if (id_, event) in by_event
            ]
            for id_, facts in all_facts.items()
        }
        now = fields.Datetime.now()
        touches = {id_: decision.Touch(now, now, frozenset()) for id_ in all_facts}
        cases = self._get_situations(documents, company, touches)
        told = self._decide(documents, company, true, all_facts, cases)
        pages = self._find_pages(documents)
        for id_, decisions in told.items():
            news = self._prepare_news(decisions, None)
            if news:
                pages[id_].news = news
            for made in decisions:
                by_event[id_, made.event].write(
                    {
                        "state": made.state,
                        "why": made.why,
                        "rule_id": made.rule.id if made.rule else False,
                    }
                )
        customers = {id_: case.customer for id_, case in cases.items()}
        self._tell(documents, told, rows, customers)
