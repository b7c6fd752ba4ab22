from odoo import models

from .. import const
from ..shape import check_shape
from ..tools.page_keys import documents_within


class CustomerStatusPageGrowth(models.AbstractModel):
    """What comes onto a page after links to it were made."""

    _name = "customer.status.page.growth"
    _description = "Page That Tells of More"

    def write(self, vals):
        check_shape(self, "write", vals)
        if not vals.get("facts"):
            return super().write(vals)
        before = {page: self._find_within(page) for page in self}
        result = super().write(vals)
        grown = {
            page: within
            for page in self
            if (within := self._find_within(page) - before[page])
        }
        if grown:
            self.env["customer.status.link"].sudo()._leave_out(grown)
        return result

    def _find_within(self, page):
        """Return the documents that a page tells of.

        Of a customer's own page none: it is made to grow, and links to it are for those
        who may read whatever comes.
        """
        if self.env[page.res_model]._status_kind == const.KIND_CUSTOMER:
            return frozenset()
        facts = page.sudo()._peek("facts")
        return documents_within(facts) if facts else frozenset()
