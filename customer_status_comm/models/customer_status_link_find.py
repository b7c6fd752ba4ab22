from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.left_out import leave_out, leave_out_news
from ..tools.link_life import find_end
from ..tools.token import hash_token

#: Companies and partners stand in subqueries: a pooled connection has forgotten all its
#: plans, and to plan a join of the five tables takes PostgreSQL longer than anything
#: else it does for an answer.
_FIND_PAGE = """
    SELECT link.create_date,
           link.expires_at,
           page.finished_at,
           page.offered_at,
           page.valid_until,
           page.published_at,
           page.id,
           page.company_id,
           (SELECT lang FROM res_partner WHERE id = page.partner_id),
           concat(page.xmin, page.ctid, link.left_out),
           link.left_out,
           (SELECT ARRAY[
                       customer_status_link_months::text,
                       customer_status_quiet_months::text,
                       concat(xmin, ctid),
                       (SELECT concat(xmin, ctid)
                          FROM res_partner shop
                         WHERE shop.id = company.partner_id)
                   ]
              FROM res_company company
             WHERE company.id = page.company_id)
      FROM customer_status_link link
      JOIN customer_status_page page ON page.id = link.page_id
     WHERE link.token_hash = %s
       AND link.revoked_at IS NULL
       AND page.is_published
"""


class LinkedPage(NamedTuple):
    """What a link opens; all but the page's own fields is read in one query.

    :param page: sudoed ``customer.status.page``.
    :param lang: the customer's language, if they have one.
    :param version: changes whenever the page's row does, or what the link leaves out.
    :param left_out: keys of documents that this link does not show.
    :param company_version: changes whenever the row of the company, or of its contact,
        does.
    """

    page: models.Model
    company_id: int
    lang: str | None
    version: str
    company_version: str
    left_out: frozenset[str] = frozenset()

    @property
    def facts(self):
        """The published facts; read in one query with the two below."""
        self.page.fetch(["facts", "news", "published_at"])
        return leave_out(self.page.facts, self.left_out)

    @property
    def news(self):
        """What was told last."""
        return leave_out_news(self.page.news or [], self.left_out) or None

    @property
    def published_at(self):
        """Since when the facts stand there."""
        return self.page.published_at


class CustomerStatusLink(models.Model):
    """How a link finds its page: the one query of every answer."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.link"

    @api.model
    def _find_page(self, token):
        """Return a token's ``LinkedPage`` or ``None``; one query, nothing written."""
        rows = self.env.execute_query(SQL(_FIND_PAGE, hash_token(token)))
        if not rows:
            return None
        made_at, expires_at, finished_at, *offer, published_at = rows[0][:6]
        page_id, company_id, lang, version, left_out, company = rows[0][6:]
        months, quiet_months, *company_versions = company
        end = find_end(
            made_at,
            expires_at,
            finished_at,
            int(months or 0),
            *offer,
            published_at,
            int(quiet_months or 0),
        )
        if end and end <= fields.Datetime.now():
            return None
        page = self.env["customer.status.page"].sudo().browse(page_id)
        return LinkedPage(
            page,
            company_id,
            lang,
            version,
            "".join(company_versions),
            frozenset(left_out or ()),
        )
