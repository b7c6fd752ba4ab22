from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const
from ..tools.shown import is_draft


class CustomerStatusPage(models.Model):
    """The page as staff handle it: its end, its links, what they do from its form."""

    # A file of its own for its own reason to change.
    _name = "customer.status.page"
    _inherit = ["customer.status.page", "customer.status.access"]
    _status_page_field = None

    is_draft = fields.Boolean(compute="_compute_preview", compute_sudo=True)
    is_waiting = fields.Boolean(
        compute="_compute_preview",
        compute_sudo=True,
        help="Something has happened that the customer does not see yet.",
    )
    preview_url = fields.Char(compute="_compute_preview", compute_sudo=True)
    live_link_count = fields.Integer(
        string="Links that work", compute="_compute_live_link_count"
    )

    def _compute_preview(self):
        """Find the address that shows what the customer would see now.

        The customer of a draft, or of what is not published, sees nothing yet: it is
        shown as it stands. A customer's own page is shown with the orders that the
        reader may read.
        """
        waiting = self._get_waiting()
        models_ = self.env["customer.status.mixin"]._get_status_models()
        kinds = {model: kind for kind, model in models_.items()}
        deleted = self._find_deleted()
        for page in self:
            kind = kinds.get(page.res_model)
            page.is_draft = is_draft(page.facts or {})
            page.is_waiting = (page.res_model, page.res_id) in waiting
            of_now = not page.is_published or kind == const.KIND_CUSTOMER
            of_now = of_now and page not in deleted
            page.preview_url = (
                f"/my/status/{kind}/{page.res_id}"
                if of_now
                else f"/my/status/shown/{page.id}"
            )

    def _get_waiting(self):
        """Return the ``{(model, id)}`` of these pages that the outbox names."""
        waiting = set()
        for model, pages in self.grouped("res_model").items():
            rows = self.env["customer.status.change"].search_fetch(
                [("res_model", "=", model), ("res_id", "in", pages.mapped("res_id"))],
                ["res_model", "res_id"],
            )
            waiting.update((row.res_model, row.res_id) for row in rows)
        return waiting

    @api.depends("link_ids.state")
    def _compute_live_link_count(self):
        for page in self:
            page.live_link_count = len(
                page.link_ids.filtered(lambda link: link.state == const.LINK_LIVE)
            )

    # What staff do

    def action_copy_link(self):
        """Make a link for the customer and hand it to the browser's clipboard.

        For those who may read all that the page tells, see ``_check_in_hand``.

        :raise UserError: for a draft, to who may not read all of it, and when the page
            has had its links of the hour.
        """
        document = self._get_document("read").with_company(self.company_id)
        self._check_has_link(document)
        self._check_in_hand()
        links_sudo = self.env["customer.status.link"].sudo()
        links_sudo._check_links_left(self)
        partner = document._get_status_partners()[document.id]
        [path] = links_sudo._create_links(
            self.sudo(), partner, [self.env.uid], is_in_hand=True
        )
        return {
            "type": "ir.actions.client",
            "tag": "customer_status_copy_link",
            "params": {
                "url": document.get_base_url() + path,
                "message": self.env._(
                    "A new link for %(customer)s is copied.",
                    customer=partner.display_name or self.reference,
                ),
            },
        }

    def _check_has_link(self, document):
        """Refuse a link to what nobody outside may see; publish what need not wait.

        :param document: of this page.
        :raise UserError: with what to do first.
        """
        shown = self._ensure_shown(document)
        if is_draft(self.sudo()._peek("facts")):
            raise UserError(
                self.env._("A draft has no link: its customer does not know of it yet.")
            )
        if document.id not in shown:
            raise UserError(
                self.env._(
                    "“%(name)s” is not published yet, so there is no link to it. "
                    "Publish it first, or ask who publishes.",
                    name=self.reference,
                )
            )

    def action_take_back_links(self):
        """Have none of the page's links open it any more.

        Who may still see the page of a document that was deleted may do so, too.
        """
        self.check_access("read")
        if not self._find_deleted():
            self._get_document("write")
        self.sudo().link_ids._take_back()
        return {"type": "ir.actions.client", "tag": "customer_communication_reload"}

    def action_renew_link(self):
        """Take back all links and make a new one; nothing when that is refused."""
        self._check_in_hand()
        self.action_take_back_links()
        return self.action_copy_link()

    def action_contact(self):
        """Open the communication panel on the document's customer."""
        return self._get_document("read").action_contact()

    def action_view_document(self):
        """Open the document itself."""
        document = self._get_document("read")
        return document.get_formview_action()

    def _get_document(self, operation):
        """Return the document of this page.

        :param str operation: what the user must be allowed to do with it.
        :raise UserError: when it has been deleted.
        :raise AccessError: when it is none of the user's business.
        """
        self.ensure_one()
        self.check_access("read")
        if self._find_deleted():
            raise UserError(
                self.env._("“%(name)s” has been deleted.", name=self.reference)
            )
        document = self.env[self.res_model].browse(self.res_id)
        document.check_access(operation)
        return document
