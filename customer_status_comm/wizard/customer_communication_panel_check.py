from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .. import const


class CustomerCommunicationPanelCheck(models.AbstractModel):
    """Holds the panel's values against what its form offers.

    They may come from anywhere: over RPC a panel is written as one likes, in its
    values, in those of an onchange, or in the context that its fields start with.
    """

    _name = "customer.communication.panel.check"
    _description = "Values of the Panel"

    # The document

    def _get_document(self):
        """Return the record the message is about: the one given, or the customer."""
        self.ensure_one()
        document = None
        if self.res_id and self._is_document_model(self.res_model):
            document = self.env[self.res_model].browse(self.res_id).exists()
        return document or self.partner_id

    @api.model
    def _is_document_model(self, name):
        """Whether a message may be about records of a model: they have a customer."""
        model = self.env.get(name or "")
        if model is None or model._abstract or model._transient:
            return False
        if getattr(model, "_status_kind", None):
            return True
        field = model._fields.get("partner_id")
        return field is not None and field.comodel_name == "res.partner"

    @api.model
    def _get_document_partner(self, document):
        """Return whose a document is, a ``res.partner``, maybe empty.

        Of a delivery it is who gets the parcel, of an invoice who pays it.
        """
        if getattr(document, "_status_kind", None):
            return document._get_status_partners()[document.id]
        return document.partner_id

    def _is_own_document(self, document):
        """Whether ``document`` is the customer's, or of somebody of the same firm."""
        owner_sudo = self._get_document_partner(document).sudo()
        mine_sudo = self.partner_id.sudo()
        return owner_sudo.commercial_partner_id == mine_sudo.commercial_partner_id

    def _find_own_document(self):
        """Return the document if there is one that the message may be about."""
        document = self._get_document()
        if document == self.partner_id or not document.has_access("read"):
            return document.browse()
        return document if self._is_own_document(document) else document.browse()

    def _check_document(self):
        """Refuse a message about what is not the customer's.

        It would stand in the portal of whose it is, and a template would tell of it.

        :raise AccessError: when the user may not read customer or document.
        :raise UserError: when it is somebody else's, or nothing a message can be about.
        """
        self.partner_id.check_access("read")
        document = self._get_document()
        document.check_access("read")
        if (
            self.res_id
            and self.res_model
            and not self._is_document_model(self.res_model)
        ):
            raise UserError(
                self.env._("A message cannot be about this. Press Contact once more.")
            )
        if document and not self._is_own_document(document):
            raise UserError(
                self.env._(
                    "“%(document)s” is not a document of %(customer)s. Press Contact "
                    "on it once more.",
                    document=document.display_name,
                    customer=self.partner_id.display_name,
                )
            )

    # The template

    def _find_offered_templates(self, among=None):
        """Return the templates of the type that fit the customer or the document.

        :param among: only of these ``mail.template``; by default of all.
        """
        self.ensure_one()
        domain = Domain("communication_type", "=", self.communication_type)
        domain &= Domain("model", "in", ["res.partner", self._get_document()._name])
        domain &= Domain("company_id", "in", [False, self.company_id.id])
        if among is not None:
            domain &= Domain("id", "in", among.ids)
        templates = self.env["mail.template"].search(domain)
        return templates - self._find_untrue(templates)

    def _check_template(self):
        """Refuse a template that is not offered for this message.

        One that was archived while somebody wrote is as good as before.

        :raise UserError: with what to do.
        """
        chosen = self.template_id._origin
        every = self.with_context(active_test=False)
        if chosen and chosen not in every._find_offered_templates(chosen):
            self._refuse_template()

    def _refuse_template(self):
        raise UserError(
            self.env._(
                "This template is not offered for this message: choose another, or "
                "none."
            )
        )

    # The rest

    def _check_moment(self):
        """Refuse a moment that has passed.

        :raise UserError: with what to do.
        """
        if self.scheduled_at and self.scheduled_at <= fields.Datetime.now():
            raise UserError(
                self.env._("The time to send it has passed: choose a later one.")
            )

    def _check_shown(self):
        """Refuse to send link or status file of what the customer may not see yet.

        :raise UserError: with what to do about it.
        """
        links = self.env["customer.status.link"]
        given = links._find_documents_meant(self._get_text())
        if self.attach_status_file and self.communication_type == const.EMAIL:
            given.append(self._get_status_document())
        customer = self.partner_id.commercial_partner_id
        for documents in given:
            readable = documents._filtered_access("read")
            partners = readable._get_status_partners()
            self._refuse_unshown(
                readable.filtered(
                    lambda one, partners=partners: (
                        partners[one.id].commercial_partner_id == customer
                    )
                )
            )

    @api.model
    def _refuse_unshown(self, documents):
        """Refuse what of these would be given away before it is published.

        :raise UserError: with the first of them, and what to do about it.
        """
        for document in documents._find_unshown()[:1]:
            raise UserError(
                self.env._(
                    "“%(name)s” is not published yet, so its customer can be given "
                    "neither link nor status file. Publish it first (a draft: send or "
                    "confirm it), or leave them out.",
                    name=document.display_name,
                )
            )

    def _check_links(self):
        """Refuse one more link to a page that has had enough of them.

        :raise UserError: with when one may go on.
        """
        links = self.env["customer.status.link"]
        documents = links._find_documents_meant(self._get_text())
        for mine in documents:
            readable = mine.with_company(self.company_id)._filtered_access("read")
            pages = self.env["customer.status.page"]._find_pages(readable)
            of_all = self.env["customer.status.page"].union(*pages.values())
            links._check_links_left(of_all)

    def _get_text(self):
        """Return what is written: HTML, or the text of an SMS."""
        return (
            self.sms_text if self.communication_type == const.SMS else self.body
        ) or ""

    def _is_own_message(self):
        """Whether ``communication_id`` is what this panel has sent.

        The user's own, to this customer, and not older than the panel.
        """
        row_sudo = self.communication_id.sudo()
        return (
            bool(row_sudo)
            and row_sudo.partner_id == self.partner_id
            and row_sudo.company_id == self.company_id
            and row_sudo.user_id == self.env.user
            and row_sudo.create_date >= self.create_date
        )
