import re

from odoo import api, models
from odoo.fields import Domain

from .. import const
from ..tools.foreign import html_sanitize

#: The address of a status page, as it stands in a stored body; its host may be old.
_STATUS_HREF = re.compile(r'(href=")https?://[^/"]+(/my/status/[a-z]+/\d+")')

#: Where a customer may look for words.
_PORTAL_SEARCH_FIELDS = {
    "all": ("subject", "body", "sms_text", "document_name"),
    "subject": ("subject",),
    "text": ("body", "sms_text"),
    "document": ("document_name",),
}


class CustomerCommunication(models.Model):
    """What customers see of their own history in the portal.

    Portal users have no rights on the model: they could read reasons of failures,
    events and notes through RPC. The portal reads with sudo what
    ``_get_portal_domain`` allows, and shows chosen fields of it.
    """

    _inherit = "customer.communication"

    @api.model
    def _get_portal_domain(self, partner):
        """Return what a reader may see: the only guard of the portal's sudo.

        What has left to, or come from, the reader, or anybody who was of the reader's
        company then, whichever of the shop's companies wrote it. Never a note.

        :param partner: ``res.partner`` of the logged-in reader.
        """
        told = [const.COMMUNICATION_SENT, const.COMMUNICATION_DELIVERED]
        firm = Domain("commercial_partner_id", "=", partner.commercial_partner_id.id)
        return (
            (firm | Domain("partner_id", "=", partner.id))
            & Domain("communication_type", "!=", const.NOTE)
            & (Domain("direction", "=", "in") | Domain("state", "in", told))
        )

    @api.model
    def _get_portal_search_domain(self, text, where="all"):
        """Return the domain of messages in which ``text`` stands; empty text: all.

        :param where: a key of ``_PORTAL_SEARCH_FIELDS``; any other means everywhere.
        """
        text = text[: const.SEARCH_MAX]
        if not text:
            return Domain.TRUE
        names = _PORTAL_SEARCH_FIELDS.get(where) or _PORTAL_SEARCH_FIELDS["all"]
        return Domain.OR(Domain(name, "ilike", text) for name in names)

    def _get_portal_body(self):
        """Return the text as HTML that cannot leave its frame, dress up or run.

        The body was cleaned for mail programs, which is less than a page on the shop's
        own address needs; what came from outside may be anything. Addresses of status
        pages lead to the host one is logged in to.
        """
        self.ensure_one()
        return html_sanitize(
            _STATUS_HREF.sub(r"\1\2", str(self.body or "")),
            sanitize_attributes=True,
            sanitize_style=True,
            strip_classes=True,
        )

    def _get_portal_status_path(self, user):
        """Return the path of the status page of what it is about, or ``None``.

        ``None`` also when ``user`` is not shown the page.
        """
        self.ensure_one()
        kinds = self.env["customer.status.mixin"]._get_status_models()
        kind = next((k for k, model in kinds.items() if model == self.res_model), None)
        if not kind or not self.document_name:
            return None
        document = self.env[self.res_model].with_user(user).browse(self.res_id)
        if not document.exists() or not document._is_shown_to_reader():
            return None
        return f"/my/status/{kind}/{document.id}"
