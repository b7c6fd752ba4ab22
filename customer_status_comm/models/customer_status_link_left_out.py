from odoo import api, fields, models


class CustomerStatusLinkLeftOut(models.AbstractModel):
    """What a link does not show, because a colleague has it who may not read it.

    A link is handed out to who may read all that its page tells, or sent by them to an
    address that they may have typed themselves. When a repair, say, comes onto the page
    later, such a link goes on without it, unless its maker may read that, too. The
    customer's other links show it.
    """

    _name = "customer.status.link.left.out"
    _description = "Link That Shows Less Than Its Page"

    is_in_hand = fields.Boolean(
        readonly=True,
        help="A colleague copied or printed it, so where it went to is not known.",
    )
    left_out = fields.Json(
        readonly=True,
        groups="base.group_system",
        help="Keys of documents that came onto the page later, and that whoever had it "
        "made may not read.",
    )

    @api.model
    def _leave_out(self, grown):
        """Have the links of colleagues leave out what is new on their pages.

        Constant number of queries for each colleague.

        :param dict grown: ``{page: {(model, id)}}``, what each tells of since now.
        """
        pages = self.env["customer.status.page"].union(*grown)
        links = self.search([("page_id", "in", pages.ids), ("user_id", "!=", False)])
        new = frozenset().union(*grown.values())
        for user, theirs in links.grouped("user_id").items():
            mine = self._as_writer(user, pages)
            closed = new - mine._filter_readable_keys(new)
            reached = self._filter_addresses_of(user, theirs.partner_id)
            for link in theirs:
                hidden = closed & grown[link.page_id]
                if hidden and (link.is_in_hand or link.partner_id in reached):
                    keys = {f"{model},{id_}" for model, id_ in hidden}
                    link.left_out = sorted(keys | set(link.left_out or ()))
