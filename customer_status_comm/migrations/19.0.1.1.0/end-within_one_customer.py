"""Pages published before may tell of what is another customer's: take that away.

At the end, when every addon is there: which documents belong together, and whose they
are, the addons know that have them. Nothing else of the pages changes, so that nothing
is published which waits for somebody to publish it.
"""

from odoo import SUPERUSER_ID, api

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools.share import share_of

#: Pages that are in memory at a time.
BATCH = 200


def migrate(cr, version):
    """Clean all pages; what was clean stays as it is."""
    clean_pages(api.Environment(cr, SUPERUSER_ID, {}))


def clean_pages(env):
    """Take what is another customer's from the stored pages of all documents."""
    _clean_related(env)
    _clean_invoices(env)
    _clean_customers(env)


def _find_pages(env, condition):
    """Yield the pages that meet an SQL condition, batch by batch."""
    env.flush_all()
    env.cr.execute(f"SELECT id FROM customer_status_page WHERE {condition} ORDER BY id")
    ids = [id_ for [id_] in env.cr.fetchall()]
    for start in range(0, len(ids), BATCH):
        yield env["customer.status.page"].browse(ids[start : start + BATCH])
        env.flush_all()
        env.invalidate_all()


def _get_documents(env, pages):
    """Return ``[(documents that are still there, their pages)]``, by model."""
    return [
        (env[model].browse(mine.mapped("res_id")).exists(), mine)
        for model, mine in pages.grouped("res_model").items()
        if env["customer.status.mixin"]._has_status_page(model)
    ]


def _clean_related(env):
    """Leave no document on the page of another customer's; have these made anew."""
    for pages in _find_pages(env, "facts ? 'related' OR known_facts ? 'related'"):
        for documents, mine in _get_documents(env, pages):
            told = {id_: set() for id_ in mine.mapped("res_id")}
            for id_, other in documents._find_told_related():
                told[id_].add(f"{other._name},{other.id}")

            def only_own(facts, told=told):
                if "related" not in facts:
                    return facts
                own = told[int(facts["key"].partition(",")[2])]
                related = [one for one in facts["related"] if one["key"] in own]
                rest = {name: facts[name] for name in facts if name != "related"}
                return {**rest, "related": related} if related else rest

            cleaned = mine._rewrite(only_own)
            # What their pages left out, because the other told it, comes back.
            ids = set(cleaned.mapped("res_id"))
            anew = documents.filtered(lambda one, ids=ids: one.id in ids)
            anew._status_touch(const.REASON_LINKED)


def _clean_invoices(env):
    """Let each customer read of their own part of an invoice that bills several."""
    env.cr.execute(
        """
        SELECT line.move_id
          FROM account_move_line line
          JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = line.id
          JOIN sale_order_line sale_line ON sale_line.id = rel.order_line_id
          JOIN sale_order ON sale_order.id = sale_line.order_id
          JOIN res_partner customer ON customer.id = sale_order.partner_id
         GROUP BY line.move_id
        HAVING count(DISTINCT customer.commercial_partner_id) > 1
        """
    )
    moves = env["account.move"].browse(id_ for [id_] in env.cr.fetchall())
    shares = moves._get_status_shares()
    orders = {order_id for mine in shares.values() for order_id in mine}
    if not orders:
        return

    def only_share(facts):
        order_id = int(facts["key"].partition(",")[2])
        invoices = []
        for invoice in facts["invoices"]:
            share = shares.get(int(invoice["key"].partition(",")[2]), {})
            own = share.get(order_id, 0.0)
            invoices.append(share_of(invoice, str(own)) if share else invoice)
        return {**facts, "invoices": invoices}

    ids = ", ".join(map(str, sorted(orders)))
    for pages in _find_pages(env, f"res_model = 'sale.order' AND res_id IN ({ids})"):
        pages._rewrite(only_share)


def _clean_customers(env):
    """Have the pages of customers list what is their own, as it is published now."""
    for pages in _find_pages(env, "res_model = 'res.partner' AND facts ? 'orders'"):
        for company, mine in pages.grouped("company_id").items():
            partners = env["res.partner"].with_company(company)
            partners = partners.browse(mine.mapped("res_id")).exists()
            facts = partners._get_status_facts()
            for page in mine:
                if page.res_id in facts:
                    page._update(facts[page.res_id])
