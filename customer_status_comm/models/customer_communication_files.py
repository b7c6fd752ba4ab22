from odoo import api, fields, models

from .. import const


class CustomerCommunication(models.Model):
    """The files of a message: its own, so that who reads the row can read them."""

    # A file of its own for its own reason to change.
    _inherit = "customer.communication"  # pylint: disable=R8180

    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Attachments",
        bypass_search_access=True,
        help="What was sent stays as it was: a document's file is copied.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._keep_files()
        return rows

    def write(self, vals):
        if "attachment_ids" not in vals:
            return super().write(vals)
        before_sudo = self.sudo().attachment_ids
        result = super().write(vals)
        self._keep_files()
        gone_sudo = before_sudo - self.sudo().attachment_ids
        gone_sudo.filtered(
            lambda file: file.res_model == self._name and file.res_id in self.ids
        ).unlink()
        return result

    def _keep_files(self):
        """Have the files of these rows belong to them.

        Odoo lets those read a file who may read the record that it belongs to. A file
        without one was uploaded or made for the row and becomes the row's; one of
        another record is copied. What belongs to a template stays shared: everybody
        inside may read it, and thousands of status messages may carry it.
        """
        for row_sudo in self.sudo().filtered("attachment_ids"):
            files_sudo = row_sudo.attachment_ids
            own = {"res_model": self._name, "res_id": row_sudo.id}
            loose_sudo = files_sudo.filtered(lambda file: not file.res_id)
            loose_sudo.write(own)
            owned_sudo = files_sudo.filtered_domain(
                [(name, "=", value) for name, value in own.items()]
            )
            shared_sudo = files_sudo.filtered_domain(
                [("res_model", "=", "mail.template")]
            )
            if taken_sudo := files_sudo - owned_sudo - shared_sudo:
                copies_sudo = taken_sudo.copy(own | {"res_field": False})
                row_sudo.attachment_ids = files_sudo - taken_sudo + copies_sudo

    def _get_files_as_new(self):
        """Return what a new message takes along, as the panel's default values.

        A status file is of its day, so a new one is made instead.
        """
        self.ensure_one()
        if self.communication_type != const.EMAIL:
            return {}
        stale = self.attachment_ids.filtered(
            lambda file: const.STATUS_FILE.match(file.name or "")
        )
        return {
            "default_attachment_ids": (self.attachment_ids - stale).ids,
            "default_attach_status_file": bool(stale),
        }
