from odoo import models

#: Whose files nobody deletes by having sent them along.
_KEPT_FOR = ("customer.communication", "mail.template")


class CustomerStatusFileAccess(models.AbstractModel):
    """Files of messages: more than Odoo asks of who wants to read or delete one."""

    _name = "customer.status.file.access"
    _description = "Files of Messages to Customers"

    def _has_attachments_ownership(self, attachment_tokens):
        """Let nobody delete what was sent, nor a template's file they sent along.

        Odoo hands the author of a message a token for each of its files, by which they
        may delete it without any right to do so.
        """
        kept = self.sudo().filtered(lambda file: file.res_model in _KEPT_FOR)
        if not kept.sudo(False).has_access("write"):
            return False
        return super()._has_attachments_ownership(attachment_tokens)

    def _get_ownership_token(self):
        """Offer no token that ``_has_attachments_ownership`` would refuse."""
        if self.sudo().res_model in _KEPT_FOR:
            return False
        return super()._get_ownership_token()
