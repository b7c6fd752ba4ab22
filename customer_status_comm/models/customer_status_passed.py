from odoo import api, models
from odoo.fields import Domain

from ..shape import check_shape

#: Where a transaction keeps whose customer it has computed: ``{model: {id: None}}``.
_COMPUTED = "customer_status_comm.passed"
#: How a customer's own words come into a document's chatter.
_ANSWERS = ("comment", "email")


class CustomerStatusPassed(models.AbstractModel):
    """What one customer was written stays theirs when their document passes on.

    A part of ``mail.thread``, for a message may be about whatever has a customer and a
    chatter, and of ``customer.status.mixin``. Odoo shows a document's chatter to
    whoever has the document: our messages to others become internal there. Those they
    went to read them in their own history.
    """

    _name = "customer.status.passed"
    _description = "Passed to Another Customer"

    #: The many2one of the customer.
    _status_partner_field = "partner_id"

    def write(self, vals):
        """Have who gets a document read nothing of what others were told about it."""
        check_shape(self, "write", vals)
        name = self._status_partner_field
        if name not in vals or name not in self._fields:
            return super().write(vals)
        before = {document.id: document[name] for document in self.sudo()}
        result = super().write(vals)
        passed = self.sudo().filtered(lambda one: one[name] != before[one.id])
        passed._hide_from_new_customers()
        return result

    def _compute_field_value(self, field):
        """The same where another field decides whose it is, before the commit.

        Not at once: Odoo is in the midst of computing.
        """
        super()._compute_field_value(field)
        if field.name != self._status_partner_field or not field.store:
            return
        precommit = self.env.cr.precommit
        computed = precommit.data.setdefault(_COMPUTED, {})
        if not computed:
            precommit.add(self.env["customer.status.passed"]._hide_computed)
        # What a form computes is not saved yet.
        ids = dict.fromkeys(id_ for id_ in self._ids if id_)
        computed.setdefault(self._name, {}).update(ids)

    @api.model
    def _hide_computed(self):
        """Look at the documents whose customer this transaction has computed."""
        computed = self.env.cr.precommit.data.pop(_COMPUTED, {})
        for name, ids in computed.items():
            self.env[name].browse(ids)._hide_from_new_customers()
        self.env.flush_all()

    def _hide_from_new_customers(self):
        """Make internal what others than the customers of these documents were told.

        With what they answered. A constant number of queries for documents of one
        model; one where nobody was told anything. Nothing becomes visible again.
        """
        told_sudo = self.env["customer.communication"].sudo()
        if self:
            told_sudo = told_sudo.search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("mail_message_id", "!=", False),
                ]
            )
        if not told_sudo:
            return
        panels = self.env["customer.communication.panel"]
        owners = {
            document.id: panels._get_document_partner(document).commercial_partner_id
            for document in self.sudo().exists()
        }
        told_sudo = told_sudo.filtered(
            lambda row: (
                row.res_id in owners and row.commercial_partner_id != owners[row.res_id]
            )
        )
        messages_sudo = told_sudo.mail_message_id
        messages_sudo |= self._find_answers(told_sudo, owners)
        shown_sudo = messages_sudo.filtered(lambda message: not message.is_internal)
        shown_sudo.write({"is_internal": True})

    @api.model
    def _find_answers(self, told, owners):
        """Return what those who were told wrote back: mostly it quotes the message.

        :param told: the ``customer.communication`` to others, sudoed.
        :param dict owners: ``{document id: commercial res.partner}`` of now.
        :return: ``mail.message``, sudoed.
        """
        answers_sudo = told.mail_message_id.browse()
        if not told:
            return answers_sudo
        firms = {
            id_: rows.commercial_partner_id
            for id_, rows in told.grouped("res_id").items()
        }
        by_mail = Domain("parent_id", "in", told.mail_message_id.ids)
        by_mail &= Domain("message_type", "=", "email")
        of_firms = Domain(
            "author_id.commercial_partner_id", "in", told.commercial_partner_id.ids
        )
        answers_sudo = answers_sudo.search(
            Domain("model", "=", self._name)
            & Domain("res_id", "in", list(firms))
            & Domain("message_type", "in", _ANSWERS)
            & (by_mail | of_firms)
        )

        def is_of_others(message):
            firm = message.author_id.commercial_partner_id
            if firm in firms[message.res_id]:
                return True
            is_answer = message.parent_id in told.mail_message_id
            return is_answer and firm != owners[message.res_id]

        return answers_sudo.filtered(is_of_others)
