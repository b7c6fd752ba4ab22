from markupsafe import Markup

from odoo import api, fields, models

from .. import const
from ..tools import body
from ..tools.foreign import html2plaintext


class CustomerCommunicationPanel(models.TransientModel):
    """The address of the status page, which becomes the customer's own link."""

    # A file of its own for its own reason to change.
    _inherit = "customer.communication.panel"  # pylint: disable=R8180

    holds_status_link = fields.Boolean(compute="_compute_holds_status_link")

    is_status_link_closed = fields.Boolean(
        compute="_compute_holds_status_link",
        help="The address stays one for customers with a login.",
    )

    @api.depends("communication_type", "body", "sms_text", "partner_id")
    def _compute_holds_status_link(self):
        """Whether the text holds the address of a status page, and what it becomes."""
        links = self.env["customer.status.link"]
        for panel in self:
            text = panel._get_text()
            panel.holds_status_link = "/my/status/" in text
            panel.is_status_link_closed = any(
                links._is_closed_to(panel.partner_id._origin, documents)
                for documents in links._find_documents_meant(text)
            )

    @api.model
    def get_status_link(self, values):
        """Return what is put in at the cursor; called with a panel not saved yet.

        :param dict values: ``partner_id``, ``res_model``, ``res_id``, ``template_id``.
        :return: dict ``url`` and ``label``, the words of the link in the customer's
            language.
        :raise TypeError: for anything but a dict.
        """
        self.check_access("create")
        if not isinstance(values, dict):
            raise TypeError("values of a panel, by name")
        known = ("partner_id", "res_model", "res_id", "template_id")
        panel = self.new({name: values.get(name) for name in known})
        return panel._prepare_status_link()

    def action_insert_status_link(self):
        """Add the address of the status page above the signature, once.

        It becomes the customer's own link when the message leaves.
        """
        self.ensure_one()
        link = self._prepare_status_link()
        is_text = self.communication_type == const.SMS
        if body.holds_address(
            (self.sms_text if is_text else self.body) or "", link["url"]
        ):
            return self._prepare_already_there()
        signature = self.written_signature or ""
        if is_text:
            self.sms_text = body.insert_in_text(
                self.sms_text or "", link["url"], html2plaintext(signature)
            )
        else:
            line = Markup('<p><a href="%(url)s">%(label)s</a></p>') % link
            self.body = body.insert_in_html(self.body or "", line, signature)
        return self._reload()

    def _prepare_already_there(self):
        """Return the action that says so; nothing was changed."""
        message = self.env._("The link is in the text already.")
        return {
            "type": "ir.actions.client",
            "tag": "customer_communication_notify",
            "params": {"type": "info", "message": message},
        }

    def _prepare_status_link(self):
        """Return ``{"url", "label"}`` of the status page that is meant.

        :raise UserError: when the panel is about what is not the customer's, or there
            is nothing on the page that the customer may see.
        """
        self._check_document()
        lang = self.partner_id.lang or self.env.lang
        document = self._get_status_document()
        self._refuse_unshown(document)
        return {
            "url": document.customer_status_url,
            "label": self.with_context(lang=lang).env._("See how it stands"),
        }

    def _get_status_document(self):
        """Return the record whose status page is meant: an invoice means its order.

        Only the customer's own; else all orders of the customer.
        """
        document = self._get_document()
        if self.template_id.attach_status_file:
            document = self._get_template_document()  # the text speaks of that one
        if hasattr(document, "_get_status_orders"):
            document = document._get_status_orders()
        if len(document) != 1 or not getattr(document, "_status_kind", None):
            return self.partner_id
        owner = document._get_status_partners()[document.id]
        is_own = owner.commercial_partner_id == self.partner_id.commercial_partner_id
        return document if is_own else self.partner_id
