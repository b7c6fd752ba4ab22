from odoo import api, models

from ..tools import facts as facts_tools
from ..tools import way
from ..tools.erasure import find_hidden


class CustomerStatusPage(models.Model):
    """Publishing: what a customer has heard already, or hears elsewhere."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.page"  # pylint: disable=R8180

    @api.model
    def _get_told_elsewhere(self, company, all_facts):
        """Return ``{document id: frozenset of Event}`` that rules tell of the others.

        The others are the documents that belong to it.
        """
        keys = {
            id_: [one["key"] for one in facts.get("related", ())]
            for id_, facts in all_facts.items()
        }
        every_rule = self.env["customer.status.rule"]
        told = {
            model: {rule.event for rule in every_rule._get_rules(company, model)}
            for model in {key.split(",")[0] for mine in keys.values() for key in mine}
        }
        return {
            id_: frozenset(
                facts_tools.Event(event, key)
                for key in mine
                for event in told[key.split(",")[0]]
            )
            for id_, mine in keys.items()
        }

    @api.model
    def _get_ledger(self, pages, all_facts):
        """Return ``{document id: frozenset of Event}`` of what must not be told again.

        That is what the ledger holds; of a document with a way of its own also the
        steps that its customer has heard of, see ``way.told_before``.
        """
        ledger = {}
        by_page = {page.id: document_id for document_id, page in pages.items()}
        every = self.env["customer.status.event"].sudo()
        secret = every._get_secret()
        rows = every.search_fetch(  # newest first
            [("page_id", "in", list(by_page))], ["page_id", "event", "source", "state"]
        )
        for page, mine in rows.grouped("page_id").items():
            document_id = by_page[page.id]
            facts = all_facts[document_id]
            known = {facts_tools.Event(row.event, row.source) for row in mine}
            known |= find_hidden(known, facts, secret)
            if way.has_own_way(facts):
                heard = way.told_before(((r.event, r.state) for r in mine), facts)
                known |= {facts_tools.Event(event, facts["key"]) for event in heard}
            ledger[document_id] = known
        return {document_id: frozenset(known) for document_id, known in ledger.items()}
