from odoo import api, fields, models
from odoo.tools import SQL

from ..shape import check_shapes


class MailMessage(models.Model):
    """Keeps what one company told a customer out of another company's chatter.

    A customer may be shared by companies, their histories never mix. A document's
    chatter needs no such care: the document has a company of its own.
    """

    _inherit = "mail.message"

    communication_company_id = fields.Many2one(
        "res.company",
        string="Only for the staff of",
        ondelete="cascade",
        help="The company that wrote this to the customer; only its staff sees it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Keep no link of a customer's that they quote in an answer."""
        check_shapes(self, vals_list)
        links_sudo = self.env["customer.status.link"].sudo()
        links_sudo._take_links_out_of_answers(vals_list)
        return super().create(vals_list)

    def _to_store_defaults(self, target):
        """Hand the chatter no file that its reader may not read.

        Odoo hands out all files of a message that may be read, with a token.
        """
        described = super()._to_store_defaults(target)
        for field in described:
            if getattr(field, "field_name", None) == "attachment_ids":
                field.value = lambda message: message._get_shown_files(target)
        return described

    def _get_shown_files(self, target):
        """Return the files of a message that those may read whom ``target`` reaches.

        :param target: ``Store.Target``; of a channel of many nobody is known.
        :return: ``ir.attachment`` with sudo, as Odoo's chatter has them.
        """
        files_sudo = self.sudo().attachment_ids
        guarded = files_sudo.sudo(False).filtered(lambda file: file._is_guarded())
        if not guarded:
            return files_sudo
        user = target.get_user(self.env)
        if not user:
            return files_sudo - guarded
        if user != self.env.user:
            companies = {"allowed_company_ids": user.company_ids.ids}
            guarded = guarded.with_user(user).with_context(**companies)
        return files_sudo - guarded._find_hidden()

    def _get_forbidden_access(self, operation):
        """Have nobody outside read by its number what is internal of ours.

        Odoo searches it for them in no case, but hands out by number all that is no
        comment: SMS, what rules tell, and what came in by e-mail.
        """
        forbidden = super()._get_forbidden_access(operation)
        if self.env.user._is_internal():
            return forbidden
        return forbidden | (self - forbidden)._find_internal_of_ours()

    def _find_internal_of_ours(self):
        """Return those that are internal, and that we have written or are answers."""
        if not self:
            return self
        self.flush_recordset(["is_internal", "subtype_id", "parent_id"])
        self.env["customer.communication"].flush_model(["mail_message_id"])
        found = self.env.execute_query(
            SQL(
                """
                SELECT message.id
                  FROM mail_message message
                  LEFT JOIN mail_message_subtype subtype
                    ON subtype.id = message.subtype_id
                 WHERE message.id = ANY(%s)
                   AND (message.is_internal OR subtype.id IS NULL OR subtype.internal)
                   AND EXISTS (
                        SELECT 1 FROM customer_communication
                         WHERE mail_message_id IN (message.id, message.parent_id))
                """,
                self.ids,
            )
        )
        return self.browse(id_ for [id_] in found)

    def unlink(self):
        """Stop what has not left yet: nobody could tell what became of it."""
        rows_sudo = self.env["customer.communication"].sudo()
        rows_sudo._find_waiting(self)._stop()
        # In the order of its own choice PostgreSQL may look for a notification that it
        # has deleted with the message, if the row is of this very transaction.
        about = [("mail_message_id", "in", self.ids), ("notification_id", "!=", False)]
        rows_sudo.search(about).notification_id = False
        return super().unlink()
