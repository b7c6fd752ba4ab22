from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from ..apart import do_apart, log_failure
from ..tools.link_life import find_end

#: Links that have opened nothing since ``past``; the same as ``find_end`` says.
_DEAD_LINKS = """
    SELECT link.id
      FROM customer_status_link link
      JOIN customer_status_page page ON page.id = link.page_id
      JOIN res_company company ON company.id = page.company_id
     WHERE link.revoked_at < %(past)s
        OR link.expires_at < %(past)s
        OR (page.finished_at IS NOT NULL
            AND company.customer_status_link_months > 0
            AND GREATEST(page.finished_at, link.create_date)
                + LEAST(company.customer_status_link_months, %(most)s)
                  * interval '1 month'
                < %(past)s)
        OR (page.offered_at IS NOT NULL
            AND CASE WHEN page.valid_until > link.create_date
                     THEN page.valid_until
                     WHEN page.valid_until IS NOT NULL
                     THEN link.create_date
                          + %(look)s * interval '1 day'
                     ELSE GREATEST(page.offered_at, link.create_date)
                          + %(offer)s * interval '1 month'
                END < %(past)s)
        OR (link.expires_at IS NULL
            AND page.finished_at IS NULL
            AND page.offered_at IS NULL
            AND company.customer_status_quiet_months > 0
            AND GREATEST(page.published_at, link.create_date)
                + LEAST(company.customer_status_quiet_months, %(most)s)
                  * interval '1 month'
                < %(past)s)
     LIMIT %(limit)s
"""


class CustomerStatusLink(models.Model):
    """How long a link lives, and who took it back."""

    # A file of its own for its own reason to change.
    _name = "customer.status.link"
    _inherit = ["customer.status.link", "customer.status.access"]
    _order = "id desc"

    token_hash = fields.Char(groups="base.group_system")
    revoked_by_id = fields.Many2one(
        "res.users", string="Taken back by", readonly=True, ondelete="set null"
    )
    ends_at = fields.Datetime(
        string="Works until",
        compute="_compute_life",
        help="Later when there is news: the life of a link counts from the order's "
        "end, or from the last news of one that never is finished. A quotation's links "
        "work until it is no longer valid. Empty: for ever.",
    )
    state = fields.Selection(
        [
            (const.LINK_LIVE, "Works"),
            (const.LINK_EXPIRED, "Expired"),
            (const.LINK_REVOKED, "Taken back"),
        ],
        compute="_compute_life",
    )

    @api.depends(
        "expires_at",
        "revoked_at",
        "page_id.finished_at",
        "page_id.offered_at",
        "page_id.valid_until",
        "page_id.published_at",
        "page_id.company_id.customer_status_link_months",
        "page_id.company_id.customer_status_quiet_months",
    )
    def _compute_life(self):
        now = fields.Datetime.now()
        for link in self:
            page, company = link.page_id, link.page_id.sudo().company_id
            link.ends_at = find_end(
                link.create_date,
                link.expires_at,
                page.finished_at,
                company.customer_status_link_months,
                page.offered_at,
                page.valid_until,
                page.published_at,
                company.customer_status_quiet_months,
            )
            link.state = const.LINK_LIVE
            if link.revoked_at:
                link.state = const.LINK_REVOKED
            elif link.ends_at and link.ends_at <= now:
                link.state = const.LINK_EXPIRED

    def _take_back(self):
        """Have these links open nothing any more; those long taken back stay so."""
        self.filtered(lambda link: not link.revoked_at).write(
            {"revoked_at": fields.Datetime.now(), "revoked_by_id": self.env.uid}
        )

    @api.autovacuum
    def _gc_dead_links(self):
        """Delete links that opened nothing for a month, a batch at a time.

        :return: ``(deleted, more)`` as Odoo's autovacuum asks; it commits in between.
        """
        self.flush_model()
        past = fields.Datetime.now() - timedelta(days=const.DEAD_LINK_DAYS)
        rows = self.env.execute_query(
            SQL(
                _DEAD_LINKS,
                past=past,
                most=const.MOST_MONTHS,
                offer=const.OFFER_MONTHS,
                look=const.LAST_LOOK_DAYS,
                limit=const.GC_BATCH,
            )
        )
        links = self.browse([id_ for [id_] in rows])
        done = do_apart(list(links), type(links).unlink, log_failure)
        more = len(links) == const.GC_BATCH and bool(done.answers)
        return len(links) - len(done.failed), more
