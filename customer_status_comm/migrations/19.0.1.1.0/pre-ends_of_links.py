"""When the links of offers end stands on their pages from now on.

Filled in here, in two statements: Odoo would read the facts of every page for it.
"""


def migrate(cr, version):
    """Add the columns, and date the offers that are on pages."""
    cr.execute(
        """
        ALTER TABLE customer_status_page
          ADD COLUMN IF NOT EXISTS offered_at timestamp,
          ADD COLUMN IF NOT EXISTS valid_until timestamp
        """
    )
    cr.execute(
        """
        UPDATE customer_status_page
           SET offered_at = published_at
         WHERE facts ->> 'step' IN (
                'quotation', 'quotation_sent', 'awaiting_payment')
        """
    )
    cr.execute(
        """
        UPDATE customer_status_page page
           SET valid_until = (LEAST(validity_date, date '9999-12-30') + 1)::timestamp
                             AT TIME ZONE COALESCE(NULLIF(shop.tz, ''), 'UTC')
                             AT TIME ZONE 'UTC'
          FROM sale_order
          JOIN res_company company ON company.id = sale_order.company_id
          JOIN res_partner shop ON shop.id = company.partner_id
         WHERE page.res_model = 'sale.order' AND page.res_id = sale_order.id
           AND sale_order.validity_date IS NOT NULL
        """
    )
