from odoo import api, fields, models


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

    def unlink(self):
        """Stop what has not left yet: nobody could tell what became of it."""
        rows_sudo = self.env["customer.communication"].sudo()
        rows_sudo._find_waiting(self)._stop()
        # In the order of its own choice PostgreSQL may look for a notification that it
        # has deleted with the message, if the row is of this very transaction.
        about = [("mail_message_id", "in", self.ids), ("notification_id", "!=", False)]
        rows_sudo.search(about).notification_id = False
        return super().unlink()
