from odoo import api, fields, models

from .. import const
from ..tools.ending import has_ended


class CustomerStatusEnding(models.AbstractModel):
    """When a page has come to its end, from which on its links live some months.

    A part of ``customer.status.page``. All dates stand on the page's row, so that a
    link is found with one query.
    """

    _name = "customer.status.ending"
    _description = "Comes to an End"

    finished_at = fields.Datetime(
        string="Finished",
        compute="_compute_finished_at",
        compute_sudo=True,
        store=True,
        help="Since when the customer waits for nothing more: all has come and nothing "
        "is owed, services are invoiced and paid or cost nothing, or it is cancelled "
        "or credited. From here on the life of the links counts.",
    )
    offered_at = fields.Datetime(
        string="Offered",
        compute="_compute_offered_at",
        compute_sudo=True,
        store=True,
        help="Since when the customer has an offer and has not answered it.",
    )
    valid_until = fields.Datetime(
        readonly=True, help="When the offer ends. Empty: six months after it was sent."
    )

    @api.depends("facts")
    def _compute_finished_at(self):
        """Date the end once; what is reopened has none again."""
        for page in self:
            facts = page._peek("facts")
            ends = facts and facts["kind"] != const.KIND_CUSTOMER and has_ended(facts)
            page.finished_at = ends and (page.finished_at or page.published_at)

    @api.depends("facts", "published_at")
    def _compute_offered_at(self):
        """Date it anew each time the offer is published."""
        for page in self:
            facts = page._peek("facts") or {}
            is_offer = facts.get("step") in const.STEPS_OFFERED
            page.offered_at = is_offer and page.published_at

    def _note_validity(self, valid_until):
        """Note until when the offer is valid: a naive UTC datetime, or ``None``."""
        self.ensure_one()
        if self.valid_until != (valid_until or False):
            self.valid_until = valid_until
