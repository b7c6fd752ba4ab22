from typing import NamedTuple

from odoo import SUPERUSER_ID, api, models

from .. import const
from ..tools import link_origin


class Wish(NamedTuple):
    """An address in a text that may become a link.

    :param place: of the text, among those that leave together.
    :param recipient: ``res.partner``, one or more of one customer.
    """

    place: int
    document_id: int
    recipient: models.Model
    origin: link_origin.Origin


class CustomerStatusLinkWriter(models.AbstractModel):
    """Whose words a message is, and what they may link to.

    An address in a message becomes a link that asks nobody for a login. Colleagues
    write to contacts, and some may make contacts with an address of their own, so a
    link is made only to what its writer may read.
    """

    _name = "customer.status.link.writer"
    _description = "Writer of a Link"

    # Whose words

    @api.model
    def _find_origins(self, vals_list):
        """Return the ``Origin`` of each of these mails or SMS, not made yet.

        :param vals_list: values of ``mail.mail`` or ``sms.sms``.
        """
        message_ids = [vals.get("mail_message_id") or 0 for vals in vals_list]
        messages_sudo = (
            self.env["mail.message"].sudo().browse(filter(None, message_ids))
        )
        rows_sudo = self.env["customer.communication"].sudo()
        if messages_sudo:
            rows_sudo = rows_sudo.search([("mail_message_id", "in", messages_sudo.ids)])
        row_of = {row.mail_message_id.id: row for row in rows_sudo}
        origins = []
        for vals, message_id in zip(vals_list, message_ids, strict=True):
            message_sudo = messages_sudo.browse(message_id or [])
            origin = self._find_origin(message_sudo, vals)
            if row := row_of.get(message_id):  # it has had its links, or may not
                own = row._get_link_origin()
                writers = own.writers | origin.writers
                origin = own._replace(writers=writers, is_ours=False)
            origins.append(origin)
        return origins

    @api.model
    def _find_origin(self, message_sudo, vals):
        """Return the ``Origin`` of a text, by its message or its values."""
        hands = {self.env.uid: self._get_kind_of_user(self.env.user)}
        if message_sudo:
            maker_sudo = message_sudo.create_uid
            hands[maker_sudo.id or 0] = self._get_kind_of_user(maker_sudo)
        kind = message_sudo.message_type if message_sudo else None
        about = self._get_documents_meant(
            message_sudo.model or vals.get("model"),
            message_sudo.res_id or vals.get("res_id"),
        )
        return link_origin.find_origin(hands, kind, about)

    @api.model
    def _get_kind_of_user(self, user):
        """Return what a user is: ``link_origin.ROOT``, and so on.

        :param user: ``res.users``; empty: who has been deleted.
        """
        if not user:
            return link_origin.STRANGER
        if user.id == SUPERUSER_ID:
            return link_origin.ROOT
        if user.sudo()._is_internal():
            return link_origin.INTERNAL
        if user.sudo()._is_portal():
            return link_origin.PORTAL
        return link_origin.STRANGER

    @api.model
    def _get_documents_meant(self, model, res_id):
        """Return ``[(model, id)]`` of what a message on this record is about.

        An invoice means the orders that it bills, too.
        """
        if not (model and res_id and model in self.env):
            return []
        record_sudo = self.env[model].sudo().browse(res_id)
        meant = [(model, res_id)]
        if hasattr(record_sudo, "_get_status_orders"):
            orders = record_sudo.exists()._get_status_orders()
            meant += [(orders._name, id_) for id_ in orders.ids]
        return meant

    # What they may link to

    @api.model
    def _filter_readable_documents(self, wishes, documents):
        """Return those of ``wishes`` whose writers may all read the document."""
        readable = {
            user.id: set(self._filter_for_writer(user, documents).ids)
            for user in self._get_writers(wishes)
        }
        return [
            wish
            for wish in wishes
            if all(wish.document_id in readable[id_] for id_ in wish.origin.writers)
        ]

    @api.model
    def _filter_readable_pages(self, wishes, pages):
        """Return those of ``wishes`` whose writers may read all that the page tells.

        What leaves from our history goes to the address on the contact and nowhere
        else: then it is enough that the writer could not have put that there.

        :param dict pages: ``{document id: page}``
        """
        of_all = self.env["customer.status.page"].union(*pages.values())
        in_hand, in_reach = {}, {}
        for user in self._get_writers(wishes):
            mine = [wish for wish in wishes if user.id in wish.origin.writers]
            partners = self.env["res.partner"].union(*(w.recipient for w in mine))
            in_reach[user.id] = self._filter_addresses_of(user, partners)
            # Customers see all of their own firm.
            in_hand[user.id] = of_all
            if user._is_internal():
                in_hand[user.id] = self._as_writer(user, of_all)._filter_in_hand()

        def may(wish, user_id):
            if pages[wish.document_id] in in_hand[user_id]:
                return True
            return wish.origin.is_ours and not (wish.recipient & in_reach[user_id])

        return [
            wish
            for wish in wishes
            if all(may(wish, id_) for id_ in wish.origin.writers)
        ]

    @api.model
    def _get_writers(self, wishes):
        """Return the sudoed ``res.users`` who wrote any of ``wishes``."""
        ids = set().union(*(wish.origin.writers for wish in wishes))
        return self.env["res.users"].sudo().browse(ids)

    @api.model
    def _as_writer(self, user, records):
        """Return ``records`` as ``user`` sees them from all of their companies."""
        companies = user.company_ids.ids
        return records.with_user(user).with_context(allowed_company_ids=companies)

    @api.model
    def _filter_for_writer(self, user, documents):
        """Return those of ``documents`` that ``user`` may read."""
        mine = self._as_writer(user, documents)
        if user._is_internal():
            return mine._filtered_access("read")
        return documents.browse(
            [document.id for document in mine if document._find_for_reader()]
        )

    @api.model
    def _filter_addresses_of(self, user, partners):
        """Return those of ``partners`` whose address ``user`` may have put there."""
        mine = self._as_writer(user, partners)
        if mine.browse().has_access("create"):
            return partners
        reach = mine._filtered_access("write") | (mine & user.partner_id)
        return partners.browse(reach.ids)

    @api.model
    def _is_closed_to(self, recipient, documents):
        """Whether what the user writes to ``recipient`` gets no link to one of these.

        For a hint while one writes: nothing is made, so of a page that is not there
        yet only its document is asked, and of a customer's what it would list.

        :param documents: of one model, which exist.
        """
        user, pages = self.env.user, self.env["customer.status.page"]
        readable = documents._filtered_access("read")
        if readable != documents or self.env.su:
            return readable != documents
        known = pages._find_pages(documents)
        in_hand = pages.union(*known.values()).sudo(False)
        closed = in_hand._filter_in_hand() != in_hand
        if documents._status_kind == const.KIND_CUSTOMER and len(known) < len(
            documents
        ):
            closed |= not pages._may_read_whatever_comes(self.env.company)
        return closed and bool(self._filter_addresses_of(user.sudo(), recipient))
