from odoo import api, fields, models
from odoo.fields import Domain

from .. import const
from ..apart import do_apart, log_failure
from ..tools.span import months_before


class CustomerCommunicationRetention(models.AbstractModel):
    """Messages are deleted once they are older than their company keeps them."""

    _name = "customer.communication.retention"
    _description = "Message That Is Kept for a Time"

    @api.model
    def _delete_outdated(self):
        """Delete a batch of each company's messages that it keeps no longer.

        With their files, and the copy in the chatter. What was told stays in the
        ledger. One that cannot be deleted holds up no other.

        :return: how many are deleted.
        """
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        return sum(
            self.sudo()._delete_older(
                company,
                months_before(
                    fields.Datetime.now(), company.customer_communication_months
                ),
            )
            for company in companies.search([("customer_communication_months", ">", 0)])
        )

    @api.model
    def _delete_older(self, company, before):
        """Delete a batch of a company's messages that were written earlier.

        What still waits to be sent is left alone.

        :return: how many; a batch of which none could be deleted is passed over.
        """
        waiting = (const.COMMUNICATION_SCHEDULED, const.COMMUNICATION_QUEUED)
        outdated = (
            Domain("company_id", "=", company.id)
            & Domain("create_date", "<", before)
            & Domain("state", "not in", waiting)
        )
        stuck = self.browse()
        while rows := self.search(
            outdated & Domain("id", "not in", stuck.ids),
            order="create_date, id",
            limit=const.GC_BATCH,
        ):
            delete = type(rows)._delete_with_copies
            failed = do_apart(list(rows), delete, log_failure).failed
            if deleted := len(rows) - len(failed):
                return deleted
            stuck |= rows
        return 0

    def _delete_with_copies(self):
        """Delete these messages, their files, and what Odoo has of them."""
        messages = self.mail_message_id
        self._forget_attempt()
        self.unlink()
        messages.exists().unlink()
