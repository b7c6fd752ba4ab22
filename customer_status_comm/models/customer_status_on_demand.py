from odoo import api, fields, models

from ..tools import decision


class CustomerStatusOnDemand(models.AbstractModel):
    """What waits for somebody to publish it, and what does not.

    A part of ``customer.status.page``.
    """

    _name = "customer.status.on.demand"
    _description = "Published on Demand"

    @api.model
    def _sort_out(self, prospects, force, silence):
        """Return what becomes of documents: published, dropped, or left to wait.

        :param dict prospects: ``{document id: Prospect}``.
        :param force: as of ``_publish``, as is ``silence``.
        :return: ``({id: [Decision]}, {id: [Decision]}, {id: datetime or None})``: of
            those to publish, of those whose news is dropped while they wait on, and
            until when each waits that does; of the others there is nothing to publish.
        """
        told, dropped, waiting = {}, {}, {}
        now = fields.Datetime.now()
        for id_, prospect in prospects.items():
            decisions = prospect.decisions
            if prospect.is_nothing:
                continue
            if silence:
                decisions = decision.silence(decisions, silence)
                if not force and prospect.due_at is None and prospect.must_wait(now):
                    waiting[id_] = None
                    if decisions:
                        dropped[id_] = decisions
                    continue
            elif not force and prospect.must_wait(now):
                waiting[id_] = prospect.due_at
                continue
            told[id_] = decisions
        return told, dropped, waiting

    @api.model
    def _drop(self, documents, prospects, decisions):
        """Note that news is not told, and show nobody anything of it.

        What is shown waits on for somebody to publish it, as no news any more.

        :param dict prospects: ``{document id: Prospect}``.
        :param dict decisions: ``{document id: [Decision]}``, all of them silent.
        """
        pages = self._ensure(documents)
        all_facts = {id_: prospects[id_].after for id_ in decisions}
        for document in documents:
            page, facts = pages[document.id], all_facts[document.id]
            # A new revision, or the ledger could not tell it from what happened before.
            page.write({"known_facts": facts, "revision": page.revision + 1})
        self._write_ledger(documents, pages, decisions, all_facts)

    @api.model
    def _find_hidden(self, documents, company, together):
        """Return what belongs to documents and waits to be published itself.

        What a customer did themselves shows without anybody publishing it, and what
        somebody publishes shows; with neither does anything that waits for that.

        :param documents: of one company, which are shown anew.
        :param together: keys of what is published with them.
        :return: ``{document id: {key: Facts or None}}``, as its own page shows the
            other; ``None``: that is not published.
        """
        if not company.sudo()._is_published_on_demand():
            return {}
        own, changes = documents.sudo(), self.env["customer.status.change"]
        related, instead = own._find_told_related(), {}
        for others in own._group_related(related):
            waiting = others.browse(changes._find_waiting(others, of_staff=True))
            pages = self._find_shown(waiting)
            for other in waiting:
                page = pages.get(other.id)
                key = f"{other._name},{other.id}"
                instead[key] = page._peek("facts") if page else None
        hidden = {}
        for id_, other in related:
            key = f"{other._name},{other.id}"
            if key in instead and key not in together:
                hidden.setdefault(id_, {})[key] = instead[key]
        return hidden
