from odoo import api, models
from odoo.exceptions import UserError

from .. import const


class CustomerStatusBatch(models.AbstractModel):
    """What the progress dialog works off, a batch in each call.

    Its methods are called over RPC, with whatever ids the caller likes.
    """

    _name = "customer.status.batch"
    _description = "Worked Off in Batches"

    @api.model
    def _check_batch(self, ids):
        """Return the ids of one call.

        :raise UserError: when they are more than a call may work off, or no ids.
        """
        is_ids = isinstance(ids, list | tuple) and all(
            type(id_) is int and 0 < id_ < const.MOST_ID for id_ in ids
        )
        if not is_ids or len(ids) > const.CALL_BATCH:
            raise UserError(
                self.env._(
                    "One call works off %(most)s rows at most, by their ids. Tick "
                    "fewer, or use the buttons of the list.",
                    most=const.CALL_BATCH,
                )
            )
        return ids
