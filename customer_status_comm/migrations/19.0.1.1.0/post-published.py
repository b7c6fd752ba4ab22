"""Pages of before count as published, but for drafts: those are for nobody outside."""


def migrate(cr, version):
    """Show nobody outside the pages of drafts that staff have looked at.

    Or that an order left behind which has become one again: its page had its prices.
    """
    cr.execute(
        """
        UPDATE customer_status_page SET is_published = FALSE
         WHERE facts ->> 'step' = 'quotation'
        """
    )
