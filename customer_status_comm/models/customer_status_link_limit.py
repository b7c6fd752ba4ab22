from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .. import const
from ..tools.span import full_minute


class CustomerStatusLinkLimit(models.AbstractModel):
    """How many links people may make to one page: few, for a customer needs one.

    What is told automatically is never refused one, and does not count.
    """

    _name = "customer.status.link.limit"
    _description = "Bounded Number of Links"

    user_id = fields.Many2one(
        "res.users",
        string="Made by",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Who had it handed out, or wrote the message it is in. Empty: it was made "
        "for what is told automatically.",
    )

    @api.model
    def _find_exhausted(self, pages):
        """Return ``{page id: from when on people may make links to it again}``.

        :return: only those of ``pages`` that have had their links of the hour; naive
            UTC.
        """
        hour = timedelta(hours=1)
        made = self.sudo().search_fetch(
            [
                ("page_id", "in", pages.ids),
                ("user_id", "!=", False),
                ("create_date", ">", fields.Datetime.now() - hour),
            ],
            ["page_id", "create_date"],
            order="create_date desc, id desc",
        )
        return {
            page.id: links[const.LINKS_AN_HOUR - 1].create_date + hour
            for page, links in made.grouped("page_id").items()
            if len(links) >= const.LINKS_AN_HOUR
        }

    @api.model
    def _filter_links_left(self, wishes, pages):
        """Return those of ``wishes`` that no person has, or whose page has links left.

        :param wishes: ``Wish`` each, of one model.
        :param dict pages: ``{document id: page}``
        """
        of_people = {wish.document_id for wish in wishes if wish.origin.writers}
        if not of_people:
            return wishes
        every_page = self.env["customer.status.page"]
        exhausted = self._find_exhausted(
            every_page.union(*(pages[id_] for id_ in of_people))
        )
        return [
            wish
            for wish in wishes
            if not wish.origin.writers or pages[wish.document_id].id not in exhausted
        ]

    @api.model
    def _check_links_left(self, pages):
        """Refuse one more link to any of ``pages`` that has had enough of them.

        :raise UserError: with when one may go on.
        """
        exhausted = self._find_exhausted(pages)
        for page_sudo in pages.sudo():
            if page_sudo.id in exhausted:
                raise UserError(
                    self.env._(
                        "“%(page)s” has had %(count)s links within an hour, as many as "
                        "colleagues may make. Use one of them, or go on at %(moment)s.",
                        page=page_sudo.reference,
                        count=const.LINKS_AN_HOUR,
                        moment=format_datetime(
                            self.env,
                            full_minute(exhausted[page_sudo.id]),
                            dt_format="short",
                        ),
                    )
                )
