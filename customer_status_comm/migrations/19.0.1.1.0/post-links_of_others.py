"""Links that were made to pages of another customer: they open nothing any more.

That came about where an order had passed to another customer and was not published
since; its page was still the first one's.
"""


def migrate(cr, version):
    """Take back every link that is not for the customer of its page."""
    cr.execute(
        """
        UPDATE customer_status_link link
           SET revoked_at = now() AT TIME ZONE 'UTC'
          FROM customer_status_page page
          LEFT JOIN res_partner owner ON owner.id = page.partner_id
         WHERE page.id = link.page_id
           AND link.revoked_at IS NULL
           AND owner.commercial_partner_id IS DISTINCT FROM (
                SELECT commercial_partner_id FROM res_partner
                 WHERE id = link.partner_id)
        """
    )
